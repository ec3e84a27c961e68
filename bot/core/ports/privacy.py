"""What is kept of a member, and letting go of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

Exported = str | int | bool | None
"""A value in an export: names in words, instants as 2026-11-23T10:00:00Z, days as 2026-11-23."""
Item = dict[str, Exported]
"""One thing that is kept."""


class Privacy(Protocol):
    """Asks every store that keeps something of members or communities."""

    async def kept(self, member: int) -> Mapping[str, int]:
        """How much is kept, by kind; kinds of which there is nothing are left out."""
        ...

    async def export(self, member: int) -> Mapping[str, Sequence[Item]]:
        """Everything that is kept, by kind. Others are named only where everybody may see them."""
        ...

    async def forget(self, member: int, at: datetime) -> None:
        """Let go of everything personal; what remains is a number that leads to nobody.

        What they earned stays in the sums of groups and communities. They have left their groups before.
        """
        ...

    async def forget_words(self, at: datetime, most: int) -> int:
        """Forget words that are older than their communities keep them, and what has run out; at most so many of each.

        How many were forgotten.
        """
        ...

    async def deserted(self, at: datetime) -> Sequence[int]:
        """Communities whose every server or workspace removed the bot longer ago than they keep words."""
        ...

    async def only_in(self, community: int, since: datetime) -> Sequence[int]:
        """Members of a community who are in no other one, and learnt nothing since an instant."""
        ...

    async def disband(self, community: int) -> None:
        """Let go of a community: its groups, boards, settings and log. What was handed in there stays its authors'."""
        ...
