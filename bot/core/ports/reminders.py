"""What members want to be reminded of, and how they want to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.core.chat.scene import Channel, Person
from bot.core.model.quiet import Quiet


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be reminded of; when, its appointments say, whose owner it is."""

    number: int
    member: int
    words: str
    """Member text, never markup."""
    person: Person
    """The account that is told."""
    channel: Channel | None
    """Where it was set; None in a direct message."""
    about: str = ""
    """What begins, of which it reminds: the owner of what the schedule posts about that; else empty."""
    ahead: str = ""
    """How long before that it comes, by name."""

    @property
    def owner(self) -> str:
        """What its appointments belong to."""
        return f"reminder:{self.number}"


class Direct(Enum):
    """Whether somebody takes reminders as direct messages."""

    UNASKED = "unasked"
    ASKED = "asked"
    """They were asked, and said nothing yet; they aren't asked again."""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """How somebody wants to be told."""

    direct: Direct = Direct.UNASKED
    quiet: Quiet | None = None


class Reminders(Protocol):
    """The reminders of members. When they come, the schedule knows."""

    async def add(
        self,
        member: int,
        words: str,
        person: Person,
        channel: Channel | None,
        at: datetime,
        about: str = "",
        ahead: str = "",
    ) -> Reminder:
        """Keep what somebody wants to be reminded of."""
        ...

    async def about(self, about: str) -> Sequence[Reminder]:
        """The reminders of something that begins."""
        ...

    async def abouts(self, begin: str) -> Sequence[str]:
        """What there are reminders of whose name begins so."""
        ...

    async def reword(self, number: int, words: str) -> None:
        """Keep what it is called now."""
        ...

    async def one(self, number: int) -> Reminder | None:
        """A reminder by number; None where it was cancelled or never was."""
        ...

    async def waiting(self, member: int) -> Sequence[Reminder]:
        """The reminders of a member of which something still comes, or was paused."""
        ...

    async def remove(self, number: int) -> None:
        """Forget a reminder."""
        ...

    async def posted(self, number: int, at: datetime) -> None:
        """Note that it was posted."""
        ...

    async def settings(self, member: int) -> ReminderSettings:
        """How a member wants to be told."""
        ...

    async def settle(self, member: int, settings: ReminderSettings) -> None:
        """Note how a member wants to be told."""
        ...

    async def forget_old(self, before: datetime) -> None:
        """Forget reminders of which nothing comes any more, and that were last posted before an instant."""
        ...
