"""Streaks: no day lost wrongly, none gained, for those who fly, rest, and while the bot was away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.learning_day import begins, learning_day
from bot.core.model.streak import (
    DAY,
    FREEZE_EVERY,
    MOST_FREEZES,
    ActiveDay,
    Break,
    Gap,
    Mark,
    Outage,
    Passed,
    Rhythm,
    Streak,
    active_days,
    streak,
)

MONDAY = date(2026, 11, 2)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "Etc/GMT+12", "Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Marquesas", "America/Los_Angeles",
    "America/New_York", "America/St_Johns", "America/Sao_Paulo", "UTC", "Europe/London", "Europe/Berlin",
    "Asia/Tehran", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Tokyo", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Auckland",
    "Pacific/Apia", "Pacific/Kiritimati",
)  # fmt: skip
ANY_ZONE = st.sampled_from(ZONES).map(ZoneInfo)


def on(*places: int, zone: tzinfo = UTC) -> list[ActiveDay]:
    """Active days, so many days after the Monday."""
    return [ActiveDay(MONDAY + DAY * place, zone, zone) for place in places]


def at(place: int, *days: int, rhythm: Rhythm | None = None, rest: tuple[Break, ...] = ()) -> Streak:
    """The streak of these days, seen on a day so many days after the Monday."""
    return streak(on(*days), MONDAY + DAY * place, UTC, breaks=rest, rhythm=rhythm or Rhythm())


def test_nothing_yet() -> None:
    seen = at(0, rest=(Break(MONDAY, MONDAY),))
    assert (seen.length, seen.best, seen.open, seen.resting, seen.gaps) == (0, 0, True, True, ())


def test_day_after_day() -> None:
    assert (at(3, 0, 1, 2, 3).length, at(3, 0, 1, 2, 3).open, at(3, 0, 1, 2, 3).this_week) == (4, False, 4)
    today = at(3, 0, 1, 2)
    assert (today.length, today.open, today.gaps, today.mending) == (3, True, (), ())


def test_a_missed_day_ends_it_but_may_be_made_up_for() -> None:
    seen = at(6, 0, 1, 2, 3, 5)
    assert (seen.length, seen.best) == (1, 4)
    assert seen.gaps == (Gap(MONDAY + DAY * 4, MONDAY + DAY * 4, Passed.LOST),)
    assert (seen.mending, seen.mended) == ((MONDAY + DAY * 4,), 6)
    assert at(6, 0, 1, 2, 3, 4, 5).length == 6
    assert at(9, 0, 1, 2, 3, 5, 6).mending == (MONDAY + DAY * 7, MONDAY + DAY * 8)
    assert at(20, 0, 1).mending == ()


def test_what_is_made_up_for_must_bring_something_back() -> None:
    assert at(8, 0, 1, 2).mending == ()


def test_seven_active_days_earn_a_freeze_and_three_are_kept() -> None:
    week = range(FREEZE_EVERY)
    assert at(6, *week).freezes == 1
    assert at(70, *range(71)).freezes == MOST_FREEZES
    spent = at(8, *week, 8)
    assert (spent.length, spent.freezes) == (8, 0)
    assert spent.gaps == (Gap(MONDAY + DAY * 7, MONDAY + DAY * 7, Passed.FROZEN, 1),)
    long = at(32, *range(28), 30, 32)
    assert (long.length, long.freezes, [gap.passed for gap in long.gaps]) == (30, 0, [Passed.FROZEN, Passed.FROZEN])
    assert at(33, *range(28), 33).gaps == (
        Gap(MONDAY + DAY * 28, MONDAY + DAY * 30, Passed.FROZEN, 3),
        Gap(MONDAY + DAY * 31, MONDAY + DAY * 32, Passed.LOST),
    )


def test_a_planned_break_costs_nothing() -> None:
    rest = Break(MONDAY + DAY * 2, MONDAY + DAY * 4)
    seen = at(5, 0, 1, 5, rest=(rest,))
    assert (seen.length, seen.gaps) == (3, (Gap(rest.first, rest.last, Passed.BREAK),))
    inside = at(3, 0, 1, rest=(rest,))
    assert (inside.length, inside.resting, inside.open) == (2, True, True)


def test_an_outage_costs_nothing_if_it_was_long_enough() -> None:
    day = MONDAY + DAY
    began = begins(day, BERLIN) + timedelta(hours=6)
    for minutes, length in ((61, 2), (60, 1), (20, 1)):
        outage = Outage(began, began + timedelta(minutes=minutes))
        seen = streak(on(0, 2, zone=BERLIN), MONDAY + DAY * 2, BERLIN, outages=(outage,))
        assert seen.length == length
    edge = Outage(begins(day, BERLIN) - timedelta(hours=5), begins(day, BERLIN) + timedelta(minutes=30))
    assert streak(on(0, 2, zone=BERLIN), MONDAY + DAY * 2, BERLIN, outages=(edge,)).length == 1


def test_who_flies_east_over_the_date_line_never_had_the_day() -> None:
    honolulu, kiritimati = ZoneInfo("Pacific/Honolulu"), ZoneInfo("Pacific/Kiritimati")
    days = [ActiveDay(MONDAY, honolulu, honolulu), ActiveDay(MONDAY + DAY * 2, kiritimati, kiritimati)]
    seen = streak(days, MONDAY + DAY * 2, kiritimati)
    assert (seen.length, seen.gaps) == (2, (Gap(MONDAY + DAY, MONDAY + DAY, Passed.NOT_THERE),))
    later = [days[0], ActiveDay(MONDAY + DAY * 3, kiritimati, kiritimati)]
    assert streak(later, MONDAY + DAY * 3, kiritimati).length == 1


def test_who_flies_west_may_live_a_day_twice_but_not_lose_it() -> None:
    auckland, honolulu = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
    seen = streak(on(0, 1, zone=auckland), MONDAY, honolulu)
    assert (seen.length, seen.today, seen.open) == (2, MONDAY + DAY, False)


def test_what_was_told_later_says_nothing_about_where_somebody_was() -> None:
    there, later = datetime(2026, 11, 2, 12, tzinfo=UTC), datetime(2026, 11, 4, 12, tzinfo=UTC)
    tokyo = ZoneInfo("Asia/Tokyo")
    marks = [Mark(MONDAY, later, tokyo), Mark(MONDAY, there, BERLIN), Mark(MONDAY + DAY, later, tokyo)]
    assert active_days(marks) == [
        ActiveDay(MONDAY, BERLIN, BERLIN),
        ActiveDay(MONDAY + DAY, tokyo, tokyo),
    ]


def test_in_a_weekly_rhythm_a_week_needs_so_many_days() -> None:
    three = Rhythm(3)
    seen = at(13, 0, 2, 4, 7, 8, 12, rhythm=three)
    assert (seen.length, seen.best, seen.open, seen.this_week) == (2, 2, False, 3)
    assert seen.best_days == 6
    begun = at(8, 0, 2, 4, 7, rhythm=three)
    assert (begun.length, begun.open, begun.this_week) == (1, True, 1)
    short = at(14, 0, 2, 4, 7, rhythm=three)
    assert (short.length, short.gaps) == (0, (Gap(MONDAY + DAY * 7, MONDAY + DAY * 13, Passed.LOST),))
    assert (short.mending, short.mended) == ((MONDAY + DAY * 12, MONDAY + DAY * 13), 2)


def test_the_week_in_which_somebody_begins_needs_no_more_days_than_it_has_left() -> None:
    assert at(7, 5, 6, rhythm=Rhythm(4)).length == 1
    assert at(7, 5, rhythm=Rhythm(4)).length == 0


def test_freezes_pay_for_the_days_that_a_week_lacks() -> None:
    seen = at(14, *range(7), 7, 8, rhythm=Rhythm(3))
    assert (seen.length, seen.freezes) == (1, 0)
    assert seen.gaps == (Gap(MONDAY + DAY * 7, MONDAY + DAY * 13, Passed.FROZEN, 1),)


def test_a_week_of_rest_is_no_week() -> None:
    rest = Break(MONDAY + DAY * 7, MONDAY + DAY * 13)
    seen = at(15, 0, 1, 2, 14, 15, rhythm=Rhythm(3), rest=(rest,))
    assert (seen.length, seen.gaps) == (1, (Gap(rest.first, rest.last, Passed.BREAK),))
    some = Break(MONDAY + DAY * 2, MONDAY + DAY * 6)
    assert at(1, 0, 1, rhythm=Rhythm(5), rest=(some,)).length == 1


@given(
    zone=ANY_ZONE,
    first=st.dates(date(2024, 1, 1), date(2027, 12, 1)),
    hours=st.lists(st.integers(0, 21), min_size=1, max_size=60),
)
def test_something_every_day_is_never_lost(zone: ZoneInfo, first: date, hours: list[int]) -> None:
    """In whatever zone, and through both changes of the clock."""
    marks = []
    for place, hour in enumerate(hours):
        when = begins(first + DAY * place, zone) + timedelta(hours=hour)
        marks.append(Mark(learning_day(when, zone), when, zone))
    seen = streak(active_days(marks), marks[-1].day, zone)
    assert (seen.length, seen.gaps) == (len(hours), ())


@given(
    start=st.integers(0, 3 * 366 * 24 * 60),
    flights=st.lists(st.tuples(st.integers(1, 22 * 60), ANY_ZONE), min_size=1, max_size=40),
)
def test_who_does_something_every_22_hours_never_loses_it_wherever_they_fly(
    start: int, flights: list[tuple[int, ZoneInfo]]
) -> None:
    """A streak may hold still while they cross zones, but nothing in it is ever missed."""
    when = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    marks = []
    for minutes, zone in flights:
        when += timedelta(minutes=minutes)
        marks.append(Mark(learning_day(when, zone), when, zone))
    days = active_days(marks)
    seen = streak(days, learning_day(when, marks[-1].zone), marks[-1].zone)
    assert {gap.passed for gap in seen.gaps} <= {Passed.NOT_THERE}
    assert seen.length == len(days)


@given(zone=ANY_ZONE, first=st.dates(date(2024, 1, 1), date(2027, 1, 1)), learnt=st.lists(st.booleans(), max_size=80))
def test_none_is_gained_at_home(zone: ZoneInfo, first: date, learnt: list[bool]) -> None:
    """Somebody who stays in one zone is counted as one would by hand, on a calendar."""
    learnt = [True, *learnt, True]
    length = freezes = earned = best = 0
    for active in learnt:
        if active:
            length, earned = length + 1, earned + 1
            best = max(best, length)
            freezes = min(MOST_FREEZES, freezes + (earned % FREEZE_EVERY == 0))
        elif freezes:
            freezes -= 1
        else:
            length = earned = 0
    days = [ActiveDay(first + DAY * place, zone, zone) for place, active in enumerate(learnt) if active]
    seen = streak(days, days[-1].day, zone)
    assert (seen.length, seen.best, seen.best_days, seen.freezes) == (length, best, best, freezes)


@given(
    learnt=st.sets(st.integers(0, 60), min_size=1),
    more=st.integers(0, 60),
    goal=st.none() | st.integers(1, 7),
)
def test_one_more_day_never_makes_the_best_shorter(learnt: set[int], more: int, goal: int | None) -> None:
    before = at(60, *sorted(learnt), rhythm=Rhythm(goal))
    after = at(60, *sorted({*learnt, more}), rhythm=Rhythm(goal))
    assert after.best >= before.best or more < min(learnt)
    assert after.best_days >= before.best_days or more < min(learnt)


@pytest.mark.parametrize("goal", [1, 4, 7])
@given(learnt=st.sets(st.integers(0, 69), min_size=1))
def test_weeks_are_at_most_the_weeks_that_reached_the_goal(goal: int, learnt: set[int]) -> None:
    seen = at(69, *sorted(learnt), rhythm=Rhythm(goal))
    first = min(learnt) // 7
    reached = [
        week
        for week in range(10)
        if sum(day // 7 == week for day in learnt) >= (min(goal, 7 - min(learnt) % 7) if week == first else goal)
    ]
    assert seen.length <= seen.best <= len(reached)
