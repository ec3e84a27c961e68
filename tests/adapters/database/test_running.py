"""Heartbeats, outages and chores, on both engines."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.core.ports.database import Database, Stores
from bot.core.ports.running import Outage
from tests.core.helpers import NOW

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_a_heartbeat_is_the_last_one(database: Database) -> None:
    assert await database.read(lambda stores: stores.heartbeats.last("bot")) is None
    await database.write(lambda stores: stores.heartbeats.beat("bot", NOW))
    await database.write(lambda stores: stores.heartbeats.beat("bot", NOW + MINUTE))
    await database.write(lambda stores: stores.heartbeats.beat("slack", NOW))
    assert await database.read(lambda stores: stores.heartbeats.last("bot")) == NOW + MINUTE


async def test_an_outage_goes_on_from_its_beginning(database: Database) -> None:
    whole = Outage("bot", NOW, NOW + 2 * HOUR)
    other = Outage("slack", NOW + HOUR, NOW + 3 * HOUR)

    async def note(stores: Stores) -> None:
        for outage in (Outage("bot", NOW, NOW + HOUR), other, whole):
            await stores.heartbeats.out(outage)

    await database.write(note)

    async def between(first: timedelta, last: timedelta) -> list[Outage]:
        return list(await database.read(lambda stores: stores.heartbeats.outages(NOW + first, NOW + last)))

    assert await between(-HOUR, 9 * HOUR) == [whole, other]
    assert await between(2 * HOUR, 9 * HOUR) == [other]
    assert await between(-HOUR, MINUTE) == [whole]
    assert await between(3 * HOUR, 9 * HOUR) == []


async def test_a_chore_is_claimed_once_and_again_when_its_lease_has_run_out(database: Database) -> None:
    async def claim(at: timedelta, period: str = "2026-W48") -> bool:
        return await database.write(
            lambda stores: stores.chores.claim("board", period, NOW + at, NOW + at + 30 * MINUTE)
        )

    assert [await claim(timedelta()), await claim(29 * MINUTE), await claim(30 * MINUTE)] == [True, False, True]
    assert await claim(timedelta(), "2026-W49")
    await database.write(lambda stores: stores.chores.give_back("board", "2026-W48", NOW + 40 * MINUTE))
    assert [await claim(39 * MINUTE), await claim(40 * MINUTE)] == [False, True]
    await database.write(lambda stores: stores.chores.done("board", "2026-W48", NOW + HOUR))
    await database.write(lambda stores: stores.chores.give_back("board", "2026-W48", NOW))
    assert not await claim(9 * HOUR)

    await database.write(lambda stores: stores.chores.forget(NOW + HOUR))
    assert not await claim(9 * HOUR)
    await database.write(lambda stores: stores.chores.forget(NOW + 2 * HOUR))
    assert await claim(9 * HOUR)


async def test_of_many_at_once_one_does_the_chore(database: Database) -> None:
    claims = await asyncio.gather(
        *(database.write(lambda stores: stores.chores.claim("board", "2026-W48", NOW, NOW + HOUR)) for _ in range(20))
    )
    assert sum(claims) == 1
