"""Thousands of channels due at once: `bot run` in one process; the platforms, with their limits, and a member in this.

So nothing that the fakes do counts as the bot's. `python -m tests.benchmarks.fan_out` measures it alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.adapters import clock
from bot.adapters.database.late import LateDatabase
from bot.app import database_at
from bot.core.model.appointment import Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from tests.benchmarks.discord import Ask, asking
from tests.benchmarks.telling import told
from tests.benchmarks.timing import milliseconds
from tests.fakes.discord.allowance import GLOBAL, Allowance
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.web_api import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.workspace import TEAM

CHANNELS = 5_000
SLACK_CHANNELS, EACH = 500, 5
"""Channels on Slack that are due meanwhile, and the posts in each."""
AHEAD = timedelta(seconds=15)
"""How long, at least, a member asks an idle bot before all is due."""
LONGEST = 300.0
"""Seconds after which something must be wrong."""


async def lines(folder: Path) -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    url = f"sqlite:///{folder}/fan-out.db"
    async with FakeDiscord(strict=False) as discord, FakeSlack() as slack, _bot(url, discord, slack) as bot:
        slack.workspace.kept = 10_000_000
        ask = asking(discord, next(iter(discord.gateway.sessions.values())))
        await _asked(ask, 3.0)
        due = whole_minute(clock.now() + AHEAD + timedelta(minutes=1))
        database = database_at(url)
        await add(database, _plans(due, slack), clock.now())
        await database.close()
        idle = median(await _asked(ask, (due - clock.now()).total_seconds() - 1.0))
        discord.allowance = allowance = Allowance()
        slack.api.limited = True
        await asyncio.sleep((due - clock.now()).total_seconds())
        began, processor = perf_counter(), _processor(bot.pid)
        asking_on = asyncio.create_task(_asked(ask, LONGEST))
        taken = await _drained(lambda: len(slack.workspace.messages), SLACK_CHANNELS * EACH, began)
        yield (
            f"schedule, {EACH} posts in each of {SLACK_CHANNELS} Slack channels, beside Discord's: {taken:.1f} s, "
            f"{slack.api.too_many} times 429 (aim 0; one channel alone takes {EACH - 1} s)"
        )
        taken = await _drained(lambda: len(discord.channels), CHANNELS, began)
        processor = (_processor(bot.pid) - processor) / (perf_counter() - began)
        doubles = sum(len(posted) - 1 for posted in discord.channels.values())
        yield (
            f"schedule, {CHANNELS:,} Discord channels due at once: {CHANNELS / taken / GLOBAL:.3f} x of {GLOBAL}/s "
            f"(aim 0.95), {allowance.too_many} times 429 (aim 0), {doubles} doubles: {taken:.1f} s, "
            f"{processor:.0%} of a processor"
        )
        asking_on.cancel()
        busy = median(await asking_on)
        yield f"a member's command meanwhile: p50 {busy / idle:.2f} x of its idle p50 (aim 2): {milliseconds(busy)}"


def once(moment: datetime, number: int, to: str) -> Plan:
    """Something to be posted once at a whole minute."""
    return Plan("hello", f"hello:{number}", to, Recurrence(moment.date(), time(moment.hour, moment.minute), "UTC"))


def whole_minute(at: datetime) -> datetime:
    """The minute that an instant is in."""
    return at.replace(second=0, microsecond=0)


async def add(database: LateDatabase, plans: list[Plan], now: datetime) -> None:
    """Plan all of these."""

    async def write(stores: Stores) -> None:
        for plan in some:
            await stores.schedule.add(plan, now)

    for start in range(0, len(plans), 1_000):
        some = plans[start : start + 1_000]
        await database.write(write)


def _plans(due: datetime, slack: FakeSlack) -> list[Plan]:
    plans = [once(due, number, f"discord:{number + 1}") for number in range(CHANNELS)]
    for number in range(SLACK_CHANNELS):
        slack.workspace.channels[f"C{number:07}"] = True
        plans += [once(due, CHANNELS + number * EACH + one, f"slack:{TEAM}.C{number:07}") for one in range(EACH)]
    return plans


@contextlib.asynccontextmanager
async def _bot(url: str, discord: FakeDiscord, slack: FakeSlack) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot, connected to both platforms."""
    settings = {
        "DATABASE_URL": url,
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "HTTP_PORT": "0",
        "LOG_LEVEL": "error",
    }
    arguments = "-m", "tests.benchmarks.greeting_bot", json.dumps(settings)
    bot = await asyncio.create_subprocess_exec(sys.executable, *arguments)
    try:
        await discord.gateway.connected(seconds=60)
        await slack.sockets.until_opened(1, within=60)
        yield bot
        bot.send_signal(signal.SIGTERM)
        assert await bot.wait() == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            bot.kill()
        await bot.wait()


async def _drained(count: Callable[[], int], wanted: int, began: float) -> float:
    """Seconds until so many have arrived."""
    while count() < wanted:
        await asyncio.sleep(0.05)
        assert perf_counter() - began < LONGEST, count()
    return perf_counter() - began


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


async def _alone() -> None:
    with tempfile.TemporaryDirectory(prefix="mlops-bench-") as folder:
        await told(lines(Path(folder)))


if __name__ == "__main__":
    asyncio.run(_alone())
