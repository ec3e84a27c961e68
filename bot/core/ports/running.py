"""What the bot remembers of its own running: when it was alive, and what it has done this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which members could not reach the bot; UTC instants."""

    what: str
    """`bot` for all of it, or the platform whose connection was lost."""
    began: datetime
    ended: datetime


class Heartbeats(Protocol):
    """When each part was last alive, and the gaps between."""

    async def last(self, what: str) -> datetime | None:
        """When it was last alive; None where it never was."""
        ...

    async def beat(self, what: str, at: datetime) -> None:
        """It is alive."""
        ...

    async def out(self, outage: Outage) -> None:
        """Note an outage; one of the same beginning goes on to the new end."""
        ...

    async def outages(self, first: datetime, last: datetime) -> Sequence[Outage]:
        """The outages that touch the time between two instants, the earliest first."""
        ...


class Chores(Protocol):
    """What is done once in each of its periods, such as `2026-W48`, whoever of several processes does it."""

    async def claim(self, name: str, period: str, at: datetime, until: datetime) -> bool:
        """Take a chore on until an instant; False where it is done already, or somebody else is at it.

        Who crashes loses it at that instant, and it can be claimed again.
        """
        ...

    async def done(self, name: str, period: str, at: datetime) -> None:
        """It is done, and never again in this period."""
        ...

    async def give_back(self, name: str, period: str, until: datetime) -> None:
        """It didn't work; it can be claimed again from `until` on."""
        ...

    async def forget(self, before: datetime) -> None:
        """Forget what was done before an instant."""
        ...
