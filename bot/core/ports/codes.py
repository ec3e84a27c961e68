"""One-time codes, by which somebody on one platform shows that they are somebody on another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Purpose = Literal["link", "community"]
"""What a code is for: making two accounts one member, or two servers one community."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that is still good."""

    member: int
    """Who asked for it."""
    community: int | None
    """The community that it opens, where it is for one."""


class Codes(Protocol):
    """Codes and how often somebody guessed wrong. Numbers are those of members."""

    async def issue(self, code: str, purpose: Purpose, issued: Issued, until: datetime) -> None:
        """Keep a code until an instant; what the same member had for the same purpose is no longer good."""
        ...

    async def good(self, code: str, purpose: Purpose, at: datetime) -> Issued | None:
        """What a code stands for; None where it never was, was used, or is too old."""
        ...

    async def spend(self, code: str) -> None:
        """Make a code useless."""
        ...

    async def wrong(self, member: int, since: datetime) -> int:
        """How many wrong tries a member has made since an instant."""
        ...

    async def note_wrong(self, member: int, at: datetime, since: datetime) -> None:
        """Count a wrong try; those before `since` are forgotten."""
        ...
