"""A member's own reminder of a date: chosen, moved with it, gone with it, held by quiet hours, told as all are."""

from __future__ import annotations

import pytest

from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.ports.database import Database
from bot.core.ports.speaker import NotPosted
from tests.core.helpers import a_reply, buttons
from tests.core.meetups import MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    return MeetupTown(database)


async def chosen(town: MeetupTown, who: str, before: str, number: int = 0) -> str:
    asked = a_reply(await town.press(who, town.posts()[number], "Remind me", Audience.EVERYONE))
    return plain(a_reply(await town.press(who, asked, before)))


def told(town: MeetupTown, who: str) -> list[str]:
    return [plain(reply) for reply in town.posts(f"test:{who}")]


async def test_somebody_chooses_when_and_is_reminded_alone(town: MeetupTown) -> None:
    await town.planned('"Paper *club*" friday 18:00')
    await town.say("ben", "/remindme direct yes")
    said = await chosen(town, "ben", "An hour before")
    assert "An hour before it begins: Friday 27 November 2026 at 17:00 in Berlin" in said
    assert "In a direct message" in said
    asked = await town.say("ben", "/meetup remind")
    assert "At present I remind you an hour before" in plain(asked)
    assert "Ten minutes before it begins" in plain(a_reply(await town.press("ben", asked, "Ten minutes before")))
    assert "1 of 100" in plain(await town.say("ben", "/remindme"))
    await town.until(on(2026, 11, 27, 17, 49))
    assert told(town, "ben") == []
    await town.until(on(2026, 11, 27, 17, 50))
    [reminder] = told(town, "ben")
    assert "Paper *club*" in reminder
    assert "It begins Friday 27 November 2026, 18:00" in reminder
    assert [*buttons(town.posts("test:ben")[0])] == ["The meetup"]
    assert "time left for a reminder" in await town.refused("ben", "/meetup remind meetup:1")
    assert "has passed already" in await town.refused("ben", "/meetup remind hour meetup:1")
    await town.until(on(2026, 11, 27, 18, 1))
    assert "under way" in await town.refused("ben", "/meetup remind meetup:1")


async def test_it_moves_along_is_renamed_and_comes_again(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.say("ben", "/remindme direct yes")
    await chosen(town, "ben", "An hour before")
    await town.say("ben", "/meetup remind day meetup:1/2026-12-18")
    await town.until(on(2026, 11, 27, 17, 30))
    assert len(told(town, "ben")) == 1
    assert "In 10 minutes" in buttons(town.posts("test:ben")[0])
    await town.press("ben", town.posts("test:ben")[0], "In 10 minutes")
    await town.say("ana", "/meetup edit title:Circle")
    await town.say("ana", '/meetup move meetup:1 when:"saturday 12:00"')
    await town.until(on(2026, 11, 27, 17, 45))
    assert len(told(town, "ben")) == 2
    await town.until(on(2026, 11, 28, 11, 5))
    assert len(told(town, "ben")) == 3
    assert "Circle" in told(town, "ben")[-1]
    assert "Circle: Thursday 17 December, 18:00" in plain(await town.say("ben", "/remindme"))
    await town.say("ana", "/meetup cancel meetup:1 all:yes sure:yes")
    assert "Nothing waits" in plain(await town.say("ben", "/remindme"))
    await town.until(on(2026, 12, 20))
    assert len(told(town, "ben")) == 3


async def test_a_cancelled_date_reminds_nobody(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await chosen(town, "ben", "A day before")
    await town.say("ana", "/meetup cancel meetup:1 sure:yes")
    assert "Nothing waits" in plain(await town.say("ben", "/remindme"))
    assert "cancelled" in await town.refused("ben", "/meetup remind hour meetup:1/2026-11-27")


async def test_quiet_hours_never_hold_it_until_it_has_begun(town: MeetupTown) -> None:
    await town.planned('"Early birds" friday 6:30')
    await town.say("ben", "/remindme direct yes")
    await town.say("ben", "/remindme quiet 22:00 07:00")
    assert "quiet hours" in await town.refused("ben", "/meetup remind hour")
    assert "Nothing waits" in plain(await town.say("ben", "/remindme"))
    await town.say("ben", "/meetup remind day")
    await town.say("eve", "/remindme direct yes")
    await town.say("eve", "/meetup remind hour")
    await town.say("eve", "/remindme quiet 22:00 07:00")
    await town.until(on(2026, 11, 27, 9))
    assert len(told(town, "ben")) == 1
    assert told(town, "eve") == []


async def test_after_an_outage_nobody_is_reminded_of_what_has_begun(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.say("ben", "/remindme direct yes")
    await chosen(town, "ben", "An hour before")
    town.at = on(2026, 11, 27, 18, 1)
    await town.courier.run_due()
    assert told(town, "ben") == []


async def test_where_no_direct_message_can_be_sent_it_comes_in_the_channel_and_says_so(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    said = await chosen(town, "ben", "An hour before")
    assert "where everybody can read it" in said
    assert "May I send you reminders as direct messages?" in said
    await town.say("ben", "/remindme direct yes")
    town.speaker.failures["test:ben"].append(NotPosted("You take no direct messages.", lasting=True))
    await town.until(on(2026, 11, 27, 17, 5))
    [here] = [plain(one) for one in town.posts() if one.title == "Reminder"]
    assert "You take no direct messages." in here
    assert "It begins Friday 27 November 2026, 18:00" in here
