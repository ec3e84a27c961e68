"""What becomes of meetups when a group ends, when people leave, and when two accounts become one person."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.adapters.calendar_file import write_calendar
from bot.core.acts.meetup_leaving import left
from bot.core.chat.blocks import Code
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.chat.scene import Person
from bot.core.features.meetup_calendar import MeetupCalendarFeature
from bot.core.model.meetup import State
from bot.core.ports.database import Database
from bot.core.ports.speaker import Left
from tests.core.helpers import a_reply, buttons
from tests.core.meetups import MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    return MeetupTown(database)


async def owls(town: MeetupTown) -> None:
    """Ana's study group, which lives in the channel; Ben is in it."""
    await town.invoke("ana", "group create", name="Owls", phase="1", hours="5", days="any", joining="open")
    await town.say("ben", "/group join Owls")
    await town.say("ana", "/group home")


async def statuses(town: MeetupTown, of: str) -> set[str]:
    """What the calendar of everybody here, or of the group, says of its entries."""
    town.address.url = "https://bot.example"
    reply = await town.say("ana", f"/meetup calendar {of}")
    [address] = [one.text for one in reply.blocks if isinstance(one, Code)]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    feature = MeetupCalendarFeature(town.shelf, town.database, write_calendar, lambda: "unused", town.address)
    body = await feature.feed(secret, town.at)
    assert body is not None
    return {str(one["status"]) for one in Calendar.from_ical(body).walk("VEVENT")}


async def test_archiving_a_group_cancels_its_meetups_and_tells_who_may_come_once(town: MeetupTown) -> None:
    await owls(town)
    await town.planned('"Paper club" every friday 18:00')
    await town.planned('"Elsewhere" friday 18:00', who="eve")
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    asked = await town.say("ana", "/group archive")
    assert "2 meetups" in plain(asked)
    gone = a_reply(await town.press("ana", asked, "Archive it"))
    assert "2 meetups are cancelled" in plain(gone)
    assert a_reply(await town.press("ana", asked, "Archive it")).title == gone.title
    await town.until(on(2026, 12, 20))
    assert town.titles() == ["Paper club", "Elsewhere", "Paper club is cancelled", "Elsewhere is cancelled"]
    assert "@test:ben I'm telling you" in town.card(2)
    assert "Cancelled" in town.card(0)
    assert town.events.cancelled == ["test:1", "test:2"]
    assert (await town.meetup()).state is State.CANCELLED
    assert await town.waiting() == []
    assert await statuses(town, "here") == {"CANCELLED"}


async def test_bringing_a_group_back_says_that_its_meetups_stay_cancelled(town: MeetupTown) -> None:
    await owls(town)
    await town.planned('"Paper club" friday 18:00')
    gone = await town.say("ana", "/group archive sure:yes")
    back = a_reply(await town.press("ana", gone, "Bring it back"))
    assert "stay cancelled" in plain(back)
    assert "/meetup schedule" in plain(back)
    await town.passes(hours=1)
    assert "No meetup" in plain(await town.say("ana", "/meetup list")) or (await town.meetup()).state is State.CANCELLED
    await town.say("ana", "/group home")
    assert "Cancelled" not in await statuses(town, "group")


async def test_a_preview_for_a_group_that_was_archived_meanwhile_is_not_announced(town: MeetupTown) -> None:
    await owls(town)
    preview = await town.say("ana", '/meetup schedule "Paper club" friday 18:00')
    await town.say("ana", "/group archive sure:yes")
    refused = a_reply(await town.press("ana", preview, "Schedule it"))
    assert "archived" in plain(refused)
    await town.passes(hours=1)
    assert town.titles() == []


async def test_who_leaves_as_the_last_one_cancels_them_too(town: MeetupTown) -> None:
    await owls(town)
    await town.planned('"Paper club" friday 18:00')
    await town.press("eve", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ben", "/group leave sure:yes")
    asked = await town.say("ana", "/group leave")
    assert "archived" in plain(asked)
    gone = a_reply(await town.press("ana", asked, "Leave it"))
    assert "1 meetup is cancelled" in plain(gone)
    await town.passes(seconds=3)
    assert town.titles()[-1] == "Paper club is cancelled"


async def test_who_deletes_themselves_with_their_group_is_told_nothing(town: MeetupTown) -> None:
    await owls(town)
    await town.planned('"Paper club" friday 18:00')
    await town.say("ben", "/group leave sure:yes")
    await town.press("ana", town.posts()[0], "Going", Audience.EVERYONE)
    await town.hides("ana")
    await town.say("ana", "/privacy delete confirm:DELETE sure:yes")
    await town.passes(hours=1)
    assert town.titles() == ["Paper club", "Paper club is cancelled"]
    assert town.posts("test:ana") == []


async def test_what_took_place_before_it_was_cancelled_stays_as_it_was(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.until(on(2026, 11, 29))
    await town.say("ana", "/meetup cancel all:yes sure:yes")
    await town.passes(minutes=1)
    assert "Cancelled" not in town.card(0)
    assert "Cancelled" in next(town.card(place) for place in range(5) if "4 December" in town.card(place))
    assert await statuses(town, "here") == {"CONFIRMED", "CANCELLED"}
    card = await town.say("ana", "/meetup show 1/2026-11-27")
    assert "Who was there" in buttons(card)
    await town.say("ana", '/meetup notes meetup:1/2026-11-27 words:"Drift"')
    assert "Drift" in plain(await town.say("ben", "/meetup show 1/2026-11-27"))


async def test_a_preview_that_was_thrown_away_stands_in_no_calendar(town: MeetupTown) -> None:
    preview = await town.say("ana", '/meetup schedule "Paper club" friday 18:00')
    await town.press("ana", preview, "Throw it away")
    assert "plans a new one" in plain(a_reply(await town.press("ana", preview, "Schedule it")))
    assert (await town.meetup()).state is not State.CANCELLED
    town.address.url = "https://bot.example"
    assert "There is no meetup in it yet" in plain(await town.say("ben", "/meetup calendar here"))


async def test_what_was_cancelled_is_neither_moved_nor_given_away(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.say("ana", "/meetup cancel all:yes sure:yes")
    await town.passes(seconds=3)
    before = town.titles()
    for line in ('move meetup:1 when:"saturday 18:00"', "host @test:ana meetup:1", 'agenda meetup:1 all:yes words:"x"'):
        assert "cancelled" in await town.refused("ana", f"/meetup {line}"), line
    await town.passes(hours=1)
    assert town.titles() == before
    assert date(2026, 11, 27) == (await town.meetup()).recurrence.first


async def full(town: MeetupTown) -> None:
    """A meetup of one place: Ben goes, Eve waits, Gil waits behind her."""
    await town.planned('"Paper club" friday 18:00 capacity:1')
    for who in ("ben", "eve", "gil"):
        await town.press(who, town.posts()[0], "Going", Audience.EVERYONE)


@pytest.mark.parametrize("line", ["delete confirm:DELETE sure:yes", "leave sure:yes"])
async def test_who_goes_away_gives_their_place_to_the_next_who_is_told(town: MeetupTown, line: str) -> None:
    await full(town)
    await town.say("ben", f"/privacy {line}")
    await town.passes(minutes=1)
    assert town.titles() == ["Paper club", "Paper club: you have a place"]
    assert "@test:eve" in town.card(1)
    assert "gil" not in town.card(1)
    assert "Ben" not in town.card(0)
    await town.say("gil", f"/privacy {line}")
    await town.passes(minutes=1)
    assert "Waiting" not in town.card(0)
    assert len(town.titles()) == 2


@pytest.mark.parametrize("line", ["delete confirm:DELETE sure:yes", "leave sure:yes"])
async def test_who_hosts_and_goes_away_is_followed_by_the_next_of_the_group_who_is_told(
    town: MeetupTown, line: str
) -> None:
    await owls(town)
    await town.planned('"Paper club" every friday 18:00')
    await town.say("ana", f"/privacy {line}")
    await town.passes(minutes=1)
    assert "Host: Ben" in town.card()
    [told] = town.speaker.to("test:ben")
    assert told.title == "Paper club: you host it now"
    assert "It takes place Friday 27 November" in plain(told)
    await town.say("ben", "/meetup edit capacity:5")


async def test_without_a_group_nobody_hosts_on_until_an_organiser_says_who(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ana", "/privacy leave sure:yes")
    await town.passes(minutes=1)
    assert "Host: Nobody just now; an organiser names one" in town.card()
    await town.say("devi", "/meetup host @test:ben")
    await town.passes(minutes=1)
    assert "Host: Ben" in town.card()
    assert [one.title for one in town.speaker.to("test:ben")] == ["Paper club: you host it now"]


async def test_what_is_over_stays_and_so_do_meetups_elsewhere(town: MeetupTown) -> None:
    await full(town)
    there = town.scene("ben", channel="else", space="test:there")
    await town.planned('"Office hours" every saturday 18:00', who="eve")
    await town.invoke("ben", "meetup answer", answer="going", meetup="2/2026-11-28")
    preview = await town.say("ben", '/meetup schedule "Far away" saturday 18:00', there)
    await town.dispatch.pressed(buttons(preview)["Schedule it"].token, there, on=Audience.CALLER)
    await town.say("ben", "/meetup answer going meetup:3", there)
    await town.until(on(2026, 11, 27, 20))
    await town.say("ben", "/privacy leave sure:yes")
    await town.passes(minutes=1)
    assert "Ben" in town.card(0)
    assert "Going (1)" in plain(await town.say("ben", "/meetup show 3", there))
    assert "Nobody has said yet" in plain(await town.say("eve", "/meetup show 2"))
    assert "you have a place" not in str(town.titles())


async def test_somebody_with_two_accounts_takes_one_place(town: MeetupTown) -> None:
    await full(town)
    await town.planned('"Office hours" saturday 18:00 capacity:1')
    for who in ("eve", "ben", "gil"):
        await town.press(who, town.posts()[-1], "Going", Audience.EVERYONE)
    await town.passes(seconds=5)
    code = next(one.text for one in (await town.say("ben", "/link")).blocks if isinstance(one, Code))
    await town.say("eve", f"{code} sure:yes")
    await town.passes(minutes=1)
    told = [one for one in town.posts() if "you have a place" in one.title]
    assert told == []  # Ben and Eve, who are one now, hold the one place of both
    await town.say("ben", "/meetup answer no meetup:1")
    await town.passes(minutes=1)
    assert town.titles()[-1] == "Paper club: you have a place"


async def test_linking_frees_the_place_that_somebody_held_twice(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 capacity:2')
    for who in ("ben", "eve", "gil"):
        await town.press(who, town.posts()[0], "Going", Audience.EVERYONE)
    code = next(one.text for one in (await town.say("ben", "/link")).blocks if isinstance(one, Code))
    await town.say("eve", f"{code} sure:yes")
    await town.passes(minutes=1)
    assert town.titles() == ["Paper club", "Paper club: you have a place"]
    assert "@test:gil" in town.card(1)
    assert "Going (2 of 2)" in town.card(0)


async def test_who_is_found_to_have_left_gives_their_place_away(town: MeetupTown) -> None:
    await full(town)
    await town.say("ben", "/remindme direct yes")
    await town.say("ben", "/remindme in 5 minutes tea")
    town.speaker.failures["test:ben"].append(Left("They aren't there."))
    await town.passes(minutes=6)
    assert "Paper club: you have a place" in town.titles()


async def test_a_series_that_becomes_a_single_date_is_announced_no_more(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ana", '/meetup edit when:"saturday 12 december 16:00"')
    await town.passes(minutes=1)
    announced = [plain(one) for one in town.posts() if one.title == "Paper club"]
    assert "Saturday 12 December" in announced[-1]
    assert "cancelled" in str(town.titles())
    await town.until(on(2027, 1, 10))
    later = [plain(one) for one in town.posts() if one.title == "Paper club" and "Begins" not in plain(one)]
    assert len(later) == len(announced)


async def test_what_took_place_keeps_its_time_when_the_series_is_edited(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.until(on(2026, 11, 28, 9))
    await town.say("ana", '/meetup edit when:"every saturday 10:00"')
    await town.passes(minutes=1)
    assert "Friday 27 November 2026, 18:00" in town.card(0)
    assert "Moved" not in town.card(0)
    await town.say("ana", "/meetup notes meetup:1/2026-11-27 words:Drift")
    await town.passes(minutes=1)
    assert "Drift" in town.card(0)
    assert "Friday 27 November" in plain(await town.say("ben", "/meetup show 1/2026-11-27"))


async def test_a_date_that_goes_on_is_left_alone_by_an_edit(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.until(on(2026, 11, 27, 18, 20))
    await town.say("ana", '/meetup edit when:"every saturday 10:00"')
    await town.passes(minutes=1)
    assert "Cancelled" not in town.card(0)
    assert "27 November" not in str([plain(one) for one in town.posts() if "cancelled" in one.title])


async def test_times_of_a_meetup_are_read_on_the_clock_of_its_place(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    far = town.scene("devi", zone=ZoneInfo("America/New_York"))
    said = plain(await town.say("devi", '/meetup move when:"saturday 10:00"', far))
    assert "in Berlin (Europe/Berlin)" in said
    assert "Saturday 28 November 2026, 10:00" in said
    said = plain(await town.say("devi", '/meetup edit when:"every friday 19:00"', far))
    assert "at 19:00 in Berlin (Europe/Berlin)" in said
    assert (await town.meetup()).recurrence.zone == "Europe/Berlin"


async def test_news_that_a_place_is_free_is_not_told_of_what_was_cancelled(town: MeetupTown) -> None:
    await full(town)
    await town.say("ben", "/meetup answer no")
    await town.say("ana", "/meetup cancel sure:yes")
    await town.passes(minutes=1)
    assert town.titles() == ["Paper club", "Paper club is cancelled"]


async def test_a_new_agenda_is_a_new_version_for_calendars(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    before = (await town.meetup()).version
    await town.say("ana", "/meetup agenda words:Drift")
    assert (await town.meetup()).version > before


async def test_what_is_over_is_not_planned_anew_nor_cancelled(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.until(on(2026, 11, 28))
    assert "its time stays" in await town.refused("ana", '/meetup edit meetup:1 when:"friday 19:00"')
    assert "nothing to cancel" in await town.refused("ana", "/meetup cancel meetup:1")


async def test_a_series_without_a_date_to_come_is_cancelled_silently(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00 until 2026-12-05')
    for day in ("2026-11-27", "2026-12-04"):
        await town.say("ana", f"/meetup cancel meetup:1 day:{day} sure:yes")
    await town.passes(seconds=3)
    before = town.titles()
    await town.say("ana", "/meetup cancel meetup:1 all:yes sure:yes")
    await town.passes(minutes=1)
    assert (town.titles(), (await town.meetup()).state) == (before, State.CANCELLED)


async def test_who_was_never_there_leaves_nothing(town: MeetupTown) -> None:
    await town.database.write(lambda stores: left(stores, Person("test:nobody"), town.at))
    assert town.titles() == []
