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


@dataclass(frozen=True, slots=True)
class Appointed:
    """Something in a calendar that begins and ends at an instant."""

    key: str
    """Names it for ever."""
    title: str
    begin: datetime
    """A UTC instant: written as one, so that no program's idea of a zone can move it."""
    end: datetime
    about: str
    """Plain text."""
    place: str = ""
    """Plain text."""
    off: bool = False
    """Whether it doesn't take place; programs that know it already then strike it out."""
    version: int = 0
    """Grows with each change."""
    changed: datetime | None = None
    """When it was last changed, where that is known; a UTC instant."""


class CalendarWriter(Protocol):
    """Makes a calendar file of whole days; called by `/plan dates`."""

    def __call__(self, name: str, entries: Sequence[WholeDays], written: datetime) -> bytes:
        """An RFC 5545 file with these entries, `written` being a UTC instant. Raises nothing."""
        ...


class MeetingWriter(Protocol):
    """The same of what begins at an instant; called by `/meetup calendar` and whoever fetches a feed."""

    def __call__(self, name: str, entries: Sequence[Appointed], written: datetime) -> bytes:
        """An RFC 5545 file with these entries, `written` being a UTC instant. Raises nothing."""
        ...
