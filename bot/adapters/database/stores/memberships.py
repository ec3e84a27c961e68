"""Study groups when two members, or two communities, become one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from bot.adapters.database.stores.keeping import ACCOUNTS, Keeping, Kept
from bot.adapters.database.stores.union import EARLIEST, STILL_OPEN, Union, strongest
from bot.core.model.group import folded
from bot.core.model.tracker import Row, Week, joined, read, written
from bot.core.ports.joining import Carried
from bot.core.ports.privacy import Item

_RANK = (
    "CASE WHEN {row}.left_at IS NOT NULL THEN 0 WHEN {row}.role = 'owner' THEN 3 "
    "WHEN {row}.role = 'member' THEN 1 ELSE 2 END"
)
"""An owner is more than a co-owner, and anybody is more than who has left."""

_MEMBERS = Union(
    "group_members", "member", "study_group", {"role": strongest(_RANK), "since": EARLIEST, "left_at": STILL_OPEN}
)


class SqlMemberships(Keeping):
    """Who is in which study group, and which community a group belongs to."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("group_members",)
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("study_groups",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "groups",
            ("group_members",),
            "group community role since left_at",
            "SELECT g.name, c.name, i.role, i.since, i.left_at FROM group_members i "
            "JOIN study_groups g ON g.id = i.study_group JOIN communities c ON c.id = g.community "
            "WHERE i.member = :member ORDER BY i.since, g.id",
        ),
        Kept(
            "invitations",
            ("group_invitations",),
            "group purpose ends_at",
            "SELECT g.name, v.purpose, v.ends_at FROM group_invitations v JOIN study_groups g ON g.id = v.study_group "
            f"WHERE v.person IN {ACCOUNTS} ORDER BY v.ends_at",
        ),
    )

    async def absorb(self, keeper: int, other: int) -> Carried:
        """The groups of both, each in the stronger of two roles, since the earlier day, with their weeks."""
        for group, monday, body in await self._session.rows(
            "SELECT w.study_group, w.monday, w.body FROM group_weeks w JOIN group_members i "
            "ON i.study_group = w.study_group WHERE i.member = :other",
            other=other,
        ):
            await self._session.rows(
                "UPDATE group_weeks SET body = :body WHERE study_group = :group AND monday = :monday",
                body=written(joined(read(body), keeper, other)),
                group=group,
                monday=monday,
            )
        return [("study groups", await _MEMBERS.into(self._session, keeper, other))]

    async def counted(self, member: int) -> Mapping[str, int]:
        """How much of each kind is kept of a member."""
        return {**await super().counted(member), "group_weeks": len(await self._weeks(member))}

    async def export(self, member: int) -> Mapping[str, list[Item]]:
        """Everything that is kept of a member, and their line in each week of a group that was kept."""
        return {**await super().export(member), "group_weeks": await self._weeks(member)}

    async def forget(self, member: int) -> None:
        """Memberships and invitations go. Weeks that were kept hold a number that then leads to nobody."""
        await self._session.rows(f"DELETE FROM group_invitations WHERE person IN {ACCOUNTS}", member=member)
        await self._session.rows("DELETE FROM group_members WHERE member = :member", member=member)

    async def disband(self, community: int) -> None:
        """A community's groups go, with all that belongs to them; check-ins stay their members'."""
        groups = "(SELECT id FROM study_groups WHERE community = :community)"
        await self._session.rows(
            f"UPDATE checkins SET study_group = NULL WHERE study_group IN {groups}", community=community
        )
        for table in ("group_weeks", "group_homes", "group_invitations", "group_members"):
            await self._session.rows(f"DELETE FROM {table} WHERE study_group IN {groups}", community=community)
        await self._session.rows("DELETE FROM study_groups WHERE community = :community", community=community)

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

    async def _weeks(self, member: int) -> list[Item]:
        rows = await self._session.rows(
            "SELECT g.name, w.body FROM group_weeks w JOIN study_groups g ON g.id = w.study_group "
            "JOIN group_members i ON i.study_group = g.id WHERE i.member = :member ORDER BY w.monday, g.id",
            member=member,
        )
        weeks = [(name, read(body)) for name, body in rows]
        return [_line(name, week, line) for name, week in weeks for line in week.rows if line.number == member]


def _line(group: str, week: Week, line: Row) -> Item:
    return {
        "group": group,
        "monday": week.monday.isoformat(),
        "phase": line.phase,
        "skills_done": line.skills,
        "next_skill": line.step,
        "days": ", ".join(one.value for one in line.marks),
    }
