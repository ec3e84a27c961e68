"""What the doors to platforms tell: where the bot is, and how a connection ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine

from bot.core.chat.scene import Space

Present = Callable[[Collection[Space]], Coroutine[object, object, None]]
"""Told once connected in which servers or workspaces of the platform the bot is: those, and no others."""
Removed = Callable[[Space], Coroutine[object, object, None]]
"""Told when the bot was removed from one of them. Neither raises anything."""


Calm = Callable[[], Awaitable[object]]
"""Awaited before whatever may come after the first answers."""


class Closed(Exception):
    """A platform's connection that ended; the message is a sentence for the operator that says what to do.

    `lasting` means that trying again cannot help before somebody changed a setting.
    """

    def __init__(self, words: str, *, lasting: bool = False) -> None:
        super().__init__(words)
        self.lasting = lasting


async def nobody_asks(*_: object) -> None:
    """For a door whose servers nobody keeps account of."""
