"""Posting the steps of a milestone challenge, and moving them when a group's pace or the content changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.acts.challenging import CHALLENGE, Told, readjust, step_of, to_readjust, told
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.model.challenge import Challenge, Step
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf
from bot.core.schedule.kinds import Message, Skip


@dataclass(frozen=True, slots=True)
class ChallengeKind:
    """A post of a challenge; `draw` makes the message."""

    shelf: Shelf
    draw: Callable[[Told, Step, datetime], Reply]
    name: str = CHALLENGE
    grace: timedelta = timedelta(days=2)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """What there is to say now; nothing where it was moved or called off meanwhile."""
        step = step_of(delivery.appointment)
        challenge = await _challenge(stores, delivery)
        found = await told(stores, self.shelf.library, challenge) if challenge else None
        if challenge is None or found is None:
            return Skip("The group or the phase is gone.")
        if challenge.cancelled is not (step is Step.CANCELLED):
            return Skip("The challenge was cancelled.")
        if found.group.archived and step is not Step.CANCELLED:
            return Skip("The study group is archived.")
        if (day := challenge.days.get(step)) is not None and day != delivery.day:
            return Skip(f"It was moved to {day.isoformat()}.")
        if step is Step.MIDWAY and now >= challenge.late_from:
            return Skip("The deadline has passed meanwhile.")
        title = f"Challenge: {found.phase.milestone.title}" if step is Step.OPENING else ""
        return Message(self.draw(found, step, now), thread=title)

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Note that it was posted, so that it is never moved any more."""
        challenge = await _challenge(stores, delivery)
        if challenge is not None:
            plan = delivery.appointment.plan
            await stores.challenges.note(challenge.number, step_of(delivery.appointment), plan.to, now)


def moving_challenges(shelf: Shelf, database: Database) -> Callable[[datetime], Awaitable[None]]:
    """The hourly chore: what changed in the content, or where a group lives, moves what is still to come."""

    async def run(now: datetime) -> None:
        for group in await database.read(lambda stores: to_readjust(stores, now)):
            await database.write(lambda stores, one=group: readjust(stores, shelf.library, one, now))  # type: ignore[misc]

    return run


async def _challenge(stores: Stores, delivery: Delivery) -> Challenge | None:
    _, _, number = delivery.appointment.plan.owner.partition(":")
    return await stores.challenges.one(int(number))
