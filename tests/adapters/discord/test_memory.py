"""Many interactions leave nothing behind: no stored views, no tasks, no messages. The benchmark does 10,000."""

from __future__ import annotations

import asyncio
import gc

from tests.adapters.discord.conftest import Town
from tests.fakes.discord.exchange import Posted


async def ask(town: Town, message: Posted, number: int) -> None:
    """A command with words of its own, one that repeats itself, a form, a button."""
    exchanges = [await town.uses("say", words=f"words {number}"), await town.uses("quick"), await town.uses("form")]
    exchanges.append(await town.presses_id(message, "quick"))
    for exchange in exchanges:
        await exchange.until("responded")
        town.fake.forget(exchange)


async def test_nothing_is_left_behind(town: Town) -> None:
    shown = await (await town.uses("quick")).until("answered")
    assert shown.last is not None
    town.fake.strict = False  # the fake would keep what it is sent
    for session in town.fake.gateway.sessions.values():
        session.sent.clear()
    for number in range(300):
        await ask(town, shown.last, number)
    await town.settled()
    gc.collect()
    objects, tasks = len(gc.get_objects()), len(asyncio.all_tasks())
    for number in range(300, 600):
        await ask(town, shown.last, number)
    await town.settled()
    gc.collect()
    client = town.door._client
    assert client is not None
    assert len(asyncio.all_tasks()) <= tasks
    assert not client._busy
    assert not client._connection._view_store._views
    assert not client._connection._view_store._modals
    assert client._connection._messages is None
    assert len(gc.get_objects()) - objects < 3_000, "less than ten for each question"
