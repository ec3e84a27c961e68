"""How long each phase takes at a pace: the one answer for personal plans and for the challenges of study groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.model.library import Library
from bot.core.model.roadmap import Phase

USUAL_HOURS = 12
"""Hours a week at which a phase takes the middle of the duration that the roadmap gives; our assumption, said aloud."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase on the calendar, from its first to its last day, both included."""

    phase: Phase
    first: date
    last: date

    @property
    def weeks(self) -> str:
        """How long it is, to half a week."""
        halves = round(((self.last - self.first).days + 1) / 3.5)
        return f"{halves // 2}{'½' if halves % 2 else ''}"


def schedule(library: Library, hours: int, start: date) -> tuple[Stretch, ...]:
    """The phases one after another from `start`, at `hours` a week.

    Their share of the time is that of the roadmap's own durations; the whole stays within the roadmap's months.
    """
    roadmap = library.roadmap
    middles = [(phase.weeks.min + phase.weeks.max) / 2 for phase in roadmap.phases]
    wanted = round(sum(middles) * 7 * USUAL_HOURS / hours)
    least, most = ((_months_later(start, months) - start).days for months in (roadmap.months.min, roadmap.months.max))
    days = min(max(wanted, least), most)
    ends = [round(days * sum(middles[: place + 1]) / sum(middles)) for place in range(len(middles))]
    starts = [0, *ends[:-1]]
    return tuple(
        Stretch(phase, start + timedelta(days=first), start + timedelta(days=end - 1))
        for phase, first, end in zip(roadmap.phases, starts, ends, strict=True)
    )


def stretch(library: Library, phase: Phase, hours: int, start: date) -> Stretch:
    """One phase alone from `start`, as long as it is in the whole path at `hours` a week that begins then."""
    one = next(one for one in schedule(library, hours, start) if one.phase.id == phase.id)
    return Stretch(one.phase, start, start + (one.last - one.first))


def _months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + years + month // 11, (month + 1) % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
