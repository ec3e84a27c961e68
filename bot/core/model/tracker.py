"""A group's week: who is where, and who checked in on which day. It holds numbers, never names, so it can be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import zip_longest
from zoneinfo import ZoneInfo

from bot.core.model.calendar import instant
from bot.core.model.learning_day import ROLL_OVER, learning_day
from bot.core.model.library import Library
from bot.core.model.roadmap import Phase, Skill

WEEK = timedelta(days=7)
_LAST_ZONE = timedelta(hours=12)
"""How long after UTC's a day ends where it ends last."""


class Mark(Enum):
    """What a day was to somebody; of two that are one, what stands first here counts."""

    DONE = "done"
    BREAK = "break"
    NOTHING = "nothing"
    BEFORE = "before"
    """They weren't in the group yet."""


@dataclass(frozen=True, slots=True)
class Learner:
    """What is stored of a member for a week."""

    number: int
    zone: str | None = None
    """The name of their time zone; None while it isn't known."""
    states: Mapping[str, str] = field(default_factory=dict)
    """What they did with each skill, by the id that was stored: `doing`, `done`, `skipped`."""
    checked_in: frozenset[date] = frozenset()
    breaks: tuple[tuple[date, date], ...] = ()
    """First and last days of planned breaks."""
    since: datetime | None = None
    """When they joined the group; days before count only where they checked in."""
    blocker: str = ""
    """What was in their way when they checked in last in that week: member text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One member's week."""

    number: int
    phase: str | None
    """The id of the phase in which they are; None once they are through."""
    skills: int
    """How many they have done."""
    step: str | None
    """The id of the skill that comes next."""
    marks: tuple[Mark, ...]
    """From Monday on, as far as the week has come where they are."""
    blocker: str = ""
    """What is in their way, for the group to help: member text. It is never kept with a week that is over."""


@dataclass(frozen=True, slots=True)
class Week:
    """A group's week."""

    monday: date
    phase: str | None
    """The id of the group's phase, if it has one."""
    rows: tuple[Row, ...]

    @property
    def days(self) -> int:
        """On how many days members checked in, all together."""
        return sum(mark is Mark.DONE for row in self.rows for mark in row.marks)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def ended(monday: date) -> datetime:
    """The UTC instant from which a week is over for everybody, wherever they are."""
    return instant(monday + WEEK, ROLL_OVER, UTC) + _LAST_ZONE


def last_ended(at: datetime) -> date:
    """The Monday of the last week that was over at `at`."""
    monday = week_of(learning_day(at, UTC)) - WEEK
    return monday if ended(monday) <= at else monday - WEEK


def position(library: Library, states: Mapping[str, str]) -> tuple[Phase, Skill] | None:
    """Where somebody is: at the first skill of the roadmap that is neither done nor skipped; None at its end.

    A skill that they are doing comes before what they left open on the way to it.
    """
    now = _by_skill(library, states)
    path = [(phase, skill) for phase in library.roadmap.phases for skill in phase.skills]
    doing = next((one for one in path if now.get(one[1].id) == "doing"), None)
    return doing or next((one for one in path if now.get(one[1].id) not in ("done", "skipped")), None)


def week(library: Library, phase: str | None, learners: Sequence[Learner], monday: date, at: datetime) -> Week:
    """A group's week as far as it has come at an instant, for each by their own clock."""
    return Week(monday, phase, tuple(_row(library, one, monday, at) for one in learners))


def _row(library: Library, learner: Learner, monday: date, at: datetime) -> Row:
    where = position(library, learner.states)
    zone = ZoneInfo(learner.zone) if learner.zone else UTC
    today = learning_day(at, zone)
    entered = learning_day(learner.since, zone) if learner.since else monday
    days = [monday + timedelta(days=place) for place in range(7)]
    return Row(
        learner.number,
        where[0].id if where else None,
        sum(state == "done" for state in _by_skill(library, learner.states).values()),
        where[1].id if where else None,
        tuple(_mark(learner, day, entered) for day in days if day <= today),
        learner.blocker,
    )


def _mark(learner: Learner, day: date, entered: date) -> Mark:
    if day in learner.checked_in:
        return Mark.DONE
    if day < entered:
        return Mark.BEFORE
    return Mark.BREAK if any(first <= day <= last for first, last in learner.breaks) else Mark.NOTHING


def _by_skill(library: Library, states: Mapping[str, str]) -> dict[str, str]:
    """States by today's ids; what leads nowhere is left out, and of two that are one now, the done one counts."""
    found: dict[str, str] = {}
    for name, state in states.items():
        known = library.skills.get(name)
        if known is not None and found.get(known[1].id) != "done":
            found[known[1].id] = state
    return found


def joined(week: Week, keeper: int, other: int) -> Week:
    """A week in which two members are one: of two lines one stays, at the further place, with the days of both."""
    theirs = [row for row in week.rows if row.number in (keeper, other)]
    if not theirs:
        return week
    days = zip_longest(*(row.marks for row in theirs), fillvalue=Mark.BEFORE)
    marks = tuple(next(mark for mark in Mark if mark in day) for day in days)
    line = replace(max(theirs, key=lambda row: row.skills), number=keeper, marks=marks)
    rows = [line if row is theirs[0] else row for row in week.rows if row is theirs[0] or row not in theirs]
    return replace(week, rows=tuple(rows))


def written(week: Week) -> str:
    """A week as JSON, to be kept for ever."""
    rows = [[row.number, row.phase, row.skills, row.step, [mark.value for mark in row.marks]] for row in week.rows]
    return json.dumps({"version": 1, "monday": week.monday.isoformat(), "phase": week.phase, "rows": rows})


def read(body: str) -> Week:
    """A week that was kept."""
    kept = json.loads(body)
    rows = tuple(
        Row(number, phase, skills, step, tuple(map(Mark, marks))) for number, phase, skills, step, marks in kept["rows"]
    )
    return Week(date.fromisoformat(kept["monday"]), kept["phase"], rows)
