"""A process that is killed in the middle of its work loses nothing acknowledged, and leaves nothing half done."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.database.safekeeping import backup

KILLS = 24


@pytest.mark.slow
async def test_what_was_acknowledged_outlives_any_kill(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        acknowledged |= await _killed(path, 1_000_000 * kill, (kill * 37 % 101) / 500)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            names = {int(name) for (name,) in connection.execute("SELECT name FROM members")}
            accounts = connection.execute(
                "SELECT a.name FROM accounts a JOIN members m ON m.id = a.member AND m.name = a.name"
            )
            whole = {int(name) for (name,) in accounts}
            assert acknowledged <= names
            assert whole == names
    assert len(acknowledged) > 10 * KILLS
    kept = backup(path, tmp_path / "copy.db", replacing=False, progress=lambda _: None)
    assert kept.rows["members"] == kept.rows["accounts"] >= len(acknowledged)


async def _killed(path: Path, first: int, after: float) -> set[int]:
    """What a process acknowledged before it was killed, so many seconds after its first word."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.adapters.database.acknowledging",
        str(path),
        str(first),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    said = await process.stdout.readline()
    asyncio.get_running_loop().call_later(after, process.kill)
    said += await process.stdout.read()
    assert await process.stderr.read() == b""
    assert await process.wait() == -9
    return {int(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")}
