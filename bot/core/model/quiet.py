"""Quiet hours: those of every day in which somebody wants to hear nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot.core.model.calendar import NotADay, instant, read_time

_CLOCK = r"(\d{1,2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)h?"
_HOURS = re.compile(rf"(?:(?:from|between) )?{_CLOCK}(?: ?[-–] ?| to | until | till | and | ){_CLOCK}")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of every day in which nothing arrives; they may go over midnight."""

    begin: time
    end: time

    def until(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """When they end, where an instant lies within them by the clock of a zone; None where it doesn't."""
        local = moment.astimezone(zone)
        at, over_midnight = local.time(), self.begin > self.end
        within = (at >= self.begin or at < self.end) if over_midnight else self.begin <= at < self.end
        if not within:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and at >= self.begin else 0)
        ends = instant(day, self.end, zone)
        return ends if ends > moment else None  # the clock may show their last hour twice

    def __str__(self) -> str:
        return f"{self.begin:%H:%M} to {self.end:%H:%M}"


def read_quiet(words: str) -> Quiet | None:
    """Quiet hours in words, such as `22:00 07:00`; None for none. Raises `NotADay` with a sentence for the member."""
    said = " ".join(words.lower().split())
    if said in ("none", "off", "no", "never"):
        return None
    match = _HOURS.fullmatch(said)
    if match is None:
        raise NotADay("I can't read these hours. Write when they begin and when they end, such as “22:00 07:00”.")
    begin, end = read_time(match[1]), read_time(match[2])
    if begin == end:
        raise NotADay("That would be the whole day. Write when they begin and when they end, or “none”.")
    return Quiet(begin, end)
