"""What organisers did, for other organisers to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Act(Enum):
    """What can be done by an organiser's right alone."""

    SETTINGS = "settings"
    ORGANISER_ADDED = "organiser added"
    ORGANISER_REMOVED = "organiser removed"
    UNITED = "united"
    PARTED = "parted"
    SEASON = "season"
    CORRECTED = "corrected"
    SETTLED = "settled"
    """A report was dealt with."""
    PASSED = "passed"
    """A project, by an organiser's approval."""
    GROUP_CHANGED = "group changed"
    GROUP_MEMBER = "group member"
    """Somebody got another role, or was taken out."""
    GROUP_ARCHIVED = "group archived"
    GROUP_RESTORED = "group restored"
    PROMPTS = "prompts"
    """The study prompts of a channel were set up or changed."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the log."""

    number: int
    act: Act
    words: str
    """Figures, and names of groups and seasons, never of people; may hold member text, never markup."""
    at: datetime
    by: str | None
    """The organiser's name, member text; None for somebody who deleted themselves."""
    about: str | None
    """The name of whoever it concerned; None where it concerned nobody, or they deleted themselves."""


class Audit(Protocol):
    """The logs of communities."""

    async def note(self, community: int, member: int, act: Act, at: datetime, about: int | None, words: str) -> None:
        """Keep what an organiser did."""
        ...

    async def lines(self, community: int, before: int | None, limit: int) -> Sequence[Audited]:
        """What was done in a community, the latest first; `before` is the number of the last line that was seen."""
        ...
