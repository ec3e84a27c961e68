"""Time that somebody lets pass, in the playground, say: what is due on the way comes at its own hour, never late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.schedule.courier import Courier


@dataclass(frozen=True, slots=True)
class Passing:
    """A clock that can be moved, and who delivers what it brings; `now` reads it, `move` sets it to a UTC instant."""

    courier: Courier
    now: Callable[[], datetime]
    move: Callable[[datetime], None]

    async def until(self, to: datetime) -> None:
        """Go to a UTC instant by way of every instant at which something is due, and post that; never back.

        What cannot be posted at its hour doesn't hold the clock up. Raises `Unavailable`; the clock then stands where
        that happened.
        """
        await self.courier.run_due()
        before = None
        while (due := await self.next()) is not None and due <= max(to, self.now()) and due != before:
            before = due
            if due > self.now():
                self.move(due)
            await self.courier.run_due()
        if to > self.now():
            self.move(to)
            await self.courier.run_due()

    async def next(self) -> datetime | None:
        """When something is due next; None where nothing is planned. Raises `Unavailable`."""
        return await self.courier.wake()
