"""Keeping what shows a meetup up to date: cards are edited in place, native events follow.

What is behind stands in the database, so a crash loses nothing, and many answers in a moment become one edit.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.acts.attending import Attendance, attendance
from bot.core.acts.meetup_posts import NO_EVENT, tell_host
from bot.core.chat.scene import Space
from bot.core.model.meetup import CARD, Mirror, gathering
from bot.core.ports.database import Database, Stores, Unavailable
from bot.core.ports.native_events import NativeEvents
from bot.core.ports.speaker import Gone, NotPosted, Posted, Speaker
from bot.core.schedule.meetups import MeetupWords

log = logging.getLogger("bot.meetups")

LOOK = 500
"""Mirrors that are looked at in one go."""
SIDE_BY_SIDE = 10
"""Mirrors that are brought up to date side by side."""
LEASE = timedelta(minutes=2)
"""For how long making an event is nobody else's; longer than a try may take."""
DELETED = "-"
"""Stands for an event that somebody deleted: it is not made again."""


@dataclass(slots=True)
class Mirroring:
    """Brings up to date what is behind: at once where somebody nudges it, and whenever `run` is called."""

    database: Database
    speaker: Speaker
    events: NativeEvents
    words: MeetupWords
    _task: asyncio.Task[None] | None = field(default=None, init=False)
    _again: datetime | None = field(default=None, init=False)

    def nudge(self, at: datetime) -> None:
        """Something changed at this instant: look soon. Returns at once."""
        self._again = at
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._nudged())

    async def settled(self) -> None:
        """Wait until nothing goes on any more."""
        while self._task is not None and not self._task.done():
            await asyncio.wait({self._task})

    async def stop(self) -> None:
        """Give up what goes on; it stays behind in the database."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def run(self, now: datetime) -> None:
        """Bring everything up to date that can be. Raises `Unavailable`."""
        tried: set[tuple[object, ...]] = set()
        while mirrors := [one for one in await self._behind() if _name(one) not in tried]:
            tried.update(map(_name, mirrors))
            room = asyncio.Semaphore(SIDE_BY_SIDE)
            await asyncio.gather(*(self._in_turn(room, mirror, now) for mirror in mirrors))

    async def _nudged(self) -> None:
        while self._again is not None:
            at, self._again = self._again, None
            try:
                await self.run(at)
            except Unavailable:  # the database has told the log; the next look does it
                return
            except Exception as error:  # noqa: BLE001 - nobody waits for this task; the next look tries again
                name = type(error).__name__  # its message may hold a member's words
                log.error("showing what changed failed: %s", name)  # noqa: TRY400
                return

    async def _behind(self) -> list[Mirror]:
        return list(await self.database.read(lambda stores: stores.meetups.behind(LOOK)))

    async def _in_turn(self, room: asyncio.Semaphore, mirror: Mirror, now: datetime) -> None:
        async with room:
            await self._one(mirror, now)

    async def _one(self, mirror: Mirror, now: datetime) -> None:
        """One mirror; what fails and may work later stays behind."""

        async def look(stores: Stores) -> Attendance | None:
            meetup = await stores.meetups.one(mirror.meetup)
            if meetup is None:
                return None
            changes = await stores.meetups.changes(mirror.meetup)
            return await attendance(stores, gathering(meetup, mirror.day, changes.get(mirror.day)))

        found = await self.database.read(look)
        reference, why = mirror.reference, ""
        try:
            if found is not None:
                reference = await (self._card if mirror.kind == CARD else self._event)(mirror, found, now)
        except Gone:
            reference = "" if mirror.kind == CARD else DELETED
        except _SomebodyElse:
            return
        except NotPosted as problem:
            if not problem.lasting:
                log.info("a %s of a meetup stays behind: %s", mirror.kind, problem)
                return
            why = problem.words
        done = replace(mirror, reference=reference, why=why)
        await self.database.write(lambda stores: _caught_up(stores, done, found, now))

    async def _card(self, mirror: Mirror, found: Attendance, now: datetime) -> str:
        if mirror.reference:
            await self.speaker.edit(Posted(mirror.reference), self.words.card(found, now))
        return mirror.reference

    async def _event(self, mirror: Mirror, found: Attendance, now: datetime) -> str:
        """Its reference. An event that was deleted, and one that has begun, is left alone."""
        space, reference = Space(mirror.to), mirror.reference
        if reference == DELETED or (found.one.at <= now and not found.one.off):
            return reference
        if found.one.off:
            if reference:
                await self.events.cancel(space, reference)
            return ""
        if not reference and not await self._mine(mirror, now):
            raise _SomebodyElse
        return await self.events.put(space, self.words.event(found), reference)

    async def _mine(self, mirror: Mirror, now: datetime) -> bool:
        """Whether making this event is ours: no platform recognises one that is made twice."""
        name = f"event {mirror.meetup} {mirror.day} {mirror.to}"
        return await self.database.write(lambda stores: stores.chores.claim(name, str(mirror.wanted), now, now + LEASE))


class _SomebodyElse(Exception):
    """Another process is making it."""


async def _caught_up(stores: Stores, mirror: Mirror, found: Attendance | None, now: datetime) -> None:
    """Note it; that a platform forbids events is told to the host, once for each meetup and server."""
    forbidden = mirror.why and mirror.kind != CARD and not await stores.meetups.refused(mirror.meetup, mirror.to)
    if forbidden and found is not None:
        await tell_host(stores, found.one, NO_EVENT, now, mirror.why)
    await stores.meetups.caught_up(mirror)


def _name(mirror: Mirror) -> tuple[object, ...]:
    """What names a mirror as it was wanted: wanted anew, it is another one."""
    return mirror.meetup, mirror.day, mirror.kind, mirror.to, mirror.wanted
