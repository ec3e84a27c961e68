"""A database that is opened by its first use, so that what doesn't need it doesn't wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.core.ports.database import Database, Work

T = TypeVar("T")


class Opened(Database, Protocol):
    """A database that is connected."""

    async def close(self) -> None:
        """Finish what waits, then disconnect."""
        ...


class LateDatabase:
    """`Database` through `opening`, which connects, brings the tables up to date, and raises where it can't."""

    def __init__(self, opening: Callable[[], Awaitable[Opened]]) -> None:
        self._opening = opening
        self._opened: Opened | None = None
        self._lock = asyncio.Lock()

    async def open(self) -> Opened:
        """Connect where that hasn't been done. Raises what `opening` raises, `WrongSchema` and `Unavailable`."""
        async with self._lock:
            if self._opened is None:
                self._opened = await self._opening()
            return self._opened

    async def close(self) -> None:
        """Finish what waits, then disconnect. Safe to call more than once; the next use opens it again."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def read(self, work: Work[T]) -> T:
        """The result of some reading, all of it of one instant."""
        return await (self._opened or await self.open()).read(work)

    async def write(self, work: Work[T]) -> T:
        """The result of an act, which is durable when this returns."""
        return await (self._opened or await self.open()).write(work)
