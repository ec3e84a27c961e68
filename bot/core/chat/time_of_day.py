"""Times of day that members name, such as the hour at which something comes each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model import calendar


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A parameter's kind: a time by the clock of some zone, such as `9:00` or `6:30 pm`."""

    def read(self, text: str, scene: Scene) -> time:
        """The time."""
        try:
            return calendar.read_time(text)
        except calendar.NotADay as problem:
            raise Refusal(str(problem)) from None
