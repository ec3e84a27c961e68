"""Events that a platform itself shows, with its own reminders, beside the bot's announcement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.chat.scene import Space


@dataclass(frozen=True, slots=True)
class NativeEvent:
    """What the platform is told; everybody in the server reads it."""

    title: str
    """Plain text, like the rest."""
    begin: datetime
    """A UTC instant."""
    end: datetime
    about: str
    place: str


class NativeEvents(Protocol):
    """Makes, changes and cancels them. Each call tries once."""

    async def put(self, space: Space, event: NativeEvent, reference: str = "") -> str:
        """Make an event, or change the one with this reference; the platform's reference to it.

        Raises `Gone` where somebody deleted it, or `NotPosted`.
        """
        ...

    async def cancel(self, space: Space, reference: str) -> None:
        """Let an event not take place; nothing where it is gone. Raises `NotPosted`."""
        ...
