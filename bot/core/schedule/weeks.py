"""Study groups' weeks that show themselves: posted in the group's channels, edited in place, kept when they are over.

A message that cannot be posted or edited until somebody changes something stops there, and its group's owner is told
once; everything else is tried again a minute later. Editing twice does no harm, so nothing about it can go wrong by a
crash: what a message shows is noted after it shows it.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.acts.posting import TRACKER, owner_account
from bot.core.acts.tracking import keep_week, stale_trackers, weeks_to_keep
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.model.group import Group, Home
from bot.core.model.library import Library
from bot.core.model.tracker import last_ended
from bot.core.ports.database import Database, Stores, Unavailable
from bot.core.ports.speaker import NotPosted, Posted, Speaker
from bot.core.schedule.kinds import Message, Skip
from bot.core.schedule.notice import notice

log = logging.getLogger("bot.schedule")

Body = Callable[[Stores, Group, datetime], Coroutine[object, None, Reply]]
"""What a group's channels show of its week at an instant."""

LATER = -1
"""How many changes a message shows that was just posted: perhaps not all, so it is looked at once more."""
TURN = timedelta(minutes=5)
"""For how long one process brings messages up to date, and no other."""
AT_ONCE = 8
"""Messages that are edited side by side."""


@dataclass(frozen=True, slots=True)
class WeekPost:
    """The kind of appointment that posts a group's week in one of its channels."""

    body: Body
    name: str = TRACKER
    grace: timedelta = timedelta(days=1)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The week, unless the group has moved meanwhile, or nobody wants it there any more."""
        channel = delivery.appointment.plan.to
        group = await stores.groups.home(channel)
        homes = await stores.groups.homes(group.number) if group else ()
        coming = any(home.channel == channel and home.coming == delivery.appointment.number for home in homes)
        if group is None or not coming:
            return Skip("Nobody wants it there any more.")
        return Message(await self.body(stores, group, now), silent=True)

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """From now on this message is edited in place."""
        await stores.groups.tracked(delivery.appointment.plan.to, message, now, LATER)


@dataclass(frozen=True, slots=True)
class Refreshing:
    """The chore that brings posted weeks up to date, each minute, in one process at a time."""

    database: Database
    speaker: Speaker
    body: Body

    async def __call__(self, now: datetime) -> None:
        """Edit every message that shows less than there is. Raises `Unavailable`."""
        if not await self.database.read(lambda stores: stale_trackers(stores, now)):
            return
        if not await self.database.write(lambda stores: stores.chores.claim("weeks", "turn", now, now + TURN)):
            return
        try:
            at_once = asyncio.Semaphore(AT_ONCE)
            stale = await self.database.read(lambda stores: stale_trackers(stores, now))
            await asyncio.gather(*(self._edited(group, home, now, at_once) for group, home in stale))
        finally:
            await self.database.write(lambda stores: stores.chores.give_back("weeks", "turn", now))

    async def _edited(self, group: Group, home: Home, now: datetime, at_once: asyncio.Semaphore) -> None:
        """One message; what goes wrong with it keeps no other from being edited."""
        async with at_once:
            try:
                await self._edit(group, home, now)
            except Unavailable:
                raise
            except NotPosted as problem:
                why = problem.words
                if problem.lasting:
                    await self.database.write(lambda stores: self._stopped(stores, group, home, why, now))
            except Exception as error:  # noqa: BLE001 - the others go on
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("a posted week failed: %s at\n%s", type(error).__name__, where)  # noqa: TRY400 - as elsewhere

    async def _edit(self, group: Group, home: Home, now: datetime) -> None:
        reply = await self.database.read(lambda stores: self.body(stores, group, now))
        await self.speaker.edit(Posted(home.tracker or ""), reply)
        await self.database.write(lambda stores: stores.groups.tracked(home.channel, home.tracker, now, home.changes))

    async def _stopped(self, stores: Stores, group: Group, home: Home, why: str, now: datetime) -> None:
        """Try no more; the group's owner is told once."""
        await stores.groups.tracked(home.channel, None, now)
        owner = await owner_account(stores, group, home.channel)
        if owner is not None:
            await stores.schedule.add(notice(TRACKER, home.channel, owner.reference, why, now), now)


def keeping_weeks(database: Database, library: Callable[[], Library]) -> Callable[[datetime], Awaitable[None]]:
    """The chore that keeps the week that is over, of every group, each in a unit of work of its own."""

    async def keep(now: datetime) -> None:
        monday = last_ended(now)
        groups: Sequence[Group] = await database.read(lambda stores: weeks_to_keep(stores, now))
        troubles: list[Exception] = []
        for group in groups:
            try:
                await database.write(lambda stores, group=group: keep_week(stores, library(), group, monday, now))  # type: ignore[misc]
            except Unavailable:
                raise
            except Exception as error:  # noqa: BLE001 - one group's trouble keeps no other from being kept
                troubles.append(error)
        if troubles:
            raise troubles[0]

    return keep
