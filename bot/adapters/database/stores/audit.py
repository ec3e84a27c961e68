"""What organisers did."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import Row, stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.ports.audit import Act, Audited

_LINE = (
    "SELECT a.id, a.act, a.words, a.at, COALESCE(b.alias, b.name), COALESCE(w.alias, w.name) FROM audit a "
    "LEFT JOIN members b ON b.id = a.member LEFT JOIN members w ON w.id = a.about "
)
_KEPT = "SELECT c.name, a.act, a.words, a.at FROM audit a JOIN communities c ON c.id = a.community "


class SqlAudit(Keeping):
    """`Audit` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("audit",)
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("audit",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept("organiser_acts", ("audit",), "community act words at", _KEPT + "WHERE a.member = :member ORDER BY a.id"),
        Kept(
            "organiser_acts_about_you",
            ("audit",),
            "community act words at",
            _KEPT + "WHERE a.about = :member ORDER BY a.id",
        ),
    )

    async def note(self, community: int, member: int, act: Act, at: datetime, about: int | None, words: str) -> None:
        """Keep what an organiser did."""
        await self._session.rows(
            "INSERT INTO audit (community, member, about, act, words, at) "
            "VALUES (:community, :member, :about, :act, :words, :at)",
            community=community,
            member=member,
            about=about,
            act=act.value,
            words=words,
            at=stamp(at),
        )

    async def lines(self, community: int, before: int | None, limit: int) -> list[Audited]:
        """What was done in a community, the latest first."""
        rows = await self._session.rows(
            _LINE + "WHERE a.community = :community AND a.id < :before ORDER BY a.id DESC LIMIT :limit",
            community=community,
            before=2**62 if before is None else before,
            limit=limit,
        )
        return [_line(found) for found in rows]

    async def absorb(self, keeper: int, other: int) -> None:
        """What either did was done by the one that they are now."""
        for column in ("member", "about"):
            await self._session.rows(
                f"UPDATE audit SET {column} = :keeper WHERE {column} = :other", keeper=keeper, other=other
            )

    async def unite(self, keeper: int, other: int) -> None:
        """What was done in one community is told in the other."""
        await self._session.rows(
            "UPDATE audit SET community = :keeper WHERE community = :other", keeper=keeper, other=other
        )

    async def forget(self, member: int) -> None:
        """What they did, and what was done about them, is told of somebody who left."""
        for column in ("member", "about"):
            await self._session.rows(f"UPDATE audit SET {column} = NULL WHERE {column} = :member", member=member)

    async def disband(self, community: int) -> None:
        """The log of a community goes."""
        await self._session.rows("DELETE FROM audit WHERE community = :community", community=community)


def _line(found: Row) -> Audited:
    number, act, words, at, by, about = found
    return Audited(number, Act(act), words, unstamped(at), by, about)
