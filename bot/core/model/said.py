"""What words about a time say, before it is known when that is: a strict grammar, which reads all of them or none.

A day or a series, a time of day, then in any order a place whose clock counts, a beginning and an end:
“first monday each month 19:00 Europe/Berlin until june”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import time

from bot.core.model.calendar import MONTHS, WEEKDAYS, NotADay, NoTime
from bot.core.model.recurrence import LAST_DAYS

EXAMPLES = (
    "“in 20 minutes”, “tomorrow 18:30”, “next friday 6pm”, “1 december 09:00”, “every monday and thursday 18:00” or "
    "“first monday of the month 19:00 Europe/Berlin until june”"
)
DAY_ORDINALS = ("1st", "2nd", "3rd", *(f"{number}th" for number in range(4, 21)), "21st", "22nd", "23rd",
                *(f"{number}th" for number in range(24, 31)), "31st")  # fmt: skip
SHORTER = "in shorter months on their last day"
NOTES = ("next: ", SHORTER, "the clock ", "I plan ")
"""How each of the notes begins that may follow an echo's semicolons; they are no part of what is said."""


class NoHour(NoTime):
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
class Series:
    """Again and again."""

    words: str
    """In full, in our own words: `every first Monday of the month`."""
    frequency: str
    by: str = ""
    """The rest of an RFC 5545 rule, with a semicolon in front of each part."""
    interval: int = 1
    note: str = ""


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


def unreadable() -> NoTime:
    """What to say where nothing more precise can be said."""
    return NoTime(f"I can't read a time there. Write it as {EXAMPLES}.")


def _shortened(names: Sequence[str]) -> str:
    return "|".join(name[:length] for name in names for length in range(len(name), 2, -1))


_WEEKDAY, _MONTH = f"(?:{_shortened(WEEKDAYS)})", f"(?:{_shortened(MONTHS)})"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL = r"(?:first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last)"
_AND = r"(?:,? and |, ?| ?& ?)"
_ISO_DATE, _IN_YEAR = r"\d{4}-\d{1,2}-\d{1,2}", r"(?:,? \d{4})?"
_DATE = rf"(?:(?:the )?{_NUMBER}(?: of)? {_MONTH}{_IN_YEAR}|{_MONTH} {_NUMBER}{_IN_YEAR}|{_ISO_DATE})"
_UNIT = r"(?:months?|minutes?|mins?|m|hours?|hrs?|h|days?|weeks?)"
_EVERY = r"(?:every|each)"
_OF_MONTH = r"(?:(?:of|in) )?(?:the|a|each|every) month"


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words."""
    return re.compile(rf"(?:{pattern})(?=[ ,]|$)")


_TIME = _words(
    r"(?P<at>at |@ ?)?"
    r"(?:(?P<hour>\d{1,2})(?P<minute>:\d{2})?(?::00)?(?: ?(?P<half>[ap])\.?m\.?)?(?: o.clock)?|(?P<noon>noon))"
)
_MIDNIGHT = _words("(?:at )?midnight")
_SO_LONG = _words(rf"in (half an hour|(?:an?|\d{{1,5}}) ?{_UNIT}(?:,? (?:and )?\d{{1,5}} ?{_UNIT})*)")
_PIECE = re.compile(rf"\b(an?|\d{{1,5}}) ?({_UNIT})")
_ONE_DAY = _words(
    r"(?:on )?(?:(?P<word>today|tomorrow|yesterday)"
    rf"|(?:(?:this|next) )?(?P<weekday>{_WEEKDAY})(?:,? (?:the )?(?P<dated>{_DATE}))?"
    rf"|(?P<date>{_DATE}))"
)
_DAILY = _words(rf"daily|{_EVERY} (?:day|(\d{{1,3}}) days|(other|second) day)")
_KINDS_OF_DAY = _words(
    rf"{_EVERY} (weekday|working day|workday|weekend)|(?:on )?(weekday|working day|workday|weekend)s"
)
_WEEKLY = _words(
    rf"{_EVERY} (?P<singular>{_WEEKDAY}s?(?:{_AND}{_WEEKDAY}s?)*)|(?:on )?(?P<plural>{_WEEKDAY}s(?:{_AND}{_WEEKDAY}s)*)"
)
_BY_WEEKS = _words(
    rf"(?:weekly|{_EVERY} (?:week|(?P<count>\d{{1,3}}) weeks|(?P<other>(?:other|second) week)))"
    rf"(?:,? on (?P<days>{_WEEKDAY}s?(?:{_AND}{_WEEKDAY}s?)*))?"
)
_PLACES = rf"(?P<places>{_ORDINAL}(?:{_AND}{_ORDINAL})*) (?P<weekday>{_WEEKDAY})"
_NTH = _words(rf"(?:on )?(?:the )?(?:{_EVERY} )?{_PLACES}(?P<month>,? {_OF_MONTH})?")
_DAY_OF_MONTH = r"(?:(?P<number>\d{1,2})(?:st|nd|rd|th)(?: day)?|(?P<last>last day))"
_MONTHLY = _words(rf"(?:on )?(?:the |{_EVERY} )?{_DAY_OF_MONTH},? {_OF_MONTH}")
_BY_MONTHS = _words(
    rf"(?:monthly|{_EVERY} (?:month|(?P<count>\d{{1,3}}) months|(?P<other>(?:other|second) month)))"
    rf"(?:,? on (?:the )?(?:{_PLACES}|{_DAY_OF_MONTH}))?"
)
_TOO_OFTEN = _words(rf"hourly|{_EVERY} (?:\d+ |other |second |half an |few )?(?:hours?|minutes?|mins?)")
_YEARLY = _words(rf"yearly|annually|{_EVERY} (?:\d+ |other )?years?")

_CLAUSE = r"\b(?:from|starting|beginning|until|till?|for \d|\d+ times)\b"
_BEGIN = _words(rf"(?:from|starting|beginning)(?: on)? (?P<day>.+?)(?=,? {_CLAUSE}|,? in [a-z]|$)")
_UNTIL = _words(rf"(?:until|till?) (?P<day>.+?)(?=,? {_CLAUSE}|,? in [a-z]|$)")
_LASTING = _words(r"for (?P<count>\d{1,5}) (?P<unit>days?|weeks?|months?|years?)")
_TIMES = _words(r"(?:for )?(?P<count>\d{1,5}) times")
_ZONE = re.compile(rf"(?P<zone>.+?)(?=,? {_CLAUSE}|$)")

_LONG = {"m": 1, "h": 60}
_ISO_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})t(\d{1,2}:\d{2})")
_ISO_ZONE = re.compile(r"(\d{1,2}:\d{2}(?::00)?)(?:(z)|([+-]\d))")


@dataclass(slots=True)
class _Line:
    """Words that are read from the left."""

    rest: str
    at: time | None = field(default=None)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What stands next, where it is this; it is read then."""
        match = pattern.match(self.rest)
        if match is not None:
            self.rest = self.rest[match.end() :].lstrip(" ,")
        return match

    def take_time(self) -> None:
        """A time of day, where none was read yet and one stands next. A number alone is none without “at”."""
        if self.at is not None:
            return
        if self.take(_MIDNIGHT):
            raise NotADay("Midnight belongs to two days; write 00:00 with the day that begins then.")
        match = _TIME.match(self.rest)
        if match is None or not (match["at"] or match["minute"] or match["half"] or match["noon"]):
            return
        self.at = _time(match)
        self.take(_TIME)


def read_said(words: str) -> Said:
    """What `words` say. Raises `NotADay`, and where they say nothing of a time its kind `NoTime`."""
    line = _Line(_plain(words))
    line.take_time()
    what = _what(line)
    line.take_time()
    said = Said(what, line.at)
    while line.rest:
        before = line.rest
        _clause(line, said)
        if line.rest == before:
            raise unreadable()
    if said.at is None and not isinstance(what, Within):
        raise NoHour("At what time? Write it behind the day, such as “tomorrow 18:30” or “every monday at 9:00”.")
    return said


def _plain(words: str) -> str:
    """The words without case, notes and needless spaces; times of ISO 8601 with spaces."""
    said, *notes = [part.strip() for part in " ".join(words.split()).split(";")]
    if not all(note.startswith(NOTES) for note in notes):
        raise unreadable()
    said = _ISO_TIME.sub(r"\1 \2", said.lower())
    return _ISO_ZONE.sub(lambda match: f"{match[1]} {'utc' if match[2] else match[3]}", said)


def _time(match: re.Match[str]) -> time:
    if match["noon"]:
        return time(12)
    hour, minute, half = int(match["hour"]), int((match["minute"] or ":0")[1:]), match["half"]
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        written = f"{match['hour']}{match['minute'] or ''}{f' {half}m' if half else ''}"
        hours = "hours before and after noon go from 1 to 12" if half else "hours go from 00:00 to 23:59"
        raise NotADay(f"{written} is not a time; {hours}.")
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _what(line: _Line) -> Once | Within | Series:
    for read in (_series, _so_long, _one_day):
        if (found := read(line)) is not None:
            return found
    if line.at is None:
        raise unreadable()
    return Once()


def _so_long(line: _Line) -> Within | None:
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


def _one_day(line: _Line) -> Once | None:
    match = line.take(_ONE_DAY)
    if match is None:
        return None
    date = (match["dated"] or match["date"] or "").removeprefix("the ").replace(" of ", " ")
    return Once(match["word"] or date or match["weekday"], match["weekday"] or "" if date else "")


def _series(line: _Line) -> Series | None:
    if line.take(_TOO_OFTEN):
        raise NotADay("That is too often for me: a series comes once a day at most. Write “every day 9:00”.")
    if line.take(_YEARLY):
        raise NotADay("A series of mine goes by days, weeks or months. For once a year, name the date with its year.")
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Series]], ...] = (
        (_DAILY, _daily),
        (_KINDS_OF_DAY, _kinds_of_day),
        (_NTH, _nth),
        (_MONTHLY, _monthly),
        (_BY_MONTHS, _by_months),
        (_BY_WEEKS, _by_weeks),
        (_WEEKLY, lambda match: _on_weekdays(match["singular"] or match["plural"], 1)),
    )
    for pattern, meaning in readers:
        if (match := line.take(pattern)) is not None:
            return meaning(match)
    return None


def _interval(count: str | None, other: str | None, most: int) -> int:
    interval = 2 if other else int(count or 1)
    if not 1 <= interval <= most:
        raise NotADay(f"Every {interval} is nothing that I can count; choose a number from 1 to {most}.")
    return interval


def _daily(match: re.Match[str]) -> Series:
    interval = _interval(match[1], match[2], 365)
    return Series("every day" if interval == 1 else f"every {interval} days", "DAILY", interval=interval)


def _kinds_of_day(match: re.Match[str]) -> Series:
    if (match[1] or match[2]) == "weekend":
        return _on_weekdays("saturday, sunday", 1)
    return Series("every weekday", "WEEKLY", ";BYDAY=MO,TU,WE,TH,FR")


def _by_weeks(match: re.Match[str]) -> Series:
    if match["days"] is None:
        raise NotADay("On which day of the week? Write “every 2 weeks on tuesday”.")
    return _on_weekdays(match["days"], _interval(match["count"], match["other"], 52))


def _on_weekdays(words: str, interval: int) -> Series:
    places = sorted({_weekday(word) for word in re.findall(_WEEKDAY, words)})
    names = _listed([WEEKDAYS[place].capitalize() for place in places])
    by = ",".join(WEEKDAYS[place][:2].upper() for place in places)
    every = f"every {names}" if interval == 1 else f"every {interval} weeks on {names}"
    return Series(every, "WEEKLY", f";BYDAY={by}", interval)


def _nth(match: re.Match[str]) -> Series:
    if match["month"] is None:
        raise NotADay(
            "Of each month, or every other week? Write “second tuesday of the month” or “every 2 weeks on tuesday”."
        )
    return _on_nth(match, 1)


def _on_nth(match: re.Match[str], interval: int) -> Series:
    places = sorted({_place(word) for word in re.findall(_ORDINAL, match["places"])}, key=lambda place: place % 6)
    if 5 in places:
        raise NotADay("Not every month has a fifth one. Write “last friday of the month”.")
    weekday = WEEKDAYS[_weekday(match["weekday"])]
    by = ",".join(f"{place}{weekday[:2].upper()}" for place in places)
    names = f"{_listed([_ORDINALS[place] for place in places])} {weekday.capitalize()}"
    every = f"every {names} of the month" if interval == 1 else f"every {interval} months on the {names}"
    return Series(every, "MONTHLY", f";BYDAY={by}", interval)


def _monthly(match: re.Match[str]) -> Series:
    return _on_day(match, 1)


def _by_months(match: re.Match[str]) -> Series:
    interval = _interval(match["count"], match["other"], 24)
    if match["places"]:
        return _on_nth(match, interval)
    if match["number"] or match["last"]:
        return _on_day(match, interval)
    raise NotADay("On which day of the month? Write “every month on the 15th” or “first monday of the month”.")


def _on_day(match: re.Match[str], interval: int) -> Series:
    number = int(match["number"] or 31)
    if not 1 <= number <= 31:
        raise NotADay(f"No month has a day {number}; choose one from 1 to 31.")
    name = "last day" if match["last"] else DAY_ORDINALS[number - 1]
    every = f"on the {name} of every month" if interval == 1 else f"every {interval} months on the {name}"
    if number <= 28:
        return Series(every, "MONTHLY", f";BYMONTHDAY={number}", interval)
    by = LAST_DAYS.replace("28,29,30,31", ",".join(str(day) for day in range(28, number + 1)))
    return Series(every, "MONTHLY", by, interval, "" if match["last"] else SHORTER)


def _clause(line: _Line, said: Said) -> None:
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


def _end(line: _Line) -> End | None:
    if match := line.take(_UNTIL):
        return End(day=match["day"].removeprefix("the ").removeprefix("end of "))
    if match := line.take(_LASTING):
        _, days, months = _calendar(int(match["count"]), match["unit"])
        return End(days=days, months=months)
    if match := line.take(_TIMES):
        return End(times=int(match["count"]))
    return None


_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def _place(word: str) -> int:
    return -1 if word == "last" else next(n for n, name in _ORDINALS.items() if word in (name, DAY_ORDINALS[n - 1]))


def _weekday(word: str) -> int:
    return next(place for place, name in enumerate(WEEKDAYS) if name.startswith(word))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
