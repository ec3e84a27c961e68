"""What becomes of one delivery: composed, sent, and recorded as sent, skipped, failed, or to be tried again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.acts.meetup_leaving import left
from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.model.appointment import Delivery, Result, State
from bot.core.ports.database import Database, Stores, Unavailable
from bot.core.ports.speaker import CannotTell, Left, NotPosted, Posted, Speaker
from bot.core.schedule.kinds import Instead, Kind, Later, Message, Skip
from bot.core.schedule.notice import NOTICE, notice
from bot.core.schedule.planning import OVER, TOO_LATE

log = logging.getLogger("bot.schedule")

T = TypeVar("T")

LATE = timedelta(minutes=5)
"""From when on a post says that it is late."""
PAUSES = tuple(timedelta(seconds=one) for one in (15, 60, 120, 300))
"""Before the second, third, fourth and every further try, where the platform doesn't say how long to wait."""
LONGEST = timedelta(minutes=15)
"""A platform that asks for a longer wait than this is asked again all the same."""
MISTAKES = 5
"""Tries after which a delivery that fails through a mistake of ours is given up."""
INSISTING = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0, 15.0)
"""Seconds between the tries to note what was sent while the database is away; shorter in all than the lease."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends deliveries that were claimed, each once, and records what became of them."""

    database: Database
    speaker: Speaker
    kinds: Mapping[str, Kind]
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def send(self, delivery: Delivery) -> None:
        """Send one, and record what became of it. Raises `Unavailable` where that could not be recorded."""
        try:
            await self._send(delivery)
        except Unavailable:
            raise
        except Exception as error:
            log.exception("delivery %d of %s failed", delivery.number, delivery.appointment.plan.kind)
            await self._mistaken(delivery, type(error).__name__)

    async def _send(self, delivery: Delivery) -> None:
        kind, now = self.kinds.get(delivery.appointment.plan.kind), self.now()
        if kind is None or now - delivery.due > kind.grace:
            await self._done(delivery, Result.SKIPPED, delivery.why or TOO_LATE)
            return
        composed = await self._insist(
            lambda: self.database.read(lambda stores: kind.compose(stores, delivery, now)),
        )
        if isinstance(composed, Skip):
            await self._done(delivery, Result.SKIPPED, composed.why)
            return
        if isinstance(composed, Later):
            await self._again(delivery, composed.at, composed.why, unsure=delivery.unsure)
            return
        try:
            posted = await self._posted(delivery, composed)
        except NotPosted as problem:
            await self._refused(delivery, problem, kind)
            return
        await self._sent(delivery, posted, kind)
        if composed.thread:
            await self._threaded(posted, composed.thread)

    async def _posted(self, delivery: Delivery, message: Message) -> Posted:
        """Post it. Where an earlier try may have arrived and nobody can tell, twice is better than never."""
        if delivery.unsure:
            try:
                return await self._post(delivery, message, again=True)
            except CannotTell as problem:
                log.warning("delivery %d may stand there twice: %s", delivery.number, problem)
        return await self._post(delivery, message, again=False)

    async def _post(self, delivery: Delivery, message: Message, *, again: bool) -> Posted:
        plan = delivery.appointment.plan
        reply = message.reply if message.punctual else labelled(message.reply, delivery, self.now())
        if plan.direct:
            return await self.speaker.tell(Person(plan.to), reply, key=delivery.key, again=again)
        return await self.speaker.post(Channel(plan.to), reply, key=delivery.key, silent=message.silent, again=again)

    async def _sent(self, delivery: Delivery, posted: Posted, kind: Kind) -> None:
        async def record(stores: Stores) -> None:
            await stores.schedule.done(delivery.number, Result.SENT, self.now(), message=posted.reference)
            await kind.posted(stores, delivery, posted.reference, self.now())

        try:
            await self._insist(lambda: self.database.write(record))
        except Unavailable:
            raise
        except Exception:
            log.exception("what follows from delivery %d of %s failed", delivery.number, kind.name)
            await self._done(delivery, Result.SENT, message=posted.reference)  # it is there: never post it again

    async def _threaded(self, posted: Posted, title: str) -> None:
        """A thread is a comfort: where it cannot be opened, people talk below the post."""
        try:
            await self.speaker.open_thread(posted, title)
        except NotPosted as problem:
            log.info("no thread could be opened: %s", problem)

    async def _mistaken(self, delivery: Delivery, name: str) -> None:
        """A mistake of ours may be mended by the next version, so it is tried again for a while."""
        why = f"Something went wrong on my side ({name})."
        if delivery.tries + 1 >= MISTAKES:
            await self._done(delivery, Result.FAILED, why)
        else:
            await self._again(delivery, self.now() + _pause(delivery.tries), why, unsure=True)

    async def _refused(self, delivery: Delivery, problem: NotPosted, kind: Kind) -> None:
        """What cannot work before somebody changes something pauses the appointment; the rest is tried again."""
        now = self.now()
        if isinstance(problem, Left):
            person = Person(delivery.appointment.plan.to)
            await self._insist(lambda: self.database.write(lambda stores: left(stores, person, now)))
        wait = _pause(delivery.tries) if problem.retry_after is None else timedelta(seconds=problem.retry_after)
        at = now + min(wait, LONGEST)
        if problem.lasting:
            await self._insist(
                lambda: self.database.write(lambda stores: refused(stores, delivery, problem, kind, now))
            )
        elif at > delivery.due + kind.grace:
            await self._done(delivery, Result.FAILED, problem.words)
        else:
            await self._again(delivery, at, problem.words, unsure=problem.unsure, counted=problem.retry_after is None)

    async def _done(self, delivery: Delivery, result: Result, why: str = "", *, message: str = "") -> None:
        await self._insist(
            lambda: self.database.write(
                lambda stores: stores.schedule.done(delivery.number, result, self.now(), why=why, message=message)
            )
        )

    async def _again(self, delivery: Delivery, at: datetime, why: str, *, unsure: bool, counted: bool = True) -> None:
        await self._insist(
            lambda: self.database.write(
                lambda stores: stores.schedule.again(delivery.number, at, why, unsure=unsure, counted=counted)
            )
        )

    async def _insist(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do it, also where the database is away for a minute. Raises `Unavailable` where it stays away."""
        for pause in INSISTING:
            try:
                return await act()
            except Unavailable:
                await self.sleep(pause)
        return await act()


async def refused(stores: Stores, delivery: Delivery, problem: NotPosted, kind: Kind, now: datetime) -> None:
    """Give a delivery up that a platform refuses for good: what its kind does instead, else its appointment pauses."""
    if isinstance(kind, Instead) and await kind.instead(stores, delivery, problem, now):
        await stores.schedule.done(delivery.number, Result.FAILED, now, why=problem.words)
    else:
        await pause(stores, delivery, problem.words, now)


async def pause(stores: Stores, delivery: Delivery, why: str, now: datetime) -> None:
    """Give a delivery up and pause its appointment; whoever made it is told, once.

    What somebody paused or ended stays as it is; what came to its end by itself has still failed.
    """
    await stores.schedule.done(delivery.number, Result.FAILED, now, why=why)
    appointment = await stores.schedule.one(delivery.appointment.number)
    if appointment is None or appointment.state is State.PAUSED or appointment.why not in ("", OVER):
        return
    await stores.schedule.change(appointment.number, State.PAUSED, why, None)
    plan = appointment.plan
    to_themselves = plan.direct and plan.maker == plan.to
    if plan.maker and plan.kind != NOTICE and not to_themselves:
        await stores.schedule.add(notice(plan.kind, plan.to, plan.maker, why, now), now)


def labelled(reply: Reply, delivery: Delivery, now: datetime) -> Reply:
    """The reply, which says so where it is late."""
    if now - delivery.due <= LATE:
        return reply
    due = delivery.due.astimezone(ZoneInfo(delivery.appointment.plan.recurrence.zone))
    words = f"*This was due at {due:%H:%M} on {due.day} {due:%B}; I was away and am late. Sorry.*"
    return replace(reply, blocks=(Text(words), *reply.blocks))


def _pause(tries: int) -> timedelta:
    return PAUSES[min(tries, len(PAUSES) - 1)]
