"""What members asked and the content does not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """The words of a question without an answer; who asked it is not kept."""

    number: int
    words: str
    times: int
    """How often somebody told it."""
    last: datetime
    """When somebody last told it; a UTC instant."""
