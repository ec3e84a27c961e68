"""A running door with a fake Discord behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.adapters.clock import seconds
from bot.adapters.discord.door import DiscordDoor
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Present, Removed, nobody_asks
from tests.adapters.discord.menu import Gate, small_dispatch
from tests.dialogs.doors.cast import now
from tests.fakes.discord.actions import Choosing, Using, command
from tests.fakes.discord.exchange import Exchange, Posted
from tests.fakes.discord.people import ANA, IN_CHANNEL, Someone, Where
from tests.fakes.discord.server import FakeDiscord

DEFERS_AFTER = 0.05
"""Seconds after which the doors of these tests announce a slow answer."""


@dataclass
class Town:
    """A fake Discord, a door that is connected to it, and people who do things there."""

    fake: FakeDiscord
    door: DiscordDoor
    running: asyncio.Task[None]
    gate: Gate

    async def uses(self, name: str, who: Someone = ANA, where: Where = IN_CHANNEL, **options: Any) -> Exchange:
        """Somebody uses a command."""
        return await self.fake.interact(2, command(self.fake.commands, Using(name, options)), who, where)

    async def settled(self, responses: int = 1) -> None:
        """Wait until so many first responses were tried, and nothing is being answered any more."""
        assert self.door._client is not None
        async with asyncio.timeout(10):
            while self.fake.calls["respond"] < responses or self.door._client._busy:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)

    async def presses(self, message: Posted, label: str, who: Someone = ANA) -> Exchange:
        """Somebody presses a button."""
        return await self.presses_id(message, message.button(label), who)

    async def presses_id(self, message: Posted, custom_id: str, who: Someone = ANA) -> Exchange:
        """Somebody presses what carries this, whether the message has it or not."""
        return await self.fake.interact(3, {"custom_id": custom_id, "component_type": 2}, who, message.where, message)

    async def chooses(self, message: Posted, menu: str, option: str, who: Someone = ANA) -> Exchange:
        """Somebody chooses from a menu."""
        return await self.fake.interact(3, Choosing(message, menu, option).data(), who, message.where, message)


def door_to(
    fake: FakeDiscord, dispatch: Dispatch, present: Present = nobody_asks, removed: Removed = nobody_asks
) -> DiscordDoor:
    """A door to this Discord, not yet open."""
    return DiscordDoor(
        dispatch,
        token=fake.token,
        now=now,
        seconds=seconds,
        api_url=fake.api_url,
        gateway_url=fake.gateway_url,
        defer_after=DEFERS_AFTER,
        present=present,
        removed=removed,
    )


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """A fake Discord that expects to be sent nothing wrong."""
    async with FakeDiscord() as fake:
        yield fake
        assert not fake.refused


@pytest.fixture
async def town(fake: FakeDiscord) -> AsyncIterator[Town]:
    """A running door over the small menu."""
    gate = Gate()
    door = door_to(fake, small_dispatch(gate))
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    await fake.registered()
    town = Town(fake, door, running, gate)
    yield town
    gate.open.set()
    await door.close()
    await town.running
