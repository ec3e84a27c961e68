"""When something happens again: a rule in local dates, so that nine o'clock stays nine o'clock.

The rule is RFC 5545's, read by python-dateutil, over days of the zone's calendar; the instant comes last, from the
local time of each day: a time that the spring change skips moves forward by the gap, one that the autumn change repeats
is its first. So nothing drifts, neither the hour nor the 31st.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from bot.core.model.calendar import instant

LAST_DAYS = ";BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
"""For a rule of the 31st: the last of these days that a month has."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something happens; its day names it for ever."""

    day: date
    at: datetime
    """A UTC instant."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """At a time of day in a zone: once, on `first`, or again and again by `rule`."""

    first: date
    at: time
    zone: str
    rule: str = ""
    """An RFC 5545 RRULE in local dates, such as `FREQ=WEEKLY;BYDAY=MO,TH`; empty for once. Its UNTIL is a local day."""

    def __post_init__(self) -> None:
        """Raises ValueError for a rule that isn't one, or a zone that doesn't exist."""
        ZoneInfo(self.zone)
        if self.rule:
            self._days()

    def on(self, day: date) -> Occurrence:
        """The occurrence of a day, whether or not the rule names it."""
        return Occurrence(day, instant(day, self.at, ZoneInfo(self.zone)))

    def after(self, moment: datetime) -> Iterator[Occurrence]:
        """The occurrences later than an instant, in their order; without an end where the rule has none."""
        start = moment.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        for day in self._from(start):
            occurrence = self.on(day)
            if occurrence.at > moment:
                yield occurrence

    def next(self, moment: datetime) -> Occurrence | None:
        """The first occurrence later than an instant; None where there is none any more."""
        return next(self.after(moment), None)

    def within(self, begin: datetime, end: datetime, most: int) -> list[Occurrence]:
        """The occurrences later than `begin` and not later than `end`: the last `most` of them."""
        found: list[Occurrence] = []
        for occurrence in self.after(begin):
            if occurrence.at > end:
                break
            found.append(occurrence)
            del found[:-most]
        return found

    def coming(self, moment: datetime, count: int) -> list[Occurrence]:
        """The next `count` occurrences, or as many as there are."""
        return list(islice(self.after(moment), count))

    def _from(self, start: date) -> Iterator[date]:
        if not self.rule:
            return iter([self.first] if self.first >= start else [])
        return (found.date() for found in self._days().xafter(datetime.combine(start, time()), inc=True))

    def _days(self) -> rrule:
        found = rrulestr(self.rule, dtstart=datetime.combine(self.first, time()))
        if not isinstance(found, rrule):
            raise ValueError("a rule is one RRULE")  # noqa: TRY004 - a wrong text, not a wrong type
        return found


def at_instant(at: datetime, zone: str) -> Recurrence:
    """Once, at a UTC instant: by the clock of the zone where that names it without doubt, else by UTC's."""
    local = at.astimezone(ZoneInfo(zone))
    rule = Recurrence(local.date(), local.time(), zone)
    return rule if rule.on(rule.first).at == at else Recurrence(at.date(), at.time(), "UTC")
