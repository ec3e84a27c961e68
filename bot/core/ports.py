"""What the core asks of the outside: one Protocol per need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.model.library import Library


@dataclass(frozen=True, slots=True)
class Loaded:
    """How the content was last read."""

    at: datetime
    """When the library in use was read; a UTC instant."""
    problems: Sequence[str] = ()
    """What is wrong with a later edit, which therefore isn't in use: file, line and what to do, one a line."""


class Shelf(Protocol):
    """Where the curriculum comes from. Every feature that shows content reads it at each request."""

    @property
    def library(self) -> Library:
        """The last good curriculum; a broken edit never takes its place. Raises nothing."""
        ...

    @property
    def loaded(self) -> Loaded:
        """When it was read, and what is wrong with a later edit."""
        ...


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


class Closed(Exception):
    """A platform's connection that ended; the message is a sentence for the operator that says what to do.

    `lasting` means that trying again cannot help before somebody changed a setting.
    """

    def __init__(self, words: str, *, lasting: bool = False) -> None:
        super().__init__(words)
        self.lasting = lasting
