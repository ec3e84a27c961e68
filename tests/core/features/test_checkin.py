"""`/checkin`, `/streak` and `/break`, over a real database."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.acts.checking_in import WORDS
from bot.core.acts.learning import seen
from bot.core.chat.plain import plain
from bot.core.chat.scene import Scene
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.checkin import minutes_in
from bot.core.features.streak import streak_card
from bot.core.model.streak import Gap, Passed, Rhythm, Streak
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.helpers import HOSTILE, NOW, a_form, buttons, said, scene
from tests.fakes.shelf import FakeShelf, tiny_library

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def mine(database: Database) -> Dispatch:
    """The whole menu over an empty database and the tiny curriculum."""
    shelf = FakeShelf(tiny_library())
    return new_dispatch(shelf, AskFeature(shelf), database)


def later(days: float) -> Scene:
    return scene(at=NOW + timedelta(days=days))


async def test_a_bare_check_in_is_a_form(mine: Dispatch) -> None:
    form = a_form(await mine.typed("/checkin", scene()))
    assert [one.parameter.name for one in form.questions] == ["did", "minutes", "blocker", "day"]


async def test_a_day_is_told_in_pieces_and_paid_once(mine: Dispatch) -> None:
    first = plain(await said(mine, "/checkin did:Joins minutes:40"))
    assert "Checked in for today" in first
    assert "+5 points" in first
    second = plain(await said(mine, '/checkin did:Windows minutes:5 blocker:"No licence"'))
    for words in ("Added to what you wrote before", "Joins", "Windows", "Minutes: 45", "No licence", "once"):
        assert words in second
    third = plain(await said(mine, "/checkin did:Views"))
    assert "Minutes: 45" in third
    assert "No licence" in third
    listed = plain(await said(mine, "/checkin list"))
    assert "Mon 23 Nov: Joins Windows Views (45 minutes) In the way: No licence" in listed


async def test_too_many_words_for_a_day(mine: Dispatch) -> None:
    for _ in range(2):
        reply = await said(mine, f"/checkin did:{'x' * (WORDS - 1)}")
        assert reply.title == "Checked in for today"
    assert "Please say it shorter" in plain(await said(mine, f"/checkin did:{'x' * WORDS}"))
    assert "I read up to" in plain(await said(mine, f"/checkin did:{'x' * 3_000}"))


async def test_a_day_may_be_told_later_but_not_much_later(mine: Dispatch) -> None:
    assert (await said(mine, '/checkin did:a day:"the day before"')).title == "Checked in for Sat 21 Nov"
    undone = await said(mine, "/checkin undo 2026-11-21")
    assert "5 points went back" in plain(undone)
    assert (await said(mine, "/checkin undo 2026-11-21")).title == "Nothing to take back"
    assert "That day is closed" in plain(await said(mine, "/checkin did:a day:2026-11-20"))
    assert "still to come" in plain(await said(mine, "/checkin did:a day:2026-11-24"))
    for words in ("2026-11-31", "someday"):
        assert "I know no day called" in plain(await said(mine, f"/checkin did:a day:{words}"))
    assert (await said(mine, "/checkin did:a day:yesterday")).title == "Checked in for Sun 22 Nov"


async def test_the_night_belongs_to_the_day_before(mine: Dispatch) -> None:
    night = scene(at=NOW.replace(hour=21, minute=25), zone=ZoneInfo("Asia/Kolkata"))  # 02:55 on Tuesday
    await said(mine, "/checkin did:Late", night)
    assert "Mon 23 Nov: Late" in plain(await said(mine, "/checkin list", night))


async def test_a_check_in_without_points_goes_without_a_word(mine: Dispatch) -> None:
    for place in range(3):
        await said(mine, "/progress done git,python")
        await said(mine, f"/progress {'undo git,python' if place < 2 else 'done sql'}")
    await said(mine, "/progress done docker")
    assert "+5 points" in plain(await said(mine, "/checkin did:x"))
    assert "5 points went back" in plain(await said(mine, "/checkin undo"))


async def test_check_ins_in_pages(mine: Dispatch) -> None:
    assert (await said(mine, "/checkin list")).title == "No check-ins here"
    for day in range(9):
        await said(mine, f"/checkin did:number{day}", later(day))
    reply = await said(mine, "/checkin list", later(8))
    assert "number1" not in plain(reply)
    rest = plain(await said(mine, f"/checkin list before:{buttons(reply)['Older ones'].arguments['before']}", later(8)))
    assert "number1" in rest
    assert "number0" in rest


@pytest.mark.parametrize("text", HOSTILE)
async def test_whatever_is_written_is_kept_or_refused(mine: Dispatch, text: str) -> None:
    quoted = text.replace('"', "")
    reply = await said(mine, f'/checkin did:"{quoted}" blocker:"{quoted[:200]}"')
    assert reply.title in ("Checked in for today", "That didn't work")
    await said(mine, f'/break from:today to:today reason:"{quoted[:150]}"')
    assert (await said(mine, "/break list")).title in ("Your breaks", "No breaks planned")
    assert (await said(mine, "/checkin list")).title in ("Your check-ins", "No check-ins here")


async def test_a_streak_in_words(mine: Dispatch) -> None:
    assert "It begins with the first skill" in plain(await said(mine, "/streak"))
    await said(mine, "/progress done git")
    assert "You have kept going for 1 day." in plain(await said(mine, "/streak"))
    for day in range(1, 7):
        await said(mine, f"/checkin did:day{day}", later(day))
    await said(mine, "/checkin did:day8", later(8))
    text = plain(await said(mine, "/streak", later(8)))
    for words in ("8 days", "Mon 30 Nov: 1 freeze kept your streak", "0 of 3", "Today: done", "Longest: 8 days"):
        assert words in text
    assert "still open, until 03:00" in plain(await said(mine, "/streak", later(9)))
    lost = plain(await said(mine, "/streak", later(10)))
    assert "You can still check in for Wed 2 Dec: then your streak goes on, with 9 days" in lost
    gone = plain(await said(mine, "/streak", later(20)))
    assert "Your streak begins with the next thing you do" in gone
    assert "a new streak began after it" in gone


async def test_an_undone_skill_is_no_day(mine: Dispatch) -> None:
    await said(mine, "/progress done git")
    await said(mine, "/progress undo git")
    assert "It begins with the first skill" in plain(await said(mine, "/streak"))


EARNED = "You kept at it, and that is a badge: ★ A streak of 7 days."


async def test_a_streak_of_seven_days_is_a_badge_that_is_told_once_and_stays(mine: Dispatch) -> None:
    for day in range(6):
        assert "badge" not in plain(await said(mine, f"/checkin did:day{day}", later(day)))
    assert EARNED in plain(await said(mine, "/checkin did:day6", later(6)))
    assert "A streak of 7 days, since 29 November 2026" in plain(await said(mine, "/badges"))
    for line in ("/checkin undo", "/checkin did:again", "/checkin did:more"):
        assert "badge" not in plain(await said(mine, line, later(6)))
    await said(mine, "/checkin undo", later(6))
    assert "A streak of 7 days, since 29 November 2026" in plain(await said(mine, "/badges"))
    assert "A streak of 7 days" in plain(await said(mine, "/progress", later(30)))
    for day in range(40, 48):
        assert "badge" not in plain(await said(mine, f"/checkin did:day{day}", later(day)))


async def test_a_skill_earns_the_badge_as_well_and_so_does_a_day_that_is_told_later(mine: Dispatch) -> None:
    for day in range(6):
        await said(mine, f"/checkin did:day{day}", later(day))
    assert EARNED in plain(await said(mine, "/progress done git,python", later(6)))
    assert "badge" not in plain(await said(mine, "/progress done sql", later(6)))
    ben = [scene(who="ben", at=NOW + timedelta(days=day)) for day in range(10)]
    for day in (0, 1, 2, 3, 5, 6):
        await said(mine, f"/checkin did:day{day}", ben[day])
    assert EARNED in plain(await said(mine, "/checkin did:day4 day:2026-11-27", ben[6]))


async def test_a_badge_that_was_earned_before_it_was_given_comes_with_the_next_day(
    mine: Dispatch, database: Database
) -> None:
    for day in range(8):
        await said(mine, f"/checkin did:day{day}", later(day))
    member = await database.read(lambda stores: stores.people.known(scene().caller.person))
    assert member is not None
    await database.write(lambda stores: stores.badges.forget(member.number))
    assert EARNED in plain(await said(mine, "/progress done git", later(50)))


async def test_in_a_weekly_rhythm_active_days_count_and_not_weeks(mine: Dispatch) -> None:
    await said(mine, "/streak mode weekly days:2")
    for day in (0, 1, 7, 9, 14, 20):
        assert "badge" not in plain(await said(mine, f"/checkin did:day{day}", later(day)))
    assert EARNED in plain(await said(mine, "/checkin did:day21", later(21)))


async def test_a_rhythm_by_the_week(mine: Dispatch) -> None:
    reply = plain(await said(mine, "/streak mode weekly"))
    assert "3 days in each week" in reply
    await said(mine, "/checkin did:a")
    weekly = await said(mine, "/streak")
    assert "This week: 1 day\n" in plain(weekly)
    assert "Count daily" in buttons(weekly)
    assert "1 day in each week" in plain(await said(mine, "/streak mode weekly days:1"))
    assert "the goal is reached" in plain(await said(mine, "/streak"))
    assert "for 1 week." in plain(await said(mine, "/streak"))
    assert "something every day" in plain(await said(mine, "/streak mode daily"))


def test_every_way_that_a_day_may_pass_is_explained() -> None:
    gaps = tuple(Gap(TUESDAY, TUESDAY + timedelta(days=1), passed) for passed in Passed)
    text = plain(streak_card(Streak(Rhythm(), TUESDAY, 2, 2, gaps=gaps, resting=True)))
    assert text.count("Tue 24 Nov to Wed 25 Nov: ") == len(Passed)
    assert "in a planned break" in text


async def test_a_break_is_planned_and_ended_early(mine: Dispatch) -> None:
    assert (await said(mine, "/break list")).title == "No breaks planned"
    assert (await said(mine, "/break end")).title == "No break to end"
    assert (await said(mine, "/break list")).title == "No breaks planned"
    await said(mine, "/checkin did:a")
    await said(mine, '/break from:2026-11-24 to:2026-12-03 reason:"A feast"')
    assert "Tue 24 Nov to Thu 3 Dec: A feast" in plain(await said(mine, "/break list"))
    assert "in a planned break" in plain(await said(mine, "/streak", later(2)))
    assert "Your break ended yesterday" in plain(await said(mine, "/break end", later(3)))
    streak = plain(await said(mine, "/streak", later(3)))
    assert "Tue 24 Nov to Wed 25 Nov: a planned break. It costs nothing." in streak
    from_to = plain(await said(mine, "/break from 2 december to thursday", later(3)))
    assert "Wed 2 Dec to Thu 3 Dec" in from_to  # the first thursday from then on, not from today on
    await said(mine, "/break end", later(3))
    await said(mine, "/break 2026-12-20 2026-12-20", later(3))
    called_off = plain(await said(mine, "/break end", later(3)))
    assert "No break any more: Sun 20 Dec" in called_off
    for words, days in (
        ("next week", "Mon 30 Nov to Sun 6 Dec"),
        ("next weekend", "Sat 5 Dec to Sun 6 Dec"),
        ("on 1 december", "Tue 1 Dec"),
    ):
        assert days in plain(await said(mine, f"/break {words}", later(3)))
        assert "No break any more" in plain(await said(mine, "/break cancel", later(3)))


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-11-22", "2026-11-24", "begins today at the earliest"),
        ("2026-11-26", "2026-11-25", "ends on the day it begins"),
        ("2027-12-26", "2027-12-27", "more than a year ahead"),
        ("2026-11-24", "2027-01-25", "up to 42 days"),
        ("2026-11-24", "2026-11-26", "3 days off in the week from Monday 23 November"),
        ("2026-11-24", "2026-11-30", "Have a good break"),
        ("2026-11-28", "2026-12-01", "Have a good break"),
    ],
)
async def test_breaks_have_limits(mine: Dispatch, first: str, last: str, sentence: str) -> None:
    assert sentence in plain(await said(mine, f"/break from:{first} to:{last}"))


async def test_breaks_that_touch_become_one(mine: Dispatch) -> None:
    await said(mine, "/break from:2026-11-24 to:2026-11-24 reason:Feast")
    await said(mine, "/break from:2026-12-24 to:2026-12-24")
    assert "Tue 24 Nov to Wed 25 Nov: Feast" in plain(await said(mine, "/break 2026-11-25 2026-11-25"))
    assert "3 days off in the week" in plain(await said(mine, "/break 2026-11-27 2026-11-27"))
    assert "Tue 24 Nov to Wed 2 Dec: Feast" in plain(await said(mine, "/break 2026-11-26 2026-12-02"))


async def test_nothing_is_kept_of_who_only_looks(mine: Dispatch, database: Database) -> None:
    for line in ("/progress", "/next", "/streak", "/break list", "/checkin list", "/progress why", "/progress done"):
        await said(mine, line)
    shelf = tiny_library()
    assert await database.read(lambda stores: seen(stores, shelf, scene(), scene().caller.person)) is None


@pytest.mark.parametrize(
    ("did", "minutes"),
    [
        ("read about joins, 45 min", 45),
        ("read about joins for 1 hour.", 60),
        ("labs (2h)", 120),
        ("30m", 30),
        ("moved the job from 5 min to hourly", None),
        ("read chapter 12", None),
        ("slept for 9999 hours", None),
        ("0 minutes", None),
    ],
)
def test_how_long_it_took_is_read_where_it_ends_with_that(did: str, minutes: int | None) -> None:
    assert minutes_in(did) == minutes
