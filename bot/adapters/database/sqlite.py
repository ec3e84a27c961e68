"""SQLite through aiosqlite: one connection that reads, one that writes, each on its own thread.

Writing is group commit: what waits is stored together, in one transaction and with one wait for the disk, and a unit of
work that fails is taken back alone. A unit of work runs from end to end on the connection's thread, so nothing that is
cancelled can leave a transaction half open.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.adapters import clock
from bot.adapters.database.sqlite_file import spread_out, touch
from bot.adapters.database.sqlite_place import Place
from bot.adapters.database.sqlite_trouble import trouble
from bot.adapters.database.sqlite_units import Failed, commit, read
from bot.core.ports.database import Unavailable, Work

T = TypeVar("T")

TOGETHER = 64
"""Units of work that are committed together at most."""

FRESH = 0.1
"""Seconds in which a file may be changed twice and bear the same time."""

_Waiting = tuple[Work[Any], "asyncio.Future[Any]"]
"""A unit of work that waits to be stored, and for whom."""


async def open_sqlite(path: Path | None = None) -> SqliteDatabase:
    """Connect to a file, check that it is whole, and bring its tables up to date.

    Without a path it is a file for trying things out, which is thrown away when it is closed. Raises `WrongSchema` and
    `Unavailable`.
    """
    folder = None if path else Path(tempfile.mkdtemp(prefix="mlops-bot-"))
    path = path or Path(folder or "", "bot.db")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"The folder {path.parent} cannot be made: {error.strerror}.") from error
    return SqliteDatabase(await Place.open(path), folder)


class SqliteDatabase:
    """`Database` in one file."""

    def __init__(self, place: Place, folder: Path | None = None) -> None:
        self._place = place
        self._log = Path(f"{place.path}-wal")
        self._folder = folder
        self._queue: deque[_Waiting] = deque()
        self._batch: list[_Waiting] = []
        self._draining: asyncio.Task[None] | None = None
        self._closed = False

    async def close(self) -> None:
        """Finish what waits, then disconnect; a `folder` of its own is thrown away."""
        self._closed = True
        if self._draining is not None and not self._draining.done():
            await asyncio.wait({self._draining})
        await self._place.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def read(self, work: Work[T]) -> T:
        """The result of some reading, all of it of one instant."""
        self._refuse_when_closed()
        try:
            opened = self._place.opened or await self._place.current()
            return await opened.reader.hop(partial(read, work))
        except sqlite3.Error as error:
            found = trouble(error, self._place.path)
            wrote = error.sqlite_errorcode == sqlite3.SQLITE_READONLY  # our mistake
            if found is None or wrote:
                raise
            raise found from error

    async def write(self, work: Work[T]) -> T:
        """The result of an act, which is durable when this returns."""
        if self._closed:
            self._refuse_when_closed()
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append((work, done))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
            self._draining.add_done_callback(self._stopped)
        return await done  # who stops waiting cancels this alone; the unit is stored all the same

    def glance(self) -> object:
        """When the write-ahead log was changed last, by whomever: no need to go to the connection's thread for that."""
        try:
            found = self._log.stat()
        except OSError:  # it comes with the first act
            return None
        fresh = clock.now().timestamp() - found.st_mtime < FRESH
        return found.st_mtime_ns, found.st_size, fresh

    async def check(self, *, room: bool = False) -> None:
        """Raises `Unavailable` unless something can be written just now, down to the disk.

        With `room`, as much as many acts together: on a disk that was full, a few bytes always fit somewhere.
        """
        self._refuse_when_closed()
        try:
            opened = await self._place.current()
            if room:
                await opened.writer.hop(spread_out)
            await opened.writer.hop(touch)
        except sqlite3.Error as error:
            raise trouble(error, self._place.path) or Unavailable(f"{self._place.path}: {error}.") from error

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise Unavailable("The database is closed, for the bot is stopping.")

    async def _drain(self) -> None:
        """Store what waits, as long as anything does."""
        while self._queue:
            self._batch = [self._queue.popleft() for _ in range(min(TOGETHER, len(self._queue)))]
            outcomes = await self._stored([work for work, _ in self._batch])
            for (_, done), outcome in zip(self._batch, outcomes, strict=True):
                if done.done():
                    continue
                if type(outcome) is Failed:
                    done.set_exception(outcome.error)
                else:
                    done.set_result(outcome)

    def _stopped(self, draining: asyncio.Task[None]) -> None:
        """Where the whole bot is being stopped, whoever waits is to wait no longer."""
        if draining.cancelled():
            for _, done in (*self._batch, *self._queue):
                done.cancel()
            self._queue.clear()

    async def _stored(self, works: list[Work[Any]]) -> list[object]:
        """Each unit's result or failure, once the disk has them; on trouble with the database, the same for all."""
        try:
            opened = await self._place.current()
            return await opened.writer.hop(partial(commit, works))
        except sqlite3.Error as error:
            failed = trouble(error, self._place.path) or Unavailable(f"{self._place.path}: {error}.")
            failed.__cause__ = error
        except Unavailable as gone:
            failed = gone
        return [Failed(failed)] * len(works)
