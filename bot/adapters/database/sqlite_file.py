"""Opening a SQLite file: is it this bot's, is it whole, is it up to date. What isn't ours is not touched."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import sleep
from typing import TypeVar

import aiosqlite

from bot.adapters.database.migrations import APPLICATION_ID, Migration, WrongSchema, migrations, missing
from bot.adapters.database.sqlite_trouble import damaged, trouble
from bot.core.ports.database import Unavailable

log = logging.getLogger("bot.database")

T = TypeVar("T")

PATIENCE = 5_000
"""Milliseconds to wait for another process's lock."""
STATEMENTS = 512
"""Statements that are kept compiled, more than there are."""
ROOM = 256 * 1024
"""Bytes that must fit before a disk counts as no longer full."""
CACHE = -2_000
"""SQLite's own size of the cache, in KiB below zero."""
KEY = "INTEGER PRIMARY KEY"
_FOREIGN = "{path} holds something else than this bot's notes. Name another file in DATABASE_URL."


class Connection(aiosqlite.Connection):
    """A connection on whose thread whole functions can be run; its thread keeps no process alive."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            partial(sqlite3.connect, path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS),
            64,
        )
        self._thread.daemon = True

    async def hop(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `function`, run on the connection's thread."""
        result: T = await self._execute(function, self._conn)  # type: ignore[no-untyped-call]
        return result

    async def ended(self) -> None:
        """Wait for its thread, after it was closed or could not be opened."""
        await asyncio.to_thread(self._thread.join)


async def connect(path: Path, prepared: Callable[[sqlite3.Connection], None]) -> Connection:
    """A connection after `prepared` has seen to it; closed again where that fails.

    Raises `Unavailable`, and what `prepared` raises.
    """
    connection = Connection(path)
    try:
        try:
            await connection
            await connection.hop(prepared)
        except BaseException:
            await connection.close()
            await connection.ended()
            raise
    except sqlite3.Error as error:
        raise trouble(error, path) or Unavailable(f"{path} cannot be opened: {error}.") from error
    return connection


def for_reading(connection: sqlite3.Connection) -> None:
    """Set a connection up that never writes."""
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    connection.execute("PRAGMA query_only = ON")


def for_writing(path: Path, connection: sqlite3.Connection) -> None:
    """Set a connection up for writing, and bring the tables up to date. Raises `WrongSchema` and `Unavailable`."""
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    _ours(connection, path)
    whole(connection, path)
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection, path, migrations(KEY))


def whole(connection: sqlite3.Connection, path: Path) -> None:
    """Raises `Unavailable` where the file is damaged; half a second for each million rows or so."""
    [(said,), *_] = connection.execute("PRAGMA quick_check(1)").fetchall()
    if said != "ok":
        raise damaged(path, " ".join(said.split()))


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Run the steps that a file lacks: all, or none where one fails. Raises `WrongSchema`.

    Of two processes that start at once, one waits for the other and then finds nothing to do.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _ours(connection, path):
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for step in missing(steps, schema(connection)):
            _run(step, connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def schema(connection: sqlite3.Connection) -> int:
    """Which version of the tables a file has."""
    [(version,)] = connection.execute("PRAGMA user_version")
    return int(version)


def touch(connection: sqlite3.Connection) -> None:
    """Write what stands there already, and wait for the disk."""
    connection.execute(f"PRAGMA user_version = {schema(connection)}")


def spread_out(connection: sqlite3.Connection) -> None:
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


def empty_the_log(connection: sqlite3.Connection) -> None:
    """Write what the log holds into the file itself."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a file is marked as this bot's; False for an empty one. Raises `WrongSchema` for any other."""
    [(application,)] = connection.execute("PRAGMA application_id")
    [(tables,)] = connection.execute("SELECT COUNT(*) FROM sqlite_master")
    if application != APPLICATION_ID and tables:
        raise WrongSchema(_FOREIGN.format(path=path))
    return bool(application == APPLICATION_ID)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite doesn't wait here by itself while another process does the same."""
    for left in range(PATIENCE // 10, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not left:
                raise
            sleep(0.01)
        else:
            return


def _run(step: Migration, connection: sqlite3.Connection) -> None:
    for statement in step.statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {step.number}")
    log.info("the database is now at schema %d (%s)", step.number, step.name)
