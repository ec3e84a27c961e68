"""What can go wrong with a file: each is one sentence to the operator, loses nothing, and is over by itself."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.adapters.clock import seconds
from bot.adapters.database import sqlite_file
from bot.adapters.database.migrations import WrongSchema
from bot.adapters.database.sqlite import SqliteDatabase, open_sqlite
from bot.adapters.database.sqlite_file import Connection
from bot.app import database_at
from bot.core.chat.blocks import Text
from bot.core.chat.command import Command, Menu
from bot.core.chat.plain import plain
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from bot.core.ports.database import Stores, Unavailable
from tests.adapters.database.helpers import put, registers, together, with_table
from tests.core.helpers import scene


@pytest.fixture
async def file(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "bot.db"))


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SqliteDatabase]:
    database = await open_sqlite(file)
    await with_table(database)
    yield database
    await database.close()


def writer(database: SqliteDatabase) -> Connection:
    assert database._place.opened is not None
    return database._place.opened.writer


def reader(database: SqliteDatabase) -> Connection:
    assert database._place.opened is not None
    return database._place.opened.reader


async def unavailable(database: SqliteDatabase, name: str = "lost") -> str:
    with pytest.raises(Unavailable) as raised:
        await database.write(put(name, 1))
    return str(raised.value)


async def test_a_full_disk_takes_back_the_whole_batch_and_is_over_once_there_is_room(
    database: SqliteDatabase, file: Path
) -> None:
    def no_more(connection: sqlite3.Connection) -> None:
        [(pages,)] = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def plenty(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1000000")

    async def large(stores: Stores) -> None:
        await put("x" * 100_000, 1)(stores)

    await writer(database).hop(no_more)
    outcomes = await together(database, put("before", 1), large, put("behind", 1))
    assert [str(one) for one in outcomes] == [
        f"The disk that holds {file} is full. Make room; the bot goes on by itself."
    ] * 3
    assert await registers(database) == {}
    await writer(database).hop(plenty)
    assert [one for one in await together(database, put("before", 1), large) if one] == []
    assert len(await registers(database)) == 2


async def test_a_lock_that_lasts_is_told_and_ends_with_it(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await writer(database).hop(lambda connection: connection.execute("PRAGMA busy_timeout = 50"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await database.check()
    assert await unavailable(database) == f"Another process keeps {file} locked. Close it; the bot goes on by itself."
    assert await registers(database) == {}  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    await database.check()
    await database.write(put("after", 1))
    assert await registers(database) == {"after": 1}


async def test_a_file_that_may_not_be_written(database: SqliteDatabase) -> None:
    await writer(database).hop(lambda connection: connection.execute("PRAGMA query_only = ON"))
    assert "cannot be written" in await unavailable(database)
    await writer(database).hop(lambda connection: connection.execute("PRAGMA query_only = OFF"))
    await database.write(put("after", 1))


async def test_a_file_that_was_moved_or_deleted_takes_nothing_more_until_it_is_back(
    database: SqliteDatabase, file: Path
) -> None:
    await database.write(put("kept", 1))
    elsewhere = file.rename(file.with_name("elsewhere.db"))
    assert "was moved or deleted" in await unavailable(database)
    with pytest.raises(Unavailable, match="moved or deleted"):
        await database.check()
    elsewhere.rename(file)
    await database.write(put("back", 2))
    assert await registers(database) == {"kept": 1, "back": 2}


async def test_a_file_that_takes_its_place_is_opened(database: SqliteDatabase, file: Path, empty_file: Path) -> None:
    await database.write(put("before", 1))
    copy = Path(shutil.copy(empty_file, file.with_name("copy.db")))
    copy.rename(file)  # the old file's log stays, and must not be taken for the new one's
    await with_table(database)
    await database.write(put("behind", 2))
    assert await registers(database) == {"behind": 2}
    await database.close()
    again = await open_sqlite(file)
    assert await registers(again) == {"behind": 2}
    await again.close()


async def test_a_foreign_file_that_takes_its_place_is_left_alone(database: SqliteDatabase, file: Path) -> None:
    file.rename(file.with_name("elsewhere.db"))
    file.write_bytes(b"a letter to somebody, of more than a hundred letters and so on and so forth " * 20)
    assert "no SQLite database" in await unavailable(database)
    with pytest.raises(Unavailable, match="no SQLite database"):
        await registers(database)
    assert file.read_bytes().startswith(b"a letter")
    file.unlink()
    file.with_name("elsewhere.db").rename(file)
    await database.write(put("back", 2))


async def test_a_page_that_is_damaged_while_it_runs(database: SqliteDatabase, file: Path) -> None:
    await together(database, *[put(f"{number:0200}", number) for number in range(200)])
    for connection in (writer(database), reader(database)):
        await connection.hop(lambda one: one.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    data = bytearray(file.read_bytes())
    data[4096 * 2 :] = b"\xff" * (len(data) - 4096 * 2)
    file.write_bytes(bytes(data))  # the same file: only its pages change
    for connection in (writer(database), reader(database)):
        await connection.hop(lambda one: one.execute("PRAGMA shrink_memory"))
    with pytest.raises(Unavailable, match=r"is damaged .* python -m bot restore FILE"):
        await registers(database)
    assert "is damaged" in await unavailable(database)


async def test_closing_finishes_what_waits_and_takes_nothing_more(file: Path) -> None:
    database = await open_sqlite(file)
    await with_table(database)
    waiting = [asyncio.create_task(database.write(put(str(number), number))) for number in range(300)]
    await asyncio.sleep(0)
    await database.close()
    assert all(isinstance(one, list) for one in await asyncio.gather(*waiting))
    for asking in (database.write(put("late", 1)), registers(database), database.check()):
        with pytest.raises(Unavailable, match="closed"):
            await asking
    again = await open_sqlite(file)
    assert len(await registers(again)) == 300
    await again.close()


async def test_a_bot_that_is_stopped_hard_leaves_nobody_waiting(file: Path) -> None:
    database = await open_sqlite(file)
    await with_table(database)
    waiting = [asyncio.create_task(database.write(put(str(number), number))) for number in range(300)]
    await asyncio.sleep(0)
    assert database._draining is not None
    database._draining.cancel()
    async with asyncio.timeout(5):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(one) for one in outcomes} <= {list, asyncio.CancelledError}
    await database.write(put("after", 1))
    kept = await registers(database)
    assert {str(number) for number, one in enumerate(outcomes) if isinstance(one, list)} | {"after"} <= set(kept)
    await database.close()


async def test_a_unit_that_waits_for_something_else_is_refused(database: SqliteDatabase) -> None:
    async def dozing(stores: Stores) -> None:
        await put("half", 1)(stores)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="wait for nothing but its stores"):
        await database.write(dozing)
    assert await registers(database) == {}


async def test_a_file_with_something_else_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "others.db"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.commit()
    other.close()
    before = file.read_bytes()
    with pytest.raises(WrongSchema, match="holds something else than this bot's notes"):
        await open_sqlite(file)
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["others.db"]


async def test_a_file_that_is_damaged_is_not_started_on(file: Path) -> None:
    database = await open_sqlite(file)
    await with_table(database)
    await together(database, *[put(f"{number:0200}", number) for number in range(200)])
    await database.close()
    data = bytearray(file.read_bytes())
    data[-6_000:-5_000] = b"\xff" * 1_000
    file.write_bytes(bytes(data))
    with pytest.raises(Unavailable, match=r"is damaged .* python -m bot restore FILE"):
        await open_sqlite(file)


@pytest.mark.parametrize("content", [b"no database, but a letter " * 100, b"SQLite format 3\0" + b"\xff" * 200])
async def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(content)
    with pytest.raises(Unavailable, match="is no SQLite database"):
        await open_sqlite(file)
    assert file.read_bytes() == content


async def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be opened"):
        await open_sqlite(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match=r"folder .* cannot be made"):
        await open_sqlite(tmp_path / "file" / "bot.db")


async def test_a_lock_at_the_start_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "PATIENCE", 50)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Another process keeps"):
        await open_sqlite(file)
    other.close()


@pytest.mark.slow
def test_a_limit_on_the_size_of_files_is_told_and_over_once_it_is_lifted(file: Path) -> None:
    """A real refusal by the system, in a process of its own."""
    program = f"""
import asyncio, resource
from pathlib import Path
from bot.adapters.database.sqlite import open_sqlite
from bot.core.ports.database import Unavailable
from tests.adapters.database.helpers import put, registers, with_table
from tests.core.helpers import scene

async def main():
    database = await open_sqlite(Path({str(file)!r}))
    await with_table(database)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    kept = 0
    try:
        for number in range(1_000):
            await database.write(put(f"{{number:01000}}", 1))
            kept += 1
    except Unavailable as told:
        print(told)
    assert len(await registers(database)) == kept, "acknowledged and lost, or refused and kept"
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await database.check()
    await database.write(put("after", 1))
    assert len(await registers(database)) == kept + 1
    await database.close()

asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"The disk that holds {file} fails or is full")


async def test_a_full_disk_is_one_sentence_to_each_member_and_two_lines_to_the_operator(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    engine = await open_sqlite(file)
    await with_table(engine)
    late = database_at(f"sqlite:///{file}")
    late._opened = engine

    async def note(request: Request) -> Reply:
        await late.write(put("x" * 100_000, 1))
        return Reply("Noted", (Text("Done."),))

    def room(pages: int) -> Callable[[sqlite3.Connection], object]:
        return lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    dispatch = Dispatch(Menu([Command("note", "Writes it down", note)]), seconds, lambda: "a1b2c3")
    await writer(engine).hop(room(1))
    answers = await asyncio.gather(*(dispatch.typed("/note", scene()) for _ in range(5)))
    assert {plain(answer) for answer in answers} == {plain(answers[0])}
    assert plain(answers[0]).startswith("I can't write that down just now\n")
    assert "nothing was changed. Please try again in a minute" in plain(answers[0])
    assert not await late.ready()
    await writer(engine).hop(room(1_000_000))
    assert plain(await dispatch.typed("/note", scene())).startswith("Noted")
    late._ready_until = 0
    assert await late.ready()
    await late.close()
    told = [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]
    assert told == [
        f"The database cannot be used: The disk that holds {file} is full. Make room; the bot goes on by itself.",
        "The database can be used again.",
    ]
