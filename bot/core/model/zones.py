"""Time zones in people's own words: a name, a city, an abbreviation, or what time it is where they are.

Only zones of the IANA database are kept, for they know about summer time; an abbreviation or an offset is answered with
the places that it may stand for.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.core.model.places import ABBREVIATIONS, OTHER_NAMES

OFFERED = 25
"""Most zones to choose from at once."""
SLACK = timedelta(minutes=7)
"""So much may somebody's watch differ from ours; offsets are whole quarters of an hour."""

_OFFSET = re.compile(r"(?:(?:utc|gmt)\s*)?([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?")
_TIME = re.compile(r"(?<![\d+\-:])(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?(?![\d:])")
_AREAS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
          "Pacific/")  # fmt: skip


class Doubt(Enum):
    """Why words alone don't name a zone."""

    ABBREVIATION = "abbreviation"
    """Such as EST: said in several places, and in most of them for half of the year."""
    OFFSET = "offset"
    """Such as UTC+2: it knows no summer time."""
    TIME = "time"
    """What time it is: in several places."""
    SEVERAL = "several"
    """A name that several places have, or nearly have."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody's words stand for."""

    words: str
    """As they were written: member text, never markup."""
    zone: str | None = None
    """The zone, where there is no doubt."""
    offers: tuple[str, ...] = ()
    """Zones to choose from, the likeliest first, where there is."""
    doubt: Doubt | None = None


def meant(words: str, at: datetime) -> Meant:
    """What `words` stand for at an instant. Raises nothing."""
    if (found := plainly(words, at)) is not None:
        return found
    said = folded(words)
    if (clock := _clock(said)) is not None:
        return Meant(words, None, _where_it_is(clock, at), Doubt.TIME)
    offers = _nearly(said)
    return Meant(words, None, offers, Doubt.SEVERAL if offers else Doubt.UNKNOWN)


def plainly(words: str, at: datetime) -> Meant | None:
    """The same where the words are a name, an abbreviation or an offset, without looking for what is near: quick."""
    said = folded(words)
    if zone := _named(said):
        return Meant(words, zone)
    if said in ABBREVIATIONS:
        return Meant(words, None, ABBREVIATIONS[said], Doubt.ABBREVIATION)
    if (offset := _offset(said)) is not None:
        return Meant(words, None, _with_offset(offset, at), Doubt.OFFSET)
    return None


def likely(partial: str, at: datetime) -> tuple[str, ...]:
    """Zones to suggest while somebody types."""
    if not folded(partial):
        return tuple(OTHER_NAMES)[:OFFERED]
    found = meant(partial, at)
    first = (found.zone,) if found.zone else found.offers
    return tuple(dict.fromkeys((*first, *_nearly(folded(partial)))))[:OFFERED]


def with_time(name: str, at: datetime) -> str:
    """A zone with what time it is there: `Europe/Berlin (11:00 now)`; with the day where that is another one."""
    local = at.astimezone(ZoneInfo(name))
    day = "" if local.date() == at.date() else f"{local:%a} "
    return f"{name} ({day}{local:%H:%M} now)"


def folded(text: str) -> str:
    """Words as they are compared: without case, accents and signs between them."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().replace("_", " ").replace(",", " ").split())


@lru_cache(maxsize=1)
def _names() -> Mapping[str, frozenset[str]]:
    """The zones that each name stands for: full names, last parts of names, and what else people call them."""
    names: dict[str, set[str]] = {"utc": {"UTC"}, "etc/utc": {"UTC"}}
    for zone in (one for one in available_timezones() if one.startswith(_AREAS)):
        names.setdefault(folded(zone), set()).add(zone)
        if zone not in OTHER_NAMES:
            names.setdefault(folded(zone.rpartition("/")[2]), set()).add(zone)
    for zone, others in OTHER_NAMES.items():
        for name in (*others, zone.rpartition("/")[2]):
            names[folded(name)] = {zone, *(one for one in names.get(folded(name), ()) if one in OTHER_NAMES)}
        names[folded(zone)] = {zone}
    return {name: frozenset(zones) for name, zones in names.items()}


def _named(said: str) -> str | None:
    """The only zone that is called so."""
    found = _names().get(said, frozenset())
    return next(iter(found)) if len(found) == 1 else None


def _nearly(said: str) -> tuple[str, ...]:
    """Zones with a name that is, begins like, holds, or is close to what was said."""
    names = _names()
    ranked: dict[str, int] = {}

    def rank(found: Iterable[str], place: int) -> None:
        for zone in found:
            ranked[zone] = min(place, ranked.get(zone, place))

    for name, zones in names.items():
        if name == said:
            rank(zones, 0)
        elif name.startswith(said):
            rank(zones, 1)
        elif len(said) > 2 and said in name:
            rank(zones, 2)
    for place, name in enumerate(difflib.get_close_matches(said, names, n=5, cutoff=0.75)):
        rank(names[name], 3 + place)
    order = {zone: place for place, zone in enumerate(OTHER_NAMES)}
    best = sorted(ranked, key=lambda zone: (ranked[zone], order.get(zone, len(order)), zone))
    return tuple(best[:OFFERED])


def _offset(said: str) -> timedelta | None:
    """What an offset from UTC is: `utc+2`, `gmt-03:00`, `+5:30`; `etc/gmt+3` is written the other way round."""
    reverse = said.startswith("etc/")
    match = _OFFSET.fullmatch(said.removeprefix("etc/"))
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -size if (match[1] == "+") == reverse else size


def _with_offset(offset: timedelta, at: datetime) -> tuple[str, ...]:
    """Zones that have this offset now."""
    return tuple(zone for zone in OTHER_NAMES if at.astimezone(ZoneInfo(zone)).utcoffset() == offset)[:OFFERED]


def _clock(said: str) -> int | None:
    """The minute of the day that is named in a sentence: `14:30`, `my time is 2:30 pm`."""
    found = [match for match in _TIME.finditer(said) if match[2] or match[3]]
    if len(found) != 1:
        return None
    hour, minute, half = int(found[0][1]), int(found[0][2] or 0), (found[0][3] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _where_it_is(clock: int, at: datetime) -> tuple[str, ...]:
    """Zones where it is this minute of the day now, or nearly so; the nearest first."""

    def away(zone: str) -> int:
        local = at.astimezone(ZoneInfo(zone))
        apart = abs(local.hour * 60 + local.minute - clock)
        return min(apart, 24 * 60 - apart)

    near = [(away(zone), zone) for zone in OTHER_NAMES]
    return tuple(zone for apart, zone in sorted(near, key=lambda one: one[0]) if apart * 60 <= SLACK.seconds)[:OFFERED]
