"""What the bot does by itself: a list of chores, looked at each minute.

Each chore has its own rule of when it is due and its own error boundary; one that fails, or takes long, never keeps the
others waiting. What is due once in a day or week is claimed in the database, so that several processes, or one that
crashed and is back, do it once.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.ports.database import Database, Unavailable

log = logging.getLogger("bot.housekeeping")

LEASE = timedelta(minutes=30)
"""For how long a claimed chore is nobody else's; longer than any may take."""
AGAIN = timedelta(minutes=10)
"""After which a chore that failed is tried again."""

EACH_TIME = ""
"""The period of what is done at every look."""

Due = Callable[[datetime], str | None]
"""The name of the period for which something is due at an instant, such as `2026-W48`; None where it isn't due yet."""


def hourly(now: datetime) -> str | None:
    """Once an hour."""
    return f"{now:%Y-%m-%dT%H}"


def daily(hour: int) -> Due:
    """Once a day, from this hour on, in UTC. A day that was missed altogether is left out."""
    return lambda now: now.date().isoformat() if now.hour >= hour else None


def weekly(weekday: int, hour: int) -> Due:
    """Once a week, from this weekday (0 is Monday) and hour on, in UTC. A week that was missed is left out."""

    def due(now: datetime) -> str | None:
        year, week, day = now.isocalendar()
        return f"{year}-W{week:02}" if (day - 1, now.hour) >= (weekday, hour) else None

    return due


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that the bot does by itself; `run` is given the UTC instant at which it began."""

    name: str
    run: Callable[[datetime], Awaitable[None]]
    due: Due | None = None
    """When; each minute where there is no rule, in every process."""


@dataclass(slots=True)
class Housekeeping:
    """Does its chores as they become due."""

    chores: Sequence[Chore]
    database: Database
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _finished: dict[str, str] = field(default_factory=dict)
    """The last period that each chore is known to be done for, so that nobody needs to ask again."""
    _troubles: dict[str, str] = field(default_factory=dict)

    async def run_due(self, now: datetime) -> None:
        """Begin what is due at this instant and not going on yet. Raises nothing."""
        for chore in self.chores:
            period = EACH_TIME if chore.due is None else chore.due(now)
            if period is None or chore.name in self._busy or self._finished.get(chore.name) == period:
                continue
            self._busy[chore.name] = asyncio.create_task(self._guarded(chore, period, now))

    async def settled(self) -> None:
        """Wait until nothing goes on any more."""
        while self._busy:
            await asyncio.wait(set(self._busy.values()))

    async def stop(self) -> None:
        """Give up what goes on; it is claimed again when its lease has run out."""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guarded(self, chore: Chore, period: str, now: datetime) -> None:
        """The boundary: a trouble is logged when it begins and when it has passed."""
        try:
            done = await (self._each_time(chore, now) if period == EACH_TIME else self._once(chore, period, now))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other chores go on
            self._failed(chore, error)
        else:
            if done and chore.name in self._troubles:
                del self._troubles[chore.name]
                log.info("%s works again", chore.name)
        finally:
            del self._busy[chore.name]

    async def _each_time(self, chore: Chore, now: datetime) -> bool:
        await chore.run(now)
        return True

    async def _once(self, chore: Chore, period: str, now: datetime) -> bool:
        """Do a chore that is done once in a period; False where it isn't ours to do now."""
        name = chore.name
        if not await self.database.write(lambda stores: stores.chores.claim(name, period, now, now + LEASE)):
            return False
        try:
            await chore.run(now)
        except Exception:
            await self.database.write(lambda stores: stores.chores.give_back(name, period, now + AGAIN))
            raise
        await self.database.write(lambda stores: stores.chores.done(name, period, now))
        self._finished[name] = period
        return True

    def _failed(self, chore: Chore, error: Exception) -> None:
        """One line a trouble, without the error's message, which may hold a member's words."""
        where = str(error) if isinstance(error, Unavailable) else "".join(traceback.format_tb(error.__traceback__))
        trouble = f"{type(error).__name__} {where}"
        if self._troubles.get(chore.name) != trouble:
            log.error("%s failed: %s at\n%s", chore.name, type(error).__name__, where)
        self._troubles[chore.name] = trouble
