"""Joining a server is greeted once, where that is allowed; leaving is a line in the log."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from tests.adapters.discord.conftest import Town
from tests.fakes.discord.people import EVERYBODY, SERVER, SYSTEM_CHANNEL, guild
from tests.fakes.discord.server import Fault

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
