"""Communities: the servers and workspaces that make them up, who is in them, and what their organisers decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import row, stamp
from bot.adapters.database.stores.counting import relist
from bot.adapters.database.stores.keeping import Kept
from bot.adapters.database.stores.parting import Parting, account_of
from bot.adapters.database.stores.people import SELECT_MEMBER, read_member
from bot.adapters.database.stores.presence import COMMUNITY, community_from
from bot.adapters.database.stores.union import EARLIEST, STILL_OPEN, Union
from bot.core.chat.scene import Channel, Person, Space
from bot.core.model.member import Community, Member, Visibility
from bot.core.ports.joining import Carried


class SqlCommunities(Parting):
    """`Communities` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("community_members", "organisers")
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("spaces", "community_members", "organisers")
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "communities",
            ("community_members",),
            "community since left_at",
            "SELECT c.name, cm.since, cm.left_at FROM community_members cm JOIN communities c ON c.id = cm.community "
            "WHERE cm.member = :member ORDER BY cm.since, c.id",
        ),
        Kept(
            "organising",
            ("organisers",),
            "community since",
            "SELECT c.name, o.since FROM organisers o JOIN communities c ON c.id = o.community "
            "WHERE o.member = :member ORDER BY o.since, c.id",
        ),
    )

    async def known(self, space: Space) -> Community | None:
        """The community that a server or workspace belongs to."""
        found = await row(
            self._session,
            COMMUNITY + "JOIN spaces s ON c.id = s.community WHERE s.reference = :reference",
            reference=space.reference,
        )
        return community_from(found) if found else None

    async def at(self, space: Space, at: datetime) -> Community:
        """The same, noting the present name; one that is new begins now."""
        rows = await self._session.rows(
            "SELECT c.id, c.name, c.visibility, c.retention_days, s.name, s.removed_at FROM communities c "
            "JOIN spaces s ON c.id = s.community WHERE s.reference = :reference",
            reference=space.reference,
        )
        if not rows:
            number = await self._new(space.name, Visibility.COMMUNITY.value, 365, at)
            await self._session.rows(
                "INSERT INTO spaces (reference, community, name) VALUES (:reference, :community, :name)",
                reference=space.reference,
                community=number,
                name=space.name,
            )
            return Community(number, space.name)
        found = rows[0]
        community, before, removed = community_from(found[:4]), found[4], found[5]
        if removed is not None:
            await self._session.rows(
                "UPDATE spaces SET removed_at = NULL WHERE reference = :reference", reference=space.reference
            )
        if space.name in ("", before):
            return community
        await self._session.rows(
            "UPDATE spaces SET name = :name WHERE reference = :reference", name=space.name, reference=space.reference
        )
        if community.name not in ("", before):
            return community
        community = replace(community, name=space.name)
        await self.settle(community)
        return community

    async def community(self, number: int) -> Community | None:
        """A community by number."""
        found = await row(self._session, COMMUNITY + "WHERE c.id = :id", id=number)
        return community_from(found) if found else None

    async def settle(self, community: Community) -> None:
        """Keep what the organisers decided."""
        await self._session.rows(
            "UPDATE communities SET name = :name, visibility = :visibility, retention_days = :days WHERE id = :id",
            name=community.name,
            visibility=community.visibility.value,
            days=community.retention_days,
            id=community.number,
        )

    async def post_boards(self, space: Space, channel: Channel | None) -> None:
        """Where the weekly boards of a server or workspace go."""
        await self._session.rows(
            "UPDATE spaces SET boards = :channel WHERE reference = :reference",
            channel=channel.reference if channel else None,
            reference=space.reference,
        )

    async def join(self, community: int, member: int, at: datetime) -> None:
        """Note that a member was seen in a community."""
        came = await self._session.rows(
            "INSERT INTO community_members (community, member, since) VALUES (:community, :member, :at) "
            "ON CONFLICT (community, member) DO UPDATE SET left_at = NULL WHERE community_members.left_at IS NOT NULL "
            "RETURNING member",
            community=community,
            member=member,
            at=stamp(at),
        )
        if came:
            await relist(self._session, member)

    async def leave(self, community: int, member: int, at: datetime) -> bool:
        """Note that a member left a community; False where they weren't in it."""
        left = await self._session.rows(
            "UPDATE community_members SET left_at = :at WHERE community = :community AND member = :member "
            "AND left_at IS NULL RETURNING member",
            community=community,
            member=member,
            at=stamp(at),
        )
        if left:
            await relist(self._session, member)
        return bool(left)

    async def left(self, person: Person, at: datetime) -> int:
        """Note that an account isn't there any more; how many communities were left."""
        rows = await self._session.rows(
            "SELECT a.member, a.reference, s.community, s.reference FROM accounts mine "
            "JOIN accounts a ON a.member = mine.member JOIN community_members cm ON cm.member = a.member "
            "JOIN spaces s ON s.community = cm.community WHERE mine.reference = :person AND cm.left_at IS NULL",
            person=person.reference,
        )
        reached: dict[int, set[str]] = {}
        for _, account, community, space in rows:
            if account.startswith(account_of(space)):
                reached.setdefault(community, set()).add(account)
        left = [community for community, accounts in reached.items() if accounts == {person.reference}]
        for community in left:
            await self._session.rows(
                "UPDATE community_members SET left_at = :at WHERE community = :community AND member = :member",
                at=stamp(at),
                community=community,
                member=rows[0][0],
            )
        if left:
            await relist(self._session, rows[0][0])
        return len(left)

    async def of(self, member: int) -> list[Community]:
        """The communities that a member is in, the one joined last first."""
        rows = await self._session.rows(
            COMMUNITY + "JOIN community_members cm ON c.id = cm.community "
            "WHERE cm.member = :member AND cm.left_at IS NULL ORDER BY cm.since DESC, c.id DESC",
            member=member,
        )
        return [community_from(found) for found in rows]

    async def organiser(self, space: Space, person: Person, roles: Collection[str] = ()) -> bool:
        """Whether somebody was made an organiser there, or has a role that makes them one."""
        if roles:
            found = await row(self._session, "SELECT role FROM spaces WHERE reference = :space", space=space.reference)
            if found is not None and found[0] in roles:
                return True
        appointed = await self._session.rows(
            "SELECT 1 FROM accounts a JOIN organisers o ON o.member = a.member "
            "JOIN spaces s ON s.community = o.community WHERE a.reference = :person AND s.reference = :space",
            person=person.reference,
            space=space.reference,
        )
        return bool(appointed)

    async def let_organise(self, space: Space, role: str | None) -> None:
        """Make everybody an organiser who has a role in this server."""
        await self._session.rows(
            "UPDATE spaces SET role = :role WHERE reference = :space", role=role, space=space.reference
        )

    async def organisers(self, number: int) -> list[Member]:
        """Whom the organisers made organisers, the first one first."""
        rows = await self._session.rows(
            SELECT_MEMBER + "JOIN organisers o ON o.member = m.id "
            "WHERE o.community = :id AND m.gone_at IS NULL ORDER BY o.since, m.id",
            id=number,
        )
        return [read_member(found) for found in rows]

    async def appoint(self, number: int, member: int, at: datetime) -> bool:
        """Make a member an organiser; False where they are one."""
        added = await self._session.rows(
            "INSERT INTO organisers (community, member, since) VALUES (:community, :member, :at) "
            "ON CONFLICT (community, member) DO NOTHING RETURNING member",
            community=number,
            member=member,
            at=stamp(at),
        )
        return bool(added)

    async def dismiss(self, number: int, member: int) -> bool:
        """Make an appointed organiser a plain member again; False where they aren't one."""
        gone = await self._session.rows(
            "DELETE FROM organisers WHERE community = :community AND member = :member RETURNING member",
            community=number,
            member=member,
        )
        return bool(gone)

    async def part(self, space: Space, at: datetime) -> Community:
        """Let a server or workspace go: from now on it is a community of its own."""
        [found] = await self._session.rows(
            COMMUNITY + "JOIN spaces s ON c.id = s.community WHERE s.reference = :reference",
            reference=space.reference,
        )
        old = community_from(found)
        [here] = [one for one in await self.spaces(old.number) if one.reference == space.reference]
        number = await self._new(here.name, old.visibility.value, old.retention_days, at)
        await self._session.rows(
            "UPDATE spaces SET community = :community WHERE reference = :reference",
            community=number,
            reference=space.reference,
        )
        await self._groups_part(old.number, number, space)
        await self._members_part(old.number, number, space, at)
        return replace(old, number=number, name=here.name)

    async def absorb(self, keeper: int, other: int) -> Carried:
        """A member's communities: those of both, since the earlier day; and the right to organise them."""
        joined = await _members("member", "community").into(self._session, keeper, other)
        await _organisers("member", "community").into(self._session, keeper, other)
        return [("communities", joined)]

    async def unite(self, keeper: int, other: int) -> Carried:
        """A community's servers, members and organisers; then the community is no more."""
        spaces = await self._session.rows(
            "UPDATE spaces SET community = :keeper WHERE community = :other RETURNING reference",
            keeper=keeper,
            other=other,
        )
        members = await _members("community", "member").into(self._session, keeper, other)
        await _organisers("community", "member").into(self._session, keeper, other)
        await self._session.rows("DELETE FROM communities WHERE id = :id", id=other)
        return [("servers and workspaces", len(spaces)), ("members", members)]

    async def forget(self, member: int) -> None:
        """Somebody is in no community any more, and organises none."""
        for table in self.MEMBER_TABLES:
            await self._session.rows(f"DELETE FROM {table} WHERE member = :member", member=member)

    async def disband(self, community: int) -> None:
        """Nobody is in a community any more, and it is nowhere; what stays is its number, without a name."""
        for table in self.COMMUNITY_TABLES:
            await self._session.rows(f"DELETE FROM {table} WHERE community = :community", community=community)
        await self._session.rows("UPDATE communities SET name = '' WHERE id = :community", community=community)

    async def _new(self, name: str, visibility: str, days: int, at: datetime) -> int:
        [(number,)] = await self._session.rows(
            "INSERT INTO communities (name, visibility, retention_days, since) "
            "VALUES (:name, :visibility, :days, :at) RETURNING id",
            name=name,
            visibility=visibility,
            days=days,
            at=stamp(at),
        )
        return int(number)


def _members(owner: str, key: str) -> Union:
    return Union("community_members", owner, key, {"since": EARLIEST, "left_at": STILL_OPEN})


def _organisers(owner: str, key: str) -> Union:
    return Union("organisers", owner, key, {"since": EARLIEST})
