"""The learning day: the one answer to "which day does this count for?", for streaks, boards, check-ins and prompts.

Who studies until one at night has studied that evening. So a day begins at 03:00 of the person's own clock, and what
comes before belongs to the day before.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from bot.core.model.calendar import instant

ROLL_OVER = time(3)
"""When a new learning day begins, by the wall clock of the person's zone."""


def learning_day(at: datetime, zone: tzinfo) -> date:
    """The learning day of a UTC instant for somebody in `zone`."""
    local = at.astimezone(zone)
    return local.date() if local.time() >= ROLL_OVER else local.date() - timedelta(days=1)


def begins(day: date, zone: tzinfo) -> datetime:
    """The UTC instant at which a learning day begins in `zone`; it ends where the next one begins."""
    return instant(day, ROLL_OVER, zone)
