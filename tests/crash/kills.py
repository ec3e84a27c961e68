"""`make crash`: kill -9 at random points of a fan-out, restarts included, and count what stands in the channels.

Several bots are killed side by side, each with a database and platforms of its own: starting one is most of the work.
Discord's nonces are forgotten at every restart, as they are after minutes: what protects from doubles then is that the
bot finds its own post again.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import json
import random  # noqa: TID251 - where it is killed is chance, from a seed that is told
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.app import database_at
from bot.core.model.appointment import Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from bot.core.schedule.courier import LEASE
from tests.benchmarks.telling import told
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import TEAM

POSTS = 300
"""In one fan-out, on each platform, where nothing else is said."""
BESIDE = 3
"""Bots that are killed side by side, for each way in which Slack may be set up."""
NINE = datetime(2026, 11, 27, 9, tzinfo=UTC)


@dataclass
class Outcome:
    """What stood in the channels in the end."""

    kills: int = 0
    posts: int = 0
    """That were planned, on each platform."""
    fan_outs: int = 0
    discord: Counter[int] = field(default_factory=Counter)
    """How many channels have so many messages."""
    slack: Counter[int] = field(default_factory=Counter)

    def count(self, discord: FakeDiscord, slack: FakeSlack) -> None:
        """Look at what stands there now."""
        self.discord = Counter(len(discord.channels.get(number + 1, [])) for number in range(self.posts))
        posted = Counter(message.channel for message in slack.workspace.messages)
        self.slack = Counter(posted[slack_channel(number)] for number in range(self.posts))

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.kills + other.kills,
            self.posts + other.posts,
            self.fan_outs + other.fan_outs,
            self.discord + other.discord,
            self.slack + other.slack,
        )

    def __str__(self) -> str:
        def told(counts: Counter[int]) -> str:
            doubles = sum((times - 1) * channels for times, channels in counts.items() if times > 1)
            return f"{counts[0]} lost, {doubles} doubles"

        return (
            f"kill -9 at {self.kills} points of {self.fan_outs} fan-outs of {self.posts // self.fan_outs}: "
            f"Discord {told(self.discord)} (aim 0, 0); Slack {told(self.slack)} (aim 0 lost)"
        )


async def killed(kills: int, seed: int, *, reading: bool, posts: int = POSTS) -> Outcome:
    """Kill so many times; with `reading`, Slack lets the bot look for what it posted."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory(prefix="mlops-crash-") as folder:
        async with FakeDiscord(strict=False) as discord, FakeSlack() as slack:
            if reading:
                slack.api.scopes += ",channels:history"
            slack.workspace.kept = 10_000_000
            url, now = f"sqlite:///{folder}/bot.db", NINE - timedelta(minutes=1)
            while outcome.kills < kills:
                channels = range(outcome.posts, outcome.posts + posts)
                outcome.posts += posts
                outcome.fan_outs += 1
                await plan(url, channels, slack, now)
                now += timedelta(minutes=1)
                for number in itertools.count():
                    discord.forget_nonces()
                    after = functools.partial(asyncio.sleep, chance.uniform(0.0, 1.0))
                    arguments = url, discord.api_url, slack.api_url, now.isoformat(), f"{outcome.posts}.{number}"
                    now += LEASE + timedelta(minutes=1)
                    life = await lived(arguments, after if outcome.kills < kills else None)
                    if life.finished:
                        break
                    outcome.kills += 1
                now = (now + timedelta(minutes=2)).replace(second=0, microsecond=0)
            outcome.count(discord, slack)
    return outcome


def slack_channel(number: int) -> str:
    """The name of the channel on Slack with that number."""
    return f"C{number:07}"


async def plan(url: str, channels: Iterable[int], slack: FakeSlack, now: datetime) -> None:
    """Let something be due within a minute in each channel, on each platform."""
    at = now + timedelta(minutes=1)
    once = Recurrence(at.date(), time(at.hour, at.minute), "UTC")

    async def add(stores: Stores) -> None:
        for number in channels:
            for to in (f"discord:{number + 1}", f"slack:{TEAM}.{slack_channel(number)}"):
                await stores.schedule.add(Plan("hello", f"hello:{number}", to, once), now)

    slack.workspace.channels |= {slack_channel(number): True for number in channels}
    database = database_at(url)
    await database.write(add)
    await database.close()


@dataclass(frozen=True)
class Life:
    """What came of a process."""

    posted: int = 0
    """Unknown, and so 0, where it was killed."""
    finished: bool = False
    """Whether it left nothing to be done."""


async def lived(
    arguments: tuple[str, ...],
    until: Callable[[], Awaitable[object]] | None = None,
    together: asyncio.Barrier | None = None,
) -> Life:
    """Let a process begin, `together` with others where there are any; kill it as soon as `until` is over."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.fan_out",
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    errors = asyncio.create_task(process.stderr.read())
    assert await process.stdout.readline() == b"ready\n", (await errors).decode()
    if together is not None:
        await together.wait()
    process.stdin.write(b"begin\n")
    killing = None if until is None else asyncio.create_task(_kill(process, until))
    said = await process.stdout.read()
    status = await process.wait()
    if killing is not None:
        killing.cancel()
        await asyncio.wait({killing})
    assert status in (0, -9), (await errors).decode()
    await errors
    return Life(**json.loads(said)) if said else Life()


async def _kill(process: asyncio.subprocess.Process, until: Callable[[], Awaitable[object]]) -> None:
    await until()
    with contextlib.suppress(ProcessLookupError):  # it had ended by itself
        process.kill()


async def lines(kills: int = 200) -> AsyncIterator[str]:
    """What is measured, a line for each way in which Slack may be set up."""
    each = -(-kills // (2 * BESIDE))
    ways = [
        asyncio.gather(*(killed(each, BESIDE * place + one, reading=reading) for one in range(BESIDE)))
        for place, reading in enumerate((False, True))
    ]
    for way, reading in zip(ways, ("without", "with"), strict=True):
        outcomes = await way
        yield f"{sum(outcomes, Outcome())}, {reading} channels:history"


if __name__ == "__main__":
    asyncio.run(told(lines()))
