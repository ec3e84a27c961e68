"""What can be posted by the schedule: each kind says how late it may still come, and what it then says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.ports.database import Stores


@dataclass(frozen=True, slots=True)
class Message:
    """What to post for a delivery."""

    reply: Reply
    silent: bool = False
    """Whether nobody's device makes a sound."""
    thread: str = ""
    """The title of a thread that is opened below it, where the platform has threads; none where it is empty."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is posted this time, and why, in words for the organiser."""

    why: str


class Kind(Protocol):
    """One kind of appointment."""

    @property
    def name(self) -> str:
        """What appointments call it."""
        ...

    @property
    def grace(self) -> timedelta:
        """How late it may still be posted, once and labelled; after that it is skipped, with a record."""
        ...

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """What to post. Called once for each try, in a unit of work that only reads."""
        ...

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Note what follows from its being posted, in the unit of work that records it; `message` is its reference."""
        ...
