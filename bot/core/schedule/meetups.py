"""Posting about meetups: announcements, reminders, and news of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.acts.attending import Attendance, attendance
from bot.core.acts.meetup_posts import ANNOUNCEMENT, NEWS, REMINDER, UP, Addressed, addressed, remind
from bot.core.acts.meetup_posts import MOVED as POSTPONED
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.model.meetup import CARD, EVENT, REMINDERS, SHORT, Gathering, Meetup, Mirror, State, gathering
from bot.core.ports.database import Stores
from bot.core.ports.native_events import NativeEvent
from bot.core.schedule.kinds import Message, Skip

GONE = "That meetup doesn't take place any more."
OFF = "That date was cancelled."
ANNOUNCED = "It was announced before."
MOVED_AWAY = "It was moved to another time."
OVER = "It has begun already."
LATER_ONE = "A later reminder says it."


class MeetupWords(Protocol):
    """What is said about meetups; the same words as in the answers to members."""

    def card(self, found: Attendance, now: datetime) -> Reply:
        """The announcement, as everybody reads it."""
        ...

    def reminder(self, found: Attendance, before: str, told: Sequence[Addressed]) -> Reply:
        """A reminder; `before` is its name in `REMINDERS`."""
        ...

    def news(self, found: Attendance, what: str, told: Sequence[Addressed], why: str) -> Reply:
        """What happened."""
        ...

    def event(self, found: Attendance) -> NativeEvent:
        """What a platform's own event says."""
        ...


@dataclass(frozen=True, slots=True)
class MeetupAnnouncement:
    """An occurrence is announced, and shown from then on; `native` are the platforms with events of their own."""

    words: MeetupWords
    native: frozenset[str] = frozenset()
    name: str = ANNOUNCEMENT
    grace: timedelta = timedelta(days=7)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The card, unless the channel has it already or there is nothing to announce."""
        one = await _meant(stores, delivery)
        if isinstance(one, Skip):
            return one
        if one.moved and "day" not in delivery.appointment.plan.details:
            return Skip(MOVED_AWAY)  # that has an announcement of its own
        if one.ends <= now:
            return Skip(OVER)
        to = delivery.appointment.plan.to
        if any(mirror.kind == CARD and mirror.to == to for mirror in await stores.meetups.mirrors(*_key(one))):
            return Skip(ANNOUNCED)
        return Message(self.words.card(await attendance(stores, one), now))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """From now on the card is kept up to date, people are reminded, and the platform shows an event."""
        meetup = await stores.meetups.one(int(delivery.appointment.plan.details["meetup"]))
        if meetup is None:
            return
        one, to = await _occurrence(stores, meetup, delivery), delivery.appointment.plan.to
        await stores.meetups.mirror(Mirror(*_key(one), CARD, to, message))
        if one.off or await stores.meetups.answers(*_key(one)):
            await stores.meetups.touch(*_key(one))  # perhaps somebody did something while it was on its way
        if one.off:
            return
        space = await _space(stores, meetup, to)
        if space.partition(":")[0] in self.native:
            await stores.meetups.mirror(Mirror(*_key(one), EVENT, space))
        await remind(stores, one, to, now, fresh=True)


@dataclass(frozen=True, slots=True)
class MeetupReminder:
    """An occurrence comes near."""

    words: MeetupWords
    name: str = REMINDER
    grace: timedelta = timedelta(hours=12)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The reminder, unless it was overtaken. Only the short ones notify those who go."""
        one = await _meant(stores, delivery)
        if isinstance(one, Skip):
            return one
        plan = delivery.appointment.plan
        before = plan.details["before"]
        if one.at - REMINDERS[before] != delivery.due:
            return Skip(MOVED_AWAY)
        if one.at <= now:
            return Skip(OVER)
        if any(lead < REMINDERS[before] and one.at - lead <= now for lead in REMINDERS.values()):
            return Skip(LATER_ONE)
        found = await attendance(stores, one)
        told = await addressed(stores, found.seats.going, plan.to) if before in SHORT else []
        return Message(self.words.reminder(found, before, told), silent=before not in SHORT)

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Nothing follows."""


@dataclass(frozen=True, slots=True)
class MeetupNews:
    """Something changed that concerns people."""

    words: MeetupWords
    name: str = NEWS
    grace: timedelta = timedelta(days=2)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """What happened, told to those whom it concerns, unless the time of the meetup has passed."""
        plan = delivery.appointment.plan
        meetup = await stores.meetups.one(int(plan.details["meetup"]))
        if meetup is None:
            return Skip(GONE)
        one = await _occurrence(stores, meetup, delivery)
        if one.ends <= now:
            return Skip(OVER)
        if one.off and plan.details["what"] in (UP, POSTPONED):
            return Skip(OFF)
        numbers = [int(number) for number in plan.details.get("members", "").split(",") if number]
        members = [member for number in numbers if (member := await stores.people.member(number)) is not None]
        told = [Addressed(one, None) for one in members] if plan.direct else await addressed(stores, members, plan.to)
        found = await attendance(stores, one)
        return Message(self.words.news(found, plan.details["what"], told, plan.details.get("why", "")))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Nothing follows."""


async def _meant(stores: Stores, delivery: Delivery) -> Gathering | Skip:
    """The occurrence that a delivery is about, where it takes place."""
    meetup = await stores.meetups.one(int(delivery.appointment.plan.details["meetup"]))
    if meetup is None or meetup.state is not State.ON:
        return Skip(GONE)
    one = await _occurrence(stores, meetup, delivery)
    return Skip(OFF) if one.off else one


async def _occurrence(stores: Stores, meetup: Meetup, delivery: Delivery) -> Gathering:
    named = delivery.appointment.plan.details.get("day")
    day = date.fromisoformat(named) if named else delivery.day
    changes = await stores.meetups.changes(meetup.number)
    return gathering(meetup, day, changes.get(day))


async def _space(stores: Stores, meetup: Meetup, channel: str) -> str:
    """The server or workspace of a channel: that of a group's home, else where the meetup was planned."""
    homes = await stores.groups.homes(meetup.group) if meetup.group is not None else []
    return next((home.space for home in homes if home.channel == channel), meetup.space)


def _key(one: Gathering) -> tuple[int, date]:
    return one.meetup.number, one.day
