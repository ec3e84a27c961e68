"""Pictures of boards, for those who like to show one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class NoPicture(Exception):
    """A picture that cannot be drawn here; the message is a sentence for members that says what an organiser can do."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A board as bars; everything in it is plain text that all may see."""

    title: str
    note: str
    rows: tuple[tuple[str, str, int], ...]
    """What stands before the bar, what behind it, and its length in any unit; at least one, none negative."""


class Painter(Protocol):
    """Draws; called when somebody asks for a picture."""

    async def __call__(self, bars: Bars) -> bytes:
        """A PNG picture. Raises `NoPicture`."""
        ...
