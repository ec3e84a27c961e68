"""The reminder as it arrives: in a direct message, or as a mention where it was set; never in quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.core.acts.reminding import BEGINS, KIND, REFUSED, said_here, tell_otherwise
from bot.core.chat.blocks import Block, Button, Buttons, Mention, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape, moment
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, State
from bot.core.ports.database import Stores
from bot.core.ports.reminders import Direct, Reminder
from bot.core.ports.speaker import Left, NotPosted
from bot.core.schedule.kinds import Later, Message, Skip

GONE = "It was cancelled."
BEGUN = "It has begun already."
QUIET = "Quiet hours lasted until it had begun."
SNOOZES = (
    ("10m", "In 10 minutes", timedelta(minutes=10)),
    ("1h", "In an hour", timedelta(hours=1)),
    ("1d", "Tomorrow", timedelta(days=1)),
)
"""What a reminder may be put off by, how that is said on a button, and how long it is."""
SOON = timedelta(minutes=5)
"""So long after quiet hours what they held back isn't late."""


@dataclass(frozen=True, slots=True)
class RemindingKind:
    """The kind of personal reminders."""

    name: str = KIND
    grace: timedelta = timedelta(days=3)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip | Later:
        """The member's words, with ways to put it off."""
        reminder = await _reminder(stores, delivery)
        member = await stores.people.member(reminder.member) if reminder else None
        if reminder is None or member is None:
            return Skip(GONE)
        begins = _begins(delivery)
        if begins is not None and begins[0] <= now:
            return Skip(BEGUN)
        quiet = (await stores.reminders.settings(reminder.member)).quiet
        held = None
        if quiet is not None:
            if (until := quiet.until(now, member.clock)) is not None:
                if begins is not None and until >= begins[0]:
                    return Skip(QUIET)
                return Later(until, "It waits for the end of quiet hours.")
            held = quiet.until(delivery.due, member.clock)
        in_time = held is not None and now - held <= SOON
        return Message(_card(reminder, delivery, member.clock if in_time else None), punctual=in_time)

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Note when it came, so that it is forgotten long after."""
        reminder = await _reminder(stores, delivery)
        if reminder is not None:
            await stores.reminders.posted(reminder.number, now)

    async def instead(self, stores: Stores, delivery: Delivery, problem: NotPosted, now: datetime) -> bool:
        """Who cannot be written to directly is mentioned where the reminder was set, and told why, once."""
        reminder, appointment = await _reminder(stores, delivery), delivery.appointment
        if reminder is None or reminder.channel is None or not appointment.plan.direct or isinstance(problem, Left):
            await stores.schedule.change(appointment.number, State.PAUSED, problem.words, None)  # their list says why
            return True
        said = (await stores.reminders.settings(reminder.member)).direct is Direct.NO
        await tell_otherwise(stores, reminder.member, Direct.NO, now)
        await said_here(stores, reminder, reminder.channel, appointment.plan, "" if said else problem.words, now)
        return True


def _card(reminder: Reminder, delivery: Delivery, held_by: tzinfo | None) -> Reply:
    """What somebody asked to be told. `held_by` is their clock where quiet hours held it back."""
    plan, number = delivery.appointment.plan, {"number": str(reminder.number)}
    blocks: list[Block] = [] if plan.direct else [Mention(reminder.person, "you asked me to remind you:")]
    blocks.append(Text(f"**{escape(reminder.words)}**"))
    if held_by is not None:
        blocks.append(Text(f"*It was due at {delivery.due.astimezone(held_by):%H:%M}, in your quiet hours.*"))
    if why := plan.details.get(REFUSED):
        blocks.append(
            Text(
                f"*I could not write to you directly. {escape(why)} From now on I mention you where you set a "
                "reminder; when that is mended, press “Directly again”.*"
            )
        )
    begins = _begins(delivery)
    if begins is not None:
        blocks.append(Text(f"It begins {moment(*begins)}."))
    steps = [
        Button(label, Invocation("remindme snooze", {**number, "by": by}))
        for by, label, length in SNOOZES
        if begins is None or delivery.due + length < begins[0]
    ]
    if reminder.about:
        _, meetup, day = reminder.about.split(":")
        steps.append(Button("The meetup", Invocation("meetup show", {"meetup": f"{meetup}/{day}"})))
    if plan.recurrence.rule:
        steps.append(Button("Stop these", Invocation("remindme cancel", number)))
    if why:
        steps.append(Button("Directly again", Invocation("remindme direct", {"answer": "yes"})))
    return Reply("Reminder", (*blocks, Buttons(tuple(steps))), permalink=Invocation("remindme list"))


def _begins(delivery: Delivery) -> tuple[datetime, str] | None:
    """When that begins of which it reminds, and the zone of its place."""
    said = delivery.appointment.plan.details.get(BEGINS)
    if said is None:
        return None
    at, _, zone = said.partition(" ")
    return datetime.fromisoformat(at), zone


async def _reminder(stores: Stores, delivery: Delivery) -> Reminder | None:
    return await stores.reminders.one(int(delivery.appointment.plan.owner.partition(":")[2]))
