"""A database that is opened by its first use, so that what doesn't need it doesn't wait for it.

Whatever goes to the database comes through here; so this is where an outage is noticed, and told to the log once when
it begins and once when it ends, however many ask in between.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.core.ports.database import Database, Unavailable, Work

log = logging.getLogger("bot.database")

T = TypeVar("T")

FRESH = 3.0
"""Seconds for which the answer of `ready` stands."""
LIMIT = 2.0
"""Seconds that writing may take to count as ready."""


class Opened(Database, Protocol):
    """A database that is connected."""

    async def check(self, *, room: bool = False) -> None:
        """Raises `Unavailable` unless something can be written just now, durably; with `room`, rather much."""
        ...

    def glance(self) -> object:
        """Something that differs once anybody wrote to the schedule, in this process or another; costs nothing."""
        ...

    async def close(self) -> None:
        """Finish what waits, then disconnect."""
        ...


class LateDatabase:
    """`Database` through `opening`, which connects, brings the tables up to date, and raises where it can't."""

    def __init__(self, opening: Callable[[], Awaitable[Opened]]) -> None:
        self._opening = opening
        self._opened: Opened | None = None
        self._lock = asyncio.Lock()
        self._outage: set[str] = set()
        self._ready = True
        self._ready_until = 0.0

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
        try:
            result = await (self._opened or await self.open()).read(work)
        except Unavailable as trouble:
            self._begun("reading", trouble)
            raise
        if self._outage:
            self._over("reading")
        return result

    async def write(self, work: Work[T]) -> T:
        """The result of an act, which is durable when this returns."""
        try:
            result = await (self._opened or await self.open()).write(work)
        except Unavailable as trouble:
            self._begun("writing", trouble)
            raise
        if self._outage:
            self._over("reading", "writing")
        return result

    def glance(self) -> object:
        """Something that differs once anybody wrote to the schedule; always the same while it isn't open."""
        return None if self._opened is None else self._opened.glance()

    async def ready(self) -> bool:
        """Whether something can be written just now. It is tried every few seconds at most, however often one asks."""
        now = asyncio.get_running_loop().time()
        if now >= self._ready_until:
            self._ready_until = now + FRESH  # whoever asks meanwhile is told what was found last
            self._ready = await self._writable()
        return self._ready

    async def _writable(self) -> bool:
        try:
            async with asyncio.timeout(LIMIT):
                await (self._opened or await self.open()).check(room=bool(self._outage))
        except TimeoutError:
            return False
        except Unavailable as trouble:
            self._begun("writing", trouble)
            return False
        self._over("reading", "writing")
        return True

    def _begun(self, doing: str, trouble: Unavailable) -> None:
        if not self._outage:
            log.error("The database cannot be used: %s", trouble)
        self._outage.add(doing)

    def _over(self, *doing: str) -> None:
        before = len(self._outage)
        self._outage.difference_update(doing)
        if before and not self._outage:
            log.warning("The database can be used again.")
