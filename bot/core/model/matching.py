"""How well a group suits somebody: phase, pace, and the hours in which they and its members are awake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

AWAKE = (7 * 60, 23 * 60)
"""From when to when people are taken to be awake, in minutes after midnight by their own clock."""

_DAY = 24 * 60
_SLOT = 15
"""Minutes; all zones of today are whole quarters of an hour apart."""
_MOST_AWAKE = 16
_WIDTH = 16
"""Bits of the number of each slot."""
_FULL = 1 << (_WIDTH - 1)
"""More people than are in any group."""
_EACH = sum(1 << (_WIDTH * slot) for slot in range(_DAY // _SLOT))

_PHASE, _PACE, _HOURS = 40, 25, 35
"""What each counts for at most; 100 together."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for."""

    phase: int | None = None
    """The phase's number; None where they don't mind."""
    hours: int | None = None
    """A week; None where they don't mind."""
    zone: tzinfo | None = None
    """None while it isn't known."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a group is like."""

    phase: int | None
    """The phase's number; None where it goes through all of them."""
    hours: int
    zones: Sequence[tzinfo]
    """Those of its members that are known."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well they suit each other, from 0 to 100, and why."""

    score: int
    why: str


def fit(wish: Wish, offer: Offer, at: datetime) -> Fit:
    """How well an offer suits a wish at an instant, on which clocks depend. What isn't known counts half."""
    phase, phase_words = _phase(wish.phase, offer.phase)
    pace, pace_words = _pace(wish.hours, offer.hours)
    if wish.zone is None:
        hours, hour_words = 0.5, "I don't know your time zone, so I can't count shared waking hours"
    elif not offer.zones:
        hours, hour_words = 0.5, "its members' time zones aren't known yet"
    else:
        shared = shared_hours(wish.zone, offer.zones, at)
        hours, hour_words = shared / _MOST_AWAKE, f"{_number(shared)} shared waking hours"
    score = round(_PHASE * phase + _PACE * pace + _HOURS * hours)
    return Fit(score, ", ".join([phase_words, hour_words, pace_words]))


def likely(wish: Wish, phase: int | None, hours: int) -> float:
    """The part of the score that asks no clocks, for choosing which groups to look at closely."""
    return _PHASE * _phase(wish.phase, phase)[0] + _PACE * _pace(wish.hours, hours)[0]


def shared_hours(zone: tzinfo, others: Sequence[tzinfo], at: datetime) -> float:
    """Hours of a day in which somebody in `zone` and at least half of the others are awake, by their clocks at `at`.

    A number is kept for each slot of the day, all of them in one large whole number, so that all are added at once.
    """
    awake = sum(count * _awake(_minutes(other, at)) for other, count in Counter(others).items())
    half = -(-len(others) // 2)
    enough = (awake + (_FULL - half) * _EACH) & (_awake(_minutes(zone, at)) * _FULL)
    return enough.bit_count() * _SLOT / 60


def _minutes(zone: tzinfo, at: datetime) -> int:
    """Minutes that clocks in a zone are ahead of UTC."""
    return (at.astimezone(zone).utcoffset() or timedelta()) // timedelta(minutes=1)


@lru_cache(maxsize=256)
def _awake(offset: int) -> int:
    """One for each slot of a day in UTC in which people are awake whose clocks are so many minutes ahead."""
    return sum(
        1 << (_WIDTH * slot)
        for slot, minute in enumerate(range(0, _DAY, _SLOT))
        if AWAKE[0] <= (minute + offset) % _DAY < AWAKE[1]
    )


def _phase(wished: int | None, offered: int | None) -> tuple[float, str]:
    if wished is None:
        return 0.5, "all phases" if offered is None else f"phase {offered}"
    if offered is None:
        return 0.5, "open to every phase"
    match abs(wished - offered):
        case 0:
            return 1.0, "same phase"
        case 1:
            return 0.5, f"phase {offered} is next to yours"
        case _:
            return 0.0, f"another phase ({offered})"


def _pace(wished: int | None, offered: int) -> tuple[float, str]:
    words = f"{offered} {'hour' if offered == 1 else 'hours'} a week"
    if wished is None:
        return 0.5, words
    share = min(wished, offered) / max(wished, offered)
    if share >= 0.75:
        return share, "similar pace"
    return share, f"{'faster' if offered > wished else 'slower'} pace ({words})"


def _number(hours: float) -> str:
    return f"{hours:.2f}".rstrip("0").rstrip(".")
