"""The Discord door against bare discord.py, on one fake Discord in one run: `python -m tests.benchmarks.discord`.

The bare bot echoes an embed whose JSON is as long as our reply's: the cheapest thing that the library can send in that
size. A line says beside it what the library takes to send the very same components.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import discord

from bot.adapters import clock
from bot.adapters.discord.door import DiscordDoor
from bot.adapters.discord.library import point_at
from bot.app import build
from bot.settings import Settings
from tests.benchmarks.telling import told
from tests.benchmarks.timing import compiled, milliseconds, prepared
from tests.fakes.discord.exchange import Exchange
from tests.fakes.discord.gateway import Session
from tests.fakes.discord.people import ANA, IN_CHANNEL
from tests.fakes.discord.server import FakeDiscord

PHASE: dict[str, Any] = {
    "id": "1",
    "name": "roadmap",
    "type": 1,
    "options": [{"type": 1, "name": "phase", "options": [{"type": 3, "name": "number", "value": "6"}]}],
}
AT_ONCE = 64
Ask = Callable[[], Awaitable[Exchange]]


class Bare(discord.AutoShardedClient):
    """discord.py with one handler that sends the same thing each time."""

    def __init__(self, send: Callable[[discord.Interaction[Any]], Awaitable[object]]) -> None:
        super().__init__(intents=discord.Intents(guilds=True), shard_count=1)
        self.send = send

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await self.send(interaction)


async def lines(rounds: int = 1_500, many: int = 10_000) -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    async with FakeDiscord(strict=False) as fake, _ours(fake) as session:
        ask = asking(fake, session)
        reply = (await ask()).raw
        components = json.loads(reply)["data"]["components"]
        async with _bare(fake, _embed(len(reply))) as bare, _bare(fake, _same(components)) as same:
            gc.collect()
            gc.freeze()  # as `run` does, for all of them
            yield await _one_by_one(ask, asking(fake, bare), rounds, "an embed of the same size", "aim 1.15")
            yield await _one_by_one(ask, asking(fake, same), rounds // 3, "the same components", "no aim")
            yield await _together(ask, asking(fake, bare), rounds * 2)
        yield await _flat(ask, many)
    for line in _started():
        yield line


async def _one_by_one(ours: Ask, bare: Ask, rounds: int, what: str, aim: str) -> str:
    """In turn, so that a slow moment of the machine meets both."""
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for number in range(rounds):
        for times, one in zip(taken, (ours, bare), strict=True) if number % 2 else ((taken[1], bare), (taken[0], ours)):
            began = perf_counter()
            await one()
            times.append(perf_counter() - began)
    a, b = median(taken[0]), median(taken[1])
    return f"discord /roadmap phase 6: p50 {a / b:.2f} x of bare discord.py sending {what} ({aim}): {milliseconds(a)}"


async def _together(ours: Ask, bare: Ask, rounds: int) -> str:
    """64 at once: the best of several blocks in turn."""
    best = [0.0, 0.0]
    for _ in range(5):
        for place, ask in enumerate((ours, bare)):
            best[place] = max(best[place], await _throughput(ask, rounds // 5))
    return (
        f"discord at {AT_ONCE} at once: {best[0] / best[1]:.2f} x of the throughput of bare discord.py (aim 0.85): "
        f"{best[0]:,.0f}/s"
    )


async def _throughput(ask: Ask, rounds: int) -> float:
    left = iter(range(rounds))

    async def worker() -> None:
        for _ in left:
            await ask()

    began = perf_counter()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return rounds / (perf_counter() - began)


async def _flat(ask: Ask, many: int) -> str:
    """Memory of this process, fake included, before and after many interactions."""
    for _ in range(500):
        await ask()
    gc.collect()
    before, tasks, objects = _memory(), len(asyncio.all_tasks()), len(gc.get_objects())
    for _ in range(many):
        await ask()
    gc.collect()
    return (
        f"discord after {many:,} interactions: {_memory() - before:+.1f} MB, "
        f"{len(asyncio.all_tasks()) - tasks:+d} tasks, {len(gc.get_objects()) - objects:+d} objects (aim: flat)"
    )


def asking(fake: FakeDiscord, session: Session) -> Ask:
    """From the event's leaving to the reply's arrival."""

    async def ask() -> Exchange:
        exchange = fake.exchange(2, ANA, IN_CHANNEL)
        payload = fake.payload(exchange, PHASE)
        await fake.gateway.send("INTERACTION_CREATE", payload, session=session)
        await exchange.until("responded")
        fake.forget(exchange)
        return exchange

    return ask


@contextlib.asynccontextmanager
async def _ours(fake: FakeDiscord) -> AsyncIterator[Session]:
    app = build(Settings())
    door = DiscordDoor(
        app.dispatch,
        token=fake.token,
        now=clock.now,
        seconds=clock.seconds,
        api_url=fake.api_url,
        gateway_url=fake.gateway_url,
    )
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    yield list(fake.gateway.sessions.values())[-1]
    await door.close()
    await running


@contextlib.asynccontextmanager
async def _bare(
    fake: FakeDiscord, send: Callable[[discord.Interaction[Any]], Awaitable[object]]
) -> AsyncIterator[Session]:
    point_at(fake.api_url, fake.gateway_url)
    client = Bare(send)
    running = asyncio.create_task(client.start(fake.token))
    await fake.gateway.connected(len(fake.gateway.sessions) + 1)
    yield list(fake.gateway.sessions.values())[-1]
    await client.close()
    await running


def _embed(size: int) -> Callable[[discord.Interaction[Any]], Awaitable[object]]:
    words = "x" * min(size - 150, 4_096)
    rest = "y" * max(size - 150 - 4_096, 1)

    async def send(interaction: discord.Interaction[Any]) -> object:
        return await interaction.response.send_message(
            rest,
            embed=discord.Embed(description=words),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    return send


def _same(components: list[dict[str, Any]]) -> Callable[[discord.Interaction[Any]], Awaitable[object]]:
    def view() -> discord.ui.LayoutView:
        frame: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=1)
        for one in components[0]["components"]:
            if one["type"] == 10:
                frame.add_item(discord.ui.TextDisplay(one["content"]))
                continue
            row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
            for inside in one["components"]:
                if inside["type"] == 2:
                    style = discord.ButtonStyle(inside["style"])
                    row.add_item(discord.ui.Button(label=inside["label"], custom_id=inside["custom_id"], style=style))
                else:
                    options = [discord.SelectOption(**option) for option in inside["options"]]
                    row.add_item(discord.ui.Select(custom_id=inside["custom_id"], options=options))
            frame.add_item(row)
        made = discord.ui.LayoutView(timeout=None)
        made.add_item(frame)
        made.stop()
        return made

    async def send(interaction: discord.Interaction[Any]) -> object:
        return await interaction.response.send_message(view=view(), ephemeral=True)

    return send


def _memory(pid: int | str = "self") -> float:
    """Megabytes that a process has in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


_CHILD_BARE = """
import discord, sys
from discord.http import Route
from discord.gateway import DiscordWebSocket
from yarl import URL
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], URL(sys.argv[2])
class Bare(discord.AutoShardedClient):
    async def on_interaction(self, interaction):
        await interaction.response.send_message("x" * 1900, ephemeral=True)
Bare(intents=discord.Intents(guilds=True), shard_count=1).run(sys.argv[3], log_handler=None)
"""
_CHILD_OURS = """
import os, sys
os.environ.update(
    DISCORD_API_URL=sys.argv[1], DISCORD_GATEWAY_URL=sys.argv[2], DISCORD_TOKEN=sys.argv[3], HTTP_PORT="0",
    SLACK_BOT_TOKEN="", DATABASE_URL=sys.argv[4],
)
from bot.__main__ import main
sys.exit(main(["run"]))
"""


def _started() -> list[str]:
    """`bot run` and the bare library in turn: from their start to the first reply, and the memory they then have."""
    compiled()
    times: tuple[list[float], list[float]] = ([], [])
    memory: tuple[list[float], list[float]] = ([], [])
    with tempfile.TemporaryDirectory() as folder:
        url = prepared(folder)
        for _ in range(9):
            for place, code in enumerate((_CHILD_OURS, _CHILD_BARE)):
                with ThreadPoolExecutor(1) as pool:
                    seconds, megabytes = pool.submit(lambda: asyncio.run(_child(code, url))).result()  # noqa: B023
                times[place].append(seconds)
                memory[place].append(megabytes)
    ours, bare = (median(one) for one in times)
    more = median(memory[0]) - median(memory[1])
    return [
        f"discord start-up to the first reply: {ours / bare:.2f} x of bare discord.py (aim 1.25): "
        f"{milliseconds(ours)} against {milliseconds(bare)}",
        f"discord memory after the first reply: {more:+.1f} MB over bare discord.py (aim 40): "
        f"{median(memory[0]):.0f} MB",
    ]


async def _child(code: str, url: str) -> tuple[float, float]:
    async with FakeDiscord(strict=False) as fake:
        began = perf_counter()
        arguments = [sys.executable, "-c", code, fake.api_url, fake.gateway_url, fake.token, url]
        child = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)  # noqa: ASYNC220 - our own words
        try:
            await fake.gateway.connected(seconds=60)
            await asking(fake, next(iter(fake.gateway.sessions.values())))()
            return perf_counter() - began, _memory(child.pid)
        finally:
            child.kill()
            child.wait()


if __name__ == "__main__":
    asyncio.run(told(lines()))
