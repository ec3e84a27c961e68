"""A database that cannot be used just now."""

from __future__ import annotations

from typing import TypeVar

from bot.core.ports.database import Unavailable, Work

T = TypeVar("T")


class BrokenDatabase:
    """`Database` whose disk is full."""

    async def read(self, work: Work[T]) -> T:
        """Raises `Unavailable`."""
        raise Unavailable("database or disk is full")

    async def write(self, work: Work[T]) -> T:
        """Raises `Unavailable`."""
        raise Unavailable("database or disk is full")
