"""Days and instants: reading them from words, and turning local times into UTC.

A strict grammar: it says no rather than guess. Times are UTC instants plus a zone's name; local times exist only here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)|([a-z]+) (\d{1,2})(?:st|nd|rd|th)?)(?:,? (\d{4}))?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_CLOCK = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*(am|pm)?")

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
SLASHED = r"\d{1,2}/\d{1,2}(?:/\d{2,4})?"
"""A date whose first number is a day in one country and a month in another."""
DAY_OR_MONTH = "Some read the day first there, and some the month; write it as “5 december” or “2026-12-05”."

DAY_EXAMPLES = "“today”, “next monday”, “1 december” or “2026-12-01”"
YEARS = (2000, 2100)
"""Years that a day may lie in: a slip of the finger further out must not become a plan."""
TIME_EXAMPLES = "“9:00”, “18:30” or “6:30 pm”"
PASSED = "That moment has already passed; name one that is still to come."
MOMENT_EXAMPLES = "“tomorrow 18:30” or “2026-12-01 09:00”"


_WORDS = (
    "today", "tomorrow", "yesterday", "tonight", "morning", "evening", "afternoon", "noon", "midnight", "next", "every",
    "week", "weeks", "month", "months", "minute", "minutes", "hour", "hours", "weekday", "weekdays", "until", *WEEKDAYS,
    *MONTHS,
)  # fmt: skip
"""What a slip of the finger is mended to."""
_SLIP = re.compile(r"[a-z]{5,}")
_ALIKE = 80
"""So alike, in percent, must a word be: “tomorow”, “wendsday”, “minuets”."""


class NotADay(ValueError):
    """Words that name no day or time; the message is a plain sentence that says what to do."""


class NoTime(NotADay):
    """Words that say no day or time that can be read; with fewer of them, or others, they may."""


def read_day(words: str, today: date) -> date:
    """The day that `words` name, seen from `today`: see `DAY_EXAMPLES`. A day without a year is the next such day.

    A slip of the finger is mended. Raises `NotADay` with a sentence for the member.
    """
    try:
        return _day_named(words, today)
    except NoTime:
        if (mended := mend(words)) is None:
            raise
        return _day_named(mended, today)


def mend(words: str) -> str | None:
    """The words with slips of the finger put right: “tomorow” is “tomorrow”; None where there is none to mend."""
    from rapidfuzz.fuzz import ratio  # only for those who misspell: a start does without
    from rapidfuzz.process import extractOne

    def meant(match: re.Match[str]) -> str:
        word = match[0]
        close = (
            None if word.removesuffix("s") in _WORDS else extractOne(word, _WORDS, scorer=ratio, score_cutoff=_ALIKE)
        )
        return close[0] if close else word

    lower = words.lower()
    mended = _SLIP.sub(meant, lower)
    return None if mended == lower else mended


def day_at(words: str, at: time, now: datetime, zone: tzinfo) -> date:
    """The day that `words` name for something at this time: “friday” is today where that time is still to come.

    Raises `NotADay` with a sentence for the member.
    """
    today = now.astimezone(zone).date()
    named = _place(_bare(words), WEEKDAYS)
    if named == today.weekday() and instant(today, at, zone) > now:
        return today
    return read_day(words, today)


def names_a_weekday(words: str) -> bool:
    """Whether words name a day of the week, and so the next one of several."""
    return _place(_bare(words), WEEKDAYS) is not None


def names_a_week(words: str) -> bool:
    """Whether words for a day name all days from it to Sunday: “next week”, “this weekend”."""
    return _bare(words).endswith(("week", "weekend"))


def _bare(words: str) -> str:
    text = " ".join(words.lower().replace(",", " ").split())
    return text.removeprefix("from ").removeprefix("on ").removeprefix("this ")


_DAYS = {"tomorrow": 1, "tmrw": 1, "day after tomorrow": 2, "the day after tomorrow": 2, "yesterday": -1}


def _day_named(words: str, today: date) -> date:
    text = _bare(words)
    if text in ("today", "now"):
        return today
    if text in _DAYS:
        return today + timedelta(days=_DAYS[text])
    weekday = _place(text.removeprefix("next "), WEEKDAYS)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if text == "next week":
        return today + timedelta(days=7 - today.weekday())
    if text.removeprefix("the ") in ("weekend", "next weekend"):
        saturday = today + timedelta(days=5 - today.weekday())
        return saturday + timedelta(days=7) if text.startswith("next") else max(saturday, today)
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(text):
        number, named = int(match[1]), int(match[2])
        return _day(int(match[3]), named, number) if match[3] else _next(today, named, number)
    if re.fullmatch(SLASHED, text):
        raise NotADay(DAY_OR_MONTH)
    if match := _NAMED.fullmatch(text):
        month = _place(match[2] or match[3], MONTHS)
        if month is not None:
            number = int(match[1] or match[4])
            return _day(int(match[5]), month + 1, number) if match[5] else _next(today, month + 1, number)
    raise NoTime(f"That is not a day that I understand. Write it as {DAY_EXAMPLES}.")


def read_moment(words: str, now: datetime, zone: tzinfo) -> datetime:
    """The UTC instant that `words` name in `zone`: a day, then a time from 00:00 to 23:59; a time alone is today.

    Raises `NotADay` with a sentence for the member, also for an instant that has passed.
    """
    day_words, _, time_words = " ".join(words.split()).rpartition(" ")
    match = _TIME.fullmatch(time_words)
    if match is None:
        raise NoTime(f"That is not a date and time that I understand. Write it as {MOMENT_EXAMPLES}.")
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        raise NotADay(f"{time_words} is not a time; hours go from 00:00 to 23:59.")
    at = time(hour, minute)
    moment = instant(day_at(day_words.removesuffix(" at") or "today", at, now, zone), at, zone)
    if moment < now:
        raise NotADay(PASSED)
    return moment


def read_time(words: str) -> time:
    """The time of day that `words` name: see `TIME_EXAMPLES`. Raises `NotADay` with a sentence for the member."""
    match = _CLOCK.fullmatch(" ".join(words.lower().replace(".", "").split()))
    if match is None:
        raise NotADay(f"That is no time of day that I understand. Write it as {TIME_EXAMPLES}.")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise NotADay(f"That is no time of day: hours go from 00:00 to 23:59. Write it as {TIME_EXAMPLES}.")
    return time(hour, minute)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The UTC instant of a local time.

    A time that the spring change skips moves forward by the gap; one that the autumn change repeats is its first.
    """
    return datetime.combine(day, at, tzinfo=zone).replace(fold=0).astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month. Raises ValueError beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Where `word`, or what it shortens to three letters or more, stands in `names`."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _day(year: int, month: int, number: int) -> date:
    if not YEARS[0] <= year <= YEARS[1]:
        raise NotADay(f"{year} is too far away; I plan from {YEARS[0]} to {YEARS[1]}.")
    try:
        return date(year, month, number)
    except ValueError:
        name = MONTHS[month - 1].capitalize() if 1 <= month <= 12 else f"month {month}"
        raise NotADay(f"There is no {number} {name} {year}; check the day and the month.") from None


def _next(today: date, month: int, number: int) -> date:
    """The next such day from `today` on; 29 February waits for its leap year."""
    if month == 2 and number == 29:
        return next(
            day for year in range(today.year, today.year + 9) if _leap(year) and (day := date(year, 2, 29)) >= today
        )
    day = _day(today.year, month, number)
    return day if day >= today else _day(today.year + 1, month, number)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
