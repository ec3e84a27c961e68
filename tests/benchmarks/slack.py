"""The Slack door against a bare Bolt that echoes an answer of the same size: same machine, same loop, same run.

`python -m tests.benchmarks.slack` prints every measure.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import resource
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.clock import seconds
from bot.app import build
from bot.core.chat.command import Command, Menu
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from bot.settings import Settings
from tests.benchmarks.telling import told
from tests.benchmarks.timing import compiled, milliseconds, prepared
from tests.fakes.slack.running import new_door, running
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.web_api import APP_TOKEN, BOT_TOKEN

USER, CHANNEL = "U0ANA", "C0GENERAL"
ALONE = 1_500
"""Interactions one after another."""
TOGETHER, AT_ONCE, ROUNDS = 1_000, 64, 7
"""Interactions a round, so many of them at once, and rounds."""
MANY = 10_000

Ask = Callable[[], Awaitable[Any]]


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    dispatch = build(Settings()).dispatch
    async with _ours(dispatch) as ours:
        answer = await _ask(ours)()
        async with _bare(answer, at_once=False) as default, _bare(answer, at_once=True) as early:
            for line in await _one_by_one(_ask(ours), _ask(default), _ask(early), len(json.dumps(answer))):
                yield line
            for line in await _together(_ask(ours), _ask(early)):
                yield line
            for line in (*await _beside_slow_ones(), *await _memory(ours), *await _start_up()):
                yield line


async def _one_by_one(ours: Ask, default: Ask, early: Ask, size: int) -> list[str]:
    taken: dict[str, list[float]] = {"ours": [], "default": [], "early": []}
    for ask in (ours, early) * 200:
        await ask()
    gc.collect()
    for number in range(ALONE):
        for name, ask in (("ours", ours), ("early", early), *([("default", default)] if number % 5 == 0 else [])):
            began = perf_counter()
            await ask()
            taken[name].append(perf_counter() - began)
    p50 = {name: median(times) for name, times in taken.items()}
    return [
        f"Slack, /roadmap phase 6 over Socket Mode, {size:,} bytes: p50 {milliseconds(p50['ours'])}, "
        f"{p50['ours'] / p50['default']:.3f} x of a default Bolt listener's {milliseconds(p50['default'])} (aim 0.2), "
        f"{p50['ours'] / p50['early']:.2f} x of one that answers before the ack, {milliseconds(p50['early'])} (aim 1.3)"
    ]


async def _together(ours: Ask, early: Ask) -> list[str]:
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for rate, ask in zip(rates, (ours, early), strict=True):
            began = perf_counter()
            await _many(ask, TOGETHER, AT_ONCE)
            rate.append(TOGETHER / (perf_counter() - began))
    mine, bare = median(rates[0]), median(rates[1])
    return [
        f"Slack, {AT_ONCE} at once: {mine:,.0f}/s, {mine / bare:.2f} x of the one that answers before the ack, "
        f"{bare:,.0f}/s (aim 0.85)"
    ]


async def _beside_slow_ones() -> list[str]:
    """64 answers that take 4 seconds each, and others beside them."""

    async def slow(_: Request) -> Reply:
        await asyncio.sleep(4)
        return Reply("At last")

    async def quick(_: Request) -> Reply:
        return Reply("At once")

    menu = Menu([Command("slow", "Takes its time", slow), Command("quick", "Doesn't", quick)])
    async with _ours(Dispatch(menu, seconds, lambda: "ref")) as slack:
        alone = [await _timed(_ask(slack, "/quick", "")) for _ in range(500)]
        waiting = [asyncio.create_task(_timed(_ask(slack, "/slow", ""))) for _ in range(64)]
        await asyncio.sleep(0.2)
        beside = [await _timed(_ask(slack, "/quick", "")) for _ in range(500)]
        slowest = max(await asyncio.gather(*waiting))
        await asyncio.sleep(2.5)
        late = len(slack.workspace.called("respond")) + len(slack.workspace.called("chat.postEphemeral"))
    return [
        f"Slack, beside 64 answers that take 4 s: p50 {milliseconds(median(beside))}, "
        f"{median(beside) / median(alone):.2f} x of alone; the slow ones were acknowledged after {slowest:.2f} s "
        f"(Slack waits 3), and {late} of 64 came later"
    ]


async def _memory(slack: FakeSlack) -> list[str]:
    """Commands and presses by turns; what Slack remembers of them is thrown away."""
    answer = await _ask(slack)()
    message = slack.workspace.post(CHANNEL, answer, USER)
    button = next(block for block in message.blocks if block["type"] == "actions")["elements"][0]

    async def both() -> None:
        await _ask(slack)()
        await slack.press(USER, message, button)

    async def round_(number: int) -> tuple[int, int]:
        for _ in range(0, number, 500):
            await _many(both, 250, 16)
            await asyncio.sleep(0.05)
            slack.workspace.events.clear()
            slack.workspace.calls.clear()
        await asyncio.sleep(0.5)
        gc.collect()
        return len(gc.get_objects()), _resident()

    objects, resident = await round_(MANY)
    more_objects, more_resident = await round_(MANY)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return [
        f"Slack, memory over {MANY:,} interactions: {(more_resident - resident) / 1e6:+.2f} MB resident, "
        f"{more_objects - objects:+,} objects (aim: flat); at most {peak:.0f} MB, with both fakes"
    ]


_START_OURS = """
import os, sys
url, bot, app, database = sys.argv[1:]
os.environ.update(DATABASE_URL=database, SLACK_API_URL=url, SLACK_BOT_TOKEN=bot, SLACK_APP_TOKEN=app, HTTP_PORT="0")
os.environ["DISCORD_TOKEN"] = ""
from bot.__main__ import main
sys.exit(main(["run"]))
"""
_START_BARE = """
import asyncio, sys
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
url, bot, app_token, _ = sys.argv[1:]
async def main():
    app = AsyncApp(client=AsyncWebClient(bot, base_url=url), name="bare")
    @app.command("/roadmap")
    async def echo(ack):
        await ack("6")
    await AsyncSocketModeHandler(app, app_token).start_async()
asyncio.run(main())
"""


async def _start_up() -> list[str]:
    """Whole processes by turns: from their start until the first answer, and the memory that they then have."""
    compiled()
    taken: dict[str, list[float]] = {_START_OURS: [], _START_BARE: []}
    held: dict[str, list[float]] = {_START_OURS: [], _START_BARE: []}
    folder = tempfile.TemporaryDirectory()
    url = prepared(folder.name)
    for _ in range(9):
        for code in (_START_OURS, _START_BARE):
            async with _slack() as slack:
                began = perf_counter()
                arguments = ["-c", code, slack.api_url, BOT_TOKEN, APP_TOKEN, url]
                nowhere = asyncio.subprocess.DEVNULL
                child = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=nowhere, stderr=nowhere)
                await slack.sockets.until_opened(1, 60)
                await _ask(slack)()
                taken[code].append(perf_counter() - began)
                held[code].append(_resident(child.pid))
                child.kill()
                await child.wait()
    folder.cleanup()
    ours, bare = median(taken[_START_OURS]), median(taken[_START_BARE])
    memory, bare_memory = (median(held[code]) / 1e6 for code in (_START_OURS, _START_BARE))
    return [
        f"Slack, start-up to the first answer: {ours / bare:.2f} x of bare Bolt (aim 1.25): {milliseconds(ours)} to "
        f"{milliseconds(bare)}; memory then {memory:.0f} MB, {memory - bare_memory:+.1f} MB over it (aim 40)"
    ]


@asynccontextmanager
async def _ours(dispatch: Dispatch) -> AsyncIterator[FakeSlack]:
    async with _slack() as slack, running(slack, new_door(slack, dispatch)):
        yield slack


@asynccontextmanager
async def _bare(answer: dict[str, Any], *, at_once: bool) -> AsyncIterator[FakeSlack]:
    """Bolt and nothing else; `at_once` is its `process_before_response`."""
    async with _slack() as slack:
        client = AsyncWebClient(BOT_TOKEN, base_url=slack.api_url)
        app = AsyncApp(client=client, process_before_response=at_once, name="bare")

        @app.command("/roadmap")
        async def echo(ack: Callable[..., Awaitable[None]]) -> None:
            await ack(answer)

        handler = AsyncSocketModeHandler(app, APP_TOKEN)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await slack.sockets.until_opened(1)
        yield slack
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def _slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        slack.workspace.person(USER, "Ana")
        slack.workspace.channels[CHANNEL] = True
        yield slack


def _ask(slack: FakeSlack, command: str = "/roadmap", text: str = "phase 6") -> Ask:
    async def ask() -> Any:
        return await slack.sockets.request("slash_commands", slack.acts.slash(USER, CHANNEL, command, text))

    return ask


async def _many(ask: Ask, number: int, at_once: int) -> None:
    left = iter(range(number))

    async def worker() -> None:
        for _ in left:
            await ask()

    await asyncio.gather(*(worker() for _ in range(at_once)))


async def _timed(ask: Ask) -> float:
    began = perf_counter()
    await ask()
    return perf_counter() - began


def _resident(process: int | str = "self") -> int:
    """Bytes in memory."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    asyncio.run(told(lines()))
