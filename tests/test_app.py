"""What the composed bot does by itself, and whom it knows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.adapters.database.late import LateDatabase, Opened
from bot.app import App, build
from bot.chores import REMEMBERED
from bot.core.chat.scene import Caller, Person
from bot.core.ports.database import Unavailable
from bot.settings import Settings
from tests.core.helpers import NOW

ANA = Person("slack:T1.U1")


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = build(Settings())
    yield app
    await app.database.close()


async def test_its_chores_work(app: App, caplog: pytest.LogCaptureFixture) -> None:
    keeping = app.housekeeping(lambda: {"slack": True, "discord": False})
    for later in (timedelta(), timedelta(minutes=1), REMEMBERED + timedelta(days=1)):
        await keeping.run_due(NOW + later)
        await keeping.settled()

    assert caplog.text == ""
    assert await app.database.read(lambda stores: stores.heartbeats.last("discord")) is None
    found = await app.database.read(lambda stores: stores.heartbeats.outages(NOW, NOW + 2 * REMEMBERED))
    assert [one.what for one in found] == ["bot", "slack"]


async def test_where_the_clock_is_moved_no_outage_is_noted(app: App) -> None:
    keeping = app.housekeeping(None)
    for day in range(3):
        await keeping.run_due(NOW + timedelta(days=day))
        await keeping.settled()
    assert await app.database.read(lambda stores: stores.heartbeats.outages(NOW, NOW + REMEMBERED)) == []


async def test_it_knows_who_did_something(app: App) -> None:
    assert not await app.knows(ANA)
    await app.database.write(lambda stores: stores.people.meet(Caller(ANA, "Ana"), NOW))
    assert await app.knows(ANA)


async def test_while_the_database_is_away_it_knows_nobody() -> None:
    async def opening() -> Opened:
        raise Unavailable("locked")

    assert not await build(Settings(), LateDatabase(opening)).knows(ANA)
