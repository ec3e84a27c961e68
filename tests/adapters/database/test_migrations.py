"""Tables come up to date from wherever they were, on both engines, or nothing happens and a sentence says why."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.adapters.database import postgres as postgres_engine
from bot.adapters.database import sqlite_file
from bot.adapters.database.migrations import Migration, WrongSchema, migrations
from bot.adapters.database.session import Value, numbered
from bot.app import database_at
from tests.adapters.database.conftest import Address, new_postgres
from tests.adapters.database.release import RELEASED, at_version, columns, dump, insertion, up_to

NUMBERS = [step.number for step in migrations(sqlite_file.KEY)]
NEWEST = NUMBERS[-1]
BROKEN = Migration(NEWEST + 1, "broken", ("CREATE TABLE half (id BIGINT)", "CREATE TABLE nonsense (id BIGINT"))


class BareSqlite:
    """A database without anything of ours around it."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self.key = sqlite_file.KEY

    async def migrate(self, steps: list[Migration]) -> None:
        sqlite_file.migrate(self._connection, self._path, steps)

    async def rows(self, sql: str, **values: Value) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    async def tables(self) -> list[Any]:
        return tables(self._connection)

    async def close(self) -> None:
        self._connection.close()


class BarePostgres:
    """The same on a server."""

    def __init__(self, url: str, connection: asyncpg.Connection) -> None:
        self.url = url
        self._connection = connection
        self.key = postgres_engine.KEY

    async def migrate(self, steps: list[Migration]) -> None:
        await postgres_engine.migrate(self._connection, steps)

    async def rows(self, sql: str, **values: Value) -> list[Any]:
        statement, names = numbered(sql)
        return [tuple(one) for one in await self._connection.fetch(statement, *[values[name] for name in names])]

    async def tables(self) -> list[Any]:
        return await self.rows(
            "SELECT table_name, column_name, ordinal_position, data_type, column_default, is_nullable "
            "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3"
        ) + await self.rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")

    async def close(self) -> None:
        await self._connection.close()


def tables(connection: sqlite3.Connection) -> list[Any]:
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


async def bare_of(server: Address | None, path: Path) -> BareSqlite | BarePostgres:
    if server is None:
        return BareSqlite(path)
    url = await new_postgres(server, template="template1")
    return BarePostgres(url, await asyncpg.connect(url))


@pytest.fixture
async def bare(server: Address | None, tmp_path: Path) -> AsyncIterator[BareSqlite | BarePostgres]:
    """An empty database without any table."""
    bare = await bare_of(server, tmp_path / "bare.db")
    yield bare
    await bare.close()


def test_numbers_leave_no_gap_and_stand_once() -> None:
    assert list(range(1, NEWEST + 1)) == NUMBERS


def test_statements_can_be_told_apart() -> None:
    """A semicolon or `--` within a statement would be cut in two without a word."""
    for step in migrations(sqlite_file.KEY):
        for statement in step.statements:
            assert sqlite3.complete_statement(statement + ";"), step.name
            assert len(re.findall("'", statement)) % 2 == 0, step.name


@pytest.mark.parametrize("version", NUMBERS[:-1])
async def test_every_earlier_schema_comes_up_to_date_with_its_rows(
    bare: BareSqlite | BarePostgres, server: Address | None, tmp_path: Path, version: int
) -> None:
    steps = migrations(bare.key)
    earlier = at_version(version)
    await bare.migrate(up_to(version, bare.key))
    kept = {}
    for (table,) in earlier.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall():
        names = columns(earlier, table)
        kept[table] = (names, earlier.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall())
        for row in kept[table][1]:
            await bare.rows(insertion(table, dict(zip(names, row, strict=True))), **dict(zip(names, row, strict=True)))
    earlier.close()

    await bare.migrate(steps)

    assert all(rows for _, rows in kept.values())
    for table, (names, rows) in kept.items():
        assert await bare.rows(f"SELECT {', '.join(names)} FROM {table}") == rows, table
    fresh = await bare_of(server, tmp_path / "fresh.db")
    await fresh.migrate(steps)
    assert await bare.tables() == await fresh.tables()
    await fresh.close()


def test_what_was_released_is_not_edited(tmp_path: Path) -> None:
    """Besides what was released, the newest is taken as if it were released now: that proves the way there and back."""
    newest = at_version(NEWEST)
    (tmp_path / f"{NEWEST}.sql").write_text(dump(newest), encoding="utf-8")
    newest.close()
    for file in (*RELEASED.glob("*.sql"), *tmp_path.glob("*.sql")):
        released = sqlite3.connect(":memory:", isolation_level=None)
        released.executescript(file.read_text(encoding="utf-8"))
        made = sqlite3.connect(":memory:", isolation_level=None)
        sqlite_file.migrate(made, Path("memory"), up_to(int(file.stem), sqlite_file.KEY))
        assert sqlite_file.schema(released) == int(file.stem)
        assert tables(released) == tables(made), f"schema {file.stem} was released: add a migration instead"
        [(rows,)] = released.execute("SELECT COUNT(*) FROM members")
        assert rows
        sqlite_file.migrate(released, Path("memory"), migrations(sqlite_file.KEY))
        assert sqlite_file.schema(released) == NEWEST
        released.close()
        made.close()


async def test_a_step_that_fails_half_way_leaves_everything_as_it_was(bare: BareSqlite | BarePostgres) -> None:
    steps = migrations(bare.key)
    with pytest.raises((sqlite3.OperationalError, asyncpg.PostgresSyntaxError)):
        await bare.migrate([*steps, BROKEN])
    assert await bare.tables() == []
    await bare.migrate(steps)
    before = await bare.tables()
    with pytest.raises((sqlite3.OperationalError, asyncpg.PostgresSyntaxError)):
        await bare.migrate([*steps, BROKEN])
    assert await bare.tables() == before
    await bare.migrate(steps)


async def test_a_database_of_a_newer_bot_is_refused(bare: BareSqlite | BarePostgres) -> None:
    steps = migrations(bare.key)
    await bare.migrate([*steps, Migration(NEWEST + 1, "later", ("CREATE TABLE later (id BIGINT)",))])
    before = await bare.tables()
    late = database_at(bare.url)
    with pytest.raises(WrongSchema, match=f"newer version of the bot \\(schema {NEWEST + 1}, I know {NEWEST}\\)"):
        await late.open()
    assert await bare.tables() == before


async def test_what_is_up_to_date_is_left_alone(
    bare: BareSqlite | BarePostgres, caplog: pytest.LogCaptureFixture
) -> None:
    await bare.migrate(migrations(bare.key))
    with caplog.at_level(logging.INFO):
        await bare.migrate(migrations(bare.key))
    assert caplog.text == ""


@pytest.mark.slow
async def test_processes_that_start_at_once_make_the_tables_once(bare: BareSqlite | BarePostgres) -> None:
    program = f"""
import asyncio, logging, sys
from bot.app import database_at
import bot.adapters.database.sqlite, bot.adapters.database.postgres
logging.basicConfig(level="INFO", stream=sys.stdout)

async def main():
    late = database_at({bare.url!r})
    await late.open()
    assert await late.ready()
    await late.close()

print("here", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""
    said = await asyncio.to_thread(all_at_once, program)
    assert [(status, err) for status, _, err in said] == [(0, "")] * 4
    assert sum(out.count("the database is now at schema") for _, out, _ in said) == len(NUMBERS)
    assert await bare.rows("SELECT COUNT(*) FROM members") == [(0,)]


def all_at_once(program: str, processes: int = 4) -> list[tuple[int, str, str]]:
    """How each process ended and what it said, when all were let go at the same moment."""
    together = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for process in together:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
    for process in together:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in together]
    return [(process.returncode, out, err) for process, (out, err) in zip(together, said, strict=True)]
