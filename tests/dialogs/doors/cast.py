"""The people of the dialogs, the same on every door, and the instant at which all dialogs happen."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.adapters.playground.room import PERSONAS

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CHANNEL = "study-group"
PEOPLE = {persona.id: persona for persona in PERSONAS}
"""`devi` is an organiser, the others are members."""


def now() -> datetime:
    """The instant of all dialogs."""
    return NOW
