"""Humans, accounts and communities."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.adapters.database.session import Row, Session, row, stamp
from bot.adapters.database.stores.counting import relist
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.member import Community, Member, Visibility

_MEMBER = "SELECT m.id, m.name, m.zone, m.alias, m.visibility, m.zone_chosen FROM members m "


class SqlPeople:
    """`People` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def known(self, person: Person) -> Member | None:
        """Who an account belongs to."""
        found = await self._of(person)
        return _member(found) if found else None

    async def meet(self, caller: Caller, at: datetime, zone: str | None = None) -> Member:
        """Who an account belongs to, noting its present name."""
        found = await self._of(caller.person)
        if found is None:
            return await self._new(caller, at, zone)
        member, chosen = _member(found), bool(found[5])
        if caller.name != member.name:
            await self._session.rows(
                "UPDATE members SET name = :name WHERE id = :id", name=caller.name, id=member.number
            )
            await self._session.rows(
                "UPDATE accounts SET name = :name WHERE reference = :reference",
                name=caller.name,
                reference=caller.person.reference,
            )
        if zone and not chosen and zone != member.zone:
            await self._session.rows("UPDATE members SET zone = :zone WHERE id = :id", zone=zone, id=member.number)
        else:
            zone = member.zone
        return replace(member, name=caller.name, zone=zone)

    async def member(self, number: int) -> Member | None:
        """Somebody by number."""
        found = await row(self._session, _MEMBER + "WHERE m.id = :id AND m.gone_at IS NULL", id=number)
        return _member(found) if found else None

    async def accounts(self, number: int) -> list[Person]:
        """The accounts of a member, the oldest first."""
        rows = await self._session.rows(
            "SELECT reference FROM accounts WHERE member = :id ORDER BY since, reference", id=number
        )
        return [Person(reference) for (reference,) in rows]

    async def _of(self, person: Person) -> Row | None:
        return await row(
            self._session,
            _MEMBER + "JOIN accounts a ON m.id = a.member WHERE a.reference = :reference",
            reference=person.reference,
        )

    async def _new(self, caller: Caller, at: datetime, zone: str | None) -> Member:
        [(number,)] = await self._session.rows(
            "INSERT INTO members (name, zone, met_at) VALUES (:name, :zone, :at) RETURNING id",
            name=caller.name,
            zone=zone,
            at=stamp(at),
        )
        await self._session.rows(
            "INSERT INTO accounts (reference, member, name, since) VALUES (:reference, :member, :name, :at)",
            reference=caller.person.reference,
            member=number,
            name=caller.name,
            at=stamp(at),
        )
        return Member(number, caller.name, zone)


class SqlCommunities:
    """`Communities` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def known(self, space: Space) -> Community | None:
        """The community that a server or workspace belongs to."""
        found = await row(
            self._session,
            "SELECT c.id, c.name FROM spaces s JOIN communities c ON c.id = s.community WHERE s.reference = :reference",
            reference=space.reference,
        )
        return Community(*found) if found else None

    async def at(self, space: Space, at: datetime) -> Community:
        """The same; one that is new begins now."""
        if (found := await self.known(space)) is not None:
            return found
        [(number,)] = await self._session.rows(
            "INSERT INTO communities (since) VALUES (:at) RETURNING id", at=stamp(at)
        )
        await self._session.rows(
            "INSERT INTO spaces (reference, community) VALUES (:reference, :community)",
            reference=space.reference,
            community=number,
        )
        return Community(number, "")

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

    async def of(self, member: int) -> list[Community]:
        """The communities that a member is in, the one joined last first."""
        rows = await self._session.rows(
            "SELECT c.id, c.name FROM community_members cm JOIN communities c ON c.id = cm.community "
            "WHERE cm.member = :member AND cm.left_at IS NULL ORDER BY cm.since DESC, c.id DESC",
            member=member,
        )
        return [Community(*found) for found in rows]


def _member(found: Row) -> Member:
    number, name, zone, alias, visibility, _ = found
    return Member(number, name, zone, alias, Visibility(visibility))
