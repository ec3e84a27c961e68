"""Boards: whose points are summed, over which time, and who stands where. Ties share a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Board:
    """A community as a whole, or one of its study groups."""

    community: int
    group: int = 0
    """The group's number; 0 for the community as a whole."""


class Span(Enum):
    """Over which time a board sums."""

    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of a community's time that it gave a name to."""

    first: date
    name: str
    """Member text, never markup."""


@lru_cache(maxsize=64)
def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=64)
def quarter(day: date) -> Season:
    """The calendar quarter of a day, which is the season where organisers started none."""
    number = (day.month - 1) // 3
    return Season(date(day.year, 3 * number + 1, 1), f"{day.year} Q{number + 1}")


def period(span: Span, day: date, season: Season) -> str:
    """The name under which the sums of the week, month or season that holds `day` are kept."""
    match span:
        case Span.WEEK:
            return f"w{monday(day).isoformat()}"
        case Span.MONTH:
            return f"m{day.isoformat()[:7]}"
        case Span.SEASON:
            return f"s{season.first.isoformat()}"
        case Span.ALL:
            return "all"
        case _:
            assert_never(span)


@dataclass(frozen=True, slots=True)
class Mark:
    """A row's position on a board. More points stand higher; among ties, the higher number."""

    points: int
    """For groups: hundredths of a point a head."""
    number: int
    """Of the member or group."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page of a board begins: at the top, or next to a mark."""

    mark: Mark | None = None
    side: str = "after"
    """`after` the mark, `before` it, or `around` it."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody on a board, as others may see them."""

    place: int
    mark: Mark
    name: str
    """Member text, never markup."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group on the board of groups."""

    place: int
    mark: Mark
    name: str
    """Member text, never markup."""
    points: int
    active: int
    """Members with points in this time."""


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some rows of a board, and how it goes on."""

    rows: tuple[MemberRow, ...]
    above: bool
    below: bool
    people: int
    """Listed members with points, on all pages."""
    points: int
    """Of all members, listed or not."""
    active: int
    """Members with points, listed or not."""


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Some rows of the board of groups, and how it goes on."""

    rows: tuple[GroupRow, ...]
    above: bool
    below: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands on a board."""

    place: int
    mark: Mark
    listed: bool
    """Whether others see them there."""


@dataclass(frozen=True, slots=True)
class GroupName:
    """A study group, as boards need it."""

    number: int
    name: str
    """Member text, never markup."""
