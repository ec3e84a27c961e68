"""Milestone challenges of study groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.model.challenge import Challenge, Step


class Challenges(Protocol):
    """Called by `/challenge`, by the schedule, and where a group changes its pace."""

    async def add(self, challenge: Challenge, maker: str, at: datetime) -> Challenge:
        """Keep a new one; its number is given. `maker` is the account that is told where a post fails."""
        ...

    async def change(self, challenge: Challenge) -> None:
        """Keep it as it is now."""
        ...

    async def one(self, number: int) -> Challenge | None:
        """A challenge by number."""
        ...

    async def maker(self, number: int) -> str:
        """The account that made it; empty where that is gone."""
        ...

    async def latest(self, group: int) -> Challenge | None:
        """The one of a group that was made last, whatever became of it."""
        ...

    async def open(self, at: datetime) -> Sequence[Challenge]:
        """All that may still have something to come at an instant."""
        ...

    async def posted(self, number: int) -> frozenset[Step]:
        """What was posted of it, in any channel."""
        ...

    async def note(self, number: int, step: Step, channel: str, at: datetime) -> None:
        """Note that something of it was posted in a channel."""
        ...
