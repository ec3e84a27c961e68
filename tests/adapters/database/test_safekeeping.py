"""Backups are whole and of one instant, and come back only where that loses nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters.database import safekeeping
from bot.adapters.database.migrations import APPLICATION_ID
from bot.adapters.database.safekeeping import NotDone, backup, counts, restore
from bot.adapters.database.sqlite import open_sqlite
from bot.core.ports.database import Stores, Unavailable
from tests.adapters.database.helpers import put, registers, rows, with_table


@pytest.fixture
async def file(empty_file: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path / "bot.db"))
    database = await open_sqlite(path)
    await with_table(database)
    await database.write(put("first", 1))
    await database.close()
    return path


def silent(part: float) -> None:
    assert 0 <= part <= 1


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_while_the_bot_writes_is_of_one_instant(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each act moves one from one register to the other: whatever instant it is, the sum is the same."""
    monkeypatch.setattr(safekeeping, "PAGES", 1)
    database = await open_sqlite(file)

    async def filled(stores: Stores) -> None:
        for name in ("left", "right"):
            await put(name, 1_000_000)(stores)
        for number in range(20_000):
            await put(f"{number:0100}", 0)(stores)

    await database.write(filled)
    ended = threading.Event()
    seen: list[float] = []

    async def moved(stores: Stores) -> None:
        await rows(stores, "UPDATE registers SET number = number - 1 WHERE name = 'left'")
        await rows(stores, "UPDATE registers SET number = number + 1 WHERE name = 'right'")

    async def busy() -> int:
        acts = 0
        while not ended.is_set():
            await database.write(moved)
            acts += 1
        return acts

    def backed_up() -> None:
        try:
            backup(file, tmp_path / "copy.db", replacing=False, progress=seen.append)
        finally:
            ended.set()

    acts, _ = await asyncio.gather(busy(), asyncio.to_thread(backed_up))
    await database.close()
    assert acts > 3
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert len(seen) > 20
    copy = await open_sqlite(tmp_path / "copy.db")
    kept = await registers(copy)
    await copy.close()
    assert kept["left"] + kept["right"] == 2_000_000
    assert len(kept) == 20_003


async def test_a_backup_is_one_file_that_replaces_nothing_by_accident(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "copy.db"
    kept = backup(file, target, replacing=False, progress=silent)
    assert names(target.parent) == ["copy.db"]
    assert kept.rows["registers"] == 1
    assert "0 members, 1 rows, schema " in str(kept)
    with pytest.raises(NotDone, match=r"exists\. Name another file, or replace it with --force"):
        backup(file, target, replacing=False, progress=silent)
    backup(file, target, replacing=True, progress=silent)
    with pytest.raises(NotDone, match="is the database itself"):
        backup(file, file, replacing=True, progress=silent)
    with pytest.raises(NotDone, match="nothing to back up"):
        backup(tmp_path / "nowhere.db", tmp_path / "copy2.db", replacing=False, progress=silent)
    assert names(tmp_path) == ["bot.db", "deep"]


async def test_what_is_restored_replaces_everything_and_keeps_what_was(file: Path, tmp_path: Path) -> None:
    backup(file, tmp_path / "copy.db", replacing=False, progress=silent)
    database = await open_sqlite(file)
    await database.write(put("later", 2))
    await database.close()

    restore(tmp_path / "copy.db", file, tmp_path / "aside.db", progress=silent)

    assert names(tmp_path) == ["aside.db", "bot.db", "copy.db"]
    for path, expected in ((file, {"first": 1}), (tmp_path / "aside.db", {"first": 1, "later": 2})):
        database = await open_sqlite(path)
        assert await registers(database) == expected
        await database.close()
    restore(tmp_path / "copy.db", tmp_path / "new" / "bot.db", tmp_path / "new" / "aside.db", progress=silent)
    assert names(tmp_path / "new") == ["bot.db"]


async def test_nothing_is_restored_while_a_bot_runs(file: Path, tmp_path: Path) -> None:
    backup(file, tmp_path / "copy.db", replacing=False, progress=silent)
    program = (
        "import asyncio\nfrom pathlib import Path\nfrom bot.adapters.database.sqlite import open_sqlite\n"
        f"async def main():\n database = await open_sqlite(Path({str(file)!r}))\n print('here', flush=True)\n input()\n"
        "asyncio.run(main())"
    )
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-c", program, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"here\n"
    before = file.read_bytes()
    with pytest.raises(NotDone, match=r"A bot is running on .* Stop it, restore, and start it again"):
        restore(tmp_path / "copy.db", file, tmp_path / "aside.db", progress=silent)
    assert file.read_bytes() == before
    assert not (tmp_path / "aside.db").exists()
    await other.communicate(b"\n")
    restore(tmp_path / "copy.db", file, tmp_path / "aside.db", progress=silent)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8_192:] = b"\xff" * (len(data) - 8_192)
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def letter(path: Path) -> None:
    path.write_bytes(b"a letter to somebody " * 100)


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damage, "damaged|not whole"),
        (cut, "damaged|not whole"),
        (letter, "no SQLite database"),
        (foreign, "holds something else"),
        (newer, "newer version of the bot"),
        (Path.unlink, "There is no file"),
    ],
)
async def test_a_backup_that_is_no_good_changes_nothing(
    file: Path, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    copy = tmp_path / "copy.db"
    backup(file, copy, replacing=False, progress=silent)
    harm(copy)
    before = file.read_bytes()
    with pytest.raises(NotDone, match=said):
        restore(copy, file, tmp_path / "aside.db", progress=silent)
    assert file.read_bytes() == before
    assert {"aside.db", "bot.db.part"}.isdisjoint(names(tmp_path))


@pytest.mark.parametrize("harm", [damage, cut, letter])
async def test_a_damaged_database_is_replaced_and_kept_as_it_is(
    file: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    backup(file, tmp_path / "copy.db", replacing=False, progress=silent)
    harm(file)
    harmed = file.read_bytes()
    with pytest.raises(Unavailable):
        await open_sqlite(file)
    with pytest.raises(NotDone, match=r"damaged|not whole|no SQLite database"):
        backup(file, tmp_path / "bad.db", replacing=False, progress=silent)
    file.with_name("bot.db-wal").write_bytes(b"what lies beside it")

    restore(tmp_path / "copy.db", file, tmp_path / "aside.db", progress=silent)

    assert (tmp_path / "aside.db").read_bytes()[-2_000:] == harmed[-2_000:]
    assert not (tmp_path / "bad.db").exists()
    database = await open_sqlite(file)
    assert await registers(database) == {"first": 1}
    await database.close()


async def test_a_foreign_file_is_never_replaced(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "songs.db"
    other.touch()
    foreign(other)
    before = other.read_bytes()
    with pytest.raises(NotDone, match="holds something else"):
        restore(file, other, tmp_path / "aside.db", progress=silent)
    with pytest.raises(NotDone, match="holds something else"):
        backup(other, tmp_path / "copy.db", replacing=False, progress=silent)
    assert other.read_bytes() == before
    with pytest.raises(NotDone, match="is the database itself"):
        restore(file, file, tmp_path / "aside.db", progress=silent)
    assert names(tmp_path) == ["bot.db", "songs.db"]


async def test_what_is_restored_under_a_running_bot_after_all_is_noticed(file: Path, tmp_path: Path) -> None:
    """Where the file is so damaged that nobody can tell whether it is in use."""
    backup(file, tmp_path / "copy.db", replacing=False, progress=silent)
    database = await open_sqlite(file)
    await database.write(put("later", 2))
    letter(file)
    restore(tmp_path / "copy.db", file, tmp_path / "aside.db", progress=silent)
    await database.write(put("after", 3))
    assert await registers(database) == {"first": 1, "after": 3}
    await database.close()


def bot(*arguments: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), **environment},
    )


@pytest.mark.slow
def test_the_command_line_backs_up_and_brings_back(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    made = bot("backup", at=tmp_path, DATABASE_URL=url)
    assert (made.returncode, made.stderr) == (0, "")
    [copy] = [path for path in tmp_path.iterdir() if path != file]
    assert made.stdout.startswith(f"{copy} holds everything, and was checked: 0 members, 1 rows, schema ")

    refused = bot("backup", str(copy), at=tmp_path, DATABASE_URL=url)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--force" in refused.stderr
    assert bot("backup", "--force", str(copy), at=tmp_path, DATABASE_URL=url).returncode == 0

    back = bot("restore", copy.name, at=tmp_path, DATABASE_URL=url)
    assert (back.returncode, back.stderr) == (0, "")
    [aside] = [path for path in tmp_path.iterdir() if "replaced" in path.name]
    assert back.stdout.endswith(f"What it replaced is kept as {aside}.\n")

    gone = bot("restore", "nothing.db", at=tmp_path, DATABASE_URL=url)
    assert (gone.returncode, gone.stderr) == (1, "There is no file nothing.db.\n")


def test_counts_name_every_table(file: Path) -> None:
    connection = sqlite3.connect(file)
    assert {"members", "ledger", "registers"} <= set(counts(connection))
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    connection.close()
