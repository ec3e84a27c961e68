"""The echo of a time: its days and zone in words that can be read again, and what the changes of the clock do to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.model.recurrence import Recurrence

_MOMENT = timedelta(microseconds=1)


def changing(recurrence: Recurrence, now: datetime) -> list[date]:
    """The days of the next year on which the rule comes and its time is skipped or shown twice."""
    zone = ZoneInfo(recurrence.zone)
    today = now.astimezone(zone).date()
    weeks = pairwise(today + timedelta(days=number) for number in range(-1, 371, 7))
    changed = [first for first, last in weeks if _offset(first, zone) != _offset(last, zone)]
    days = [first + timedelta(days=number) for first in changed for number in range(8)]
    return [
        day
        for day in [day for day in days if _shift(day, recurrence.at, zone)]
        if (found := recurrence.next(max(now, recurrence.on(day).at - _MOMENT))) is not None and found.day == day
    ]


def _offset(day: date, zone: tzinfo) -> timedelta | None:
    return datetime.combine(day, time(12), tzinfo=zone).utcoffset()


def _shift(day: date, at: time, zone: tzinfo) -> timedelta:
    """How far the clock goes forward over a local time of day; less than nothing where it goes back over it."""
    local = datetime.combine(day, at, tzinfo=zone)
    return (local.replace(fold=1).utcoffset() or timedelta()) - (local.utcoffset() or timedelta())


def changes(recurrence: Recurrence, days: list[date]) -> list[str]:
    """What happens when the clock is changed: one note for the first time skipped, one for the first doubled."""
    zone, at, notes = ZoneInfo(recurrence.zone), recurrence.at, {}
    for day in reversed(days):
        shift = _shift(day, at, zone)
        moved = recurrence.on(day).at.astimezone(zone)
        if shift.total_seconds() < 0:
            notes["twice"] = f"the clock shows {at:%H:%M} twice on {dated(day)}, and I take the first"
        elif shift:
            notes["never"] = f"the clock skips {at:%H:%M} on {dated(day)}, so it comes at {moved:%H:%M} then"
    return list(reversed(notes.values()))


def place(name: str) -> str:
    """A zone as people say it, and in full: “in Berlin (Europe/Berlin)”."""
    return "UTC" if name == "UTC" else f"in {name.rpartition('/')[2].replace('_', ' ')} ({name})"


def dated(day: date) -> str:
    """“7 December 2026”."""
    return f"{day.day} {day:%B} {day.year}"


def weekday(day: date) -> str:
    """“Monday 7 December”."""
    return f"{day:%A} {day.day} {day:%B}"


def coming(day: date, today: date) -> str:
    """The same; with the year where that isn't plain."""
    return weekday(day) if abs((day - today).days) < 300 else f"{weekday(day)} {day.year}"
