"""Times in words become a plan: once or again and again, in a zone, with an echo of all that was understood.

Nothing is guessed: what cannot be read, has passed, or never comes is refused with a sentence. The echo, read again,
means the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.core.model.calendar import (
    MONTHS,
    PASSED,
    WEEKDAYS,
    NotADay,
    NoTime,
    day_at,
    instant,
    mend,
    months_after,
    read_day,
)
from bot.core.model.echo import changes, changing, coming, dated, place, weekday
from bot.core.model.recurrence import Recurrence
from bot.core.model.said import End, NoHour, Once, Said, Within, read_said
from bot.core.model.said_series import Series
from bot.core.model.zones import Doubt, Meant, meant

YEARS_AHEAD = 5
"""So far ahead may something lie; a series with a later end, or with more times, ends then, and the echo says so."""

_MOMENT = timedelta(microseconds=1)
_MONTH_ALONE = re.compile(r"([a-z]{3,9})(?:,? (\d{4}))?")
_YEAR = re.compile(r"\d{4}")
_TOO_FAR = f"That is too far away; I plan {YEARS_AHEAD} years ahead at most."


@dataclass(frozen=True, slots=True)
class When:
    """When something is to happen."""

    recurrence: Recurrence
    words: str
    """All that was understood, in full: “every first Monday of the month at 19:00 in Berlin (Europe/Berlin), until
    30 June 2027; next: Monday 7 December”. Words of ours only, without Markdown."""


def read_when(words: str, now: datetime, zone: tzinfo) -> When:
    """What `words` mean, said at the instant `now` by somebody whose clock is that of `zone`.

    Slips of the finger are mended; the echo says what was understood. Raises `NotADay` with a sentence for the member.
    """

    def named(place: str) -> str:
        return certain(meant(place.removeprefix("in "), now))

    try:
        return settle(read_said(words), now, zone, named)
    except NoTime:
        if (mended := mend(words)) is None:
            raise
        return settle(read_said(mended), now, zone, named)


def settle(said: Said, now: datetime, zone: tzinfo, named: Callable[[str], str]) -> When:
    """When it is that was said; `named` gives the zone that words stand for. Raises `NotADay`."""
    what, at = said.what, said.at
    if isinstance(what, Within):
        return _within(what, at, now, _named(said.zone, zone, named))
    if at is None:
        raise NoHour("At what time? Write it behind the day, such as “tomorrow 18:30” or “every monday at 9:00”.")
    if isinstance(what, Once):
        return _once(what, at, now, _named(said.zone, zone, named))
    return _series(what, said, at, now, _named(said.zone, zone, named))


def _named(words: str, zone: tzinfo, named: Callable[[str], str]) -> str:
    """The zone that words stand for, or one's own; one in brackets is named in full, as echoes do."""
    own = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    if not words:
        return own
    if words.endswith(")") and "(" in words:
        full = words.rpartition("(")[2][:-1]
        return own if full == own.lower() else named(full)
    return named(words)


def certain(found: Meant) -> str:
    """The zone that is meant. Raises `NotADay` where there is doubt, with what to write instead."""
    if found.zone is not None:
        return found.zone
    offers = ", ".join(found.offers[:3])
    for_example = f" Write a place instead, such as {offers}." if offers else " Write a city, such as Berlin."
    match found.doubt:
        case Doubt.ABBREVIATION:
            raise NotADay(f"That abbreviation of a time zone stands for several, or for half of the year.{for_example}")
        case Doubt.OFFSET:
            raise NotADay(f"A fixed distance from UTC knows no summer time.{for_example}")
        case Doubt.SEVERAL:
            raise NoTime(f"I don't know that place. Did you mean {offers}?")
        case _:
            raise NoTime("I can't read what stands behind the time. It may be a city such as Berlin, or “until june”.")


def _within(within: Within, at: time | None, now: datetime, name: str) -> When:
    zone = ZoneInfo(name)
    if within.minutes:
        if at is not None:
            raise NoTime("A time of day and a time from now don't go together; write one of them.")
        if within.minutes > YEARS_AHEAD * 366 * 24 * 60:
            raise NotADay(_TOO_FAR)
        moment = _nearest_minute(now + timedelta(minutes=within.minutes))
        local = moment.astimezone(zone)
        if instant(local.date(), local.time(), zone) != moment:  # the second of two hours that the clock shows alike
            return _single(moment.date(), moment.time(), now, "UTC")
        return _single(local.date(), local.time(), now, name)
    local = now.astimezone(zone)
    day = _later(local.date(), within.days, within.months)
    return _single(day, at or local.time().replace(second=0, microsecond=0), now, name)


def _nearest_minute(moment: datetime) -> datetime:
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _later(day: date, days: int, months: int) -> date:
    """So many days and months after a day. Raises `NotADay` where no calendar goes so far."""
    try:
        return months_after(day, months) + timedelta(days=days)
    except (OverflowError, ValueError):
        raise NotADay(_TOO_FAR) from None


def _once(once: Once, at: time, now: datetime, name: str) -> When:
    zone = ZoneInfo(name)
    today = now.astimezone(zone).date()
    if not once.day:
        day = today if instant(today, at, zone) > now else today + timedelta(days=1)
        return _single(day, at, now, name)
    day = day_at(once.day, at, now, zone)
    if once.weekday and not WEEKDAYS[day.weekday()].startswith(once.weekday):
        raise NotADay(f"{dated(day)} is a {day:%A}; check the day and the date.")
    return _single(day, at, now, name)


def _single(day: date, at: time, now: datetime, name: str) -> When:
    recurrence = Recurrence(day, at, name)
    if recurrence.on(day).at <= now:
        raise NotADay(PASSED)
    if day > _last(now.date()):
        raise NotADay(_TOO_FAR)
    echo = f"on {weekday(day)} {day.year} at {at:%H:%M} {place(name)}"
    return When(recurrence, "; ".join([echo, *changes(recurrence, [day])]))


def _series(series: Series, said: Said, at: time, now: datetime, name: str) -> When:
    zone = ZoneInfo(name)
    today = now.astimezone(zone).date()
    rule = f"FREQ={series.frequency}{series.by}"
    begin = read_day(said.begin, today) if said.begin else None
    start = begin or today
    if start > _last(today):
        raise NotADay(_TOO_FAR)
    earliest = instant(start, time(), zone) - _MOMENT if begin else now
    first = next(Recurrence(start, at, name, rule).after(earliest)).day
    rule += f";INTERVAL={series.interval}" if series.interval > 1 else ""
    until = _until(said.end, Recurrence(first, at, name, rule), today) if said.end else None
    notes = [series.note] if series.note else []
    if until is not None and until > (last := _last(max(today, first))):
        until = last
        notes.append(f"I plan {YEARS_AHEAD} years ahead at most, so it ends then")
    if until is not None:
        if until < first:
            raise NotADay("That series would end before it begins. Name the days with their years.")
        rule += f";UNTIL={until:%Y%m%d}"
    recurrence = Recurrence(first, at, name, rule)
    following = recurrence.next(now)
    if following is None:
        raise NotADay("All of that series has already passed; name an end that is still to come.")
    begins = f", from {dated(first)}" if begin or series.interval > 1 else ""
    ends = f", until {dated(until)}" if until else ""
    echo = f"{series.words} at {at:%H:%M} {place(name)}{begins}{ends}"
    notes = [f"next: {coming(following.day, today)}", *notes, *changes(recurrence, changing(recurrence, now))]
    return When(recurrence, "; ".join([echo, *notes]))


def _until(end: End, recurrence: Recurrence, today: date) -> date:
    """The last day on which a series may come."""
    if end.day:
        return _end_of(end.day, today)
    if end.times:
        most = (366 * YEARS_AHEAD) + 1
        begin = recurrence.on(recurrence.first).at - _MOMENT
        return recurrence.coming(begin, min(end.times, most))[-1].day
    last = _later(recurrence.first, end.days, end.months) - timedelta(days=1)
    if last < recurrence.first:
        raise NotADay("A series comes at least once; say for how long it goes on.")
    return last


def _end_of(words: str, today: date) -> date:
    """The day that words name, or the last one of a month or year."""
    if _YEAR.fullmatch(words):
        return read_day(f"{words}-12-31", today)
    if (match := _MONTH_ALONE.fullmatch(words)) and (month := _month(match[1])):
        year = int(match[2]) if match[2] else today.year + (month < today.month)
        return months_after(read_day(f"{year}-{month}-1", today), 1) - timedelta(days=1)
    return read_day(words, today)


def _month(word: str) -> int:
    """The number of a month; 0 where it is none."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def _last(day: date) -> date:
    return months_after(day, 12 * YEARS_AHEAD)
