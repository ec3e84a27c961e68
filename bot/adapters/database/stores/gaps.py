"""Questions without an answer."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import Session, stamp, unstamped
from bot.core.model.gap import Gap


class SqlGaps:
    """`Gaps` in SQL."""

    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("gaps",)

    def __init__(self, session: Session) -> None:
        self._session = session

    async def note(self, community: int, words: str, at: datetime, most: int) -> None:
        """Count a gap once more, and drop those that were told longest ago."""
        await self._session.rows(
            "INSERT INTO gaps (community, words, last_at) VALUES (:community, :words, :at) "
            "ON CONFLICT (community, words) DO UPDATE SET times = gaps.times + 1, last_at = excluded.last_at",
            community=community,
            words=words,
            at=stamp(at),
        )
        await self._session.rows(
            "DELETE FROM gaps WHERE community = :community AND id NOT IN ("
            "SELECT id FROM gaps WHERE community = :community ORDER BY last_at DESC, id DESC LIMIT :most)",
            community=community,
            most=most,
        )

    async def of(self, community: int) -> list[Gap]:
        """The gaps of a community, those told most often first."""
        rows = await self._session.rows(
            "SELECT id, words, times, last_at FROM gaps WHERE community = :community "
            "ORDER BY times DESC, last_at DESC, id DESC",
            community=community,
        )
        return [Gap(number, words, times, unstamped(last)) for number, words, times, last in rows]

    async def close(self, community: int, number: int) -> None:
        """Forget a gap."""
        await self._session.rows(
            "DELETE FROM gaps WHERE community = :community AND id = :id", community=community, id=number
        )

    async def unite(self, keeper: int, other: int) -> None:
        """What was missing in one community is missing in another; the same words count together."""
        await self._session.rows(
            "INSERT INTO gaps (community, words, times, last_at) "
            "SELECT CAST(:keeper AS BIGINT), words, times, last_at FROM gaps WHERE community = :other "
            "ON CONFLICT (community, words) DO UPDATE SET times = gaps.times + excluded.times, "
            "last_at = CASE WHEN excluded.last_at > gaps.last_at THEN excluded.last_at ELSE gaps.last_at END",
            keeper=keeper,
            other=other,
        )
        await self._session.rows("DELETE FROM gaps WHERE community = :other", other=other)

    async def disband(self, community: int) -> None:
        """What was missing in a community goes."""
        await self._session.rows("DELETE FROM gaps WHERE community = :community", community=community)
