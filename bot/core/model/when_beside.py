"""A time that stands beside a text: “tomorrow 9:00 read the paper”, “to read the paper tomorrow at 9”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from bot.core.model.calendar import NotADay, NoTime, mend
from bot.core.model.places import ABBREVIATIONS
from bot.core.model.said import read_said
from bot.core.model.said_clock import Unclear
from bot.core.model.said_line import unreadable
from bot.core.model.when import When, certain, read_when, settle
from bot.core.model.zones import plainly

FRONT, BACK = 30, 14
"""So many words may say a time in front of a text, and behind it."""
SPLIT = 6
"""So many words of it may stand in front where the rest stands behind: “tomorrow read the paper at 9”."""

_TO = re.compile(r"(?:[,:;–-]+\s*)?(?:(?:to|that)\s+)?", re.IGNORECASE)
_ZONE_LIKE = re.compile(r"(?i:UTC|GMT)[+\-−–]\d{1,2}(?::?\d{2})?|[+\-−–]\d{2}:\d{2}|[A-Z]{3,4}")


def split_when(words: str, now: datetime, zone: tzinfo) -> tuple[When, str]:
    """The time in `words`, and the text before or behind it: “tomorrow 9:00 read the paper”.

    The text is empty where all is time. Within a text a city is a zone only behind “in”. Slips of the finger within the
    time are mended. Raises `NotADay`.
    """
    try:
        return _split(words, words, now, zone)
    except NotADay:
        if (mended := mend(words)) is None:
            raise
        return _split(words, mended, now, zone)


def _split(words: str, mended: str, now: datetime, zone: tzinfo) -> tuple[When, str]:
    """The time is read in the mended words, the text stays as it was written."""
    spots = [match.span() for match in re.finditer(r"\S+", words)]
    said_spots = [match.span() for match in re.finditer(r"\S+", mended)]
    firsts = [mended[:end].rstrip(" ,:;–-") for _, end in said_spots]
    lasts = [mended[start:] for start, _ in said_spots] + [""]
    rests = [words[start:] for start, _ in spots] + [""]
    missing: NotADay = unreadable()

    def named(place: str) -> str:
        return _strict_zone(place, now)

    for count in range(min(FRONT, len(spots)), 0, -1):
        try:
            found = settle(read_said(firsts[count - 1]), now, zone, named)
        except NoTime as error:
            missing = error if isinstance(error, Unclear) and not isinstance(missing, Unclear) else missing
            continue
        _check_no_zone(rests[count], firsts[count - 1], now, zone)
        return found, _TO.sub("", rests[count].strip(), count=1)
    for count, begin in _ends(len(spots)):
        said = f"{firsts[begin - 1]} {lasts[len(spots) - count]}" if begin else lasts[len(spots) - count]
        try:
            found = settle(read_said(said), now, zone, named)
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


def _strict_zone(words: str, now: datetime) -> str:
    """The zone of words that stand beside a text: UTC, a full name such as Europe/Berlin, or a place behind “in”."""
    place = words.removeprefix("in ")
    found = plainly(place, now) if place != words or "/" in words or words == "utc" else None
    if found is None:
        raise unreadable()
    return certain(found)
