"""The metronome: APScheduler wakes the bot's own schedule each minute. What is due, the database remembers."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.adapters import clock

log = logging.getLogger("bot.ticker")

MINUTE = 60.0
"""Seconds between two ticks."""


async def tick(wake: Callable[[datetime], Awaitable[None]], now: Callable[[], datetime], every: float = MINUTE) -> None:
    """Call `wake` with the present UTC instant at once, and every so many seconds, until cancelled.

    `now` gives that instant, which need not be the true one: a clock that somebody moves ticks as steadily.
    A tick that comes late, after the machine slept, say, is made up for once; while one goes on, no other begins.
    """

    async def woken() -> None:
        try:
            await wake(now())
        except Exception as error:  # noqa: BLE001 - the next tick comes all the same
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a tick failed: %s at\n%s", type(error).__name__, where)  # noqa: TRY400 - its message may tell too much

    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        woken,
        "interval",
        seconds=every,
        next_run_time=clock.now(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)
