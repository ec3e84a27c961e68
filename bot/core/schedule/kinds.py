"""What can be posted by the schedule: each kind says how late it may still come, and what it then says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.ports.database import Stores
from bot.core.ports.speaker import NotPosted


@dataclass(frozen=True, slots=True)
class Message:
    """What to post for a delivery."""

    reply: Reply
    silent: bool = False
    """Whether nobody's device makes a sound."""
    thread: str = ""
    """The title of a thread that is opened below it, where the platform has threads; none where it is empty."""
    punctual: bool = False
    """Whether it comes at its hour though it was due before; then it doesn't say that it is late."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is posted this time, and why, in words for the organiser."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing is posted yet: it is composed again at an instant, and why, in words for whoever looks."""

    at: datetime
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

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip | Later:
        """What to post. Called once for each try, in a unit of work that only reads."""
        ...

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Note what follows from its being posted, in the unit of work that records it; `message` is its reference."""
        ...


@runtime_checkable
class Instead(Protocol):
    """A kind that knows what to do where a platform refuses for good."""

    async def instead(self, stores: Stores, delivery: Delivery, problem: NotPosted, now: datetime) -> bool:
        """Do something else, in the unit of work that records the refusal; False where nothing can be done.

        The appointment is paused then, and its maker told, as for every kind.
        """
        ...
