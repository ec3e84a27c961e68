"""The metronome: APScheduler wakes the bot's own chores each minute, and its schedule at the instants when it is due.

What is due, the database remembers. Looking there costs more than an idle hour may, so it is asked when somebody wrote
something, this process or another, and each minute in any case.
"""

from __future__ import annotations

import asyncio
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


LOOK = 0.95
"""Seconds between two glances at whether somebody wrote something."""
AGAIN = 5.0
"""Seconds after which a database that was away is asked again."""
SOON = 0.5
"""Seconds after which what could not be begun, for lack of room, is looked at again."""
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


async def watch(due: Due, glance: Callable[[], object], now: Callable[[], datetime], every: float = LOOK) -> None:
    """Begin what is due at its instant, and look each minute in any case, until cancelled.

    `glance` gives something that differs once anybody wrote to the database, and costs next to nothing. `now` may leap,
    in either direction, as clocks do that are set: that is noticed, too.
    """
    alarm, begun = _Alarm(glance, now, every), -MINUTE
    try:
        while True:
            await alarm.rings()
            try:
                wake = await due.wake()
                if clock.seconds() - begun >= MINUTE - LOOK or (wake is not None and wake <= now()):
                    begun = clock.seconds()
                    await due.begin_due()
                    wake = await due.wake()
                alarm.set(wake)
            except Unavailable:  # which the database has told to the log
                alarm.set_in(AGAIN)
            except Exception as error:  # noqa: BLE001 - the next time comes all the same
                _log("looking for what is due", error)
                alarm.set_in(AGAIN)
    finally:
        alarm.off()


class _Alarm:
    """Rings at the instant for which it was set last, after a minute in any case, and when somebody wrote.

    Waking up is most of what an idle hour costs; so a glance is a mere callback.
    """

    def __init__(self, glance: Callable[[], object], now: Callable[[], datetime], every: float) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._glance = glance
        self._now = now
        self._every = every
        self._rung = asyncio.Event()
        self._seen: object = None
        self._difference = 0.0
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.start()
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_soon(self._look)

    async def rings(self) -> None:
        """Wait until it rings."""
        await self._rung.wait()
        self._rung.clear()

    def set(self, at: datetime | None) -> None:
        """Set it to an instant; what is past by now rings soon."""
        away = MINUTE if at is None else (at - self._now()).total_seconds()
        self.set_in(min(away, MINUTE) if away > 0 else SOON)

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

    def off(self) -> None:
        """Never ring again."""
        self._timer.cancel()
        self._scheduler.shutdown(wait=False)

    def _look(self) -> None:
        """Ring where somebody wrote, or where the clock was set, or moved by somebody."""
        self._timer = self._loop.call_later(self._every, self._look)
        seen = self._glance()
        if seen != self._seen or abs(self._clocks() - self._difference) > LEAP:
            self._seen = seen
            self._rung.set()

    async def _ring(self) -> None:
        self._rung.set()

    def _clocks(self) -> float:
        return self._now().timestamp() - clock.seconds()


def _log(what: str, error: Exception) -> None:
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed: %s at\n%s", what, type(error).__name__, where)  # its message may tell too much
