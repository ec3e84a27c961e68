"""Boards to read: pages by position, places, and what weeks were like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.core.chat.scene import Channel
from bot.core.model.board import Board, GroupName, GroupPage, MemberPage, MemberRow, Standing, Start


class Boards(Protocol):
    """Reads the sums that are kept with the ledger. Nobody who may not be seen is ever in a page."""

    async def members(self, board: Board, period: str, start: Start, limit: int) -> MemberPage:
        """A page of at most `limit` members with points."""
        ...

    async def standing(self, board: Board, period: str, member: int) -> Standing | None:
        """Where a member stands, counted among those whom others see; None without points."""
        ...

    async def groups(self, community: int, period: str, start: Start, limit: int) -> GroupPage:
        """A page of at most `limit` groups that have two active members or more, by points a head."""
        ...

    async def group_standing(self, community: int, period: str, group: int) -> Standing | None:
        """Where a group stands; None where it has no place."""
        ...

    async def newcomers(self, community: int, period: str, limit: int) -> Sequence[MemberRow]:
        """Listed members whose first points in the community fall into a period, the best first."""
        ...

    async def group_at(self, channel: Channel) -> tuple[int, GroupName] | None:
        """The community and the group whose home a channel is."""
        ...

    async def groups_of(self, member: int, community: int) -> Sequence[GroupName]:
        """The groups of a community that a member is in, and that aren't archived."""
        ...

    async def group(self, community: int, named: str) -> GroupName | None:
        """A group of a community by its number or name."""
        ...
