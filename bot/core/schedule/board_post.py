"""The weekly boards of a community, in the channel that its organisers chose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.acts.posting import BOARDS
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Space
from bot.core.model.appointment import Delivery
from bot.core.ports.database import Stores
from bot.core.schedule.kinds import Message, Skip

Body = Callable[[Stores, int, date], Awaitable[Reply | None]]
"""What to post of a community about the week that began on a Monday; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class BoardPost:
    """The kind of appointment that posts them. A server that has changed its community posts those of the new one."""

    body: Body
    name: str = BOARDS
    grace: timedelta = timedelta(days=2)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The boards of the week before the day on which this is due."""
        plan = delivery.appointment.plan
        community = await stores.communities.known(Space(plan.owner.partition(":")[2]))
        reply = await self.body(stores, community.number, delivery.day - timedelta(days=7)) if community else None
        return Message(reply) if reply else Skip("Nobody earned points in that week.")

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Nothing follows."""
