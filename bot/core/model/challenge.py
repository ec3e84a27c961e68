"""A milestone challenge: a study group works on the project of a phase together, with a deadline.

Its days follow from the group's pace and the phase's duration. What was posted stays; what is still to come moves when
either changes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.core.model.calendar import instant
from bot.core.model.library import Library
from bot.core.model.pace import stretch
from bot.core.model.roadmap import Phase

DAY = timedelta(days=1)
GRACE = timedelta(days=7)
"""How long after the deadline work is still counted, as late."""
NOTICE = timedelta(days=7)
"""A deadline is never moved nearer than this."""
SHORTEST = timedelta(days=14)
"""A shorter challenge has no nudge half-way."""
LONGEST = timedelta(days=366)
POSTED_AT = time(9)
"""When its posts come, by the clock of its zone; the opening may come at another time."""


class Step(Enum):
    """A post of a challenge."""

    OPENING = "opening"
    MIDWAY = "midway"
    DEADLINE = "deadline"
    """On the morning of the last day."""
    RESULT = "result"
    """On the morning after the days of grace."""
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is planned for a group."""

    number: int
    """0 while it is only planned."""
    group: int
    phase: str
    """The id that the phase had then."""
    zone: str
    first: date
    """The day of the opening."""
    deadline: date
    """The last day to hand something in, all of it."""
    opens: time = POSTED_AT
    hours: int = 0
    """The pace that the deadline was computed from; 0 where somebody named the deadline, which then stays."""
    follows: bool = False
    """Whether its phase is the group's, as long as it hasn't opened."""
    cancelled: bool = False

    @property
    def owner(self) -> str:
        """What its appointments belong to."""
        return f"challenge:{self.number}"

    @property
    def clock(self) -> ZoneInfo:
        """Its zone."""
        return ZoneInfo(self.zone)

    @property
    def midway(self) -> date | None:
        """The day of the nudge; None where it is too short for one."""
        length = self.deadline - self.first
        return self.first + length // 2 if length >= SHORTEST else None

    @property
    def closes(self) -> date:
        """The last day of grace."""
        return self.deadline + GRACE

    @property
    def days(self) -> dict[Step, date]:
        """When its posts come."""
        found = {Step.OPENING: self.first, Step.DEADLINE: self.deadline, Step.RESULT: self.closes + DAY}
        return found | ({Step.MIDWAY: self.midway} if self.midway else {})

    def time(self, step: Step) -> time:
        """At what time of its day a post comes."""
        return self.opens if step is Step.OPENING else POSTED_AT

    def at(self, step: Step) -> datetime:
        """The UTC instant of a post that has a day."""
        return instant(self.days[step], self.time(step), self.clock)

    @property
    def late_from(self) -> datetime:
        """The UTC instant from which work is late: the deadline's midnight."""
        return instant(self.deadline + DAY, time(), self.clock)

    def over(self, at: datetime) -> bool:
        """Whether nothing more comes of it."""
        return self.cancelled or at > self.at(Step.RESULT) + NOTICE


def planned(library: Library, phase: Phase, hours: int, first: date) -> date:
    """The deadline of a phase's challenge that begins on a day, at a pace of so many hours a week."""
    return stretch(library, phase, hours, first).last


def moved(
    challenge: Challenge, library: Library, phase: str | None, hours: int, posted: Collection[Step], at: datetime
) -> Challenge:
    """The challenge as it should be now, for the group's present phase and pace; itself where nothing changed.

    A deadline that somebody named stays, and one that was announced as the last day, too.
    """
    if challenge.over(at) or Step.DEADLINE in posted:
        return challenge
    wanted = challenge.phase
    if challenge.follows and Step.OPENING not in posted and phase in library.phases:
        wanted = library.phases[phase or ""].id
    found = library.phases.get(wanted)
    if found is None or challenge.hours == 0:
        return replace(challenge, phase=wanted)
    today = at.astimezone(challenge.clock).date()
    nearest = min(challenge.deadline, today + NOTICE)
    deadline = max(planned(library, found, hours, challenge.first), nearest)
    return replace(challenge, phase=wanted, hours=hours, deadline=deadline)
