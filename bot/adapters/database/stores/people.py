"""Humans and their accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp
from bot.adapters.database.stores.counting import relist
from bot.adapters.database.stores.group_rows import touch
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.adapters.database.stores.meetup_mirrors import touch_naming
from bot.core.chat.scene import Caller, Person
from bot.core.model.alias import look
from bot.core.model.member import Member, Visibility
from bot.core.ports.joining import Carried

SELECT_MEMBER = "SELECT m.id, m.name, m.zone, m.alias, m.visibility, m.zone_chosen FROM members m "
_OF_ACCOUNT = SELECT_MEMBER + "JOIN accounts a ON m.id = a.member WHERE a.reference = :reference"
_VISIBILITY = {one.value: one for one in Visibility}


class SqlPeople(Keeping):
    """`People` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("accounts",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "you",
            ("members",),
            "name alias visibility zone is_zone_chosen met_at",
            "SELECT name, alias, visibility, zone, zone_chosen, met_at FROM members WHERE id = :member",
        ),
        Kept(
            "accounts",
            ("accounts",),
            "account name since",
            "SELECT reference, name, since FROM accounts WHERE member = :member ORDER BY since, reference",
        ),
    )

    async def known(self, person: Person) -> Member | None:
        """Who an account belongs to."""
        found = await self._of(person)
        return read_member(found) if found else None

    async def meet(
        self,
        caller: Caller,
        at: datetime,
        zone: str | None = None,
        visibility: Visibility = Visibility.COMMUNITY,
    ) -> Member:
        """Who an account belongs to, noting its present name."""
        found = await self._of(caller.person)
        if found is None:
            return await self._new(caller, at, zone, visibility)
        member = read_member(found)
        if caller.name != member.name:
            await self._session.rows(
                "UPDATE members SET name = :name, name_look = :look WHERE id = :id",
                name=caller.name,
                look=look(caller.name),
                id=member.number,
            )
            await self._session.rows(
                "UPDATE accounts SET name = :name WHERE reference = :reference",
                name=caller.name,
                reference=caller.person.reference,
            )
            await touch(self._session, member.number)
        if zone and not member.zone_chosen and zone != member.zone:
            await self._session.rows("UPDATE members SET zone = :zone WHERE id = :id", zone=zone, id=member.number)
        elif caller.name == member.name:
            return member
        else:
            zone = member.zone
        return replace(member, name=caller.name, zone=zone)

    async def member(self, number: int) -> Member | None:
        """Somebody by number."""
        found = await row(self._session, SELECT_MEMBER + "WHERE m.id = :id AND m.gone_at IS NULL", id=number)
        return read_member(found) if found else None

    async def accounts(self, number: int) -> list[Person]:
        """The accounts of a member, the oldest first."""
        rows = await self._session.rows(
            "SELECT reference FROM accounts WHERE member = :id ORDER BY since, reference", id=number
        )
        return [Person(reference) for (reference,) in rows]

    async def choose_zone(self, number: int, zone: str) -> None:
        """Note the time zone that a member chose."""
        await self._session.rows(
            "UPDATE members SET zone = :zone, zone_chosen = 1 WHERE id = :id", zone=zone, id=number
        )
        await touch(self._session, number)

    async def choose(self, number: int, visibility: Visibility, alias: str | None) -> None:
        """Keep who may see a member, and as whom."""
        await self._session.rows(
            "UPDATE members SET visibility = :visibility, alias = :alias, alias_look = :look WHERE id = :id",
            visibility=visibility.value,
            alias=alias,
            look=look(alias) if alias else None,
            id=number,
        )
        await relist(self._session, number)
        await self._touch(number)

    async def looks_like(self, number: int, name: str) -> bool:
        """Whether a name could be mistaken for that of somebody else in the same community."""
        found = await row(
            self._session,
            "SELECT 1 FROM members m WHERE (m.name_look = :look OR m.alias_look = :look) AND m.id <> :id "
            "AND m.gone_at IS NULL AND EXISTS (SELECT 1 FROM community_members mine JOIN community_members theirs "
            "ON theirs.community = mine.community WHERE mine.member = :id AND mine.left_at IS NULL "
            "AND theirs.member = m.id AND theirs.left_at IS NULL)",
            id=number,
            look=look(name),
        )
        return found is not None

    async def older(self, one: int, two: int) -> tuple[int, int]:
        """Two members, the one met first in front."""
        rows = await self._session.rows(
            "SELECT id FROM members WHERE id IN (:one, :two) AND gone_at IS NULL ORDER BY met_at, id", one=one, two=two
        )
        if len(rows) < 2:
            raise LookupError("two members are needed to see which one is older")
        return rows[0][0], rows[1][0]

    async def part(self, person: Person, at: datetime) -> None:
        """Take an account off its member; it is somebody new, called as before."""
        found = await row(
            self._session,
            "SELECT a.name, m.visibility FROM accounts a JOIN members m ON m.id = a.member "
            "WHERE a.reference = :reference",
            reference=person.reference,
        )
        if found is not None:
            name, visibility = found
            number = await self._member(name, None, Visibility(visibility), at)
            await self._session.rows(
                "UPDATE accounts SET member = :member, since = :at WHERE reference = :reference",
                member=number,
                at=stamp(at),
                reference=person.reference,
            )

    async def absorb(self, keeper: int, other: int) -> Carried:
        """The accounts go over, and what only the other one had decided; then the other one is no more."""
        accounts = await self._session.rows(
            "UPDATE accounts SET member = :keeper WHERE member = :other RETURNING reference", keeper=keeper, other=other
        )
        mine, theirs = [await self._row(one) for one in (keeper, other)]
        member = _one_of(read_member(mine), read_member(theirs))
        await self._session.rows(
            "UPDATE members SET zone = :zone, zone_chosen = :chosen, alias = :alias, alias_look = :look, "
            "visibility = :visibility WHERE id = :id",
            zone=member.zone,
            chosen=int(member.zone_chosen),
            alias=member.alias,
            look=look(member.alias) if member.alias else None,
            visibility=member.visibility.value,
            id=keeper,
        )
        await self._session.rows("DELETE FROM members WHERE id = :id", id=other)
        await relist(self._session, keeper)
        await self._touch(keeper)
        return [("accounts", len(accounts))]

    async def forget(self, member: int) -> None:
        """The accounts go, and every name; what stays is the number, and that somebody has gone."""
        await self._session.rows("DELETE FROM accounts WHERE member = :id", id=member)
        await self._session.rows(
            "UPDATE members SET name = '', name_look = '', zone = NULL, zone_chosen = 0, alias = NULL, "
            "alias_look = NULL, visibility = 'private', met_at = COALESCE(gone_at, met_at) WHERE id = :id",
            id=member,
        )

    async def _touch(self, number: int) -> None:
        """Whatever was posted and may name a member is behind."""
        await touch(self._session, number)
        await touch_naming(self._session, number)

    async def _row(self, number: int) -> Row:
        [found] = await self._session.rows(SELECT_MEMBER + "WHERE m.id = :id", id=number)
        return found

    async def _of(self, person: Person) -> Row | None:
        found = await self._session.rows(_OF_ACCOUNT, reference=person.reference)
        return found[0] if found else None

    async def _new(self, caller: Caller, at: datetime, zone: str | None, visibility: Visibility) -> Member:
        number = await self._member(caller.name, zone, visibility, at)
        await self._session.rows(
            "INSERT INTO accounts (reference, member, name, since) VALUES (:reference, :member, :name, :at)",
            reference=caller.person.reference,
            member=number,
            name=caller.name,
            at=stamp(at),
        )
        return Member(number, caller.name, zone, visibility=visibility)

    async def _member(self, name: str, zone: str | None, visibility: Visibility, at: datetime) -> int:
        [(number,)] = await self._session.rows(
            "INSERT INTO members (name, name_look, zone, visibility, met_at) "
            "VALUES (:name, :look, :zone, :visibility, :at) RETURNING id",
            name=name,
            look=look(name),
            zone=zone,
            visibility=visibility.value,
            at=stamp(at),
        )
        return int(number)


def read_member(found: Row) -> Member:
    """A row of `SELECT_MEMBER`."""
    number, name, zone, alias, visibility, chosen = found
    return Member(number, name, zone, alias, _VISIBILITY[visibility], bool(chosen))


_SHYEST = (Visibility.PRIVATE, Visibility.COMMUNITY, Visibility.PUBLIC)


def _one_of(keeper: Member, other: Member) -> Member:
    """What holds for two who become one: what they chose before what a platform said, and the shyer of two wishes."""
    zones = sorted((keeper, other), key=lambda one: (not one.zone_chosen, one.zone is None))
    return replace(
        keeper,
        zone=zones[0].zone,
        zone_chosen=zones[0].zone_chosen,
        alias=keeper.alias or other.alias,
        visibility=min(keeper.visibility, other.visibility, key=_SHYEST.index),
    )
