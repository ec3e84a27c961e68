"""Posts what is due: claim, send, record. A crash loses nothing, and where a platform helps it sends nothing twice.

A delivery is claimed with a lease, so that no other process takes it; who crashes before recording leaves it to whoever
comes when the lease has run out, and the platform is then asked whether it arrived. One bad destination never delays
another: each delivery stands for itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores, Unavailable
from bot.core.ports.speaker import NotPosted, Posted, Speaker
from bot.core.schedule.kinds import Kind, Message, Skip
from bot.core.schedule.notice import NOTICE
from bot.core.schedule.planning import AT_ONCE, OVER, TOO_LATE, plan_due

log = logging.getLogger("bot.schedule")

LEASE = timedelta(minutes=2)
"""For how long a claimed delivery is nobody else's; longer than any try may take."""
BATCH = 200
"""Deliveries that are claimed at once, and sent side by side as fast as the platforms allow."""
LATE = timedelta(minutes=5)
"""From when on a post says that it is late."""
PAUSES = tuple(timedelta(seconds=one) for one in (15, 60, 300, 900))
"""Before the second, third, fourth and every further try, where the platform doesn't say how long to wait."""
MISTAKES = 5
"""Tries after which a delivery that fails through a mistake of ours is given up."""


class Courier:
    """Plans and delivers. `now` gives UTC instants; `word` a short word that nobody has used, for claims."""

    def __init__(
        self,
        database: Database,
        speaker: Speaker,
        kinds: Mapping[str, Kind],
        now: Callable[[], datetime],
        word: Callable[[], str],
    ) -> None:
        self._database = database
        self._speaker = speaker
        self._kinds = kinds
        self._now = now
        self._word = word
        self._busy = asyncio.Lock()

    async def run_due(self) -> None:
        """Plan what has become due, and post what is planned; returns when nothing more can be done now.

        Raises `Unavailable`; what was claimed then is tried again when its lease has run out.
        """
        async with self._busy:
            while await self._database.write(lambda stores: plan_due(stores, self._kinds, self._now())) == AT_ONCE:
                pass
            while deliveries := await self._claimed():
                await asyncio.gather(*map(self._deliver, deliveries))

    async def wake(self) -> datetime | None:
        """When there is something to do next; None where nothing is planned. Raises `Unavailable`."""
        return await self._database.read(lambda stores: stores.schedule.wake())

    async def _claimed(self) -> list[Delivery]:
        word = self._word()
        return list(await self._database.write(lambda stores: stores.schedule.claim(self._now(), LEASE, BATCH, word)))

    async def _deliver(self, delivery: Delivery) -> None:
        """Send one delivery, and record what became of it."""
        try:
            await self._send(delivery)
        except Unavailable:
            log.warning("what became of delivery %d could not be noted; its lease runs out", delivery.number)
        except Exception as error:
            log.exception("delivery %d of %s failed", delivery.number, delivery.appointment.plan.kind)
            await self._mistaken(delivery, type(error).__name__)

    async def _send(self, delivery: Delivery) -> None:
        kind, now = self._kinds.get(delivery.appointment.plan.kind), self._now()
        if kind is None or now - delivery.due > kind.grace:
            await self._skipped(delivery, delivery.why or TOO_LATE)
            return
        composed = await self._database.read(lambda stores: kind.compose(stores, delivery, now))
        if isinstance(composed, Skip):
            await self._skipped(delivery, composed.why)
            return
        try:
            posted = await self._posted(delivery, composed, now)
        except NotPosted as problem:
            await self._refused(delivery, problem, kind)
            return

        async def record(stores: Stores) -> None:
            await stores.schedule.done(delivery.number, Result.SENT, self._now(), message=posted.reference)
            await kind.posted(stores, delivery, posted.reference, self._now())

        await self._database.write(record)
        if composed.thread:
            await self._threaded(posted, composed.thread)

    async def _posted(self, delivery: Delivery, message: Message, now: datetime) -> Posted:
        plan, again = delivery.appointment.plan, delivery.tries > 0
        reply = labelled(message.reply, delivery, now)
        if plan.direct:
            return await self._speaker.tell(Person(plan.to), reply, key=delivery.key, again=again)
        return await self._speaker.post(Channel(plan.to), reply, key=delivery.key, silent=message.silent, again=again)

    async def _threaded(self, posted: Posted, title: str) -> None:
        """A thread is a comfort: where it cannot be opened, people talk below the post."""
        try:
            await self._speaker.open_thread(posted, title)
        except NotPosted as problem:
            log.info("no thread could be opened: %s", problem)

    async def _skipped(self, delivery: Delivery, why: str) -> None:
        await self._database.write(
            lambda stores: stores.schedule.done(delivery.number, Result.SKIPPED, self._now(), why=why)
        )

    async def _mistaken(self, delivery: Delivery, name: str) -> None:
        """A mistake of ours may be mended by the next version, so it is tried again for a while."""
        why = f"Something went wrong on my side ({name})."
        if delivery.tries + 1 >= MISTAKES:
            await self._database.write(
                lambda stores: stores.schedule.done(delivery.number, Result.FAILED, self._now(), why=why)
            )
        else:
            at = self._now() + _pause(delivery.tries)
            await self._database.write(lambda stores: stores.schedule.again(delivery.number, at, why))

    async def _refused(self, delivery: Delivery, problem: NotPosted, kind: Kind) -> None:
        """What cannot work before somebody changes something pauses the appointment; the rest is tried again."""
        now = self._now()
        wait = _pause(delivery.tries) if problem.retry_after is None else timedelta(seconds=problem.retry_after)
        if problem.lasting:
            await self._database.write(lambda stores: pause(stores, delivery, problem.words, now))
        elif now + wait > delivery.due + kind.grace:
            await self._database.write(
                lambda stores: stores.schedule.done(delivery.number, Result.FAILED, now, why=problem.words)
            )
        else:
            await self._database.write(lambda stores: stores.schedule.again(delivery.number, now + wait, problem.words))


async def pause(stores: Stores, delivery: Delivery, why: str, now: datetime) -> None:
    """Give a delivery up and pause its appointment; whoever made it is told, once."""
    await stores.schedule.done(delivery.number, Result.FAILED, now, why=why)
    appointment = await stores.schedule.one(delivery.appointment.number)
    if appointment is None or appointment.state is State.PAUSED or appointment.why not in ("", OVER):
        return  # it was paused before, or somebody ended it; one that came to its end by itself still failed
    await stores.schedule.change(appointment.number, State.PAUSED, why, None)
    plan = appointment.plan
    if plan.maker and plan.kind != NOTICE:
        await stores.schedule.add(_notice(appointment, why, now), now)


def _notice(appointment: Appointment, why: str, now: datetime) -> Plan:
    """Something for the maker of an appointment to read in a minute, which is delivered like everything else."""
    at = (now + timedelta(minutes=1)).replace(second=0, microsecond=0)
    plan = appointment.plan
    return Plan(
        kind=NOTICE,
        owner=f"notice:{appointment.number}",
        to=plan.maker,
        recurrence=Recurrence(at.date(), at.time(), "UTC"),
        direct=True,
        details={"kind": plan.kind, "to": plan.to, "why": why},
        community=plan.community,
    )


def labelled(reply: Reply, delivery: Delivery, now: datetime) -> Reply:
    """The reply, which says so where it is late."""
    if now - delivery.due <= LATE:
        return reply
    due = delivery.due.astimezone(ZoneInfo(delivery.appointment.plan.recurrence.zone))
    words = f"*This was due at {due:%H:%M} on {due.day} {due:%B}; I was away and am late. Sorry.*"
    return replace(reply, blocks=(Text(words), *reply.blocks))


def _pause(tries: int) -> timedelta:
    return PAUSES[min(tries, len(PAUSES) - 1)]
