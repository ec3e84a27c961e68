"""Time that somebody lets pass, in the playground, say: what is due on the way comes at its own hour, never late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.schedule.courier import Courier
from bot.core.schedule.housekeeping import Housekeeping

HOUR = timedelta(hours=1)
STOPS = 48
"""On a long way, about how often the chores are looked at, which are due by the hour and the day."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A clock that can be moved, and what it brings; `now` reads it, `move` sets it to a UTC instant."""

    courier: Courier
    now: Callable[[], datetime]
    move: Callable[[datetime], None]
    chores: Housekeeping | None = None
    """What is done by itself, where anything is."""

    async def until(self, to: datetime) -> None:
        """Go to a UTC instant by way of every instant at which something is due, and post that; never back.

        What cannot be posted at its hour doesn't hold the clock up. Raises `Unavailable`; the clock then stands where
        that happened.
        """
        await self._do_what_is_due()
        step = max(HOUR, (to - self.now()) / STOPS)
        while (now := self.now()) < to:
            stops = [to if self.chores is None else min(to, now + step)]
            if (due := await self.next()) is not None and due > now:
                stops.append(due)
            self.move(min(stops))
            await self._do_what_is_due()

    async def next(self) -> datetime | None:
        """When something is due next; None where nothing is planned. Raises `Unavailable`."""
        return await self.courier.wake()

    async def _do_what_is_due(self) -> None:
        if self.chores is not None:
            await self.chores.run_due(self.now())
            await self.chores.settled()
        await self.courier.run_due()
