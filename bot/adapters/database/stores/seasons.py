"""Seasons of communities."""

from __future__ import annotations

from datetime import date

from bot.adapters.database.session import Session, row
from bot.core.model.board import Season, quarter


class SqlSeasons:
    """`Seasons` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def at(self, community: int, day: date) -> Season:
        """The season that holds a day."""
        found = await row(
            self._session,
            "SELECT first, name FROM seasons WHERE community = :community AND first <= :day "
            "ORDER BY first DESC LIMIT 1",
            community=community,
            day=day.isoformat(),
        )
        return Season(date.fromisoformat(found[0]), found[1]) if found else quarter(day)

    async def start(self, community: int, season: Season) -> None:
        """Start a season; one of the same first day is renamed."""
        await self._session.rows(
            "INSERT INTO seasons (community, first, name) VALUES (:community, :first, :name) "
            "ON CONFLICT (community, first) DO UPDATE SET name = excluded.name",
            community=community,
            first=season.first.isoformat(),
            name=season.name,
        )

    async def started(self, community: int, limit: int) -> list[Season]:
        """The seasons that organisers started, the latest first."""
        rows = await self._session.rows(
            "SELECT first, name FROM seasons WHERE community = :community ORDER BY first DESC LIMIT :limit",
            community=community,
            limit=limit,
        )
        return [Season(date.fromisoformat(first), name) for first, name in rows]
