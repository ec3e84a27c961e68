"""Calendar files that every calendar program opens (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.ports.calendar_file import WholeDays

PRODUCT = "-//MLOps roadmap bot//EN"


def write_calendar(name: str, entries: Sequence[WholeDays], written: datetime) -> bytes:
    """The file's bytes; see `ports.CalendarWriter`."""
    from icalendar import Calendar, Event  # 60 ms to import: only for those who ask for a file

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@mlops-roadmap-bot")
        event.add("dtstamp", written)
        event.add("summary", entry.title)
        event.add("description", entry.about)
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the first day that is no longer part of it
        event.add("transp", "TRANSPARENT")  # learning leaves room for meetings
        calendar.add_component(event)
    return bytes(calendar.to_ical())
