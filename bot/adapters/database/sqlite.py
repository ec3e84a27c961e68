"""SQLite through aiosqlite: one connection that reads, one that writes, each on its own thread.

Writing is group commit: what waits is stored together, in one transaction and with one wait for the disk, each unit of
work behind a savepoint of its own. A unit of work runs from end to end on the connection's thread, so nothing that is
cancelled can leave a transaction half open.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
import tempfile
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.adapters.database.migrations import APPLICATION_ID, Migration, WrongSchema, migrations, missing
from bot.adapters.database.session import Row, Value, driven
from bot.adapters.database.stores import SqlStores
from bot.core.ports.database import Unavailable, Work

log = logging.getLogger("bot.database")

T = TypeVar("T")

TOGETHER = 64
"""Units of work that are committed together at most."""
PATIENCE = 5_000
"""Milliseconds to wait for another process's lock."""
KEY = "INTEGER PRIMARY KEY"


class Connection(aiosqlite.Connection):
    """A connection on whose thread whole functions can be run."""

    async def hop(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `function`, run on the connection's thread."""
        result: T = await self._execute(function, self._conn)  # type: ignore[no-untyped-call]
        return result


class SqliteSession:
    """Statements on the connection's own thread; they never wait."""

    skip_locked = ""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, **values: Value) -> list[Row]:
        """The rows that a statement gives."""
        return self._connection.execute(sql, values).fetchall()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A unit of work that waits to be stored, and for whom."""

    work: Work[Any]
    done: asyncio.Future[Any]


async def open_sqlite(path: Path | None = None) -> SqliteDatabase:
    """Connect to a file, and bring its tables up to date.

    Without a path it is a file for trying things out, which is thrown away when it is closed. Raises `WrongSchema` and
    `Unavailable`.
    """
    folder = None if path else Path(tempfile.mkdtemp(prefix="mlops-bot-"))
    path = path or Path(folder or "", "bot.db")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = await _connect(path, prepare)
        try:
            return SqliteDatabase(await _connect(path, _only_reading), writer, folder)
        except BaseException:
            await writer.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"The database {path} cannot be opened: {error}.") from error


class SqliteDatabase:
    """`Database` in one file."""

    def __init__(self, reader: Connection, writer: Connection, folder: Path | None = None) -> None:
        self._reader = reader
        self._writer = writer
        self._folder = folder
        self._queue: deque[_Waiting] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Finish what waits, then disconnect; a `folder` of its own is thrown away."""
        if self._draining is not None and not self._draining.done():
            await asyncio.wait({self._draining})
        for connection in (self._reader, self._writer):
            await connection.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def read(self, work: Work[T]) -> T:
        """The result of some reading, all of it of one instant."""
        try:
            return await self._reader.hop(partial(_read, work))
        except sqlite3.OperationalError as error:
            raise Unavailable(str(error)) from error

    async def write(self, work: Work[T]) -> T:
        """The result of an act, which is durable when this returns."""
        waiting = _Waiting(work, asyncio.get_running_loop().create_future())
        waiting.done.add_done_callback(_heard)
        self._queue.append(waiting)
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        result: T = await asyncio.shield(waiting.done)
        return result

    async def _drain(self) -> None:
        """Store what waits, as long as anything does."""
        while self._queue:
            batch = [self._queue.popleft() for _ in range(min(TOGETHER, len(self._queue)))]
            outcomes = await self._writer.hop(partial(_commit, [one.work for one in batch]))
            for one, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, _Failed):
                    one.done.set_exception(outcome.error)
                else:
                    one.done.set_result(outcome)


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


def _read(work: Work[T], connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN")
    try:
        result: T = driven(work(SqlStores(SqliteSession(connection))))
        return result
    finally:
        connection.execute("COMMIT")


def _commit(works: list[Work[Any]], connection: sqlite3.Connection) -> list[object]:
    """Each unit's result or failure, once the disk has them; on trouble with the database, the same trouble for all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_act(work, connection) for work in works]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [_Failed(Unavailable(str(error)))] * len(works)
    return outcomes


def _act(work: Work[Any], connection: sqlite3.Connection) -> object:
    """A unit's result, or what it raised after what it had written was taken back.

    Raises sqlite3.Error for trouble that is not the unit's own.
    """
    connection.execute("SAVEPOINT act")
    try:
        outcome = driven(work(SqlStores(SqliteSession(connection))))
    except sqlite3.OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
        outcome = _Failed(error)
        connection.execute("ROLLBACK TO act")
    connection.execute("RELEASE act")
    return outcome


def _heard(done: asyncio.Future[Any]) -> None:
    """Nobody may wait any more for what was stored; that is no reason for a warning."""
    if not done.cancelled():
        done.exception()


async def _connect(path: Path, prepared: Callable[[sqlite3.Connection], None]) -> Connection:
    """A connection after `prepared` has seen to it; closed again where that fails."""
    connection = Connection(lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False), 64)
    await connection
    try:
        await connection.hop(prepared)
    except BaseException:
        await connection.close()
        raise
    return connection


def _only_reading(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    connection.execute("PRAGMA query_only = ON")


def prepare(connection: sqlite3.Connection) -> None:
    """Set a connection up for writing, and bring the tables up to date. Raises `WrongSchema`."""
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        _migrate(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _migrate(connection: sqlite3.Connection) -> None:
    [(application,)] = connection.execute("PRAGMA application_id")
    [(tables,)] = connection.execute("SELECT COUNT(*) FROM sqlite_master")
    if application != APPLICATION_ID:
        if tables:
            raise WrongSchema("The file that DATABASE_URL names holds something else; name another file.")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    [(version,)] = connection.execute("PRAGMA user_version")
    for step in missing(migrations(KEY), version):
        _run(step, connection)


def _run(step: Migration, connection: sqlite3.Connection) -> None:
    for statement in step.statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {step.number}")
    log.info("the database is now at schema %d (%s)", step.number, step.name)
