"""The schedule, against the fakes with the platforms' own rate limits: `python -m tests.benchmarks.schedule`.

The fakes, the bot and the members share one process and one loop here, so what the fakes take counts as the bot's.
"""

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
from time import perf_counter, process_time

from bot.adapters import clock
from bot.adapters.database.late import LateDatabase
from bot.adapters.discord.door import DiscordDoor
from bot.adapters.reference import new_reference
from bot.adapters.speakers import Speakers
from bot.adapters.ticker import watch
from bot.app import build, database_at
from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from bot.core.ports.speaker import Speaker
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Message
from bot.settings import Settings
from tests.benchmarks.discord import Ask, _asking
from tests.benchmarks.timing import milliseconds
from tests.crash import kills
from tests.fakes.discord.allowance import GLOBAL, Allowance
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.running import new_door, running
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import TEAM
from tests.fakes.speaker import FakeSpeaker

CHANNELS = 5_000
SLACK_CHANNELS, EACH = 500, 5
"""Channels on Slack that are due meanwhile, and the posts in each."""
MANY, FEW = 100_000, 10
IDLE = 40.0
"""Seconds for which an idle bot is watched."""
ROUNDS = 8


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


async def lines() -> list[str]:
    """What was measured, a line each."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="mlops-bench-") as folder:
        found = [*await _many(Path(folder)), *await _idle(Path(folder)), *await _punctual(Path(folder))]
        return [*found, *await _fan_out(Path(folder)), *await kills.lines()]


def _at(moment: datetime, number: int, to: str) -> Plan:
    """Something to be posted once at a whole minute."""
    return Plan("hello", f"hello:{number}", to, Recurrence(moment.date(), time(moment.hour, moment.minute), "UTC"))


async def _add(database: LateDatabase, plans: list[Plan], now: datetime) -> None:
    async def add(stores: Stores) -> None:
        for plan in some:
            await stores.schedule.add(plan, now)

    for start in range(0, len(plans), 1_000):
        some = plans[start : start + 1_000]
        await database.write(add)


def _courier(database: LateDatabase, speaker: Speaker, hello: Hello, speakers: Speakers | None = None) -> Courier:
    connected = speakers.connected if speakers else None
    words: Callable[[], str] = lambda: new_reference() + new_reference()  # noqa: E731 - as in bot/app.py
    return Courier(database, speaker, {"hello": hello}, clock.now, words, connected)


async def _many(folder: Path) -> list[str]:
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
        tomorrow = clock.now() + timedelta(days=1)
        await _add(database, plans, tomorrow)
        await database.close()
        starts, ticks = [], []
        for _ in range(ROUNDS):
            database = database_at(url)
            courier = _courier(database, FakeSpeaker(), Hello())
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
    return [
        f"schedule of {MANY:,} appointments, start-up: {milliseconds(started[MANY] - started[FEW])} more than with "
        f"{FEW} (aim 100 ms): {milliseconds(started[MANY])}",
        f"schedule of {MANY:,} appointments, one tick: {milliseconds(ticked[MANY] - ticked[FEW])} more than with "
        f"{FEW} (aim 100 ms): {milliseconds(ticked[MANY])}",
    ]


async def _idle(folder: Path) -> list[str]:
    """Processor time of an hour in which nothing is due, among many appointments."""
    database = database_at(f"sqlite:///{folder}/{MANY}.db")
    courier = _courier(database, FakeSpeaker(), Hello())
    watching = asyncio.create_task(watch(courier, database.glance, clock.now))
    await asyncio.sleep(2.0)
    began = process_time()
    await asyncio.sleep(IDLE)
    taken = process_time() - began
    await _cancelled(watching)
    began = process_time()
    for _ in range(20):
        await courier.begin_due()
        await courier.wake()
    minute = (process_time() - began) / 20
    await database.close()
    hour = taken / IDLE * 3_600 + minute * 60
    return [f"schedule, an idle hour: {hour:.2f} s of processor time (aim 1 s)"]


async def _punctual(folder: Path, rounds: int = 2) -> list[str]:
    """How late a due item is begun that this process, and another, added a second before."""
    return list(await asyncio.gather(*(_late(folder, who, rounds) for who in ("a member", "another process"))))


async def _late(folder: Path, who: str, rounds: int) -> str:
    late = []
    path = folder / f"{who[:2]}.db"
    database, hello = database_at(f"sqlite:///{path}"), Hello()
    courier = _courier(database, FakeSpeaker(), hello)
    watching = asyncio.create_task(watch(courier, database.glance, clock.now))
    for number in range(rounds):
        due = _minute(clock.now() + timedelta(seconds=62))
        await asyncio.sleep((due - clock.now()).total_seconds() - 1.0)
        if who == "a member":
            await _add(database, [_at(due, number, "discord:1")], clock.now())
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


async def _fan_out(folder: Path) -> list[str]:
    """Thousands of channels due at once on both platforms, while members go on asking."""
    async with _doors(folder) as (discord, slack, ask, database, speakers):
        discord.allowance = allowance = Allowance()
        slack.api.limited = True
        slack.workspace.kept = 10_000_000
        await _asked(ask, 3.0)
        idle = median(await _asked(ask, 12.0))
        now = clock.now()
        due = _minute(now + timedelta(seconds=75))
        plans = [_at(due, number, f"discord:{number + 1}") for number in range(CHANNELS)]
        for number in range(SLACK_CHANNELS):
            slack.workspace.channels[f"C{number:07}"] = True
            plans += [_at(due, CHANNELS + number * EACH + one, f"slack:{TEAM}.C{number:07}") for one in range(EACH)]
        await _add(database, plans, now)
        courier = _courier(database, speakers.paced, Hello(), speakers)
        watching = asyncio.create_task(watch(courier, database.glance, clock.now))
        await asyncio.sleep((due - clock.now()).total_seconds())
        began, done = perf_counter(), dict[str, float]()
        asking = asyncio.create_task(_asked(ask, 600.0))
        while len(done) < 2:
            await asyncio.sleep(0.05)
            taken = perf_counter() - began
            if len(discord.channels) == CHANNELS:
                done.setdefault("discord", taken)
            if len(slack.workspace.messages) == SLACK_CHANNELS * EACH:
                done.setdefault("slack", taken)
            assert taken < 300, (len(discord.channels), len(slack.workspace.messages))
        asking.cancel()
        busy = median(await asking)
        await courier.stop(10.0)
        await _cancelled(watching)
        doubles = sum(len(posted) - 1 for posted in discord.channels.values())
    rate = CHANNELS / done["discord"]
    return [
        f"schedule, {CHANNELS:,} Discord channels due at once: {rate / GLOBAL:.3f} x of {GLOBAL}/s (aim 0.95), "
        f"{allowance.too_many} times 429 (aim 0), {doubles} doubles: {done['discord']:.1f} s",
        f"schedule, {EACH} posts in each of {SLACK_CHANNELS} Slack channels meanwhile: {done['slack']:.1f} s, "
        f"{slack.api.too_many} times 429 (one channel alone takes {EACH - 1} s)",
        f"a member's command meanwhile: p50 {busy / idle:.2f} x of its idle p50 (aim 2): {milliseconds(busy)}",
    ]


@contextlib.asynccontextmanager
async def _doors(folder: Path) -> AsyncIterator[tuple[FakeDiscord, FakeSlack, Ask, LateDatabase, Speakers]]:
    app = build(Settings(), database_at(f"sqlite:///{folder}/fan-out.db"))
    async with FakeDiscord(strict=False) as discord, FakeSlack() as slack:
        door = DiscordDoor(
            app.dispatch,
            token=discord.token,
            now=clock.now,
            seconds=clock.seconds,
            api_url=discord.api_url,
            gateway_url=discord.gateway_url,
        )
        slack_door = new_door(slack, app.dispatch)
        app.speakers.through("discord", lambda: door.speaker, lambda: door.paced)
        app.speakers.through("slack", lambda: slack_door.speaker, lambda: slack_door.paced)
        async with running(slack, slack_door):
            task = asyncio.create_task(door.run())
            await discord.gateway.connected()
            yield (
                discord,
                slack,
                _asking(discord, next(iter(discord.gateway.sessions.values()))),
                app.database,
                app.speakers,
            )
            await door.close()
            await task
        await app.database.close()


async def _asked(ask: Ask, within: float) -> list[float]:
    """What a member's command takes, asked for ten times a second."""
    taken: list[float] = []
    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        async with asyncio.timeout(within):
            while True:
                began = perf_counter()
                await ask()
                taken.append(perf_counter() - began)
                await asyncio.sleep(0.1)
    return taken


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


if __name__ == "__main__":
    for line in asyncio.run(lines()):
        print(line, flush=True)  # noqa: T201
