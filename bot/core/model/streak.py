"""Streaks that are fair: to those who fly, to those who rest, and when the bot itself was away.

A streak is worked out from the days on which somebody learnt, each time anew; nothing about it is stored. So a day that
is added later mends it, and nothing has to run at midnight. Every day from the first active one until today is one of:
active, not there (who flies east loses a day of the calendar), a planned break, an outage of the bot, or missed. Only
missed days cost anything: a freeze, or the streak.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum
from itertools import groupby

from bot.core.model.learning_day import begins, learning_day

GRACE = 2
"""So many learning days back somebody may still say what they did."""
FREEZE_EVERY = 7
"""Active days of one streak that earn a freeze."""
MOST_FREEZES = 3
LONG_OUTAGE = timedelta(hours=1)
"""An outage that overlaps a day for longer than this may have kept somebody from checking in."""
DAY = timedelta(days=1)


class Passed(Enum):
    """How a day without learning passed."""

    NOT_THERE = "not there"
    """It was never a whole day where they were: they flew across zones."""
    BREAK = "break"
    OUTAGE = "outage"
    FROZEN = "frozen"
    """Missed, and paid for with a freeze."""
    LOST = "lost"
    """Missed; the streak ended here."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that makes a learning day count as active."""

    day: date
    at: datetime
    """When it was done, a UTC instant; later than the day where it was told afterwards."""
    zone: tzinfo
    """The member's zone at that time."""


@dataclass(frozen=True, slots=True)
class ActiveDay:
    """A learning day on which somebody learnt. It began by the clock of one zone and ended, perhaps, by another's."""

    day: date
    began_in: tzinfo
    ended_in: tzinfo


@dataclass(frozen=True, slots=True)
class Break:
    """A planned break, from its first to its last day, both included."""

    first: date
    last: date
    reason: str = ""
    """Member text."""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Outage:
    """When the bot could not be reached; UTC instants."""

    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What keeps a streak going: every day, or so many days in each week from Monday to Sunday."""

    days_a_week: int | None = None


DAILY = Rhythm()


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row that passed alike; in a weekly rhythm, a week that fell short."""

    first: date
    last: date
    passed: Passed
    freezes: int = 0
    """Freezes that it cost."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Where somebody's streak stands. Lengths count active days, or in a weekly rhythm weeks that reached the goal."""

    rhythm: Rhythm
    today: date
    length: int = 0
    best: int = 0
    best_days: int = 0
    """Most active days that one streak ever had, whatever the rhythm."""
    freezes: int = 0
    gaps: tuple[Gap, ...] = ()
    """What happened on the days without learning, the oldest first."""
    open: bool = True
    """Whether today, or this week, can still be added."""
    this_week: int = 0
    """Active days of this week, from Monday."""
    resting: bool = False
    """Whether today is in a planned break."""
    mending: tuple[date, ...] = ()
    """Days that may still be checked in for, which would mend a streak that is otherwise lost."""
    mended: int = 0
    """How long it would then be."""


def active_days(marks: Iterable[Mark]) -> list[ActiveDay]:
    """The active days of these marks. What was told later says nothing about where somebody was on that day."""
    days: dict[date, list[Mark]] = {}
    for mark in marks:
        days.setdefault(mark.day, []).append(mark)
    found = []
    for day in sorted(days):
        told = sorted(days[day], key=lambda mark: mark.at)
        there = [mark for mark in told if learning_day(mark.at, mark.zone) == day] or told
        found.append(ActiveDay(day, there[0].zone, there[-1].zone))
    return found


def streak(
    days: Sequence[ActiveDay],
    today: date,
    zone: tzinfo,
    *,
    breaks: Collection[Break] = (),
    outages: Collection[Outage] = (),
    rhythm: Rhythm = DAILY,
) -> Streak:
    """The streak of these active days, in their order, seen on the learning day `today` by somebody now in `zone`."""
    counted = _counted(days, today, zone, breaks, outages, rhythm)
    window = [counted.today - DAY * back for back in range(GRACE, 0, -1)]
    if not any(gap.passed is Passed.LOST and gap.last >= window[0] for gap in counted.gaps):
        return counted
    active = {one.day for one in days}
    open_days = [day for day in window if day not in active and day > days[0].day]
    added = sorted([*days, *(ActiveDay(day, zone, zone) for day in open_days)], key=lambda one: one.day)
    mended = _counted(added, today, zone, breaks, outages, rhythm).length
    if mended <= counted.length + (len(open_days) if rhythm.days_a_week is None else 0):
        return counted
    return replace(counted, mending=tuple(open_days), mended=mended)


def _counted(
    days: Sequence[ActiveDay],
    today: date,
    zone: tzinfo,
    breaks: Collection[Break],
    outages: Collection[Outage],
    rhythm: Rhythm,
) -> Streak:
    if not days:
        return Streak(rhythm, today, resting=_resting(today, breaks))
    today = max(today, days[-1].day)  # who flies west may have lived tomorrow already
    monday = today - DAY * today.weekday()
    shown = Streak(
        rhythm,
        today,
        open=days[-1].day < today,
        this_week=sum(one.day >= monday for one in days[-7:]),
        resting=_resting(today, breaks),
    )
    calendar = list(_calendar(days, today, zone, breaks, outages))
    if rhythm.days_a_week is None:
        return _daily(shown, calendar)
    return _weekly(shown, calendar, rhythm.days_a_week, breaks)


_Calendar = Sequence[tuple[date, Passed | None]]
"""Every day since the first active one: None where it was active; `LOST` stands for missed, before freezes."""


def _daily(shown: Streak, calendar: _Calendar) -> Streak:
    run = _Run()
    for day, passed in calendar:
        if passed is None:
            run.learnt()
            run.longer()
        elif passed is not Passed.LOST:
            run.note(day, day, passed)
        elif day != shown.today:
            run.missed(day, day, 1)
    return run.shown(shown)


def _weekly(shown: Streak, calendar: _Calendar, goal: int, breaks: Collection[Break]) -> Streak:
    """A week needs as many days as the goal, or as there were; what is left of this week may be free, too."""
    run = _Run()
    this_monday = shown.today - DAY * shown.today.weekday()
    done = False
    for monday, week in groupby(calendar, key=lambda one: one[0] - DAY * one[0].weekday()):
        passed = dict(week)
        learnt = [day for day, how in passed.items() if how is None]
        there = [day for day, how in passed.items() if how in (None, Passed.LOST)]
        for _ in learnt:
            run.learnt()
        if monday == this_monday:
            ahead = [shown.today + DAY * on for on in range(1, 7 - shown.today.weekday())]
            there += [day for day in ahead if not _resting(day, breaks)]
        needed = min(goal, len(there))
        if done := 0 < needed <= len(learnt):
            run.longer()
        elif monday == this_monday:
            continue
        elif needed:
            run.missed(monday, monday + DAY * 6, needed - len(learnt))
        else:
            run.note(monday, monday + DAY * 6, next(how for how in passed.values() if how is not None))
    return replace(run.shown(shown), open=not done)


class _Run:
    """Counts while the days go by."""

    def __init__(self) -> None:
        self.length = self.best = self.freezes = self._days = self._best_days = 0
        self.gaps: list[Gap] = []

    def learnt(self) -> None:
        """An active day: every seventh of a streak earns a freeze."""
        self._days += 1
        self._best_days = max(self._best_days, self._days)
        if self._days % FREEZE_EVERY == 0:
            self.freezes = min(self.freezes + 1, MOST_FREEZES)

    def longer(self) -> None:
        self.length += 1
        self.best = max(self.best, self.length)

    def missed(self, first: date, last: date, days: int) -> None:
        """So many days too few: freezes pay for them, or the streak ends."""
        if days <= self.freezes:
            self.freezes -= days
            self.note(first, last, Passed.FROZEN, days)
        else:
            self.length = self.freezes = self._days = 0
            self.note(first, last, Passed.LOST)

    def note(self, first: date, last: date, passed: Passed, freezes: int = 0) -> None:
        before = self.gaps[-1] if self.gaps else None
        if before is not None and before.passed is passed and before.last + DAY == first:
            self.gaps[-1] = replace(before, last=last, freezes=before.freezes + freezes)
        else:
            self.gaps.append(Gap(first, last, passed, freezes))

    def shown(self, shown: Streak) -> Streak:
        """What came of it."""
        return replace(
            shown,
            length=self.length,
            best=self.best,
            best_days=self._best_days,
            freezes=self.freezes,
            gaps=tuple(self.gaps),
        )


def _calendar(
    days: Sequence[ActiveDay], today: date, zone: tzinfo, breaks: Collection[Break], outages: Collection[Outage]
) -> Iterator[tuple[date, Passed | None]]:
    long = [one for one in outages if one.ended - one.began > LONG_OUTAGE]
    now = ActiveDay(today, zone, zone)
    for before, after in zip(days, [*days[1:], now], strict=True):
        yield before.day, None
        between = [before.day + DAY * place for place in range(1, (after.day - before.day).days)]
        there = _whole(between, before, after)
        for day in between:
            if day not in there:
                yield day, Passed.NOT_THERE
            elif _resting(day, breaks):
                yield day, Passed.BREAK
            elif any(_kept_away(day, before.ended_in, one) for one in long):
                yield day, Passed.OUTAGE
            else:
                yield day, Passed.LOST
    if days[-1].day < today:
        yield today, Passed.BREAK if _resting(today, breaks) else Passed.LOST


def _whole(between: Sequence[date], before: ActiveDay, after: ActiveDay) -> Collection[date]:
    """The days between two active ones that had room, as whole days of either zone, between the two."""
    if not between or before.ended_in == after.began_in:
        return between
    ended = begins(before.day + DAY, before.ended_in)
    began = begins(after.day, after.began_in)
    here = [day for day in between if begins(day + DAY, before.ended_in) <= began]
    there = [day for day in between if begins(day, after.began_in) >= ended]
    return max(here, there, key=len)


def _kept_away(day: date, zone: tzinfo, outage: Outage) -> bool:
    overlap = min(outage.ended, begins(day + DAY, zone)) - max(outage.began, begins(day, zone))
    return overlap > LONG_OUTAGE


def _resting(day: date, breaks: Collection[Break]) -> bool:
    return any(one.first <= day <= one.last for one in breaks)
