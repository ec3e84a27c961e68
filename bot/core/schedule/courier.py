"""Posts what is due: claim, send, record. A crash loses nothing, and where a platform helps it sends nothing twice.

A delivery is claimed with a lease, so that no other process takes it; who crashes before recording leaves it to whoever
comes when the lease has run out, and the platform is then asked whether it arrived. Each platform has a lane of its own
in which so many deliveries are under way at once, each for itself: so none waits for one that the platform keeps
waiting, and what isn't under way yet is claimed only when there is room. A platform that isn't connected has no lane;
its deliveries wait in the database, for this process or another.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.model.appointment import Delivery
from bot.core.ports.database import Database, Unavailable
from bot.core.ports.speaker import Speaker
from bot.core.schedule.kinds import Kind
from bot.core.schedule.planning import AT_ONCE, plan_due
from bot.core.schedule.sending import LONGEST, Sending

log = logging.getLogger("bot.schedule")

LEASE = timedelta(minutes=3)
"""For how long a claimed delivery is nobody else's; longer than any try may take."""
FLIGHT = 150.0
"""Seconds that a try may take with all that belongs to it; then it is left to whoever comes after the lease."""
AT_A_TIME = 128
"""Deliveries that are under way at once on one platform: for 50 a second enough, if half of them hang for seconds."""
REFILL = 32
"""Free places in a lane for which it is worth asking the database."""

UNREACHED = "I wasn't connected there in time."
"""Why a delivery is skipped whose platform never came back before it was too late."""


@dataclass(slots=True, eq=False)
class Lane:
    """What is under way on one platform, or on all where nobody tells them apart."""

    platform: str | None
    flying: int = 0
    more: bool = False
    """Whether there may be more in the database than there was room for."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    filling: asyncio.Lock = field(default_factory=asyncio.Lock)


class Courier:
    """Plans and delivers.

    `now` gives UTC instants; `word` a short word that nobody has used, for claims; `connected` the platforms that can
    be spoken to just now, all of them where it isn't given; `sleep` waits so many seconds.
    """

    def __init__(
        self,
        database: Database,
        speaker: Speaker,
        kinds: Mapping[str, Kind],
        now: Callable[[], datetime],
        word: Callable[[], str],
        connected: Callable[[], Collection[str]] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._sending = Sending(database, speaker, kinds, now, sleep)
        self._kinds = kinds
        self._now = now
        self._word = word
        self._connected = connected
        self._planning = asyncio.Lock()
        self._lanes: dict[str | None, Lane] = {}
        self._stopping = False

    async def begin_due(self) -> None:
        """Plan what has become due, and get what is planned under way, as far as there is room; returns soon.

        Where there is no room, the rest follows by itself. Raises `Unavailable`.
        """
        async with self._planning:
            now = self._now()
            await self._database.write(
                lambda stores: stores.schedule.tidy(now, UNREACHED, now + LEASE, now + 2 * LONGEST)
            )
            while await self._database.write(lambda stores: plan_due(stores, self._kinds, self._now())) == AT_ONCE:
                await self._fill_all()
        await self._fill_all()

    async def run_due(self) -> None:
        """Deliver everything that is due; returns when nothing more can be done now. Raises `Unavailable`.

        What was claimed then is tried again when its lease has run out.
        """
        await self.begin_due()
        while under_way := self._under_way():
            await asyncio.wait(under_way)
            await self.begin_due()

    async def wake(self) -> datetime | None:
        """When there is something to do next; None where nothing is planned. Raises `Unavailable`."""
        platforms = self._platforms()
        return await self._database.read(lambda stores: stores.schedule.wake(platforms))

    async def behind(self) -> datetime | None:
        """Since when something is due that nobody has begun; None where nothing is. Raises `Unavailable`."""
        platforms, now = self._platforms(), self._now()
        oldest = await self._database.read(lambda stores: stores.schedule.untried(platforms))
        return oldest if oldest is not None and oldest < now else None

    async def stop(self, within: float) -> None:
        """Take nothing new, and finish what is under way, for so many seconds at most.

        What isn't finished then is sent when its lease has run out, unless it arrived.
        """
        self._stopping = True
        under_way = self._under_way()
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _under_way(self) -> list[asyncio.Task[None]]:
        return [task for lane in self._lanes.values() for task in lane.tasks]

    def _platforms(self) -> tuple[str, ...] | None:
        return None if self._connected is None else tuple(sorted(self._connected()))

    async def _fill_all(self) -> None:
        platforms = self._platforms()
        for platform in (None,) if platforms is None else platforms:
            await self._fill(self._lanes.setdefault(platform, Lane(platform)))

    async def _fill(self, lane: Lane) -> None:
        """Claim what there is room for, and get it under way. Raises `Unavailable`."""
        async with lane.filling:
            room = AT_A_TIME - lane.flying
            if room < REFILL or self._stopping:
                return
            found = await self._claimed(room, lane.platform)
            lane.more = len(found) == room
            for delivery in found:
                lane.flying += 1
                task = asyncio.create_task(self._fly(lane, delivery))
                lane.tasks.add(task)
                task.add_done_callback(lane.tasks.discard)

    async def _claimed(self, most: int, platform: str | None) -> list[Delivery]:
        word = self._word()
        return list(
            await self._database.write(
                lambda stores: stores.schedule.claim(self._now(), LEASE, most, word, platform),
            )
        )

    async def _fly(self, lane: Lane, delivery: Delivery) -> None:
        """Deliver one, and make use of the room that it leaves."""
        try:
            async with asyncio.timeout(FLIGHT):
                await self._sending.send(delivery)
        except (Unavailable, TimeoutError):
            log.warning("what became of delivery %d could not be noted; its lease runs out", delivery.number)
        except Exception:
            log.exception("what became of delivery %d could not be noted; its lease runs out", delivery.number)
        finally:
            lane.flying -= 1
        if lane.more:
            with contextlib.suppress(Unavailable):  # it is tried again soon
                await self._fill(lane)
