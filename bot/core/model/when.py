"""Times in words become a plan: once or again and again, in a zone, with an echo of all that was understood.

Nothing is guessed: what cannot be read, has passed, or never comes is refused with a sentence. The echo, read again,
means the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.core.model.calendar import MONTHS, PASSED, WEEKDAYS, NotADay, NoTime, instant, read_day
from bot.core.model.places import ABBREVIATIONS
from bot.core.model.recurrence import Recurrence
from bot.core.model.said import End, NoHour, Once, Said, Series, Within, read_said, unreadable
from bot.core.model.zones import Doubt, Meant, meant, plainly

YEARS_AHEAD = 5
"""So far ahead may something lie; a series with a later end, or with more times, ends then, and the echo says so."""
FRONT, BACK = 30, 14
"""So many words may say a time in front of a text, and behind it."""
SPLIT = 6
"""So many words of it may stand in front where the rest stands behind: “tomorrow read the paper at 9”."""

_MOMENT = timedelta(microseconds=1)
_MONTH_ALONE = re.compile(r"([a-z]{3,9})(?:,? (\d{4}))?")
_YEAR = re.compile(r"\d{4}")
_TO = re.compile(r"(?:[,:;–-]+\s*)?(?:(?:to|that)\s+)?", re.IGNORECASE)
_ZONE_LIKE = re.compile(r"(?i:UTC|GMT)[+\-−–]\d{1,2}(?::?\d{2})?|[+\-−–]\d{2}:\d{2}|[A-Z]{3,4}")


@dataclass(frozen=True, slots=True)
class When:
    """When something is to happen."""

    recurrence: Recurrence
    words: str
    """All that was understood, in full: “every first Monday of the month at 19:00 in Berlin (Europe/Berlin), until
    30 June 2027; next: Monday 7 December”. Words of ours only, without Markdown."""


def read_when(words: str, now: datetime, zone: tzinfo) -> When:
    """What `words` mean, said at the instant `now` by somebody whose clock is that of `zone`.

    Raises `NotADay` with a sentence for the member.
    """

    def named(place: str) -> str:
        return _zone(meant(place.removeprefix("in "), now))

    return _settled(read_said(words), now, zone, named)


def split_when(words: str, now: datetime, zone: tzinfo) -> tuple[When, str]:
    """The time in `words`, and the text before or behind it: “tomorrow 9:00 read the paper”.

    The text is empty where all is time. Within a text a city is a zone only behind “in”. Raises `NotADay`.
    """
    spots = [match.span() for match in re.finditer(r"\S+", words)]
    firsts = [words[:end].rstrip(" ,:;–-") for _, end in spots]
    lasts = [words[start:] for start, _ in spots] + [""]
    missing: NotADay = unreadable()

    def named(place: str) -> str:
        return _strict_zone(place, now)

    for count in range(min(FRONT, len(spots)), 0, -1):
        try:
            found = _settled(read_said(firsts[count - 1]), now, zone, named)
        except NoTime as error:
            missing = error if isinstance(error, NoHour) else missing
            continue
        _check_no_zone(lasts[count], firsts[count - 1], now, zone)
        return found, _TO.sub("", lasts[count].strip(), count=1)
    for count, begin in _ends(len(spots)):
        said = f"{firsts[begin - 1]} {lasts[len(spots) - count]}" if begin else lasts[len(spots) - count]
        try:
            found = _settled(read_said(said), now, zone, named)
        except NoTime:
            continue
        text = words[spots[begin][0] : spots[len(spots) - count - 1][1]]
        return found, _TO.sub("", text, count=1).rstrip(" ,")
    raise missing


def _ends(length: int) -> Iterator[tuple[int, int]]:
    """How many words behind a text, and how many in front of it, may say its time together; the most first."""
    for back in range(min(BACK, length - 1), 0, -1):
        for front in range(min(SPLIT, length - back - 1), -1, -1):
            yield back, front


def _check_no_zone(text: str, said: str, now: datetime, zone: tzinfo) -> None:
    """Where a zone that cannot be used stands behind a time, it isn't taken for the beginning of the text."""
    word = next(iter(text.split()), "")
    if _ZONE_LIKE.fullmatch(word) and (word.lower() in ABBREVIATIONS or not word.isalpha()):
        read_when(f"{said} {word}", now, zone)


def _settled(said: Said, now: datetime, zone: tzinfo, named: Callable[[str], str]) -> When:
    own = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    name = _named(said.zone, own, named) if said.zone else own
    match said.what:
        case Within() as within:
            return _within(within, said.at, now, name)
        case Once() as once if said.at is not None:
            return _once(once, said.at, now, name)
        case Series() as series if said.at is not None:
            return _series(series, said, said.at, now, name)
        case _:
            raise unreadable()


def _named(words: str, own: str, named: Callable[[str], str]) -> str:
    """The zone that words stand for; one in brackets is named in full, as echoes do."""
    if words.endswith(")") and "(" in words:
        full = words.rpartition("(")[2][:-1]
        return own if full == own.lower() else named(full)
    return named(words)


def _zone(found: Meant) -> str:
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


def _strict_zone(words: str, now: datetime) -> str:
    """The zone of words that stand beside a text: UTC, a full name such as Europe/Berlin, or a place behind “in”."""
    place = words.removeprefix("in ")
    found = plainly(place, now) if place != words or "/" in words or words == "utc" else None
    if found is None:
        raise unreadable()
    return _zone(found)


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
        return day + relativedelta(days=days, months=months)
    except (OverflowError, ValueError):
        raise NotADay(_TOO_FAR) from None


def _once(once: Once, at: time, now: datetime, name: str) -> When:
    zone = ZoneInfo(name)
    today = now.astimezone(zone).date()
    if not once.day:
        day = today if instant(today, at, zone) > now else today + timedelta(days=1)
        return _single(day, at, now, name)
    day = read_day(once.day, today)
    if once.weekday and not WEEKDAYS[day.weekday()].startswith(once.weekday):
        raise NotADay(f"{_dated(day)} is a {day:%A}; check the day and the date.")
    return _single(day, at, now, name)


def _single(day: date, at: time, now: datetime, name: str) -> When:
    recurrence = Recurrence(day, at, name)
    if recurrence.on(day).at <= now:
        raise NotADay(PASSED)
    if day > _last(now.date()):
        raise NotADay(_TOO_FAR)
    echo = f"on {_day(day)} {day.year} at {at:%H:%M} {_place(name)}"
    return When(recurrence, "; ".join([echo, *_changes(recurrence, [day])]))


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
    begins = f", from {_dated(first)}" if begin or series.interval > 1 else ""
    ends = f", until {_dated(until)}" if until else ""
    echo = f"{series.words} at {at:%H:%M} {_place(name)}{begins}{ends}"
    notes = [f"next: {_next(following.day, today)}", *notes, *_changes(recurrence, _changing(recurrence, now))]
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
        return read_day(f"{year}-{month}-1", today) + relativedelta(months=1, days=-1)
    return read_day(words, today)


def _month(word: str) -> int:
    """The number of a month; 0 where it is none."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def _changing(recurrence: Recurrence, now: datetime) -> list[date]:
    """The days of the next year on which the rule comes and its time is skipped or shown twice."""
    zone = ZoneInfo(recurrence.zone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=number) for number in range(366))
    changing = [day for day in days if _shift(day, recurrence.at, zone)]
    return [
        day
        for day in changing
        if (found := recurrence.next(max(now, recurrence.on(day).at - _MOMENT))) is not None and found.day == day
    ]


def _shift(day: date, at: time, zone: tzinfo) -> timedelta:
    """How far the clock goes forward over a local time of day; less than nothing where it goes back over it."""
    local = datetime.combine(day, at, tzinfo=zone)
    return (local.replace(fold=1).utcoffset() or timedelta()) - (local.utcoffset() or timedelta())


def _changes(recurrence: Recurrence, days: list[date]) -> list[str]:
    """What happens when the clock is changed: one note for the first time skipped, one for the first doubled."""
    zone, at, notes = ZoneInfo(recurrence.zone), recurrence.at, {}
    for day in reversed(days):
        shift = _shift(day, at, zone)
        moved = recurrence.on(day).at.astimezone(zone)
        if shift.total_seconds() < 0:
            notes["twice"] = f"the clock shows {at:%H:%M} twice on {_dated(day)}, and I take the first"
        elif shift:
            notes["never"] = f"the clock skips {at:%H:%M} on {_dated(day)}, so it comes at {moved:%H:%M} then"
    return list(reversed(notes.values()))


def _last(day: date) -> date:
    return day + relativedelta(years=YEARS_AHEAD)


def _place(name: str) -> str:
    if name == "UTC":
        return "UTC"
    return f"in {name.rpartition('/')[2].replace('_', ' ')} ({name})"


def _day(day: date) -> str:
    return f"{day:%A} {_without_year(day)}"


def _without_year(day: date) -> str:
    return f"{day.day} {day:%B}"


def _dated(day: date) -> str:
    return f"{_without_year(day)} {day.year}"


def _next(day: date, today: date) -> str:
    return _day(day) if abs((day - today).days) < 300 else f"{_day(day)} {day.year}"


_TOO_FAR = f"That is too far away; I plan {YEARS_AHEAD} years ahead at most."
