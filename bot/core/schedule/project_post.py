"""News of a project, told directly to those who asked to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.acts.posting import PROJECT, news_of
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.model.milestone import News
from bot.core.ports.database import Stores
from bot.core.schedule.kinds import Message, Skip


@dataclass(frozen=True, slots=True)
class ProjectPost:
    """The kind of appointment that tells them; `body` puts news into words."""

    body: Callable[[News], Reply]
    name: str = PROJECT
    grace: timedelta = timedelta(days=7)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The news, unless they no longer want it."""
        news = await news_of(stores, delivery.appointment.plan.details)
        return Message(self.body(news)) if news else Skip("They no longer want to be told.")

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Nothing follows."""
