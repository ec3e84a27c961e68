"""Calendars of meetups: a file, an address that can be renewed, and what stands in them for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.adapters.calendar_file import write_calendar
from bot.core.chat.blocks import Code, File
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.features.meetup_calendar import MeetupCalendarFeature
from bot.core.ports.database import Database
from tests.core.helpers import a_reply
from tests.core.meetups import BERLIN, MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    town = MeetupTown(database)
    town.address.url = "https://bot.example"
    return town


def secret(reply: Reply) -> str:
    [code] = [one.text for one in reply.blocks if isinstance(one, Code)]
    assert code.startswith("https://bot.example/calendar/")
    return code.removeprefix("https://bot.example/calendar/").removesuffix(".ics")


async def feed(town: MeetupTown, secret: str) -> Calendar | None:
    feature = MeetupCalendarFeature(town.shelf, town.database, write_calendar, lambda: "unused", town.address)
    body = await feature.feed(secret, town.at)
    return None if body is None else Calendar.from_ical(body)


async def summaries(town: MeetupTown, secret: str) -> list[tuple[str, str, datetime]]:
    found = await feed(town, secret)
    assert found is not None
    return [(str(one["summary"]), str(one.get("location", "")), one.decoded("dtstart")) for one in found.walk("VEVENT")]


async def test_mine_holds_what_i_go_to_with_the_place(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 capacity:1 place:"Room 5"')
    await town.planned('"Office hours" saturday 18:00 place:"Room 6"')
    mine, hers = secret(await town.say("ben", "/meetup calendar")), secret(await town.say("eve", "/meetup calendar"))
    assert mine != hers
    assert await summaries(town, mine) == []
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.press("eve", town.posts()[0], "Going", Audience.EVERYONE)
    await town.press("eve", town.posts()[1], "Maybe", Audience.EVERYONE)
    assert await summaries(town, mine) == [("Paper club", "Room 5", on(2026, 11, 27, 18))]
    assert await summaries(town, hers) == [
        ("Paper club (waiting)", "", on(2026, 11, 27, 18)),
        ("Office hours (maybe)", "", on(2026, 11, 28, 18)),
    ]
    reply = await town.say("ben", "/meetup calendar")
    assert secret(reply) == mine
    [file] = [one for one in reply.blocks if isinstance(one, File)]
    assert b"Paper club" in file.data
    assert b"Room 5" in file.data


async def test_a_new_address_ends_the_old_one(town: MeetupTown) -> None:
    old = secret(await town.say("ben", "/meetup calendar"))
    new = secret(await town.say("ben", "/meetup calendar renew:yes"))
    assert await feed(town, old) is None
    assert await feed(town, new) is not None
    here = secret(await town.say("ben", "/meetup calendar here"))
    assert secret(await town.say("eve", "/meetup calendar here")) == here
    assert "Only those who run it" in await town.refused("ben", "/meetup calendar here renew:yes")
    assert secret(await town.say("devi", "/meetup calendar here renew:yes")) != here


async def test_here_holds_everything_without_places_and_says_what_was_cancelled_and_moved(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00 until 2026-12-20 place:"Room 5"')
    here = secret(await town.say("ben", "/meetup calendar here"))
    await town.say("ana", "/meetup cancel day:2026-12-04 sure:yes")
    await town.say("ana", '/meetup move day:2026-12-11 when:"10 december 19:00"')
    found = await feed(town, here)
    assert found is not None
    events = {one.decoded("dtstart").astimezone(BERLIN).strftime("%d %H:%M"): one for one in found.walk("VEVENT")}
    assert {day: str(one["status"]) for day, one in events.items()} == {
        "27 18:00": "CONFIRMED",
        "04 18:00": "CANCELLED",
        "10 19:00": "CONFIRMED",
        "18 18:00": "CONFIRMED",
    }
    assert all("location" not in one for one in events.values())
    assert str(events["10 19:00"]["uid"]) == "meetup-1-20261211@mlops-roadmap-bot"
    assert int(str(events["10 19:00"].decoded("sequence"))) >= 2
    assert b"Z" in events["10 19:00"]["dtstart"].to_ical()


async def test_a_group_has_its_own(town: MeetupTown) -> None:
    assert "for those in the study group" in await town.refused("ben", "/meetup calendar group")
    await town.invoke("ana", "group create", name="Owls", phase="1", hours="5", days="any", joining="open")
    await town.say("ana", "/group home")
    await town.planned('"Paper club" friday 18:00')
    await town.planned('"Elsewhere" friday 18:00', who="ben")
    group = secret(await town.say("ana", "/meetup calendar group"))
    assert {one for one, _, _ in await summaries(town, group)} == {"Paper club", "Elsewhere"}
    assert "for those in the study group" in await town.refused("ben", "/meetup calendar group")
    away = town.scene("ana", channel="else")
    assert secret(await town.say("ana", "/meetup calendar group", away)) == group
    assert secret(await town.say("ana", "/meetup calendar group renew:yes", away)) != group
    nowhere = town.scene("gil", channel=None, space=None)
    assert "Say that in a channel" in await town.refused("gil", "/meetup calendar here", nowhere)


async def test_without_a_public_address_there_is_the_file(town: MeetupTown) -> None:
    town.address.url = ""
    await town.planned('"Paper club" friday 18:00')
    reply = await town.say("ben", "/meetup calendar here")
    assert "PUBLIC_URL" in plain(reply)
    assert [one.name for one in reply.blocks if isinstance(one, File)] == ["meetups.ics"]
    empty = a_reply(await town.answer("ben", "/meetup calendar"))
    assert "There is no meetup in it yet" in plain(empty)


async def test_the_local_hour_stays_through_both_changes_of_the_clocks(town: MeetupTown) -> None:
    await town.planned('"Paper club" every monday 18:00')
    here = secret(await town.say("ben", "/meetup calendar here"))
    found = [begin for _, _, begin in await summaries(town, here)]
    assert len(found) > 50
    assert {one.astimezone(BERLIN).hour for one in found} == {18}
    assert {one.astimezone(UTC).hour for one in found} == {16, 17}


async def test_what_is_long_over_leaves_the_calendar(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    mine = secret(await town.say("ben", "/meetup calendar"))
    town.at += timedelta(days=30)
    assert len(await summaries(town, mine)) == 1
    town.at += timedelta(days=60)
    assert await summaries(town, mine) == []


async def test_what_people_write_is_escaped_and_long_lines_are_folded(town: MeetupTown) -> None:
    """RFC 5545, 3.1 and 3.3.11: at most 75 bytes a line, and no text ends its line or begins another property."""
    title = "Räder; Ketten, \\n und ü" + "ü" * 70
    await town.invoke("ana", "meetup schedule", title=title, when="friday 18:00", place="Room 5\r\nATTENDEE:x")
    await town.invoke("ana", "meetup confirm", meetup="1")
    await town.passes(seconds=2)
    await town.invoke("ana", "meetup agenda", meetup="1", words="One\nEND:VEVENT\ntwo; three")
    await town.invoke("ben", "meetup answer", meetup="1", answer="going")
    feature = MeetupCalendarFeature(town.shelf, town.database, write_calendar, lambda: "unused", town.address)
    body = await feature.feed(secret(await town.say("ben", "/meetup calendar")), town.at)
    assert body is not None
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert [line for line in lines if line.startswith((b"ATTENDEE", b"END:"))] == [b"END:VEVENT", b"END:VCALENDAR"]
    [event] = Calendar.from_ical(body).walk("VEVENT")
    assert (str(event["summary"]), str(event["description"])) == (title, "One\nEND:VEVENT\ntwo; three")
