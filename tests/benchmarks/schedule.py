"""The schedule, against the fakes with the platforms' own rate limits: `python -m tests.benchmarks.schedule`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.adapters.clock import MovableClock, now
from bot.adapters.reference import new_reference
from bot.adapters.ticker import watch
from bot.app import database_at
from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Message
from tests.adapters.database.server import running_postgres
from tests.benchmarks import fan_out
from tests.benchmarks.fan_out import add, once, whole_minute
from tests.benchmarks.telling import told
from tests.benchmarks.timing import milliseconds
from tests.crash import kills
from tests.fakes.speaker import FakeSpeaker

MANY, FEW = 100_000, 10
ROUNDS = 8
KILLS = 24
"""`make crash` does more."""


@dataclass
class Hello:
    """Posts a line, and notes when it was asked for one."""

    name: str = "hello"
    grace: timedelta = timedelta(hours=6)
    begun: dict[str, datetime] = field(default_factory=dict)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message:
        self.begun[delivery.appointment.plan.owner] = now
        return Message(Reply("Good morning", (Text("What will you learn today?"),)))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        pass


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="mlops-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async for line in _many(folder):
            yield line
        async for line in _idle(folder):
            yield line
        for line in await asyncio.gather(*(_punctual(folder, who) for who in ("a member", "another process"))):
            yield line
        async for line in fan_out.lines(folder):
            yield line
    async for line in kills.lines(KILLS):
        yield line


def _courier(database: Database, hello: Hello, at: Callable[[], datetime] = now) -> Courier:
    words: Callable[[], str] = lambda: new_reference() + new_reference()  # noqa: E731 - as in bot/app.py
    return Courier(database, FakeSpeaker(), {"hello": hello}, at, words)


async def _many(folder: Path) -> AsyncIterator[str]:
    """Start-up and one tick, with few appointments and with many; the best of several."""
    started, ticked = {}, {}
    for count in (FEW, MANY):
        url = f"sqlite:///{folder}/{count}.db"
        database = database_at(url)
        plans = [
            Plan("hello", f"hello:{number}", f"discord:{number}", Recurrence(
                date(2026, 1, 1) + timedelta(days=number % 300), time(number % 24, number % 60), "Europe/Berlin",
                ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=1MO")[number % 3],
            ))
            for number in range(count)
        ]  # fmt: skip
        tomorrow = now() + timedelta(days=1)
        await add(database, plans, tomorrow)
        await database.close()
        starts, ticks = [], []
        for _ in range(ROUNDS):
            database = database_at(url)
            courier = _courier(database, Hello())
            began = perf_counter()
            await database.open()
            await courier.begin_due()
            await courier.wake()
            starts.append(perf_counter() - began)
            for _ in range(20):
                began = perf_counter()
                await courier.begin_due()
                await courier.wake()
                ticks.append(perf_counter() - began)
            await database.close()
        started[count], ticked[count] = median(starts), median(ticks)
    for what, taken in (("start-up", started), ("one tick", ticked)):
        yield (
            f"schedule of {MANY:,} appointments, {what}: {milliseconds(taken[MANY] - taken[FEW])} more than with "
            f"{FEW} (aim 100 ms): {milliseconds(taken[MANY])}"
        )


async def _idle(folder: Path) -> AsyncIterator[str]:
    """Processor time of an hour in which nothing is due, among many appointments, on both engines."""
    file = folder / f"{MANY}.db"
    with contextlib.ExitStack() as stack:
        urls = {"SQLite": f"sqlite:///{file}"}
        try:
            urls["PostgreSQL"] = await asyncio.to_thread(_brought_over, file, stack)
        except Exception as problem:  # noqa: BLE001 - whatever keeps a server from starting here
            yield f"schedule, an idle hour on PostgreSQL: not measured, for no server starts ({type(problem).__name__})"
        for engine, hour in zip(urls, await asyncio.gather(*(_hour(url) for url in urls.values())), strict=True):
            yield f"schedule, an idle hour on {engine}: {hour:.2f} s of processor time (aim 1 s)"


def _brought_over(file: Path, stack: contextlib.ExitStack) -> str:
    """The same appointments on a server of its own."""
    from bot.adapters.database.moving import restore_postgres

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mlops-pg-", ignore_cleanup_errors=True))
    url = stack.enter_context(running_postgres(Path(folder)))("postgres")
    asyncio.run(restore_postgres(url, file, progress=lambda _: None))
    return url


async def _hour(url: str) -> float:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.idle", url, stdout=subprocess.PIPE
    )
    told, _ = await process.communicate()
    return float(told)


async def _punctual(folder: Path, who: str, rounds: int = 5) -> str:
    """How late a due item is begun that this process, or another, added a second before; on clocks that are set."""
    late = []
    path = folder / f"{who[:2]}.db"
    clock = MovableClock()
    database, hello = database_at(f"sqlite:///{path}"), Hello()
    courier = _courier(database, hello, clock.now)
    watching = asyncio.create_task(watch(courier, database.glance, clock.now))
    for number in range(rounds):
        due = whole_minute(clock.now() + timedelta(minutes=2))
        clock.move(due - timedelta(seconds=3))
        await asyncio.sleep(2.0)
        if who == "a member":
            await add(database, [once(due, number, "discord:1")], clock.now())
        else:
            await asyncio.to_thread(_elsewhere, path, due, number)
        async with asyncio.timeout(10):
            while f"hello:{number}" not in hello.begun:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
        late.append((hello.begun[f"hello:{number}"] - due).total_seconds())
    await _cancelled(watching)
    await database.close()
    return (
        f"schedule, added by {who} a second before: begun {milliseconds(max(late))} after its instant, "
        f"the latest of {rounds} (aim 1 s)"
    )


_ELSEWHERE = """
import sqlite3, sys
path, first, at, due, number = sys.argv[1:]
with sqlite3.connect(path) as connection:
    connection.execute(
        "INSERT INTO appointments (kind, owner, platform, destination, direct, first_day, local_time, zone, rule, "
        "lead_seconds, details, maker, made_at, next_day, next_due) VALUES "
        "('hello', 'hello:' || ?, 'discord', 'discord:1', 0, ?, ?, 'UTC', '', 0, '{}', '', 0, ?, ?)",
        (number, first, at, first, int(due)),
    )
"""


def _elsewhere(path: Path, due: datetime, number: int) -> None:
    stamp = (due - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    day, at = due.date().isoformat(), f"{due:%H:%M}"
    subprocess.run([sys.executable, "-c", _ELSEWHERE, str(path), day, at, str(stamp), str(number)], check=True)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(told(lines()))
