"""What members say looks wrong on a board."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.ports.reports import Report

_REPORT = (
    "SELECT r.id, r.member, COALESCE(m.alias, m.name), r.words, r.at FROM reports r JOIN members m ON m.id = r.member "
    "WHERE r.community = :community "
)


class SqlReports(Keeping):
    """`Reports` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("reports",)
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("reports",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "reports",
            ("reports",),
            "community words at settled_at",
            "SELECT c.name, r.words, r.at, r.settled_at FROM reports r JOIN communities c ON c.id = r.community "
            "WHERE r.member = :member ORDER BY r.id",
        ),
    )

    async def add(self, community: int, member: int, words: str, at: datetime) -> int:
        """Keep what somebody said; its number."""
        [(number,)] = await self._session.rows(
            "INSERT INTO reports (community, member, words, at) VALUES (:community, :member, :words, :at) RETURNING id",
            community=community,
            member=member,
            words=words,
            at=stamp(at),
        )
        kept: int = number
        return kept

    async def waiting(self, community: int, member: int) -> int:
        """How many reports of a member nobody settled yet."""
        [(count,)] = await self._session.rows(
            "SELECT COUNT(*) FROM reports WHERE member = :member AND community = :community AND settled_at IS NULL",
            community=community,
            member=member,
        )
        waiting: int = count
        return waiting

    async def open(self, community: int, after: int, limit: int) -> list[Report]:
        """The reports that nobody settled, the oldest first, behind the number `after`."""
        rows = await self._session.rows(
            _REPORT + "AND r.settled_at IS NULL AND r.id > :after ORDER BY r.id LIMIT :limit",
            community=community,
            after=after,
            limit=limit,
        )
        return [_report(found) for found in rows]

    async def settle(self, community: int, number: int, at: datetime) -> bool:
        """Note that an organiser dealt with a report; False where there is none to deal with."""
        settled = await self._session.rows(
            "UPDATE reports SET settled_at = :at WHERE id = :id AND community = :community AND settled_at IS NULL "
            "RETURNING id",
            id=number,
            community=community,
            at=stamp(at),
        )
        return bool(settled)

    async def one(self, community: int, number: int) -> Report | None:
        """A report by its number, settled or not."""
        found = await row(self._session, _REPORT + "AND r.id = :id", community=community, id=number)
        return _report(found) if found else None

    async def absorb(self, keeper: int, other: int) -> None:
        """Make the reports of `other` those of `keeper`."""
        await self._session.rows(
            "UPDATE reports SET member = :keeper WHERE member = :other", keeper=keeper, other=other
        )

    async def unite(self, keeper: int, other: int) -> None:
        """Make what was said in one community a part of another."""
        await self._session.rows(
            "UPDATE reports SET community = :keeper WHERE community = :other", keeper=keeper, other=other
        )

    async def forget(self, member: int) -> None:
        """Remove what a member said."""
        await self._session.rows("DELETE FROM reports WHERE member = :member", member=member)

    async def disband(self, community: int) -> None:
        """Remove what was said in a community."""
        await self._session.rows("DELETE FROM reports WHERE community = :community", community=community)


def _report(found: Row) -> Report:
    number, member, name, words, at = found
    return Report(number, member, name, words, unstamped(at))
