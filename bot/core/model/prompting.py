"""Daily study prompts in a channel: when they come, from which bank, and what of it was already posted there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.core.model.library import Library
from bot.core.model.practice import Prompt
from bot.core.model.recurrence import Occurrence, Recurrence

WARNED_BEFORE = timedelta(days=14)
"""So long before a bank is used up somebody is told."""
MOST_OFF = 20
"""Stretches of days off that a channel may have planned at once."""
LONGEST_OFF = 92
"""Days of one stretch."""
ALL_DAYS = tuple(range(7))

_LOOKED_AT = LONGEST_OFF * MOST_OFF + 366
"""Occurrences that are looked at for those that no day off takes; more than can all be taken."""
_BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which no prompt comes, both included."""

    number: int
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Series:
    """The study prompts of one channel."""

    number: int
    """0 while it is only planned."""
    channel: str
    """As `platform:id`."""
    at: time
    zone: str
    days: tuple[int, ...] = ALL_DAYS
    """Weekdays, 0 for Monday, in their order; never empty."""
    phase: str | None = None
    """The id that a chosen phase had; None to follow the group, or without one to go through all phases."""
    group: int | None = None
    """The study group that lived in the channel when they were set up."""
    silent: bool = False
    thread: bool = True
    """Whether a thread is opened for talk below each."""
    warned: str = ""
    """For which bank somebody was told that it runs low."""
    asked: datetime | None = None
    """When one was last asked for out of turn."""

    @property
    def owner(self) -> str:
        """What its appointments belong to."""
        return f"prompts:{self.number}"

    def recurrence(self, first: date) -> Recurrence:
        """When it comes, from a local day on."""
        days = ",".join(_BY_DAY[day] for day in self.days)
        return Recurrence(
            first, self.at, self.zone, "FREQ=DAILY" if len(self.days) == 7 else f"FREQ=WEEKLY;BYDAY={days}"
        )


def coming(recurrence: Recurrence, off: Sequence[DaysOff], after: datetime) -> Iterator[Occurrence]:
    """The occurrences later than an instant that no day off takes; an end is set for safety, years ahead."""
    looked_at = islice(recurrence.after(after), _LOOKED_AT)
    return (one for one in looked_at if not any(days.holds(one.day) for days in off))


@dataclass(frozen=True, slots=True)
class Bank:
    """The tasks that may be posted in a channel, in their order, and how often each was."""

    prompts: tuple[Prompt, ...]
    posted: Counter[str]
    """By today's ids."""

    @property
    def round(self) -> int:
        """How often the bank is being gone through, from 1; 0 before the first task."""
        return max((self.posted[one.id] for one in self.prompts), default=0)

    @property
    def left(self) -> tuple[Prompt, ...]:
        """What hasn't been posted in this round yet; nothing where the bank is used up, and then it begins anew."""
        return tuple(one for one in self.prompts if self.posted[one.id] < self.round) if self.round else self.prompts

    @property
    def next(self) -> Prompt | None:
        """The task to post next: the first of those that were posted least often. None where there are no tasks."""
        return min(self.prompts, key=lambda one: self.posted[one.id], default=None)


def bank(library: Library, phase: str | None, posted: Iterable[str]) -> Bank:
    """The bank of a phase, or of all of them, for a channel where these tasks were posted.

    Phases and tasks are found by whichever id they ever had; a task that is gone from the content counts no longer.
    """
    wanted = library.phases.get(phase or "")
    prompts = tuple(
        prompt
        for one in ((wanted,) if wanted else library.roadmap.phases)
        for prompt in library.prompts
        if library.phases.get(prompt.phase) is one
    )
    return Bank(prompts, Counter(library.entries[name].id for name in posted if name in library.entries))
