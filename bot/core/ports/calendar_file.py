"""Calendar files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WholeDays:
    """Something that fills days in a calendar."""

    key: str
    """Names it for ever, so that a calendar that is given it again replaces it instead of doubling it."""
    title: str
    first: date
    last: date
    """Its last day, included."""
    about: str
    """Plain text."""


class CalendarWriter(Protocol):
    """Makes a calendar file; called by `/plan dates`."""

    def __call__(self, name: str, entries: Sequence[WholeDays], written: datetime) -> bytes:
        """An RFC 5545 file with these entries, `written` being a UTC instant. Raises nothing."""
        ...
