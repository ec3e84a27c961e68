"""Words about a time, read from the left: what a line of them is, and the time of day in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from functools import cache

from bot.core.model.calendar import MONTHS, WEEKDAYS, NotADay, NoTime

EXAMPLES = (
    "“in 20 minutes”, “tomorrow 18:30”, “next friday 6pm”, “1 december 09:00”, “every monday and thursday 18:00” or "
    "“first monday of the month 19:00 Europe/Berlin until june”"
)


def unreadable() -> NoTime:
    """What to say where nothing more precise can be said."""
    return NoTime(f"I can't read a time there. Write it as {EXAMPLES}.")


def _shortened(names: Sequence[str]) -> str:
    return "|".join(name[:length] for name in names for length in range(len(name), 2, -1))


WEEKDAY, MONTH = f"(?:{_shortened(WEEKDAYS)})", f"(?:{_shortened(MONTHS)})"
"""A day of the week, and a month; three letters or more."""


@cache
def _whole(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words, made when it is first asked for: all of them would be a sixteenth of a second."""
    return re.compile(rf"(?:{pattern})(?=[ ,]|$)")


_TIME = (
    r"(?P<at>at |@ ?)?"
    r"(?:(?P<hour>\d{1,2})(?P<minute>:\d{2})?(?::00)?(?: ?(?P<half>[ap])\.?m\.?)?(?: o.clock)?|(?P<noon>noon)"
    r"|(?P<european>\d{1,2})h(?P<past>\d{2})?)"
)
_MIDNIGHT = "(?:at )?midnight"


@dataclass(slots=True)
class Line:
    """Words that are read from the left."""

    rest: str
    at: time | None = field(default=None)

    def take(self, pattern: str) -> re.Match[str] | None:
        """What stands next, where it is this, up to the end of a word; it is read then."""
        match = _whole(pattern).match(self.rest)
        if match is not None:
            self.rest = self.rest[match.end() :].lstrip(" ,")
        return match

    def take_time(self) -> None:
        """A time of day, where none was read yet and one stands next. A number alone is none without “at”."""
        if self.at is not None:
            return
        if self.take(_MIDNIGHT):
            raise NotADay("Midnight belongs to two days; write 00:00 with the day that begins then.")
        match = _whole(_TIME).match(self.rest)
        if match is None or not (match["at"] or match["minute"] or match["half"] or match["noon"] or match["european"]):
            return
        self.at = _time(match)
        self.take(_TIME)


def _time(match: re.Match[str]) -> time:
    if match["noon"]:
        return time(12)
    if match["european"]:  # 18h, 18h30
        hour, minute = int(match["european"]), int(match["past"] or 0)
        if hour > 23 or minute > 59:
            raise NotADay(f"{match[0]} is not a time; hours go from 00:00 to 23:59.")
        return time(hour, minute)
    hour, minute, half = int(match["hour"]), int((match["minute"] or ":0")[1:]), match["half"]
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        written = f"{match['hour']}{match['minute'] or ''}{f' {half}m' if half else ''}"
        hours = "hours before and after noon go from 1 to 12" if half else "hours go from 00:00 to 23:59"
        raise NotADay(f"{written} is not a time; {hours}.")
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)
