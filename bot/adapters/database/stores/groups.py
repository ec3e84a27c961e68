"""Study groups and who is in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.adapters.database.session import Row, row, stamp, unstamped
from bot.adapters.database.stores.counting import relist
from bot.adapters.database.stores.group_homes import GroupHomes
from bot.adapters.database.stores.group_rows import GROUP, IN, LIVES_IN, group
from bot.adapters.database.stores.group_weeks import GroupWeeks
from bot.core.model.group import Group, Mate, Role, folded
from bot.core.model.member import Member, Visibility

_MATE = (
    "SELECT m.id, m.name, m.zone, m.alias, m.visibility, i.role, i.since "
    "FROM group_members i JOIN members m ON m.id = i.member "
)
_COUNTED = (
    ", (SELECT COUNT(*) FROM group_members i WHERE i.study_group = g.id AND i.left_at IS NULL "
    "AND i.member NOT IN (SELECT id FROM members WHERE gone_at IS NOT NULL)) "
    "FROM study_groups g WHERE g.archived_at IS NULL AND "
)


class SqlGroups(GroupHomes, GroupWeeks):
    """`Groups` in SQL."""

    async def add(self, new: Group, at: datetime) -> Group:
        """Keep a new group."""
        [(number,)] = await self._session.rows(
            "INSERT INTO study_groups (community, name, folded, about, phase, hours, days, size, joining, made_at, "
            "changed_at) VALUES (:community, :name, :folded, :about, :phase, :hours, :days, :size, :joining, :at, :at) "
            "RETURNING id",
            community=new.community,
            at=stamp(at),
            **_agreed(new),
        )
        return replace(new, number=number, made=at)

    async def change(self, changed: Group, at: datetime) -> None:
        """Keep what a group agreed on now."""
        await self._session.rows(
            "UPDATE study_groups SET name = :name, folded = :folded, about = :about, phase = :phase, hours = :hours, "
            "days = :days, size = :size, joining = :joining, changed_at = :at, archived_at = :archived WHERE id = :id",
            id=changed.number,
            at=stamp(at),
            archived=stamp(at) if changed.archived else None,
            **_agreed(changed),
        )
        await self._changed(changed.number)

    async def one(self, number: int) -> Group | None:
        """A group by number."""
        found = await row(self._session, GROUP + "FROM study_groups g WHERE g.id = :id", id=number)
        return group(found) if found else None

    async def named(self, community: int, name: str) -> Group | None:
        """The living group of a community that is called so."""
        found = await row(
            self._session,
            GROUP + "FROM study_groups g WHERE g.community = :community AND g.folded = :folded",
            community=community,
            folded=folded(name),
        )
        return group(found) if found else None

    async def living(self, community: int) -> list[tuple[Group, int]]:
        """The groups that live in a community, each with its members counted."""
        rows = await self._session.rows(
            GROUP + _COUNTED + LIVES_IN + " ORDER BY g.id",
            community=community,
        )
        return [(group(found), found[-1]) for found in rows]

    async def communities(self, number: int) -> frozenset[int]:
        """The communities that a group lives in."""
        rows = await self._session.rows(
            "SELECT community FROM study_groups WHERE id = :id UNION SELECT s.community FROM group_homes h "
            "JOIN spaces s ON s.reference = h.space WHERE h.study_group = :id",
            id=number,
        )
        return frozenset(community for (community,) in rows)

    async def of(self, member: int) -> list[Group]:
        """The living groups that somebody is in."""
        rows = await self._session.rows(
            GROUP + f"FROM {IN} JOIN study_groups g ON g.id = i.study_group WHERE i.member = :member "
            "AND i.left_at IS NULL AND m.gone_at IS NULL AND g.archived_at IS NULL ORDER BY i.since DESC, g.id DESC",
            member=member,
        )
        return [group(found) for found in rows]

    async def mates(self, number: int) -> list[Mate]:
        """Who is in a group."""
        rows = await self._session.rows(
            _MATE + "WHERE i.study_group = :id AND i.left_at IS NULL AND m.gone_at IS NULL ORDER BY i.since, m.id",
            id=number,
        )
        return [_mate(found) for found in rows]

    async def near(self, number: int, community: int) -> frozenset[int]:
        """The numbers of those in a group who are in this community, too."""
        rows = await self._session.rows(
            "SELECT i.member FROM group_members i JOIN community_members cm ON cm.member = i.member "
            "WHERE i.study_group = :id AND i.left_at IS NULL AND cm.community = :community AND cm.left_at IS NULL",
            id=number,
            community=community,
        )
        return frozenset(member for (member,) in rows)

    async def enter(self, number: int, member: int, role: Role, at: datetime) -> None:
        """Note that somebody is in a group, in this role."""
        await self._session.rows(
            "INSERT INTO group_members (study_group, member, role, since) VALUES (:id, :member, :role, :at) "
            "ON CONFLICT (study_group, member) DO UPDATE SET role = excluded.role, left_at = NULL, since = CASE "
            "WHEN group_members.left_at IS NULL THEN group_members.since ELSE excluded.since END",
            id=number,
            member=member,
            role=role.value,
            at=stamp(at),
        )
        await self._changed(number)
        await relist(self._session, member)

    async def leave(self, number: int, member: int, at: datetime) -> None:
        """Note that somebody left."""
        await self._session.rows(
            "UPDATE group_members SET left_at = :at WHERE study_group = :id AND member = :member AND left_at IS NULL",
            id=number,
            member=member,
            at=stamp(at),
        )
        await self._changed(number)
        await relist(self._session, member)


def _agreed(kept: Group) -> dict[str, str | int | None]:
    return {
        "name": kept.name,
        "folded": None if kept.archived else folded(kept.name),
        "about": kept.about,
        "phase": kept.phase,
        "hours": kept.hours,
        "days": "".join(map(str, kept.days)),
        "size": kept.size,
        "joining": kept.joining.value,
    }


def _mate(found: Row) -> Mate:
    number, name, zone, alias, visibility, role, since = found
    return Mate(Member(number, name, zone, alias, Visibility(visibility)), Role(role), unstamped(since))
