"""Badges."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.model.badge import Badge


class SqlBadges(Keeping):
    """`Badges` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("badges",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "badges",
            ("badges",),
            "badge at",
            "SELECT badge, at FROM badges WHERE member = :member ORDER BY at, badge",
        ),
    )

    async def award(self, member: int, badge: str, at: datetime) -> bool:
        """Give a badge; False where they have it already."""
        given = await self._session.rows(
            "INSERT INTO badges (member, badge, at) VALUES (:member, :badge, :at) "
            "ON CONFLICT (member, badge) DO NOTHING RETURNING badge",
            member=member,
            badge=badge,
            at=stamp(at),
        )
        return bool(given)

    async def of(self, member: int) -> list[Badge]:
        """The badges of a member, the oldest first."""
        rows = await self._session.rows(
            "SELECT badge, at FROM badges WHERE member = :member ORDER BY at, badge", member=member
        )
        return [Badge(name, unstamped(at)) for name, at in rows]

    async def absorb(self, keeper: int, other: int) -> None:
        """Make the badges of `other` those of `keeper`, each from when it was first given."""
        await self._session.rows(
            "INSERT INTO badges (member, badge, at) SELECT CAST(:keeper AS BIGINT), b.badge, b.at FROM badges b "
            "WHERE b.member = :other ON CONFLICT (member, badge) DO UPDATE SET at = excluded.at "
            "WHERE excluded.at < badges.at",
            keeper=keeper,
            other=other,
        )
        await self.forget(other)

    async def forget(self, member: int) -> None:
        """Take all badges away."""
        await self._session.rows("DELETE FROM badges WHERE member = :member", member=member)
