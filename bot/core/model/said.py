"""What words about a time say, before it is known when that is: a strict grammar, which reads all of them or none.

A day or a series, a time of day, then in any order a place whose clock counts, a beginning and an end:
“first monday each month 19:00 Europe/Berlin until june”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from bot.core.model.calendar import DAY_OR_MONTH, SLASHED, NoTime
from bot.core.model.said_clock import Unclear, in_figures
from bot.core.model.said_line import MONTH, WEEKDAY, Line, unreadable
from bot.core.model.said_series import SHORTER, Series, read_series

NOTES = ("next: ", SHORTER, "the clock ", "I plan ")
"""How each of the notes begins that may follow an echo's semicolons; they are no part of what is said."""

_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_ISO_DATE, _IN_YEAR = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?", r"(?:,? \d{4})?"
_DATE = rf"(?:(?:the )?{_NUMBER}(?: of)? {MONTH}{_IN_YEAR}|{MONTH} {_NUMBER}{_IN_YEAR}|{_ISO_DATE})"
_UNIT = r"(?:months?|minutes?|mins?|m|hours?|hrs?|h|days?|weeks?)"
_SO_LONG = rf"in (half an hour|(?:an?|\d{{1,5}}) ?{_UNIT}(?:,? (?:and )?\d{{1,5}} ?{_UNIT})*)"
_PIECE = re.compile(rf"\b(an?|\d{{1,5}}) ?({_UNIT})")
_ONE_DAY = (
    r"(?:on )?(?:(?:the )?(?P<word>today|tomorrow|yesterday|day after tomorrow)"
    rf"|(?:this |(?P<next>next ))?(?P<weekday>{WEEKDAY})(?:,? (?:the )?(?P<dated>{_DATE}))?"
    rf"|(?P<date>{_DATE}))"
)
_CLAUSE = r"\b(?:from|starting|beginning|until|till?|for \d|\d+ times)\b"
_BEGIN = rf"(?:from|starting|beginning)(?: on)? (?P<day>.+?)(?=,? {_CLAUSE}|,? in [a-z]|$)"
_UNTIL = rf"(?:until|till?) (?P<day>.+?)(?=,? {_CLAUSE}|,? in [a-z]|$)"
_LASTING = r"for (?P<count>\d{1,5}) (?P<unit>days?|weeks?|months?|years?)"
_TIMES = r"(?:for )?(?P<count>\d{1,5}) times"
_ZONE = rf"(?P<zone>.+?)(?=,? {_CLAUSE}|$)"
_LONG = {"m": 1, "h": 60}
_ISO_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})t(\d{1,2}:\d{2})")
_ISO_ZONE = re.compile(r"(\d{1,2}:\d{2}(?::00)?)(?:(z)|([+-]\d))")


class NoHour(Unclear):
    """A day, and no time of day."""


@dataclass(frozen=True, slots=True)
class Once:
    """On a day, by its words; without any, the next time that the clock shows the time."""

    day: str = ""
    weekday: str = ""
    """Which day of the week it is said to be, where a date stands beside."""


@dataclass(frozen=True, slots=True)
class Within:
    """So long from now: minutes, or days and months on the calendar."""

    minutes: int = 0
    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """When a series ends: on a day in words, after some days and months, or after so many times."""

    day: str = ""
    days: int = 0
    months: int = 0
    times: int = 0


@dataclass(slots=True)
class Said:
    """All that was said."""

    what: Once | Within | Series
    at: time | None = None
    zone: str = ""
    """Words for a place or a zone."""
    begin: str = ""
    """Words for a day."""
    end: End | None = None


def read_said(words: str) -> Said:
    """What `words` say. Raises `NotADay`, of which `NoTime` where fewer words may say more."""
    line = Line(_plain(words))
    line.take_time()
    what = _what(line)
    line.take_time()
    said = Said(what, line.at)
    while line.rest:
        before = line.rest
        _clause(line, said)
        if line.rest == before:
            raise unreadable()
    return said


def _plain(words: str) -> str:
    """The words without case, notes and needless spaces; times of ISO 8601 with spaces."""
    said, *notes = [part.strip() for part in " ".join(words.split()).split(";")]
    if not all(note.startswith(NOTES) for note in notes):
        raise unreadable()
    said = in_figures(_ISO_TIME.sub(r"\1 \2", said.lower()))
    return _ISO_ZONE.sub(lambda match: f"{match[1]} {'utc' if match[2] else match[3]}", said)


def _what(line: Line) -> Once | Within | Series:
    for read in (read_series, _so_long, _one_day):
        if (found := read(line)) is not None:
            return found
    if line.take(SLASHED):
        raise Unclear(DAY_OR_MONTH)
    if line.at is None:
        raise unreadable()
    return Once()


def _so_long(line: Line) -> Within | None:
    match = line.take(_SO_LONG)
    if match is None:
        return None
    if match[1] == "half an hour":
        return Within(minutes=30)
    pieces = [(1 if count[0] == "a" else int(count), unit) for count, unit in _PIECE.findall(match[1])]
    if all(_minutes(unit) for _, unit in pieces):
        return Within(minutes=sum(count * _minutes(unit) for count, unit in pieces))
    if len(pieces) > 1:
        raise unreadable()
    [(count, unit)] = pieces
    return Within(*_calendar(count, unit))


def _minutes(unit: str) -> int:
    """How many minutes a unit of the clock has; none for one of the calendar."""
    return 0 if unit.startswith("mo") else _LONG.get(unit[0], 0)


def _calendar(count: int, unit: str) -> tuple[int, int, int]:
    """Minutes, days and months of a unit of the calendar."""
    match unit[0]:
        case "d":
            return 0, count, 0
        case "w":
            return 0, 7 * count, 0
        case "m":
            return 0, 0, count
        case _:
            return 0, 0, 12 * count


def _one_day(line: Line) -> Once | None:
    match = line.take(_ONE_DAY)
    if match is None:
        return None
    date = (match["dated"] or match["date"] or "").removeprefix("the ").replace(" of ", " ")
    weekday = match["weekday"] or ""
    return Once(match["word"] or date or (match["next"] or "") + weekday, weekday if date else "")


def _clause(line: Line, said: Said) -> None:
    """One of what may follow, each once; what says nothing else names a zone."""
    if isinstance(said.what, Series):
        if not said.begin and (match := line.take(_BEGIN)):
            said.begin = match["day"]
            return
        if said.end is None and (end := _end(line)) is not None:
            said.end = end
            return
    elif re.match(_CLAUSE, line.rest):
        raise NoTime("That comes only once, so it needs no beginning and no end; write “every …” for a series.")
    if not said.zone and not re.match(_CLAUSE, line.rest) and (match := line.take(_ZONE)):
        said.zone = match["zone"]


def _end(line: Line) -> End | None:
    if match := line.take(_UNTIL):
        return End(day=match["day"].removeprefix("the ").removeprefix("end of "))
    if match := line.take(_LASTING):
        _, days, months = _calendar(int(match["count"]), match["unit"])
        return End(days=days, months=months)
    if match := line.take(_TIMES):
        return End(times=int(match["count"]))
    return None
