"""The real door on the fake Slack, running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from bot.adapters.clock import now as real_now
from bot.adapters.clock import seconds
from bot.adapters.slack.answering import Knows, nobody
from bot.adapters.slack.app import SlackDoor
from bot.adapters.slack.manifest import Mode
from bot.adapters.slack.turn import Times
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Removed, nobody_asks
from tests.fakes.slack.slack import SECRET, FakeSlack
from tests.fakes.slack.web_api import APP_TOKEN, BOT_TOKEN


def new_door(
    slack: FakeSlack,
    dispatch: Dispatch,
    mode: Mode = "socket",
    *,
    times: Times | None = None,
    now: Callable[[], datetime] = real_now,
    seconds: Callable[[], float] = seconds,
    knows: Knows = nobody,
    removed: Removed = nobody_asks,
) -> SlackDoor:
    """A door with the tokens that the fake takes."""
    return SlackDoor(
        dispatch,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=SECRET,
        api_url=slack.api_url,
        mode=mode,
        now=now,
        seconds=seconds,
        times=times,
        knows=knows,
        removed=removed,
    )


@asynccontextmanager
async def running(slack: FakeSlack, door: SlackDoor) -> AsyncIterator[asyncio.Task[None]]:
    """Run the door until the end of the block. What it raised is raised there, unless somebody awaited the task."""
    application = web.Application()
    application.router.add_routes(door.routes())
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    if door.routes():
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    task = asyncio.create_task(door.run())
    try:
        await until(lambda: door.ready or task.done())
        yield task
        await door.close()
        await task
    finally:
        await door.close()
        await asyncio.gather(task, return_exceptions=True)
        await runner.cleanup()


async def until(holds: Callable[[], bool], within: float = 10) -> None:
    """Wait until something is so. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - a door has no event for everything that a test waits for
            await asyncio.sleep(0.002)
