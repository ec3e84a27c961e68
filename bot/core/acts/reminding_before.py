"""Reminders of something that begins: so long before it, moved when that is moved, gone when it is called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.acts.meeting import meet
from bot.core.acts.reminding import BEGINS, KIND, SNOOZED, Set, end, remind, way
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.appointment import Plan, State
from bot.core.model.echo import dated, place
from bot.core.model.recurrence import at_instant
from bot.core.model.when import When
from bot.core.ports.database import Stores
from bot.core.ports.reminders import Reminder

AHEAD = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minutes": timedelta(minutes=10)}
"""How long before, by name."""
SPOKEN = {"day": "a day", "hour": "an hour", "minutes": "ten minutes"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Something that begins."""

    about: str
    """What names it: the owner of what the schedule posts about it."""
    words: str
    """What it is called. Member text, never markup."""
    at: datetime
    """A UTC instant."""
    zone: str
    """The zone of its place."""

    @property
    def details(self) -> dict[str, str]:
        """The same for an appointment."""
        return {BEGINS: f"{self.at.isoformat()} {self.zone}"}


async def remind_before(stores: Stores, scene: Scene, what: Beginning, ahead: str) -> Set:
    """Remind the caller of something in time, in place of an earlier choice. Raises `Refusal`."""
    member = await meet(stores, scene)
    at = what.at - AHEAD[ahead]
    if at <= scene.at:
        raise Refusal("That time has passed already. Choose one that is still to come.")
    if (earlier := await chosen(stores, member.number, what.about)) is not None:
        await end(stores, earlier)
    local = at.astimezone(ZoneInfo(what.zone))
    words = f"{SPOKEN[ahead]} before it begins: {local:%A} {dated(local.date())} at {local:%H:%M} {place(what.zone)}"
    when = When(at_instant(at, what.zone), words)
    found = await remind(stores, scene, when, what.words, about=what.about, ahead=ahead, details=what.details)
    if found.held_until is not None and found.held_until >= what.at:
        raise Refusal(
            "That falls into your quiet hours, which end only when it has begun. Choose another time, or change them: "
            "`/remindme quiet`."
        )
    return found


async def chosen(stores: Stores, member: int, about: str) -> Reminder | None:
    """The reminder of something that a member set."""
    return next((one for one in await stores.reminders.about(about) if one.member == member), None)


async def follow(stores: Stores, what: Beginning, now: datetime, *, off: bool = False) -> None:
    """Let the reminders of something come as it is now: at its time and by its name; none where it is `off`."""
    for reminder in await stores.reminders.about(what.about):
        if off:
            await end(stores, reminder)
            continue
        if reminder.words != what.words:
            await stores.reminders.reword(reminder.number, what.words)
        for appointment in await stores.schedule.of(reminder.owner):
            if SNOOZED not in appointment.plan.details:
                await stores.schedule.change(appointment.number, State.ENDED, "It was moved.", None)
        at = what.at - AHEAD[reminder.ahead]
        if at > now:
            to, direct = way(reminder, await stores.reminders.settings(reminder.member))
            recurrence = at_instant(at, what.zone)
            plan = Plan(KIND, reminder.owner, to, recurrence, direct=direct, details=what.details)
            await stores.schedule.add(plan, now)
