"""The days of a challenge, and how they move with a group's pace and with the content."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.challenge import DAY, GRACE, NOTICE, Challenge, Step, moved, planned
from bot.core.model.pace import schedule, stretch
from bot.core.model.roadmap import Span
from tests.fakes.shelf import tiny_library

LIBRARY = tiny_library()
BASICS, SERVING = LIBRARY.roadmap.phases[:2]
MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 25, 7, tzinfo=UTC)
PLANNED = Challenge(
    1, 1, BASICS.id, "Europe/Berlin", MONDAY, planned(LIBRARY, BASICS, 6, MONDAY), hours=6, follows=True
)


def test_its_posts_come_at_nine_where_the_group_is() -> None:
    one = replace(PLANNED, deadline=date(2026, 12, 27), opens=time(10, 30))
    assert one.days == {
        Step.OPENING: MONDAY,
        Step.MIDWAY: date(2026, 12, 13),
        Step.DEADLINE: date(2026, 12, 27),
        Step.RESULT: date(2027, 1, 4),
    }
    assert one.at(Step.OPENING) == datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
    assert one.at(Step.RESULT) == datetime(2027, 1, 4, 8, tzinfo=UTC)
    assert one.late_from == datetime(2026, 12, 27, 23, tzinfo=UTC)
    assert one.closes == one.deadline + GRACE
    assert Step.MIDWAY not in replace(one, deadline=MONDAY + 13 * DAY).days


def test_it_takes_as_long_as_in_a_personal_plan() -> None:
    for phase, there in zip(LIBRARY.roadmap.phases, schedule(LIBRARY, 6, MONDAY), strict=True):
        alone = stretch(LIBRARY, phase, 6, MONDAY)
        assert alone.last - alone.first == there.last - there.first


def test_nothing_changed_nothing_moves() -> None:
    assert moved(PLANNED, LIBRARY, BASICS.id, 6, (), NOW) == PLANNED


def test_a_slower_pace_moves_the_deadline_back_and_a_faster_one_forward() -> None:
    slower = moved(PLANNED, LIBRARY, BASICS.id, 3, (), NOW)
    assert slower.deadline > PLANNED.deadline
    assert moved(slower, LIBRARY, BASICS.id, 6, (Step.OPENING,), NOW) == PLANNED


def test_the_phase_follows_the_group_until_it_opens() -> None:
    assert moved(PLANNED, LIBRARY, SERVING.id, 6, (), NOW).phase == SERVING.id
    assert moved(PLANNED, LIBRARY, SERVING.id, 6, (Step.OPENING,), NOW).phase == BASICS.id
    assert moved(PLANNED, LIBRARY, None, 6, (), NOW) == PLANNED
    chosen = replace(PLANNED, follows=False)
    assert moved(chosen, LIBRARY, SERVING.id, 6, (), NOW) == chosen


def test_an_edit_of_the_content_moves_it() -> None:
    longer = replace(BASICS, id="basics-2", aliases=(BASICS.id,), weeks=Span(min=10, max=20))
    roadmap = replace(LIBRARY.roadmap, phases=(longer, *LIBRARY.roadmap.phases[1:]))
    library = replace(LIBRARY, roadmap=roadmap)
    assert moved(PLANNED, library, BASICS.id, 6, (), NOW).deadline > PLANNED.deadline
    without = replace(LIBRARY, roadmap=replace(LIBRARY.roadmap, phases=(SERVING,)))
    assert moved(PLANNED, without, None, 3, (), NOW) == PLANNED


@pytest.mark.parametrize(
    "fixed",
    [
        (replace(PLANNED, hours=0, follows=False), (), NOW),
        (PLANNED, (Step.OPENING, Step.DEADLINE), NOW),
        (replace(PLANNED, cancelled=True), (), NOW),
        (PLANNED, (), PLANNED.at(Step.RESULT) + NOTICE + DAY),
    ],
)
def test_what_stays(fixed: tuple[Challenge, tuple[Step, ...], datetime]) -> None:
    challenge, posted, at = fixed
    assert moved(challenge, LIBRARY, BASICS.id, 1, posted, at) == challenge


@given(
    hours=st.integers(1, 60),
    then=st.integers(1, 60),
    passed=st.integers(0, 200),
)
def test_a_deadline_is_never_moved_nearer_than_a_week(hours: int, then: int, passed: int) -> None:
    before = replace(PLANNED, hours=hours, deadline=planned(LIBRARY, BASICS, hours, MONDAY))
    at = NOW + timedelta(days=passed)
    after = moved(before, LIBRARY, BASICS.id, then, (Step.OPENING,), at)
    today = at.astimezone(before.clock).date()
    assert after.deadline >= min(before.deadline, today + NOTICE)
    assert moved(after, LIBRARY, BASICS.id, then, (Step.OPENING,), at + DAY) == after
