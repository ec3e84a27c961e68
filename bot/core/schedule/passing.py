"""Time that somebody lets pass, in the playground, say: what is due on the way comes at its own hour, never late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.schedule.courier import Courier


async def let_pass(
    courier: Courier, now: Callable[[], datetime], move: Callable[[datetime], None], to: datetime
) -> None:
    """Move a clock to a UTC instant, by way of every instant at which something is due, and post that.

    `now` reads the clock and `move` sets it; it never goes back. Raises `Unavailable`; the clock then stands where that
    happened.
    """
    while (due := await courier.wake()) is not None and due <= max(to, now()):
        if due > now():
            move(due)
        await courier.run_due()
    if to > now():
        move(to)
