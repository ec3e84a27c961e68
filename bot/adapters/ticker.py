"""The metronome: APScheduler wakes the bot's own chores each minute, and its schedule at the instants when it is due.

What is due, the database remembers. Looking there costs more than an idle hour may, so it is asked when somebody wrote
something, this process or another, and each minute in any case.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.adapters import clock
from bot.core.ports.database import Unavailable

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
            _log("a tick", error)

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


LOOK = 0.5
"""Seconds between two looks for what somebody may have written."""
AGAIN = 5.0
"""Seconds after which a database that was away is asked again."""
SOON = 0.02
"""Seconds after which what is overdue is looked for again."""
LEAP = 0.2
"""Seconds by which a clock that was set differs from one that only runs."""


class Due(Protocol):
    """What is to be done at certain instants."""

    async def wake(self) -> datetime | None:
        """When there is something to do next. Raises `Unavailable`."""
        ...

    async def begin_due(self) -> None:
        """Do what is due. Raises `Unavailable`."""
        ...


async def watch(
    due: Due, stirred: Callable[[], Awaitable[object]], now: Callable[[], datetime], every: float = LOOK
) -> None:
    """Begin what is due at its instant, until cancelled.

    `stirred` gives something that differs once anybody wrote to the database, and must be cheap. `now` may leap, in
    either direction, as clocks do that are set: that is noticed, too.
    """
    alarm = _Alarm(now)
    seen: object = None
    try:
        while True:
            rung = await alarm.wait(every)
            try:
                if rung:
                    await due.begin_due()
                elif (found := await stirred()) == seen and not alarm.leapt():
                    continue
                else:
                    seen = found
                alarm.set(await due.wake())
            except Unavailable:  # which the database has told to the log
                alarm.set_in(AGAIN)
            except Exception as error:  # noqa: BLE001 - the next time comes all the same
                _log("looking for what is due", error)
                alarm.set_in(AGAIN)
    finally:
        alarm.off()


class _Alarm:
    """Rings once, at the instant for which it was set last, and after a minute in any case."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._now = now
        self._rung = asyncio.Event()
        self._difference = 0.0
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.start()
        self.set_in(0.0)

    async def wait(self, within: float) -> bool:
        """Whether it rings within so many seconds; returns as soon as it does."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._rung.wait()
        rung = self._rung.is_set()
        self._rung.clear()
        return rung

    def set(self, at: datetime | None) -> None:
        """Set it to an instant; what is past rings soon, but not at once: perhaps there is no room for it yet."""
        self.set_in(MINUTE if at is None else min(max((at - self._now()).total_seconds(), SOON), MINUTE))

    def set_in(self, seconds: float) -> None:
        """Set it to so many seconds from now."""
        self._difference = self._clocks()
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=clock.now() + timedelta(seconds=seconds),
            id="due",
            replace_existing=True,
            misfire_grace_time=None,
        )

    def leapt(self) -> bool:
        """Whether the clock was set, or somebody moved it, since the alarm was."""
        return abs(self._clocks() - self._difference) > LEAP

    def off(self) -> None:
        """Never ring again."""
        self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        self._rung.set()

    def _clocks(self) -> float:
        return self._now().timestamp() - clock.seconds()


def _log(what: str, error: Exception) -> None:
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed: %s at\n%s", what, type(error).__name__, where)  # its message may tell too much
