"""Joining a server is greeted once, where that is allowed; leaving is a line in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from typing import Any

import pytest

from bot.core.chat.scene import Space
from tests.adapters.discord.conftest import Town, door_to
from tests.adapters.discord.menu import Gate, small_dispatch
from tests.fakes.discord.people import EVERYBODY, SERVER, SYSTEM_CHANNEL, guild
from tests.fakes.discord.server import FakeDiscord, Fault

NEW = SERVER + 7
CHANNEL = SYSTEM_CHANNEL + 7


async def joined(town: Town, caplog: pytest.LogCaptureFixture, **changes: Any) -> None:
    """The bot is added to a server after it was connected."""
    caplog.set_level(logging.INFO)
    await town.fake.gateway.send("GUILD_CREATE", guild(NEW, **changes))
    await heard(caplog, f"joined server {NEW}")
    await asyncio.sleep(0.05)


async def heard(caplog: pytest.LogCaptureFixture, line: str) -> None:
    """Wait for a line in the log."""
    async with asyncio.timeout(5):
        while line not in caplog.text:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


async def test_a_greeting_in_the_channel_for_system_messages(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await joined(town, caplog, system_channel=CHANNEL)
    (hello,) = town.fake.channels[CHANNEL]
    assert hello.texts[0] == "## Hello!"
    assert "/help" in hello.texts[1]
    assert hello.data["allowed_mentions"] == {"parse": []}
    await joined(town, caplog, system_channel=CHANNEL)
    assert len(town.fake.channels[CHANNEL]) == 1


async def test_the_greeting_has_steps_that_work(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await joined(town, caplog, system_channel=CHANNEL)
    (hello,) = town.fake.channels[CHANNEL]
    assert (await (await town.presses(hello, "Ask a question")).until("answered")).modal is not None


async def test_no_channel_for_system_messages(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await joined(town, caplog)
    assert "nobody was greeted" in caplog.text
    assert town.fake.channels == {}


async def test_permissions_that_are_missing_are_named(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await joined(town, caplog, system_channel=CHANNEL, bot_permissions=EVERYBODY & ~(1 << 11))
    assert "switch on “Send Messages”" in caplog.text
    assert town.fake.channels == {}


async def test_a_greeting_that_is_refused(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("post", Fault(403, 50013))
    await joined(town, caplog, system_channel=CHANNEL)
    await heard(caplog, "could not greet")
    await (await town.uses("quick")).until("answered")


async def test_leaving(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await joined(town, caplog, system_channel=CHANNEL)
    await town.fake.gateway.send("GUILD_DELETE", {"id": str(NEW)})
    await heard(caplog, f"left server {NEW}")
    await joined(town, caplog, system_channel=CHANNEL)
    assert len(town.fake.channels[CHANNEL]) == 1, "Discord knows the greeting's number and writes it once"


async def test_where_the_bot_is_and_was_is_told(fake: FakeDiscord, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    told: list[set[str] | str] = []

    async def present(spaces: Collection[Space]) -> None:
        told.append({one.reference for one in spaces})

    async def removed(space: Space) -> None:
        told.append(space.reference)

    async def heard_of(wanted: set[str] | str) -> None:
        async with asyncio.timeout(5):
            while wanted not in told:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)

    door = door_to(fake, small_dispatch(Gate()), present, removed)
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    await heard_of({f"discord:{SERVER}"})
    await fake.gateway.send("GUILD_CREATE", guild(NEW))
    await heard_of({f"discord:{SERVER}", f"discord:{NEW}"})
    await fake.gateway.send("GUILD_DELETE", {"id": str(SERVER), "unavailable": True})
    await fake.gateway.send("GUILD_DELETE", {"id": str(NEW)})
    await heard_of(f"discord:{NEW}")
    assert f"discord:{SERVER}" not in told, "a server that cannot be reached for a while has not removed the bot"
    await door.close()
    await running
