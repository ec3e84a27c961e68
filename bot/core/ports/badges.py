"""Badges: what somebody reached, once and for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.model.badge import Badge


class Badges(Protocol):
    """Who has which badge."""

    async def award(self, member: int, badge: str, at: datetime) -> bool:
        """Give a badge; False where they have it already."""
        ...

    async def of(self, member: int) -> Sequence[Badge]:
        """The badges of a member, the oldest first."""
        ...

    async def absorb(self, keeper: int, other: int) -> None:
        """Make the badges of `other` those of `keeper`, each from when it was first given."""
        ...

    async def forget(self, member: int) -> None:
        """Take all badges away."""
        ...
