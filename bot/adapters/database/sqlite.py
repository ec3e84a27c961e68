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
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.adapters.database.migrations import WrongSchema
from bot.adapters.database.session import Row, Value, driven
from bot.adapters.database.sqlite_file import Connection, connect, for_reading, for_writing, schema
from bot.adapters.database.sqlite_trouble import trouble
from bot.adapters.database.stores import SqlStores
from bot.core.ports.database import Unavailable, Work

T = TypeVar("T")

TOGETHER = 64
"""Units of work that are committed together at most."""

ROOM = 256 * 1024
"""Bytes that must fit before a disk counts as no longer full."""
CACHE = -2_000
"""SQLite's own size of the cache, in KiB below zero."""


class SqliteSession:
    """Statements on the connection's own thread; they never wait."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, **values: Value) -> list[Row]:
        """The rows that a statement gives."""
        return self._connection.execute(sql, values).fetchall()


_Waiting = tuple[Work[Any], "asyncio.Future[Any]"]
"""A unit of work that waits to be stored, and for whom."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file with its two connections; `file` tells it from another that takes its place."""

    file: object
    reader: Connection
    writer: Connection

    async def close(self) -> None:
        await self.reader.close()
        await self.writer.close()


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
    return SqliteDatabase(path, await _open(path), folder)


class SqliteDatabase:
    """`Database` in one file."""

    def __init__(self, path: Path, opened: _Opened, folder: Path | None = None) -> None:
        self._path = path
        self._opened: _Opened | None = opened
        self._following = asyncio.Lock()
        self._folder = folder
        self._queue: deque[_Waiting] = deque()
        self._batch: list[_Waiting] = []
        self._draining: asyncio.Task[None] | None = None
        self._closed = False

    async def close(self) -> None:
        """Finish what waits, then disconnect; a `folder` of its own is thrown away."""
        self._closed = True
        if self._draining is not None:
            await asyncio.wait({self._draining})
        if self._opened is not None:
            await self._opened.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def read(self, work: Work[T]) -> T:
        """The result of some reading, all of it of one instant."""
        self._refuse_when_closed()
        try:
            opened = self._opened or await self._current()
            return await opened.reader.hop(partial(_read, work))
        except sqlite3.Error as error:
            found = trouble(error, self._path)
            if (
                found is None or error.sqlite_errorcode == sqlite3.SQLITE_READONLY
            ):  # it wrote while reading: our mistake
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

    async def check(self, *, room: bool = False) -> None:
        """Raises `Unavailable` unless something can be written just now, down to the disk.

        With `room`, as much as many acts together: on a disk that was full, a few bytes always fit somewhere.
        """
        self._refuse_when_closed()
        try:
            opened = await self._current()
            if room:
                await opened.writer.hop(_spread_out)
            await opened.writer.hop(_touch)
        except sqlite3.Error as error:
            raise trouble(error, self._path) or Unavailable(f"{self._path}: {error}.") from error

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
                if type(outcome) is _Failed:
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
            opened = await self._current()
            return await opened.writer.hop(partial(_commit, works))
        except sqlite3.Error as error:
            failed = trouble(error, self._path) or Unavailable(f"{self._path}: {error}.")
            failed.__cause__ = error
        except Unavailable as gone:
            failed = gone
        return [_Failed(failed)] * len(works)

    async def _current(self) -> _Opened:
        """The file that has its name now, opened anew where it took another's place. Raises `Unavailable`.

        Without this, acts would be acknowledged into a file that was deleted and that nobody can ever open again.
        """
        if self._opened is not None and self._opened.file == _file(self._path):
            return self._opened
        async with self._following:
            file = _file(self._path)
            if self._opened is not None and self._opened.file != file:
                await self._let_go(self._opened, file)
            if self._opened is None:
                try:
                    self._opened = await _open(self._path)
                except WrongSchema as wrong:
                    raise Unavailable(str(wrong)) from wrong
            return self._opened

    async def _let_go(self, opened: _Opened, file: object) -> None:
        """Write everything into the file that is gone from its name, so that its log doesn't spoil the next one."""
        try:
            await opened.writer.hop(_empty_the_log)
        except sqlite3.Error:  # it is damaged; then its log must have been moved away too
            if self._path.with_name(f"{self._path.name}-wal").exists():
                raise
        if file is None:
            raise Unavailable(
                f"{self._path} was moved or deleted. Put it back, or bring a backup back with "
                "python -m bot restore FILE; the bot goes on by itself."
            )
        self._opened = None
        await opened.close()


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


async def _open(path: Path) -> _Opened:
    writer = await connect(path, partial(for_writing, path))
    try:
        return _Opened(_file(path), await connect(path, for_reading), writer)
    except BaseException:
        await writer.close()
        raise


def _file(path: Path) -> object:
    """What tells a file from any other, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _read(work: Work[T], connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN")
    try:
        result: T = driven(work(SqlStores(SqliteSession(connection))))
        return result
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def _commit(works: list[Work[Any]], connection: sqlite3.Connection) -> list[object]:
    """Each unit's result or failure, once the disk has them. Raises sqlite3.Error where it has none of them.

    Units rarely fail after they have written something. So they are run without savepoints first; where one did, all
    are taken back and run again, each behind a savepoint of its own.
    """
    for act in (_act, _act_behind_savepoint):
        try:
            connection.execute("BEGIN IMMEDIATE")
            stores = SqlStores(SqliteSession(connection))
            outcomes = [act(work, stores, connection) for work in works]
            connection.execute("COMMIT")
        except _Spoilt:
            connection.execute("ROLLBACK")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        else:
            return outcomes
    raise AssertionError("behind a savepoint nothing is spoilt")


class _Spoilt(Exception):
    """A unit failed that had written something."""


def _act(work: Work[Any], stores: SqlStores, connection: sqlite3.Connection) -> object:
    """A unit's result, or what it raised before it had written anything.

    Raises `_Spoilt`, and sqlite3.Error for trouble that is not the unit's own.
    """
    before = connection.total_changes
    try:
        return driven(work(stores))
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
        failed = _failed(error)
    if connection.total_changes != before:
        raise _Spoilt
    return failed


def _act_behind_savepoint(work: Work[Any], stores: SqlStores, connection: sqlite3.Connection) -> object:
    """A unit's result, or what it raised after what it had written was taken back; raises sqlite3.Error as above."""
    connection.execute("SAVEPOINT act")
    outcome: object
    try:
        outcome = driven(work(stores))
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
        outcome = _failed(error)
        connection.execute("ROLLBACK TO act")
    connection.execute("RELEASE act")
    return outcome


def _failed(error: BaseException) -> _Failed:
    """What a unit raised; raises it again where it is trouble with the database, which all share."""
    if isinstance(error, sqlite3.Error) and trouble(error, Path()) is not None:
        raise error
    return _Failed(RuntimeError("StopIteration") if isinstance(error, StopIteration) else error)


def _touch(connection: sqlite3.Connection) -> None:
    """Write what stands there already, and wait for the disk."""
    connection.execute(f"PRAGMA user_version = {schema(connection)}")


def _spread_out(connection: sqlite3.Connection) -> None:
    """Take the room of many acts on the disk, and give it back; the small cache makes it go there before the end."""
    connection.execute("PRAGMA cache_size = 10")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE room (taken BLOB)")
        connection.execute(f"INSERT INTO room VALUES (zeroblob({ROOM}))")  # noqa: S608 - a number of ours
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA cache_size = {CACHE}")


def _empty_the_log(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
