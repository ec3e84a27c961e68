"""What somebody said about a learning day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Checkin:
    """One day in somebody's own words; all of it is member text."""

    day: date
    did: str
    minutes: int | None = None
    """How long they learnt, where they said so."""
    blocker: str = ""
    """What keeps them from going on; their study group sees it."""
    group: int | None = None
    """The study group that it was told to."""
