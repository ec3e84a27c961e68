"""A process in which a bot waits for something to be due; it prints what an hour of that costs its processor."""

from __future__ import annotations

import asyncio
import logging
import sys
from time import process_time

from bot.adapters import clock
from bot.adapters.reference import new_reference
from bot.adapters.ticker import watch
from bot.app import database_at
from bot.core.schedule.courier import Courier
from tests.fakes.speaker import FakeSpeaker

WATCHED = 40.0
"""Seconds for which it is watched."""
LOOKS = 20
"""Looks at what is due, of which there is one a minute, but hardly one while it is watched."""


async def main(url: str) -> float:
    """Seconds of processor time in an hour."""
    database = database_at(url)
    await database.open()
    courier = Courier(database, FakeSpeaker(), {}, clock.now, lambda: new_reference() + new_reference())
    watching = asyncio.create_task(watch(courier, database.glance, clock.now))
    await asyncio.sleep(2.0)
    began = process_time()
    await asyncio.sleep(WATCHED)
    taken = process_time() - began
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    began = process_time()
    for _ in range(LOOKS):
        await courier.begin_due()
        await courier.wake()
    look = (process_time() - began) / LOOKS
    await database.close()
    return taken / WATCHED * 3_600 + look * 60


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(asyncio.run(main(sys.argv[1])))  # noqa: T201
