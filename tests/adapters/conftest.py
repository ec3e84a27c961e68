from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser

from bot.adapters import clock
from bot.adapters.playground.server import Playground
from bot.app import App, build
from bot.settings import Settings
from tests.adapters.pages import House, launched, visited


@pytest.fixture(scope="module")
def app() -> App:
    return build(Settings())


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def house(app: App, browser: Browser) -> AsyncIterator[House]:
    playground = Playground(app.dispatch, clock.now)
    runner = web.AppRunner(playground.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with visited(f"http://127.0.0.1:{runner.addresses[0][1]}/", playground, browser) as there:
            yield there
    finally:
        await runner.cleanup()
