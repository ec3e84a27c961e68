"""Reminding: what somebody asks for becomes an appointment, which follows how they want to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.acts.meeting import meet
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Channel, Scene
from bot.core.model.appointment import Appointment, Plan, State
from bot.core.model.recurrence import Recurrence
from bot.core.model.when import When
from bot.core.ports.database import Stores
from bot.core.ports.reminders import Direct, Reminder, ReminderSettings

KIND = "reminder"
MOST = 100
"""Reminders that may wait for one person at once."""
SNOOZED = "snoozed"
"""In an appointment's details: that it is only the reminder once more."""
REFUSED = "refused"
"""In an appointment's details: why the person could not be written to directly."""
BEGINS = "begins"
"""In an appointment's details: when that begins of which it reminds, and the zone of its place."""
KEPT = timedelta(days=30)
"""So long after its last time a reminder may still be snoozed; then it is forgotten."""


@dataclass(frozen=True, slots=True)
class Set:
    """A reminder that somebody set, or snoozed."""

    reminder: Reminder
    when: When
    direct: bool
    """Whether it is a direct message; else a mention in the reminder's channel."""
    ask: bool
    """Whether they are to be asked whether they take direct messages."""
    held_until: datetime | None
    """When it arrives, where its next time falls into their quiet hours."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reminder of which something comes, or was paused."""

    reminder: Reminder
    appointments: Sequence[Appointment]

    @property
    def next(self) -> datetime | None:
        """When it comes next; a UTC instant."""
        coming = [one.next.at for one in self.appointments if one.next is not None]
        return min(coming, default=None)

    @property
    def why(self) -> str:
        """Why it is paused, where it is."""
        return next((one.why for one in self.appointments if one.state is State.PAUSED), "")

    @property
    def repeats(self) -> bool:
        """Whether it comes again and again."""
        return any(one.plan.recurrence.rule for one in self.appointments)


async def remind(
    stores: Stores,
    scene: Scene,
    when: When,
    words: str,
    *,
    about: str = "",
    ahead: str = "",
    details: Mapping[str, str] | None = None,
) -> Set:
    """Set a reminder, perhaps `about` something that begins. Raises `Refusal` where too many wait already."""
    member = await meet(stores, scene)
    if len(await stores.reminders.waiting(member.number)) >= MOST:
        raise Refusal(f"{MOST} reminders of yours are waiting, which is as many as I keep. Cancel some of them first.")
    settings = await stores.reminders.settings(member.number)
    reminder = await stores.reminders.add(member.number, words, scene.caller.person, scene.place.channel, scene.at,
                                         about, ahead)  # fmt: skip
    ask = settings.direct is Direct.UNASKED and reminder.channel is not None
    if ask:
        await stores.reminders.settle(member.number, replace(settings, direct=Direct.ASKED))
    return await _planned(stores, scene, reminder, settings, when, details or {}, ask=ask)


async def cancel(stores: Stores, scene: Scene, number: int) -> Reminder:
    """Forget a reminder with all that was to come of it. Raises `Refusal` where it isn't the caller's."""
    reminder = await _own(stores, scene, number)
    await end(stores, reminder)
    return reminder


async def end(stores: Stores, reminder: Reminder) -> None:
    """Let nothing more come of a reminder, and forget it."""
    for appointment in await stores.schedule.of(reminder.owner):
        await stores.schedule.change(appointment.number, State.ENDED, "It was cancelled.", None)
    await stores.reminders.remove(reminder.number)


async def snooze(stores: Stores, scene: Scene, number: int, when: When) -> Set:
    """Let a reminder come once more, in place of an earlier snooze. Raises `Refusal` where it isn't the caller's."""
    reminder = await _own(stores, scene, number)
    for appointment in await stores.schedule.of(reminder.owner):
        if SNOOZED in appointment.plan.details:
            await stores.schedule.change(appointment.number, State.ENDED, "It was snoozed again.", None)
    settings = await stores.reminders.settings(reminder.member)
    return await _planned(stores, scene, reminder, settings, when, {SNOOZED: "yes"}, ask=False)


async def waiting(stores: Stores, scene: Scene) -> list[Waiting]:
    """The caller's reminders of which something comes, the soonest first; behind them what is paused."""
    member = await stores.people.known(scene.caller.person)
    if member is None:
        return []
    found = [
        Waiting(reminder, await stores.schedule.of(reminder.owner))
        for reminder in await stores.reminders.waiting(member.number)
    ]
    return sorted(found, key=lambda one: (one.next is None, one.next or scene.at, one.reminder.number))


async def told_directly(stores: Stores, scene: Scene, direct: Direct) -> int:
    """Note whether the caller takes direct messages; how many of their reminders now go another way."""
    member = await meet(stores, scene)
    return await tell_otherwise(stores, member.number, direct, scene.at)


async def tell_otherwise(stores: Stores, member: int, direct: Direct, at: datetime) -> int:
    """The same for a member by number. What was paused on the old way goes on, where something of it still comes."""
    settings = replace(await stores.reminders.settings(member), direct=direct)
    await stores.reminders.settle(member, settings)
    moved = 0
    for reminder in await stores.reminders.waiting(member):
        to, directly = way(reminder, settings)
        for appointment in await stores.schedule.of(reminder.owner):
            plan = replace(appointment.plan, to=to, direct=directly)
            if plan != appointment.plan and plan.next(at) is not None:
                await stores.schedule.change(appointment.number, State.ENDED, "It goes another way.", None)
                await stores.schedule.add(plan, at)
                moved += 1
    return moved


async def said_here(stores: Stores, reminder: Reminder, channel: Channel, plan: Plan, why: str, at: datetime) -> None:
    """Let a reminder that could not be told directly come in its channel, and say there why, if `why` does."""
    moment = (at + timedelta(minutes=1)).replace(second=0, microsecond=0)
    recurrence = Recurrence(moment.date(), moment.time(), "UTC")
    begins = {BEGINS: plan.details[BEGINS]} if BEGINS in plan.details else {}
    details = {**begins, **({REFUSED: why} if why else {})}
    await stores.schedule.add(Plan(KIND, reminder.owner, channel.reference, recurrence, details=details), at)


async def _planned(
    stores: Stores,
    scene: Scene,
    reminder: Reminder,
    settings: ReminderSettings,
    when: When,
    details: Mapping[str, str],
    *,
    ask: bool,
) -> Set:
    to, direct = way(reminder, settings)
    plan = Plan(KIND, reminder.owner, to, when.recurrence, direct=direct, details=details)
    appointment = await stores.schedule.add(plan, scene.at)
    held = settings.quiet.until(appointment.next.at, scene.zone) if settings.quiet and appointment.next else None
    return Set(reminder, when, direct, ask, held)


def way(reminder: Reminder, settings: ReminderSettings) -> tuple[str, bool]:
    """Where a reminder goes, and whether that is a direct message: who set it in one is answered in one."""
    if reminder.channel is None or settings.direct is Direct.YES:
        return reminder.person.reference, True
    return reminder.channel.reference, False


async def _own(stores: Stores, scene: Scene, number: int) -> Reminder:
    reminder = await stores.reminders.one(number)
    member = await stores.people.known(scene.caller.person)
    if reminder is None or member is None or reminder.member != member.number:
        raise Refusal("That reminder isn't one of yours, or is gone. `/remindme` lists yours.")
    return reminder
