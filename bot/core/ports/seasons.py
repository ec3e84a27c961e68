"""Seasons of communities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.core.model.board import Season


class Seasons(Protocol):
    """The seasons that organisers started. Until the first of them, calendar quarters are the seasons."""

    async def at(self, community: int, day: date) -> Season:
        """The season that holds a day."""
        ...

    async def start(self, community: int, season: Season) -> None:
        """Start a season, which lasts until another one is started; one of the same first day is renamed."""
        ...

    async def started(self, community: int, limit: int) -> Sequence[Season]:
        """The seasons that organisers started, the latest first."""
        ...
