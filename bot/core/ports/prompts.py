"""Study prompts: which channels get them, what was posted there, and what members answered for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.model.prompting import DaysOff, Series


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a member wrote for themselves about a task; nobody else reads it."""

    prompt: str
    """The id that the task had then."""
    words: str
    """Member text with lines."""
    at: datetime


class Prompts(Protocol):
    """Called by `/prompts` and by the schedule."""

    async def of(self, channel: str) -> Series | None:
        """The prompts of a channel."""
        ...

    async def one(self, number: int) -> Series | None:
        """The same by number."""
        ...

    async def keep(self, series: Series, community: int | None) -> Series:
        """Keep what was set up for a channel of a community in place of what was before; its number is given."""
        ...

    async def warned(self, number: int, bank: str) -> None:
        """Note for which bank somebody was told that it runs low."""
        ...

    async def asked(self, number: int, at: datetime) -> None:
        """Note when one was asked for out of turn."""
        ...

    async def note(self, channel: str, prompt: str, day: date, at: datetime) -> None:
        """Note that a task was posted in a channel, on this day of the channel's zone."""
        ...

    async def posted(self, channel: str) -> Sequence[tuple[str, date]]:
        """Every task that was posted in a channel, by the id that it had then, and its day; the first one first."""
        ...

    async def off(self, number: int) -> Sequence[DaysOff]:
        """The days off, the earliest first."""
        ...

    async def take_off(self, number: int, first: date, last: date) -> None:
        """Add days off."""
        ...

    async def put_back(self, number: int, days: int) -> bool:
        """Drop days off by their number; False where there are none such."""
        ...

    async def answer(self, member: int, answer: KeptAnswer) -> None:
        """Keep a member's words about a task in place of those before."""
        ...

    async def drop_answer(self, member: int, prompt: str) -> None:
        """Forget a member's words about a task."""
        ...

    async def answers(self, member: int) -> Sequence[KeptAnswer]:
        """All that a member wrote, the newest first."""
        ...
