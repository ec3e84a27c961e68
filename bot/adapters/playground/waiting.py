"""The playground's time: somebody lets it pass, and every tab hears what arrived and what comes next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from bot.adapters.playground.room import Message
from bot.core.chat.neutral import Json
from bot.core.ports.database import Unavailable
from bot.core.schedule.passing import Passing

Span = Literal["hour", "day", "next"]
SPANS: dict[Span, timedelta] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
"""How long to wait; `next` is until something is due."""
LOOK = 5.0
"""Seconds after which it is looked again whether something else is due next: reminders come and go by themselves."""

STUCK = "The clock stopped on its way, because my notes are out of reach. Try again in a minute."
NOTHING = "Nothing is planned, so there is nothing to wait for. Plan something first."
STANDS = "The clock of this playground can't be moved."


class Waiting:
    """Lets time pass where there is a `time` that can; `tell` reaches every tab."""

    def __init__(
        self, now: Callable[[], datetime], time: Passing | None, tell: Callable[[dict[str, Json]], None]
    ) -> None:
        self._now = now
        self._time = time
        self._tell = tell
        self._busy = asyncio.Lock()
        self._next: datetime | None = None
        self._newest = 0
        self._arrived: list[Message] = []

    async def wait(self, span: Span) -> str:
        """Let time pass, and tell what arrived meanwhile; what was in the way, in a sentence, or nothing."""
        if self._time is None:
            return STANDS
        async with self._busy:
            self._arrived.clear()
            trouble = ""
            try:
                to = self._now() + SPANS[span] if span in SPANS else await self._time.next()
                if to is None:
                    return NOTHING
                await self._time.until(to)
                self._next = await self._time.next()
            except Unavailable:
                trouble = STUCK
            self._tell({**self._shown(), "arrived": [_place(message) for message in self._arrived]})
            return trouble

    def take(self, message: Message) -> None:
        """Note what the bot said of its own accord; a change of an earlier message is no arrival."""
        if message.id > self._newest:
            self._newest = message.id
            if self._busy.locked():
                self._arrived.append(message)

    async def look(self) -> None:
        """Tell if something else is due next."""
        before = self._next
        if not self._busy.locked() and await self._looked() != before:
            self._tell(self._shown())

    async def shown(self) -> dict[str, Json]:
        """What time it is, and what is due next."""
        await self._looked()
        return self._shown()

    async def watch(self, every: float = LOOK) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(every)
            await self.look()

    async def _looked(self) -> datetime | None:
        if self._time is not None:
            try:
                self._next = await self._time.next()
            except Unavailable:
                return self._next
        return self._next

    def _shown(self) -> dict[str, Json]:
        return {
            "event": "time",
            "now": self._now().isoformat(),
            "next": None if self._next is None else self._next.isoformat(),
            "movable": self._time is not None,
        }


def _place(message: Message) -> dict[str, Json]:
    return {"channel": message.channel, "only_for": message.only_for}
