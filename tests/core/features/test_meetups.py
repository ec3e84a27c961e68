"""Meetups in chat: looked at before they are planned, announced, answered, changed, and what is left of them."""

from __future__ import annotations

import pytest

from bot.core.chat.blocks import Mention
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.model.meetup import State
from bot.core.ports.database import Database
from tests.core.helpers import a_form, a_reply, buttons
from tests.core.meetups import MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    return MeetupTown(database)


async def test_it_is_looked_at_before_anybody_hears_of_it(town: MeetupTown) -> None:
    preview = await town.say("ana", "/meetup schedule Paper club every 2 weeks on friday 18:00 until june")
    assert preview.title == "Paper club: is this right?"
    text = plain(preview)
    assert "Friday 27 November 2026, 18:00 Europe/Berlin (17:00 UTC)" in text or "every" in text
    assert preview.audience is Audience.CALLER
    await town.passes(days=1)
    assert town.titles() == []
    assert (await town.say("ben", "/meetup list")).title == "No meetup is planned here"
    assert "I know no such meetup" in await town.refused("ben", "/meetup show 1")


async def test_behind_a_title_in_quotes_stands_the_time_with_its_city(town: MeetupTown) -> None:
    preview = await town.say("ana", '/meetup schedule "Tokyo at 9" every other tuesday 19:00 Tokyo until june')
    assert preview.title == "Tokyo at 9: is this right?"
    assert "every 2 weeks on Tuesday at 19:00 in Tokyo (Asia/Tokyo)" in plain(preview)
    form = a_form(await town.answer("ana", '/meetup schedule "Paper club" every other tuesday 19:00 Atlantis'))
    assert "Atlantis" in form.questions[0].value
    assert form.words


async def test_confirmed_it_is_announced_and_answered(town: MeetupTown) -> None:
    await town.planned()
    assert town.titles() == ["Paper club"]
    assert "Friday 27 November 2026, 18:00 Europe/Berlin (17:00 UTC)" in town.card()
    assert "Nobody has said yet that they go" in town.card()
    said = a_reply(await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE))
    assert "You go." in plain(said)
    assert said.audience is Audience.CALLER
    await town.passes(seconds=1)
    assert "Going (1):\n- Ben" in town.card()
    await town.press("ben", town.posts()[0], "Maybe", Audience.EVERYONE)
    await town.press("chidi", town.posts()[0], "Can't come", Audience.EVERYONE)
    await town.passes(seconds=1)
    assert "Maybe (1):\n- Ben" in town.card()
    assert "Chidi" not in town.card()
    listed = await town.say("ben", "/meetup list")
    assert "Paper club: Friday 27 November" in plain(listed)


async def test_places_are_given_in_the_order_of_asking_and_who_moves_up_is_told(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 capacity:1 place:https://meet.example/x')
    for who in ("ben", "chidi", "eve"):
        await town.passes(minutes=1)
        await town.press(who, town.posts()[0], "Going", Audience.EVERYONE)
    waits = a_reply(await town.press("chidi", town.posts()[0], "Going", Audience.EVERYONE))
    assert "number 1 on the waiting list" in plain(waits)
    await town.passes(seconds=1)
    assert "Going (1 of 1):\n- Ben" in town.card()
    assert "1. Chidi\n2. Eve" in town.card()
    assert "meet.example" not in town.card()
    where = a_reply(await town.press("chidi", town.posts()[0], "Where?", Audience.EVERYONE))
    assert "meet.example" not in plain(where)
    assert "number 1 on the waiting list" in plain(where)
    assert "https://meet.example/x" in plain(await town.say("ben", "/meetup where"))
    assert "https://meet.example/x" in plain(await town.say("ben", "/meetup show"))
    assert "https://meet.example/x" not in plain(await town.say("eve", "/meetup show"))

    await town.press("ben", town.posts()[0], "Can't come", Audience.EVERYONE)
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club", "Paper club: you have a place"]
    assert [one.person.reference for one in town.posts()[1].blocks if isinstance(one, Mention)] == ["test:chidi"]
    assert "Going (1 of 1):\n- Chidi" in town.card()
    assert "1. Eve" in town.card()
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.passes(seconds=3)
    assert "1. Eve\n2. Ben" in town.card()


async def test_more_places_let_people_move_up_and_fewer_than_go_are_refused(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 capacity:1')
    for who in ("ben", "chidi", "eve"):
        await town.passes(minutes=1)
        await town.press(who, town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ana", "/meetup edit capacity:2")
    await town.passes(seconds=3)
    assert town.titles()[1:] == ["Paper club: you have a place"]
    assert "2 people go already" in await town.refused("ana", "/meetup edit capacity:1")
    await town.say("ana", "/meetup edit capacity:0")
    await town.passes(seconds=3)
    assert len(town.titles()) == 3
    assert "Only the host" in await town.refused("ben", "/meetup edit capacity:9")


async def test_no_reminder_follows_right_behind_the_announcement(town: MeetupTown) -> None:
    await town.planned('"Paper club" 2 december 18:00')  # a week before is in ten hours
    assert await town.waiting() == [
        "meetup-reminder 01 18:00",
        "meetup-reminder 02 17:00",
        "meetup-reminder 02 17:50",
    ]
    await town.planned('"Soon" tomorrow 12:00', who="eve")  # a day before is in four hours
    assert [one for one in await town.waiting() if " 26 " in one] == [
        "meetup-reminder 26 11:00",
        "meetup-reminder 26 11:50",
    ]


async def test_reminders_come_in_time_and_only_the_short_ones_notify(town: MeetupTown) -> None:
    await town.planned('"Paper club" 18 december 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.press("eve", town.posts()[0], "Going", Audience.EVERYONE)
    await town.hides("eve")
    assert await town.waiting() == [
        "meetup-reminder 11 18:00",
        "meetup-reminder 17 18:00",
        "meetup-reminder 18 17:00",
        "meetup-reminder 18 17:50",
    ]
    await town.until(on(2026, 12, 18, 18, 30))
    texts = [plain(one).partition("Begins ")[2].partition(":")[0] for one in town.posts()[1:]]
    assert texts == ["in a week", "in a day", "in an hour", "in ten minutes"]
    told = [[b.person.reference for b in one.blocks if isinstance(b, Mention)] for one in town.posts()[1:]]
    assert told == [[], [], ["test:ben"], ["test:ben"]]
    assert len(town.speaker.silent) == 2


async def test_reminders_whose_time_has_passed_are_left_out(town: MeetupTown) -> None:
    await town.planned('"Paper club" today 12:30')
    assert await town.waiting() == ["meetup-reminder 25 12:20"] or await town.waiting() == [
        "meetup-reminder 25 11:30",
        "meetup-reminder 25 12:20",
    ]


async def test_a_date_that_moves_takes_its_reminders_along(town: MeetupTown) -> None:
    await town.planned('"Paper club" 18 december 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    form = a_form(await town.answer("ana", "/meetup move"))
    assert [one.parameter.name for one in form.questions] == ["when"]
    moved = a_reply(await town.dispatch.pressed(form.invocation.token, town.scene("ana"), on=Audience.CALLER,
                                                filled={"when": "17 december 20:00"}))  # fmt: skip
    assert "Moved. I tell those who may come." in plain(moved)
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club", "Paper club was moved"]
    assert "Thursday 17 December 2026, 20:00" in town.card()
    assert "test:ben" in town.card(1)
    assert [one.partition(" ")[2] for one in await town.waiting()] == ["10 20:00", "16 20:00", "17 19:00", "17 19:50"]
    assert "already" in (await town.refused("ana", '/meetup move when:"yesterday 10:00"')).lower()
    assert "One date moves to one time" in await town.refused("ana", '/meetup move when:"every monday 18:00"')
    await town.say("ana", '/meetup move day:2026-12-18 when:"18 december 18:00"')
    await town.passes(seconds=3)
    assert "Moved: it takes place" not in town.card()


async def test_one_date_of_a_series_is_cancelled_and_the_series_goes_on(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    assert "Friday 27 November" in town.card()
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    sure = await town.say("ana", "/meetup cancel")
    assert list(buttons(sure)) == ["Cancel this date", "Cancel all its dates", "Keep it"]
    gone = a_reply(await town.press("ana", sure, "Cancel this date"))
    assert "That date is cancelled" in plain(gone)
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club", "Paper club is cancelled"]
    assert "test:ben" in town.card(1)
    assert "Cancelled. It doesn't take place." in town.card()
    assert "Going" not in buttons(town.posts()[0])
    assert [one for one in await town.waiting() if "reminder" in one] == []
    assert "was cancelled" in await town.refused("ben", "/meetup answer going 1/2026-11-27")
    await town.until(on(2026, 11, 27, 19))
    assert len(town.titles()) == 3
    assert "Friday 4 December" in town.card(2)
    await town.until(on(2026, 12, 4, 17, 30))
    assert [one.partition(" ")[0] for one in town.titles()[3:]] == ["Paper", "Paper"]


async def test_the_whole_series_is_cancelled_once(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Maybe", Audience.EVERYONE)
    await town.say("ben", "/meetup answer going 1/2026-12-04")
    sure = await town.say("devi", "/meetup cancel")
    await town.press("devi", sure, "Cancel all its dates")
    await town.press("devi", sure, "Cancel all its dates")
    await town.until(on(2027, 1, 1))
    assert town.titles() == ["Paper club", "Paper club is cancelled"]
    assert await town.waiting() == []
    assert (await town.meetup()).state is State.CANCELLED
    assert "cancelled" in plain(await town.say("ana", "/meetup show 1")).lower()
    assert "plans a new one" in await town.refused("ana", "/meetup edit meetup:1 capacity:3")
    assert "plans a new one" in await town.refused("ana", "/meetup confirm 1")


async def test_what_is_over_is_neither_answered_nor_moved_nor_cancelled(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    town.at = on(2026, 11, 28)
    assert "That date is over" in await town.refused("ben", "/meetup answer going meetup:1")
    assert "can't be moved" in await town.refused("ana", '/meetup move meetup:1 when:"friday 18:00"')
    await town.planned('"Stand-up" every friday 18:00')
    town.at = on(2026, 12, 5)
    assert "nothing to cancel" in await town.refused("ana", "/meetup cancel meetup:2/2026-12-04 sure:yes")
    assert "no date to come" in plain(await town.say("ana", "/meetup dates meetup:1"))
    assert "Notes" in buttons(await town.say("ana", "/meetup show meetup:1"))
    assert "Going" not in buttons(await town.say("ben", "/meetup show meetup:1"))


async def test_doing_the_same_again_tells_nobody_again(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ana", '/meetup move when:"friday 18:00"')
    await town.say("ana", '/meetup edit when:"every 2 weeks on friday 18:00"')
    sure = await town.say("ana", "/meetup cancel")
    for _ in range(2):
        await town.press("ana", sure, "Cancel this date")
    await town.passes(seconds=3)
    assert town.titles().count("Paper club is cancelled") == 1
    assert "Paper club was moved" not in town.titles()


async def test_a_single_meetup_edited_to_the_same_time_is_not_moved(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ana", '/meetup edit when:"27 november 18:00"')
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club"]
    sure = await town.say("ana", "/meetup cancel")
    assert list(buttons(sure)) == ["Cancel all its dates", "Keep it"]


async def test_a_moved_date_is_found_by_its_new_day_too(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.say("ana", "/meetup cancel day:2026-12-18 sure:yes")
    await town.say("ana", '/meetup move day:2026-12-25 when:"23 december 18:00"')
    assert "Wednesday 23 December" in plain(await town.say("ben", "/meetup show day:2026-12-23"))
    await town.say("ana", '/meetup move day:2026-12-23 when:"25 december 18:00"')
    assert "Moved: it takes" not in plain(await town.say("ben", "/meetup show day:2026-12-25"))
    assert [one for one in await town.waiting() if one == "meetup 16 18:00"] == []


async def test_a_series_all_of_whose_dates_are_cancelled_is_announced_no_more(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00 until 2026-12-05')
    for day in ("2026-11-27", "2026-12-04"):
        await town.say("ana", f"/meetup cancel day:{day} sure:yes")
    await town.say("ana", '/meetup edit meetup:1 when:"every friday 19:00 until 2026-12-05"')
    await town.until(on(2026, 12, 12))
    assert [title for title in town.titles() if title == "Paper club"] == ["Paper club"]
    assert "no date to come" in plain(await town.say("ana", "/meetup dates meetup:1"))


async def test_shared_it_tells_neither_the_place_nor_who_reads_it(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 place:"Room 5"')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    mine = await town.say("ben", "/meetup show")
    assert "Room 5" in plain(mine)
    shared = a_reply(await town.press("ben", mine, "Share"))
    assert shared.audience is Audience.EVERYONE
    assert "Room 5" not in plain(shared)
    assert "(you)" not in plain(shared)
    assert "hasn't said yet where" in plain(await _without_place(town))


async def _without_place(town: MeetupTown) -> Reply:
    await town.say("ana", "/meetup edit place:-")
    return await town.say("ben", "/meetup where")
