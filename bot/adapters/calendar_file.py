"""Calendar files that every calendar program opens (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.ports.calendar_file import Appointed, WholeDays

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//MLOps roadmap bot//EN"
REFRESH = "PT1H"
"""How often programs that subscribe may look again; most look less often."""


def write_calendar(name: str, entries: Sequence[WholeDays | Appointed], written: datetime) -> bytes:
    """The file's bytes; see `ports.CalendarWriter`."""
    from icalendar import Calendar, Event  # 60 ms to import: only for those who ask for a file

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    if any(isinstance(entry, Appointed) for entry in entries):
        calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@mlops-roadmap-bot")
        event.add("summary", entry.title)
        event.add("description", entry.about)
        if isinstance(entry, Appointed):
            _timed(event, entry, written)
        else:
            event.add("dtstamp", written)
            event.add("dtstart", entry.first)
            event.add("dtend", entry.last + timedelta(days=1))  # the first day that is no longer part of it
            event.add("transp", "TRANSPARENT")  # learning leaves room for meetings
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _timed(event: Event, entry: Appointed, written: datetime) -> None:
    """The same entry is written the same way until it changes, so that a program sees that nothing is new."""
    changed = entry.changed or written
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", entry.begin)
    event.add("dtend", entry.end)
    event.add("sequence", entry.version)
    event.add("status", "CANCELLED" if entry.off else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
