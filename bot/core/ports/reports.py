"""What members say looks wrong on a board, kept for organisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Report:
    """What one member said."""

    number: int
    member: int
    name: str
    """Of the member; member text, never markup."""
    words: str
    """Member text, never markup."""
    at: datetime


class Reports(Protocol):
    """The reports of communities."""

    async def add(self, community: int, member: int, words: str, at: datetime) -> int:
        """Keep what somebody said; its number."""
        ...

    async def waiting(self, community: int, member: int) -> int:
        """How many reports of a member nobody settled yet."""
        ...

    async def open(self, community: int, after: int, limit: int) -> Sequence[Report]:
        """The reports of a community that nobody settled, the oldest first, behind the number `after`."""
        ...

    async def settle(self, community: int, number: int, at: datetime) -> bool:
        """Note that an organiser dealt with a report; False where there is none to deal with."""
        ...

    async def one(self, community: int, number: int) -> Report | None:
        """A report by its number, settled or not."""
        ...

    async def absorb(self, keeper: int, other: int) -> None:
        """Make the reports of `other` those of `keeper`."""
        ...

    async def forget(self, member: int) -> None:
        """Remove what a member said."""
        ...
