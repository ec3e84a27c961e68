"""Between PostgreSQL and a SQLite file: a server is backed up into one, and filled from one, table by table.

So a backup means the same whichever engine it comes from, and the way from one engine to the other is a backup of the
one that is restored into the other.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg

from bot.adapters.database import postgres, sqlite_file
from bot.adapters.database.migrations import WrongSchema, migrations
from bot.adapters.database.postgres_trouble import trouble
from bot.adapters.database.safekeeping import Kept, NotDone, Progress, check, copy, counts, in_place, known

TOGETHER = 1_000
"""Rows that are fetched at once."""


async def backup_postgres(url: str, target: Path, *, replacing: bool, progress: Progress) -> Kept:
    """Copy a server's tables into a SQLite file, of one instant, while others read and write. Raises `NotDone`."""
    with in_place(target, replacing=replacing) as part, contextlib.closing(_file(part)) as file:
        async with _connected(url) as server, server.transaction(isolation="repeatable_read", readonly=True):
            _make_tables(file, await _version(server))
            rows = {table: await _count(server, table) for table in counts(file)}
            await _fetch(server, file, rows, progress)
        check(file, rows, part)
        return Kept(target, sqlite_file.schema(file), rows)


async def restore_postgres(url: str, source: Path, *, progress: Progress) -> Kept:
    """Fill a server that holds nothing yet from a backup, of either engine. Raises `NotDone`."""
    with known(source) as backup, tempfile.TemporaryDirectory() as folder:
        part = Path(folder, "copy.db")
        copy(backup, part, lambda _: None)
        with contextlib.closing(_file(part)) as file:
            sqlite_file.migrate(file, part, migrations(sqlite_file.KEY))
            async with _connected(url) as server, server.transaction():
                await postgres.migrate(server, migrations(postgres.KEY))
                rows = counts(file)
                await _fill(server, file, rows, progress)
            return Kept(source, sqlite_file.schema(file), rows)


async def _version(server: asyncpg.Connection) -> int:
    if await server.fetchval("SELECT to_regclass($1)", postgres.MARK) is None:
        raise NotDone(
            "The database that DATABASE_URL names holds nothing of this bot yet. It begins with the first run."
        )
    version: int = await server.fetchval(f"SELECT version FROM {postgres.MARK}")  # noqa: S608 - a name of ours
    return version


async def _count(server: asyncpg.Connection, table: str) -> int:
    rows: int = await server.fetchval(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - a name of ours
    return rows


def _file(part: Path) -> sqlite3.Connection:
    return sqlite3.connect(part, isolation_level=None)


def _make_tables(file: sqlite3.Connection, version: int) -> None:
    steps = migrations(sqlite_file.KEY)
    if version > steps[-1].number:
        raise NotDone(f"PostgreSQL holds schema {version}, and I know {steps[-1].number}. Use the bot that runs on it.")
    file.execute("PRAGMA synchronous = OFF")  # the whole file is waited for in the end
    sqlite_file.migrate(file, Path("backup"), [step for step in steps if step.number <= version])


async def _fetch(
    server: asyncpg.Connection, file: sqlite3.Connection, rows: dict[str, int], progress: Progress
) -> None:
    total, done = max(1, sum(rows.values())), 0
    file.execute("BEGIN")
    for table in rows:
        names = _columns(file, table)
        into = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in names.split(','))})"  # noqa: S608
        cursor = await server.cursor(f"SELECT {names} FROM {table}")  # noqa: S608 - names of ours
        while batch := await cursor.fetch(TOGETHER):
            file.executemany(into, [tuple(row) for row in batch])
            done += len(batch)
            progress(done / total)
    file.execute("COMMIT")


async def _fill(server: asyncpg.Connection, file: sqlite3.Connection, rows: dict[str, int], progress: Progress) -> None:
    total, done = max(1, sum(rows.values())), 0
    for table, expected in rows.items():
        await server.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        if await server.fetchval(f"SELECT EXISTS (SELECT 1 FROM {table})"):  # noqa: S608 - a name of ours
            raise NotDone(
                "The database that DATABASE_URL names is in use already, and I replace nothing on a server. "
                "Make an empty one with createdb and name that."
            )
        names = _columns(file, table)
        found = file.execute(f"SELECT {names} FROM {table}")  # noqa: S608 - names of ours
        await server.copy_records_to_table(table, records=found, columns=names.split(", "))
        await _go_on_counting(server, table)
        if await _count(server, table) != expected:
            raise NotDone(f"Not all of {table} arrived, so nothing was kept. Try again.")
        done += expected
        progress(done / total)


async def _go_on_counting(server: asyncpg.Connection, table: str) -> None:
    """New rows get numbers behind those that were brought."""
    counted = "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_identity = 'YES'"
    for (column,) in await server.fetch(f"{counted} AND table_schema = current_schema()", table):
        highest = await server.fetchval(f"SELECT MAX({column}) FROM {table}")  # noqa: S608 - names of ours
        if highest is not None:
            await server.fetchval("SELECT setval(pg_get_serial_sequence($1, $2), $3)", table, column, highest)


def _columns(file: sqlite3.Connection, table: str) -> str:
    return ", ".join(name for (name,) in file.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall())


@contextlib.asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    with _troubles():
        server = await asyncpg.connect(url, timeout=postgres.ANSWER)
        try:
            yield server
        finally:
            await server.close(timeout=postgres.ANSWER)


@contextlib.contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except WrongSchema as wrong:
        raise NotDone(str(wrong)) from wrong
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        found = trouble(error) or f"PostgreSQL doesn't take that ({type(error).__name__}). Nothing was changed."
        raise NotDone(str(found)) from None  # its text may hold the address, or what a member wrote
