"""“Done”: how fast it is acknowledged durable, against sqlite3 running the very same statements in the same run.

The statements are recorded first, from the same acts on a copy of the same file; then they are run by our database, and
by the bare driver, each on a copy of its own with synchronous=FULL.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.adapters.content.load import load
from bot.adapters.database.session import Row, Value, driven
from bot.adapters.database.sqlite import open_sqlite
from bot.adapters.database.sqlite_file import for_writing
from bot.adapters.database.sqlite_units import SqliteSession
from bot.adapters.database.stores import SqlStores
from bot.core.acts.learning import settle
from bot.core.acts.meeting import meet
from bot.core.chat.reply import Audience
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.library import Library
from bot.core.model.progress import State
from bot.core.ports.database import Database, Stores
from bot.menu import build_menu
from bot.settings import Settings
from tests.benchmarks.timing import milliseconds
from tests.fakes.shelf import FakeShelf

AT_ONCE = 64
ALONE = 400
TOGETHER = AT_ONCE * 40
SKILL = "git"

Statement = tuple[str, dict[str, Value]]


@dataclass
class Recording:
    """A session that notes what it runs."""

    session: SqliteSession
    noted: list[Statement] = field(default_factory=list)
    skip_locked: str = ""
    announce: str = ""

    async def rows(self, sql: str, **values: Value) -> list[Row]:
        """The rows that a statement gives."""
        self.noted.append((sql, values))
        return await self.session.rows(sql, **values)


def _scene(number: int) -> Scene:
    place = Place("bench", Channel("bench:one"), Space("bench:here"))
    who = Caller(Person(f"bench:{number}"), f"Member {number}")
    return Scene(who, place, datetime(2026, 11, 23, 10, tzinfo=UTC))


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    library = load(Settings().content_dir)
    gc.collect()
    gc.freeze()  # as the bot does when it starts
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await _met(folder / "first.db")
        for copy in ("recorded.db", "ours.db", "bare.db"):
            shutil.copy(folder / "first.db", folder / copy)
        acts = _recorded(folder / "recorded.db", library)
        bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
        for_writing(folder / "bare.db", bare)
        ours = await open_sqlite(folder / "ours.db")
        try:
            yield await _alone(ours, bare, library, acts[:ALONE])
            yield await _together(ours, bare, library, acts[ALONE:])
            yield await _pressed(ours, library)
        finally:
            await ours.close()
            bare.close()


async def _met(path: Path) -> None:
    """Everybody is known already."""
    database = await open_sqlite(path)

    async def act(stores: Stores) -> None:
        for number in range(ALONE + TOGETHER):
            await meet(stores, _scene(number))

    await database.write(act)
    await database.close()


def _recorded(path: Path, library: Library) -> list[list[Statement]]:
    """The statements of each member's act."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    acts = []
    connection.execute("BEGIN")
    for number in range(ALONE + TOGETHER):
        recording = Recording(SqliteSession(connection))
        driven(settle(SqlStores(recording), library, _scene(number), [SKILL], State.DONE))
        acts.append(recording.noted)
    connection.execute("COMMIT")
    connection.close()
    return acts


async def _done(database: Database, library: Library, scene: Scene) -> None:
    settled = await database.write(lambda stores: settle(stores, library, scene, [SKILL], State.DONE))
    assert settled.points == 10


def _run(connection: sqlite3.Connection, acts: Sequence[list[Statement]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statements in acts:
        for sql, values in statements:
            connection.execute(sql, values).fetchall()
    connection.execute("COMMIT")


async def _alone(ours: Database, bare: sqlite3.Connection, library: Library, acts: Sequence[list[Statement]]) -> str:
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for number, statements in enumerate(acts):
        scene = _scene(number)
        began = perf_counter()
        await _done(ours, library, scene)
        between = perf_counter()
        _run(bare, [statements])
        taken[0].append(between - began)
        taken[1].append(perf_counter() - between)
    a, b = median(taken[0]), median(taken[1])
    return (
        f"“Done” alone: p50 {a / b:.2f} x of sqlite3 committing the same {len(acts[0])} statements (aim 1.6): "
        f"{milliseconds(a)}"
    )


async def _together(ours: Database, bare: sqlite3.Connection, library: Library, acts: Sequence[list[Statement]]) -> str:
    """In several blocks in turn, each of which is done by 64 members at a time; the medians."""
    blocks = 10
    size = len(acts) // blocks
    taken: tuple[list[float], list[float]] = ([], [])
    for block in range(blocks):
        left = iter([_scene(number) for number in range(ALONE + block * size, ALONE + (block + 1) * size)])

        async def worker(scenes: Iterator[Scene]) -> None:
            for scene in scenes:
                await _done(ours, library, scene)

        gc.collect()
        began = perf_counter()
        await asyncio.gather(*(worker(left) for _ in range(AT_ONCE)))
        between = perf_counter()
        mine = acts[block * size : (block + 1) * size]
        for start in range(0, size, AT_ONCE):
            _run(bare, mine[start : start + AT_ONCE])
        taken[0].append(between - began)
        taken[1].append(perf_counter() - between)
    a, b = median(taken[0]), median(taken[1])
    return (
        f"“Done” at {AT_ONCE} at once: {b / a:.2f} x of the throughput of sqlite3 committing {AT_ONCE} at a time "
        f"(aim 0.7): {size / a:,.0f}/s against {size / b:,.0f}/s"
    )


async def _pressed(ours: Database, library: Library) -> str:
    """The whole way through the door, with the reply."""
    shelf = FakeShelf(library)
    dispatch = Dispatch(build_menu(shelf, AskFeature(shelf), ours), lambda: 0.0, lambda: "bench")
    taken = []
    for number in range(200):
        scene = replace(_scene(number), at=datetime(2026, 11, 24, 10, tzinfo=UTC))
        began = perf_counter()
        await dispatch.pressed("progress done?skill=sql", scene, on=Audience.CALLER)
        taken.append(perf_counter() - began)
    return f"“Done” pressed, with its reply: p50 {milliseconds(median(taken))}"
