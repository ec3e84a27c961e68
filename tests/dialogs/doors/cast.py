"""The people of the dialogs, the same on every door, and the instant at which all dialogs begin."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.adapters.playground.room import PERSONAS

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CHANNEL = "study-group"
PEOPLE = {persona.id: persona for persona in PERSONAS}
"""`devi` is an organiser, the others are members."""


class Clock:
    """The time of the dialogs: it stands still until a dialog says otherwise."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        """The present instant of the dialog that is being acted out."""
        return self.at

    def move(self, at: datetime) -> None:
        """Set the time of the dialog."""
        self.at = at


CLOCK = Clock()
now = CLOCK.now
