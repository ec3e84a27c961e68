"""Where the curriculum comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
