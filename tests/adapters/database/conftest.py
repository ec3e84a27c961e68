"""A database on each engine. PostgreSQL comes as a wheel and is started once; each test has a database of its own."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from bot.adapters.database.late import Opened
from bot.adapters.database.postgres import open_postgres
from bot.adapters.database.sqlite import open_sqlite
from tests.adapters.database.server import Address as Address
from tests.adapters.database.server import running_postgres

TEMPLATE = "empty"
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """Where servers may keep their files. pytest's own folders won't do: it shuts other users out of them."""
    with tempfile.TemporaryDirectory(prefix="mlops-pg-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(server_folder: Path) -> Iterator[Address]:
    """A PostgreSQL server that runs while the tests last, with a database of all tables and nothing in them."""

    async def prepare(address: Address) -> None:
        await asked(address("postgres"), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        await asked(address("postgres"), f"CREATE DATABASE {TEMPLATE}")
        await (await open_postgres(address(TEMPLATE))).close()

    with running_postgres(server_folder) as address:
        asyncio.run(prepare(address))
        yield address


async def asked(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def new_postgres(postgres: Address, template: str = TEMPLATE) -> str:
    """The URL of a new database, with all tables and nothing in them, or like another template."""
    name = f"test_{next(_NUMBERS)}"
    await asked(postgres("postgres"), f"CREATE DATABASE {name} TEMPLATE {template}")
    return postgres(name)


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Address | None:
    """PostgreSQL's server, or None for SQLite."""
    return request.getfixturevalue("postgres") if request.param == "postgres" else None


@pytest.fixture
async def database(server: Address | None, tmp_path: Path, empty_file: Path) -> AsyncIterator[Opened]:
    """An empty database on each engine."""
    database: Opened
    if server is None:
        database = await open_sqlite(Path(shutil.copy(empty_file, tmp_path / "bot.db")))
    else:
        database = await open_postgres(await new_postgres(server))
    yield database
    await database.close()
