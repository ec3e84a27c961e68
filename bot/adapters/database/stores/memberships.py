"""Study groups when two members, or two communities, become one."""

from __future__ import annotations

from typing import ClassVar

from bot.adapters.database.session import Session
from bot.adapters.database.stores.union import EARLIEST, STILL_OPEN, Union, strongest
from bot.core.model.group import folded
from bot.core.ports.joining import Carried

_RANK = (
    "CASE WHEN {row}.left_at IS NOT NULL THEN 0 WHEN {row}.role = 'owner' THEN 3 "
    "WHEN {row}.role = 'member' THEN 1 ELSE 2 END"
)
"""An owner is more than a co-owner, and anybody is more than who has left."""

_MEMBERS = Union(
    "group_members", "member", "study_group", {"role": strongest(_RANK), "since": EARLIEST, "left_at": STILL_OPEN}
)


class SqlMemberships:
    """Who is in which study group, and which community a group belongs to."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("group_members",)
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("study_groups",)

    def __init__(self, session: Session) -> None:
        self._session = session

    async def absorb(self, keeper: int, other: int) -> Carried:
        """The groups of both, each in the stronger of two roles, since the earlier day."""
        return [("study groups", await _MEMBERS.into(self._session, keeper, other))]

    async def unite(self, keeper: int, other: int) -> Carried:
        """The groups go over; one whose name is taken there is told apart by a number behind it."""
        rows = await self._session.rows(
            "SELECT id, community, name, archived_at FROM study_groups WHERE community IN (:keeper, :other) "
            "ORDER BY id",
            keeper=keeper,
            other=other,
        )
        taken = {folded(name) for _, community, name, archived in rows if community == keeper and archived is None}
        coming = [(number, name, archived) for number, community, name, archived in rows if community == other]
        for number, name, archived in coming:
            free, count = name, 2
            while archived is None and folded(free) in taken:
                free, count = f"{name} {count}", count + 1
            taken.add(folded(free))
            await self._session.rows(
                "UPDATE study_groups SET community = :keeper, name = :name, folded = :folded WHERE id = :id",
                keeper=keeper,
                name=free,
                folded=folded(free) if archived is None else None,
                id=number,
            )
        return [("study groups", len(coming))]
