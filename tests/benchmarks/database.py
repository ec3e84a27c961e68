"""Keeping what members do in SQLite, beside raw sqlite3 that stores and reads the same in the same run."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.adapters.database.session import stamp
from bot.adapters.database.sqlite import TOGETHER, SqliteDatabase, open_sqlite
from bot.core.chat.scene import Caller, Person
from bot.core.model.progress import State
from bot.core.ports.database import Work
from tests.benchmarks.timing import milliseconds

AT = datetime(2026, 11, 27, 10, tzinfo=UTC)
INSERT = (
    "INSERT INTO progress (member, skill, state, at) VALUES (:member, :skill, :state, :at) "
    "ON CONFLICT (member, skill) DO UPDATE SET state = excluded.state, at = excluded.at"
)
LOOK_UP = (
    "SELECT m.id, m.name, m.zone, m.alias, m.visibility, m.zone_chosen FROM members m "
    "JOIN accounts a ON m.id = a.member WHERE a.reference = :reference"
)
ANA = Caller(Person("bench:ana"), "Ana")
ALONE, ROUNDS, EACH = 1_500, 41, 8
MARKS = ALONE + ROUNDS * EACH * TOGETHER


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        database, raw = await open_sqlite(Path(folder, "ours.db")), await _raw(Path(folder, "raw.db"))
        await database.write(lambda stores: stores.people.meet(ANA, AT))
        works, values = _works(), _values()
        for measure in (
            _alone(database, works, raw, values),
            _together(database, works, raw, values),
            _reads(database, raw),
        ):
            yield await measure
        await database.close()
        raw.close()


async def _raw(path: Path) -> sqlite3.Connection:
    """A bare connection to a file with the same tables and the same care for the disk."""
    database = await open_sqlite(path)
    await database.write(lambda stores: stores.people.meet(ANA, AT))
    await database.close()
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        raw.execute(f"PRAGMA {pragma}").fetchall()
    return raw


async def _alone(
    database: SqliteDatabase,
    works: Iterator[Work[None]],
    raw: sqlite3.Connection,
    values: Iterator[dict[str, str | int]],
) -> str:
    async def ours() -> None:
        await database.write(next(works))

    ours_each, raw_each = await _in_turn(ours, lambda: _stored(raw, values, 1), rounds=ALONE)
    return (
        f"the smallest act, one statement, stored durably: {ours_each / raw_each:.2f} x of one raw commit (aim 1.6), "
        f"p50 {milliseconds(ours_each)} against {milliseconds(raw_each)}"
    )


async def _together(
    database: SqliteDatabase,
    works: Iterator[Work[None]],
    raw: sqlite3.Connection,
    values: Iterator[dict[str, str | int]],
) -> str:
    async def member() -> None:
        for _ in range(EACH):
            await database.write(next(works))

    async def ours() -> None:
        await asyncio.gather(*(member() for _ in range(TOGETHER)))

    def bare() -> None:
        for _ in range(EACH):
            _stored(raw, values, TOGETHER)

    ours_took, raw_took = await _in_turn(ours, bare, rounds=ROUNDS)
    marks = TOGETHER * EACH
    return (
        f"such acts {TOGETHER} at once: {raw_took / ours_took:.2f} x of raw sqlite3's rate (aim 0.7), "
        f"{marks / ours_took:,.0f}/s against {marks / raw_took:,.0f}/s; {TOGETHER} take sqlite3 "
        f"{milliseconds(raw_took / EACH)} on this disk, and the slower that is, the nearer to 1"
    )


async def _reads(database: SqliteDatabase, raw: sqlite3.Connection) -> str:
    async def ours() -> None:
        await database.read(lambda stores: stores.people.known(ANA.person))

    def bare() -> None:
        raw.execute(LOOK_UP, {"reference": ANA.person.reference}).fetchall()

    async def hop() -> None:
        await asyncio.to_thread(bare_on_a_thread)

    other = sqlite3.connect(raw.execute("PRAGMA database_list").fetchone()[2], check_same_thread=False)

    def bare_on_a_thread() -> None:
        other.execute(LOOK_UP, {"reference": ANA.person.reference}).fetchall()

    ours_each, raw_each = await _in_turn(ours, bare, rounds=3_000)
    hop_each, _ = await _in_turn(hop, bare, rounds=3_000)
    began = perf_counter()
    for _ in range(50):
        await asyncio.gather(*(ours() for _ in range(TOGETHER)))
    rate = 50 * TOGETHER / (perf_counter() - began)
    other.close()
    return (
        f"looking a member up: {ours_each / hop_each:.2f} x of the raw query on a thread, "
        f"p50 {milliseconds(ours_each)} against {milliseconds(hop_each)} (without a thread {milliseconds(raw_each)}); "
        f"{rate:,.0f}/s {TOGETHER} at once"
    )


async def _in_turn(ours: Callable[[], Awaitable[None]], bare: Callable[[], None], rounds: int) -> tuple[float, float]:
    """Seconds for each, the median of so many rounds; in turn, so that a slow moment of the disk meets both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        began = perf_counter()
        await ours()
        between = perf_counter()
        bare()
        taken[0].append(between - began)
        taken[1].append(perf_counter() - between)
    return median(taken[0]), median(taken[1])


def _works() -> Iterator[Work[None]]:
    """Units of work, with their values ready."""
    for skill in [f"skill{n}" for n in range(MARKS)]:
        yield lambda stores, skill=skill: stores.progress.set(1, skill, State.DONE, AT)  # type: ignore[misc]


def _values() -> Iterator[dict[str, str | int]]:
    """The same values, as the raw statement takes them."""
    at = stamp(AT)
    ready: list[dict[str, str | int]] = [
        {"member": 1, "skill": f"skill{n}", "state": "done", "at": at} for n in range(MARKS)
    ]
    yield from ready


def _stored(raw: sqlite3.Connection, values: Iterator[dict[str, str | int]], together: int) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for _ in range(together):
        raw.execute(INSERT, next(values)).fetchall()
    raw.execute("COMMIT")
