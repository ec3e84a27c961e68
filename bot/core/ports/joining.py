"""Two becoming one: members, and communities. Whatever is kept about the one goes over to the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Carried = Sequence[tuple[str, int]]
"""What went over, as words for a member and how much of it: `("points", 30)`."""


class Joining(Protocol):
    """Asks every store; called by `/link` and `/settings join`."""

    async def members(self, keeper: int, other: int) -> Carried:
        """Carry over everything that is kept about `other`, who then no longer is. Nothing counts twice."""
        ...

    async def communities(self, keeper: int, other: int) -> Carried:
        """Carry over everything that belongs to the community `other`, which then no longer is."""
        ...
