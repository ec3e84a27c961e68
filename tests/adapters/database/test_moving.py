"""A backup means the same on both engines: it leads from either to either, with every row."""

from __future__ import annotations

import asyncio
import io
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.database.migrations import migrations
from bot.adapters.database.moving import backup_postgres, restore_postgres
from bot.adapters.database.postgres import open_postgres
from bot.adapters.database.safekeeping import NotDone
from bot.adapters.database.sqlite import open_sqlite
from bot.adapters.database.sqlite_file import KEY
from bot.core.chat.scene import Caller, Person
from bot.core.ports.database import Database, Stores
from bot.safekeeping import Bar, bring_back, make
from bot.settings import Secret, Settings
from tests.adapters.database.conftest import Address, asked, new_postgres
from tests.adapters.database.helpers import put, with_table
from tests.adapters.database.release import at_version
from tests.core.helpers import NOW

NEWEST = migrations(KEY)[-1].number


def silent(part: float) -> None:
    assert 0 <= part <= 1


def content(path: Path) -> dict[str, list[Any]]:
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}")) for (table,) in tables}
    connection.close()
    return found


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A file with a row in each table."""
    made = at_version(NEWEST)
    path = tmp_path / "full.db"
    written = sqlite3.connect(path)
    made.backup(written)
    written.close()
    made.close()
    return path


async def meet(database: Database, name: str) -> int:
    return (await database.write(lambda stores: stores.people.meet(Caller(Person(f"test:{name}"), name), NOW))).number


async def test_there_and_back_nothing_is_lost_and_counting_goes_on(
    postgres: Address, full: Path, tmp_path: Path
) -> None:
    url = await new_postgres(postgres, template="template1")
    kept = await restore_postgres(url, full, progress=silent)
    assert all(kept.rows.values())
    assert len(kept.rows) > 5
    back = await backup_postgres(url, tmp_path / "back.db", replacing=False, progress=silent)
    assert back.rows == kept.rows
    assert content(tmp_path / "back.db") == content(full)

    server, file = await open_postgres(url), await open_sqlite(tmp_path / "back.db")
    assert [await meet(server, "new"), await meet(file, "new")] == [2, 2]
    await server.close()
    await file.close()


async def test_an_earlier_backup_comes_up_to_date_on_its_way(postgres: Address, tmp_path: Path) -> None:
    early = sqlite3.connect(tmp_path / "early.db")
    at_version(1).backup(early)
    early.close()
    url = await new_postgres(postgres, template="template1")
    assert (await restore_postgres(url, tmp_path / "early.db", progress=silent)).schema == NEWEST


async def test_a_server_in_use_is_not_replaced(postgres: Address, full: Path, tmp_path: Path) -> None:
    url = await new_postgres(postgres)
    database = await open_postgres(url)
    await meet(database, "ana")
    with pytest.raises(NotDone, match="in use already"):
        await restore_postgres(url, full, progress=silent)
    assert await database.read(lambda stores: stores.people.known(Person("test:ana"))) is not None
    assert await database.read(lambda stores: stores.ledger.earned(1, NOW.date())) == []
    with pytest.raises(NotDone, match="--force"):
        await backup_postgres(url, full, replacing=False, progress=silent)
    await database.close()


async def test_a_backup_of_a_server_that_is_written_to_is_of_one_instant(postgres: Address, tmp_path: Path) -> None:
    """Each act makes a member and their account: a backup has as many of one as of the other."""
    url = await new_postgres(postgres)
    database = await open_postgres(url)
    ended = asyncio.Event()

    async def busy() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            await meet(database, str(number))

    writing = asyncio.create_task(busy())
    for number in range(5):
        await asyncio.sleep(0.02)
        kept = await backup_postgres(url, tmp_path / f"{number}.db", replacing=False, progress=silent)
        assert kept.rows["members"] == kept.rows["accounts"] > 0
    ended.set()
    await writing
    await database.close()


async def test_what_cannot_be_copied_is_a_sentence_without_a_secret(
    postgres: Address, full: Path, tmp_path: Path
) -> None:
    empty = await new_postgres(postgres, template="template1")
    with pytest.raises(NotDone, match="nothing of this bot yet"):
        await backup_postgres(empty, tmp_path / "none.db", replacing=False, progress=silent)
    await asked(empty, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(NotDone, match="holds something else"):
        await restore_postgres(empty, full, progress=silent)
    for work in (
        backup_postgres("postgresql://u:s3cret@127.0.0.1:1/x", tmp_path / "none.db", replacing=False, progress=silent),
        restore_postgres("postgresql://u:s3cret@127.0.0.1:1/x", full, progress=silent),
    ):
        with pytest.raises(NotDone, match="cannot be reached") as raised:
            await work
        assert "s3cret" not in str(raised.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full.db"]


async def test_a_value_that_only_one_engine_takes_changes_nothing(postgres: Address, tmp_path: Path) -> None:
    database = await open_sqlite(tmp_path / "odd.db")

    async def odd(stores: Stores) -> None:
        await stores.people.meet(Caller(Person("test:odd"), "a\0b"), NOW)

    await database.write(odd)
    await database.close()
    url = await new_postgres(postgres)
    with pytest.raises(NotDone, match="doesn't take that"):
        await restore_postgres(url, tmp_path / "odd.db", progress=silent)
    server = await open_postgres(url)
    assert await meet(server, "first") == 1
    await with_table(server)
    await server.write(put("a", 1))
    await server.close()


async def test_the_same_commands_serve_a_server(
    postgres: Address, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old, new = [await new_postgres(postgres) for _ in range(2)]
    database = await open_postgres(old)
    await meet(database, "ana")
    await database.close()

    assert await asyncio.to_thread(make, at(old), None, NOW, replacing=False) == 0
    [copy] = (tmp_path / "data").iterdir()
    assert await asyncio.to_thread(bring_back, at(new), copy, NOW) == 0
    said = capsys.readouterr()
    assert said.out.count("was checked: 1 members, 2 rows, schema ") == 2
    assert "replaced" not in said.out
    assert said.err == ""

    assert await asyncio.to_thread(bring_back, at(new), copy, NOW) == 1
    assert "in use already" in capsys.readouterr().err
    monkeypatch.delitem(sys.modules, "bot.adapters.database.moving")
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert make(at(new), tmp_path / "other.db", NOW, replacing=False) == 1
    assert 'Install the extra "postgres"' in capsys.readouterr().err


def at(url: str) -> Settings:
    return Settings(database_url=Secret(url))


def test_how_far_it_is_shows_where_somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", screen)
    with Bar("Backing up") as bar:
        for part in (0.0, 0.001, 0.5, 1.0):
            bar.show(part)
    assert screen.getvalue() == "\rBacking up: 0 %\rBacking up: 50 %\rBacking up: 100 %\r\033[K"
