"""What the composed bot does by itself, and whom it knows."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.database.late import LateDatabase, Opened
from bot.app import App, build
from bot.chores import REMEMBERED
from bot.core.chat.scene import Caller, Person, Space
from bot.core.features.roadmap import RoadmapFeature
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


async def test_the_menu_begins_with_all_that_stands_under_the_roadmap(app: App) -> None:
    first = {item.name for item in RoadmapFeature(app.shelf).menu()}
    menu = app.dispatch.menu

    whole = [*menu.groups, *menu]
    assert {item.name for item in whole if item.name.split()[0] == "roadmap"} == first
    assert all(also.split()[0] != "roadmap" for item in menu if item.name not in first for also in item.also)


async def test_where_the_bot_is_is_noted_once_it_is_calm(app: App) -> None:
    telling = asyncio.create_task(app.present("discord", [Space("discord:1")]))
    await asyncio.sleep(0.01)
    assert not telling.done()

    app.calm.set()
    async with asyncio.timeout(10):
        await telling


_START = """
import asyncio, sys
from bot.adapters import clock
from bot.app import build, database_at
from bot.core.chat.plain import plain
from bot.core.chat.scene import Caller, Person, Place, Scene
from bot.running import opened
from bot.settings import Secret, Settings

async def start():
    settings = Settings(**{name: Secret("x") for name in sys.argv[2].split()})
    app = build(settings, database_at("sqlite:///" + sys.argv[1]))
    assert opened(app, settings, clock.seconds)
    await app.database.open()
    answer = await app.dispatch.typed("/roadmap phase 6", Scene(Caller(Person("x:1"), "Ana"), Place("x"), clock.now()))
    assert "Phase 6" in plain(answer)
    print(*(name for name in sys.argv[3].split() if name in sys.modules))
    await app.load()
    print(*(name for name in sys.argv[3].split() if name in sys.modules))
    await app.database.close()

asyncio.run(start())
"""
LATER = "apscheduler bot.adapters.database.stores bot.chores bot.core.features.progress bot.kinds bot.menu markdown_it"
"""What the first answer must not wait for, and is there in the end."""
NEVER = (
    "PIL annotated_types asyncpg bot.adapters.content.load bot.adapters.playground.server icalendar pydantic "
    "resvg_py yaml"
)
"""What a bot with nothing out of the ordinary never needs."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tokens", "other"), [("discord_token", "slack_bolt slack_sdk"), ("slack_bot_token slack_app_token", "discord")]
)
def test_the_first_answer_waits_for_nothing_that_it_does_not_need(tmp_path: Path, tokens: str, other: str) -> None:
    """By what is imported, for no time can be relied on; the content is kept by then."""
    build(Settings())

    names = " ".join((LATER, NEVER, other))
    done = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path / "bot.db"), tokens, names],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = done.stdout.splitlines()

    assert before == ""
    assert after.split() == LATER.split()
