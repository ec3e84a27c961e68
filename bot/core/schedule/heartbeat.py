"""How the bot knows when it was away: each part that is alive says so each minute, and a gap is an outage.

Streaks forgive days on which the bot could not be reached. So outages are noted while they last and stay noted: of the
whole bot where it didn't run or couldn't write, and of a platform where the bot ran but wasn't connected to it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.core.ports.database import Database, Stores
from bot.core.ports.running import Outage

BOT = "bot"
"""The whole of it; the other parts are platforms."""
GAP = timedelta(minutes=3)
"""A longer time without a heartbeat is an outage; restarting and reconnecting are quicker."""

Alive = Callable[[], Mapping[str, bool]]
"""Each platform that is to be connected, by name, and whether it is."""


def heartbeat(database: Database, alive: Alive) -> Callable[[datetime], Awaitable[None]]:
    """The chore of each minute."""

    async def run(now: datetime) -> None:
        parts = {BOT: True, **alive()}

        async def note(stores: Stores) -> None:
            for what, lives in parts.items():
                await _beat(stores, what, now, lives=lives)

        await database.write(note)

    return run


async def _beat(stores: Stores, what: str, now: datetime, *, lives: bool) -> None:
    last = await stores.heartbeats.last(what)
    if last is not None and now - last > GAP:
        await stores.heartbeats.out(Outage(what, last, now))
    if lives:
        await stores.heartbeats.beat(what, now)
