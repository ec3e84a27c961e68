"""Who goes, and which dates there are: rules that hold for any answers, capacities and series."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.meetup import (
    AHEAD,
    Answer,
    Change,
    Coming,
    Meetup,
    State,
    gathering,
    gatherings,
    last_end,
    occurs,
    seats,
)
from bot.core.model.member import Member
from bot.core.model.recurrence import Recurrence

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)


def meetup(rule: str = "FREQ=WEEKLY", first: date = FRIDAY, zone: str = "Europe/Berlin") -> Meetup:
    return Meetup(1, 1, "Paper club", Recurrence(first, time(18), zone, rule), ("test:a",), "test:b", 1, state=State.ON)


ANSWERS = st.lists(
    st.builds(
        lambda number, coming, seconds: Answer(Member(number, "x"), coming, NOW + timedelta(seconds=seconds)),
        st.integers(1, 30),
        st.sampled_from([*Coming, None]),
        st.integers(0, 5),
    ),
    max_size=30,
    unique_by=lambda one: one.member.number,
)


@given(ANSWERS, st.none() | st.integers(1, 10))
def test_everybody_is_in_one_place_and_the_earliest_go(answers: list[Answer], capacity: int | None) -> None:
    found = seats(answers, capacity)
    since = {one.member.number: one.since for one in answers}
    everybody = [*found.going, *found.waiting, *found.maybe, *found.no]
    assert sorted(one.number for one in everybody) == sorted(one.member.number for one in answers if one.coming)
    if capacity is None:
        assert not found.waiting
    else:
        assert len(found.going) <= capacity
        assert not found.waiting or len(found.going) == capacity
    if found.waiting:
        assert max(since[one.number] for one in found.going) <= min(since[one.number] for one in found.waiting)
        assert found.place_in_line(found.waiting[0].number) == 1
    assert found.seated == {one.number for one in found.going}
    assert found.place_in_line(99) is None


@given(ANSWERS, st.integers(1, 5), st.integers(0, 5))
def test_more_places_never_take_one_away(answers: list[Answer], capacity: int, more: int) -> None:
    assert seats(answers, capacity).seated <= seats(answers, capacity + more).seated


@given(ANSWERS, st.integers(1, 5))
def test_who_leaves_makes_room_for_the_next_and_nobody_else_moves(answers: list[Answer], capacity: int) -> None:
    before = seats(answers, capacity)
    for leaving in before.going:
        after = seats([one for one in answers if one.member.number != leaving.number], capacity)
        assert [*after.going] == [*[one for one in before.going if one != leaving], *before.waiting[:1]]


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=1MO", ""]),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.dictionaries(st.integers(0, 8), st.none() | st.integers(-48, 48), max_size=5),
)
def test_dates_come_in_their_order_each_once_and_moved_ones_where_they_were_moved_to(
    rule: str, zone: str, moves: dict[int, int | None]
) -> None:
    one = meetup(rule, zone=zone)
    usual = one.recurrence.coming(NOW, 9)
    changes = {}
    for place, hours in moves.items():
        if place < len(usual):
            day, at = usual[place].day, usual[place].at
            moved = None if hours is None else at + timedelta(hours=hours)
            changes[day] = Change(1, day, moved, cancelled=hours is None)
    end = NOW + timedelta(days=400)
    found = gatherings(one, changes, NOW - timedelta(days=3), end, 9)
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert len({each.day for each in found}) == len(found)
    for each in found:
        local = each.at.astimezone(ZoneInfo(zone))
        assert each.moved or (local.hour, local.minute, local.date()) == (18, 0, each.day)
        assert each.off == (each.day in changes and changes[each.day].cancelled)
        assert gathering(one, each.day, changes.get(each.day)) == each
        assert occurs(one, each.day)


@pytest.mark.parametrize(
    ("rule", "lead"),
    [
        ("FREQ=WEEKLY", AHEAD),
        ("", AHEAD),
        ("FREQ=DAILY", timedelta(days=1)),
        ("FREQ=WEEKLY;BYDAY=MO,TH", timedelta(days=3)),
    ],
)
def test_dates_that_follow_fast_are_announced_later(rule: str, lead: timedelta) -> None:
    assert meetup(rule).lead(NOW) == lead


def test_a_series_ends_with_its_last_date_or_never() -> None:
    hour = timedelta(hours=1)
    assert last_end(meetup(), {}) is None
    assert last_end(meetup(""), {}) == datetime(2026, 11, 27, 17, tzinfo=UTC) + hour
    assert last_end(meetup("FREQ=WEEKLY;COUNT=2"), {}) == datetime(2026, 12, 4, 17, tzinfo=UTC) + hour
    later = datetime(2026, 12, 9, 17, tzinfo=UTC)
    moved = {FRIDAY: Change(1, FRIDAY, later), date(2026, 12, 4): Change(1, date(2026, 12, 4))}
    assert last_end(meetup("FREQ=WEEKLY;UNTIL=20261210T000000"), moved) == later + hour
