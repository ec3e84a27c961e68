"""A playground with a bell in it and a clock that can be moved, for tests of what arrives there."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.adapters.clock import MovableClock, seconds
from bot.adapters.playground.server import Playground
from bot.adapters.speakers import Speakers
from bot.app import App
from bot.core.chat.command import Menu
from bot.core.dispatch import Dispatch
from bot.core.ports.database import Database
from bot.core.schedule.courier import Courier
from bot.core.schedule.passing import Passing
from tests.conftest import REFERENCE
from tests.fakes.bell import Bell
from tests.fakes.broken import FragileDatabase


@dataclass
class BellHouse:
    """The running playground."""

    address: str
    playground: Playground
    clock: MovableClock
    bell: Bell
    time: Passing
    database: FragileDatabase


@asynccontextmanager
async def bell_house(app: App, database: Database) -> AsyncIterator[BellHouse]:
    """Serve it until the end of the block; what the bell plans is kept in `database`."""
    speakers, clock, fragile = Speakers(), MovableClock(), FragileDatabase(database)
    bell = Bell(fragile, speakers)
    menu = Menu([*app.dispatch.menu.groups, *app.dispatch.menu, *bell.menu()])
    words = (f"word{number}" for number in itertools.count())
    courier = Courier(fragile, speakers, {bell.name: bell}, clock.now, words.__next__)
    time = Passing(courier, clock.now, clock.move)
    playground = Playground(Dispatch(menu, seconds, lambda: REFERENCE, fragile), clock.now, {}, time)
    speakers.through("playground", lambda: playground.speaker)
    runner = web.AppRunner(playground.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield BellHouse(f"http://127.0.0.1:{runner.addresses[0][1]}", playground, clock, bell, time, fragile)
    finally:
        await runner.cleanup()
