"""A group's week: marks, places on the roadmap, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.learning_day import learning_day
from bot.core.model.tracker import (
    Learner,
    Mark,
    Row,
    Week,
    ended,
    joined,
    last_ended,
    position,
    read,
    week,
    week_of,
    written,
)
from tests.fakes.shelf import tiny_library

LIBRARY = tiny_library()
PATH = [(phase, skill) for phase in LIBRARY.roadmap.phases for skill in phase.skills]
IDS = [skill.id for _, skill in PATH]
MONDAY = date(2026, 11, 23)
WEDNESDAY = datetime(2026, 11, 25, 14, tzinfo=UTC)
INSTANTS = st.integers(0, 3_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def row(learner: Learner, at: datetime = WEDNESDAY) -> Row:
    (found,) = week(LIBRARY, None, [learner], MONDAY, at).rows
    return found


def test_where_somebody_is() -> None:
    assert position(LIBRARY, {}) == PATH[0]
    assert position(LIBRARY, {IDS[0]: "done", IDS[1]: "skipped"}) == PATH[2]
    assert position(LIBRARY, {IDS[3]: "doing"}) == PATH[3]
    assert position(LIBRARY, dict.fromkeys(IDS, "done")) is None
    assert position(LIBRARY, {"long-gone": "doing"}) == PATH[0]


def test_a_skill_that_was_two_counts_once() -> None:
    phase = LIBRARY.roadmap.phases[0]
    merged = replace(phase.skills[0], aliases=("old-one", "old-two"))
    phases = (replace(phase, skills=(merged, *phase.skills[1:])), *LIBRARY.roadmap.phases[1:])
    library = replace(LIBRARY, roadmap=replace(LIBRARY.roadmap, phases=phases))
    learner = Learner(1, None, {"old-one": "done", "old-two": "doing"})
    (found,) = week(library, None, [learner], MONDAY, WEDNESDAY).rows
    assert (found.skills, found.step) == (1, IDS[1])


def test_the_days_of_a_week() -> None:
    learner = Learner(1, None, {}, frozenset({MONDAY, date(2026, 11, 29)}), ((date(2026, 11, 1), date(2026, 11, 24)),))
    assert row(learner).marks == (Mark.DONE, Mark.BREAK, Mark.NOTHING)
    assert row(replace(learner, zone="Pacific/Kiritimati")).marks[3:] == (Mark.NOTHING,)
    later = week(LIBRARY, "basics", [learner], MONDAY, ended(MONDAY))
    assert len(later.rows[0].marks) == 7
    assert later.days == 2
    assert row(learner, datetime(2026, 11, 22, 12, tzinfo=UTC)).marks == ()


def test_somebody_at_the_end() -> None:
    found = row(Learner(1, None, dict.fromkeys(IDS, "done")))
    assert (found.phase, found.step, found.skills) == (None, None, len(IDS))


@given(at=INSTANTS, zone=st.sampled_from(["Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC"]))
def test_a_week_is_over_when_it_has_ended_everywhere(at: datetime, zone: str) -> None:
    monday = last_ended(at)
    assert monday.weekday() == 0
    assert ended(monday) <= at < ended(monday + timedelta(days=7))
    assert learning_day(at, ZoneInfo(zone)) > monday + timedelta(days=6)


@given(day=st.dates(date(2000, 1, 8), date(2090, 1, 1)))
def test_the_week_of_a_day(day: date) -> None:
    assert week_of(day) <= day <= week_of(day) + timedelta(days=6)


ROWS = st.builds(
    Row,
    st.integers(1, 2**60),
    st.none() | st.sampled_from(["basics", "serving"]),
    st.integers(0, 200),
    st.none() | st.sampled_from(IDS),
    st.lists(st.sampled_from(Mark), max_size=7).map(tuple),
)


@given(
    kept=st.builds(
        Week, st.dates(date(2000, 1, 8)).map(week_of), st.none() | st.just("basics"), st.lists(ROWS).map(tuple)
    )
)
def test_a_kept_week_reads_as_it_was(kept: Week) -> None:
    assert read(written(kept)) == kept


@given(rows=st.lists(ROWS, max_size=5, unique_by=lambda row: row.number), pair=st.data())
def test_of_two_who_become_one_one_line_stays_and_no_day_is_lost(rows: list[Row], pair: st.DataObject) -> None:
    numbers = [row.number for row in rows]
    keeper, other = (pair.draw(st.sampled_from([*numbers, 2**61 + more])) for more in range(2))
    before = Week(MONDAY, None, tuple(rows))
    after = joined(before, keeper, other)
    assert [row.number for row in after.rows] == list(dict.fromkeys(keeper if one == other else one for one in numbers))
    strangers = [row for row in rows if row.number not in (keeper, other)]
    assert [row for row in after.rows if row.number != keeper] == strangers
    for row in after.rows:
        for was in (one for one in rows if one.number in ((keeper, other) if row.number == keeper else (row.number,))):
            assert row.skills >= was.skills
            assert all(now is Mark.DONE for now, then in zip(row.marks, was.marks, strict=False) if then is Mark.DONE)
            assert len(row.marks) >= len(was.marks)
    assert joined(after, keeper, other) == after
