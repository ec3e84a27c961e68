"""What comes again and again, in words: “every 2 weeks on tuesday”, “first monday of the month”."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.model.calendar import WEEKDAYS, NotADay
from bot.core.model.recurrence import LAST_DAYS
from bot.core.model.said_line import WEEKDAY, Line

DAY_ORDINALS = ("1st", "2nd", "3rd", *(f"{number}th" for number in range(4, 21)), "21st", "22nd", "23rd",
                *(f"{number}th" for number in range(24, 31)), "31st")  # fmt: skip
SHORTER = "in shorter months on their last day"
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}

_ORDINAL = r"(?:first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last)"
_AND = r"(?:,? and |, ?| ?& ?)"
_EVERY = r"(?:every|each)"
_OF_MONTH = r"(?:(?:of|in) )?(?:the|a|each|every) month"
_DAILY = rf"daily|{_EVERY} (?:day|(\d{{1,3}}) days|(other|second) day)"
_KINDS_OF_DAY = rf"{_EVERY} (weekday|working day|workday|weekend)|(?:on )?(weekday|working day|workday|weekend)s"
_WEEKLY = (
    rf"{_EVERY} (?P<singular>{WEEKDAY}s?(?:{_AND}{WEEKDAY}s?)*)|(?:on )?(?P<plural>{WEEKDAY}s(?:{_AND}{WEEKDAY}s)*)"
)
_BY_WEEKS = (
    rf"(?:weekly|{_EVERY} (?:week|(?P<count>\d{{1,3}}) weeks|(?P<other>(?:other|second) week)))"
    rf"(?:,? on (?P<days>{WEEKDAY}s?(?:{_AND}{WEEKDAY}s?)*))?"
)
_OTHER = rf"{_EVERY} other (?P<days>{WEEKDAY}s?)"
_PLACES = rf"(?P<places>{_ORDINAL}(?:{_AND}{_ORDINAL})*) (?P<weekday>{WEEKDAY})"
_NTH = rf"(?:on )?(?:the )?(?:{_EVERY} )?{_PLACES}(?P<month>,? {_OF_MONTH})?"
_DAY_OF_MONTH = r"(?:(?P<number>\d{1,2})(?:st|nd|rd|th)(?: day)?|(?P<last>last day))"
_MONTHLY = rf"(?:on )?(?:the |{_EVERY} )?{_DAY_OF_MONTH},? {_OF_MONTH}"
_BY_MONTHS = (
    rf"(?:monthly|{_EVERY} (?:month|(?P<count>\d{{1,3}}) months|(?P<other>(?:other|second) month)))"
    rf"(?:,? on (?:the )?(?:{_PLACES}|{_DAY_OF_MONTH}))?"
)
_TOO_OFTEN = rf"hourly|{_EVERY} (?:\d+ |other |second |half an |few )?(?:hours?|minutes?|mins?)"
_YEARLY = rf"yearly|annually|{_EVERY} (?:\d+ |other )?years?"


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


def read_series(line: Line) -> Series | None:
    """A series, where one stands next. Raises `NotADay` for one that cannot be."""
    if line.take(_TOO_OFTEN):
        raise NotADay("That is too often for me: a series comes once a day at most. Write “every day 9:00”.")
    if line.take(_YEARLY):
        raise NotADay("A series of mine goes by days, weeks or months. For once a year, name the date with its year.")
    readers: tuple[tuple[str, Callable[[re.Match[str]], Series]], ...] = (
        (_DAILY, _daily),
        (_KINDS_OF_DAY, _kinds_of_day),
        (_NTH, _nth),
        (_MONTHLY, lambda match: _on_day(match, 1)),
        (_BY_MONTHS, _by_months),
        (_BY_WEEKS, _by_weeks),
        (_OTHER, lambda match: _on_weekdays(match["days"], 2)),
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
    places = sorted({_weekday(word) for word in re.findall(WEEKDAY, words)})
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


def _place(word: str) -> int:
    return -1 if word == "last" else next(n for n, name in _ORDINALS.items() if word in (name, DAY_ORDINALS[n - 1]))


def _weekday(word: str) -> int:
    return next(place for place, name in enumerate(WEEKDAYS) if name.startswith(word))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
