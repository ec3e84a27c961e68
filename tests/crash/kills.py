"""`make crash`: kill -9 at random points of a fan-out, restarts included, and count what stands in the channels.

Discord's nonces are forgotten at every restart, as they are after minutes: what protects from doubles then is that the
bot finds its own post again.
"""

from __future__ import annotations

import asyncio
import itertools
import random  # noqa: TID251 - where it is killed is chance, from a seed that is told
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.adapters.database.sqlite import open_sqlite
from bot.core.model.appointment import Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from bot.core.schedule.courier import LEASE
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import TEAM

POSTS = 300
"""In one fan-out, on each platform."""
NINE = datetime(2026, 11, 27, 9, tzinfo=UTC)


@dataclass
class Outcome:
    """What stood in the channels in the end."""

    kills: int = 0
    posts: int = 0
    """That were planned, on each platform."""
    discord: Counter[int] = field(default_factory=Counter)
    """How many channels have so many messages."""
    slack: Counter[int] = field(default_factory=Counter)

    def __str__(self) -> str:
        def told(counts: Counter[int]) -> str:
            doubles = sum((times - 1) * channels for times, channels in counts.items() if times > 1)
            return f"{counts[0]} lost, {doubles} doubles"

        return (
            f"kill -9 at {self.kills} points of {self.posts // POSTS} fan-outs of {POSTS}: "
            f"Discord {told(self.discord)} (aim 0, 0); Slack {told(self.slack)} (aim 0 lost)"
        )


async def killed(kills: int, seed: int, *, reading: bool) -> Outcome:
    """Kill so many times; with `reading`, Slack lets the bot look for what it posted."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory(prefix="mlops-crash-") as folder:
        async with FakeDiscord(strict=False) as discord, FakeSlack() as slack:
            if reading:
                slack.api.scopes += ",channels:history"
            slack.workspace.kept = 10_000_000
            path, now = Path(folder, "bot.db"), NINE - timedelta(minutes=1)
            while outcome.kills < kills:
                channels = [outcome.posts + number for number in range(POSTS)]
                outcome.posts += POSTS
                slack.workspace.channels |= {f"C{number:07}": True for number in channels}
                await _plan(path, channels, now)
                now += timedelta(minutes=1)
                for life in itertools.count():
                    discord.forget_nonces()
                    after = chance.uniform(0.0, 1.0) if outcome.kills < kills else 60.0
                    arguments = str(path), discord.api_url, slack.api_url, now.isoformat(), f"{outcome.posts}.{life}"
                    now += LEASE + timedelta(minutes=1)
                    if await _lived(arguments, after):
                        break
                    outcome.kills += 1
                now = (now + timedelta(minutes=2)).replace(second=0, microsecond=0)
            outcome.discord = Counter(len(discord.channels.get(number + 1, [])) for number in range(outcome.posts))
            posted = Counter(message.channel for message in slack.workspace.messages)
            outcome.slack = Counter(posted[f"C{number:07}"] for number in range(outcome.posts))
    return outcome


async def _plan(path: Path, channels: list[int], now: datetime) -> None:
    """Everything is due within a minute."""
    at = now + timedelta(minutes=1)
    once = Recurrence(at.date(), time(at.hour, at.minute), "UTC")

    async def add(stores: Stores) -> None:
        for number in channels:
            for to in (f"discord:{number + 1}", f"slack:{TEAM}.C{number:07}"):
                await stores.schedule.add(Plan("hello", f"hello:{number}", to, once), now)

    database = await open_sqlite(path)
    await database.write(add)
    await database.close()


async def _lived(arguments: tuple[str, ...], after: float) -> bool:
    """Whether a process finished everything, which is killed so many seconds after it began."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.fan_out",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    errors = asyncio.create_task(process.stderr.read())
    assert await process.stdout.readline() == b"begun\n", (await errors).decode()
    killing = asyncio.get_running_loop().call_later(after, process.kill)
    said = await process.stdout.read()
    killing.cancel()
    status = await process.wait()
    assert status in (0, -9), (await errors).decode()
    await errors
    return said == b"null\n"


async def lines(kills: int = 200) -> list[str]:
    """What was measured, a line for each way in which Slack may be set up."""
    return [
        f"{await killed(kills // 2, seed, reading=reading)}, {'with' if reading else 'without'} channels:history"
        for seed, reading in ((1, False), (2, True))
    ]


if __name__ == "__main__":
    for line in asyncio.run(lines()):
        print(line, flush=True)  # noqa: T201
