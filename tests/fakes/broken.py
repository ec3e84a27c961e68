"""A database that cannot be used just now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from bot.core.ports.database import Database, Unavailable, Work

T = TypeVar("T")


class BrokenDatabase:
    """`Database` whose disk is full."""

    async def read(self, work: Work[T]) -> T:
        """Raises `Unavailable`."""
        raise Unavailable("database or disk is full")

    async def write(self, work: Work[T]) -> T:
        """Raises `Unavailable`."""
        raise Unavailable("database or disk is full")


@dataclass
class FragileDatabase:
    """`Database` that works as long as it isn't `away`."""

    database: Database
    away: bool = False

    async def read(self, work: Work[T]) -> T:
        """Raises `Unavailable` while it is away."""
        return await self._now().read(work)

    async def write(self, work: Work[T]) -> T:
        """Raises `Unavailable` while it is away."""
        return await self._now().write(work)

    def _now(self) -> Database:
        return BrokenDatabase() if self.away else self.database
