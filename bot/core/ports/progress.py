"""What members have learnt, what they said about their days, and which days count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.model.checkin import Checkin
from bot.core.model.points import LedgerLine
from bot.core.model.progress import State
from bot.core.model.streak import Break, Mark, Outage, Rhythm


@dataclass(frozen=True, slots=True)
class GroupHere:
    """The study group that somebody's acts concern."""

    number: int
    name: str
    """Member text."""
    phase: str | None
    """The id of its phase, as it was stored."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the ledger, and what all lines until it summed to."""

    number: int
    """Its place among all lines: later lines have larger ones."""
    line: LedgerLine
    sum: int


class Progress(Protocol):
    """Who has learnt what."""

    async def kept(self, member: int) -> Sequence[tuple[str, State]]:
        """Every state that is stored, by skill ids as they were at that time."""
        ...

    async def set(self, member: int, skill: str, state: State, at: datetime) -> None:
        """Store a state; `TODO` is stored as nothing."""
        ...

    async def group(self, member: int, channel: str | None) -> GroupHere | None:
        """The study group that lives in this channel, or else the one joined last, among those they are in."""
        ...

    async def points(self, member: int) -> int:
        """All points of somebody."""
        ...

    async def explained(
        self, member: int, *, before: int | None = None, day: date | None = None, limit: int
    ) -> Sequence[Explained]:
        """Lines of the ledger, the newest first: those before a number, those of one learning day."""
        ...

    async def absorb(self, keeper: int, other: int) -> None:
        """Make everything of `other` a part of `keeper`: for each skill the state that is further."""
        ...

    async def forget(self, member: int) -> None:
        """Delete everything."""
        ...


class Checkins(Protocol):
    """What people said about their days: one check-in for each learning day."""

    async def on(self, member: int, day: date) -> Checkin | None:
        """The check-in of one day."""
        ...

    async def write(self, member: int, checkin: Checkin, at: datetime) -> None:
        """Store a day's check-in in place of what stood there."""
        ...

    async def remove(self, member: int, day: date) -> None:
        """Delete a day's check-in."""
        ...

    async def latest(self, member: int, *, before: date | None = None, limit: int) -> Sequence[Checkin]:
        """Check-ins, the latest day first: those of days before one."""
        ...

    async def absorb(self, keeper: int, other: int) -> None:
        """Make those of `other` a part of `keeper`; where both spoke of a day, `member`'s own words stay."""
        ...

    async def forget(self, member: int) -> None:
        """Delete everything."""
        ...


class Days(Protocol):
    """Which learning days count as active, and which don't have to."""

    async def mark(self, member: int, act: str, mark: Mark) -> int:
        """Let an act count for its day; `act` names it like in the ledger. Nothing happens where it does already.

        How many active days there are now, where that made the day one; 0 where it was one before.
        """
        ...

    async def unmark(self, member: int, act: str) -> None:
        """Let an act that was undone count no longer."""
        ...

    async def marks(self, member: int) -> Sequence[Mark]:
        """Everything that counts, in no order."""
        ...

    async def breaks(self, member: int) -> Sequence[Break]:
        """Planned breaks, the earliest first."""
        ...

    async def plan(self, member: int, planned: Break) -> None:
        """Add a break."""
        ...

    async def drop(self, member: int, number: int) -> None:
        """Delete a break."""
        ...

    async def rhythm(self, member: int) -> Rhythm:
        """What keeps their streak going; daily until they choose."""
        ...

    async def choose(self, member: int, rhythm: Rhythm) -> None:
        """Keep their choice."""
        ...

    async def outages(self, first: date, last: date) -> Sequence[Outage]:
        """When the bot could not be reached, as far as that touches these days in any time zone."""
        ...

    async def absorb(self, keeper: int, other: int) -> None:
        """Make the days and breaks of `other` a part of `keeper`, whose rhythm stays."""
        ...

    async def forget(self, member: int) -> None:
        """Delete everything."""
        ...
