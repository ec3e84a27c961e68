"""Heartbeats, outages, and what is done once in a period."""

from __future__ import annotations

from datetime import datetime

from bot.adapters.database.session import Session, row, stamp, unstamped
from bot.core.ports.running import Outage


class SqlHeartbeats:
    """`Heartbeats` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def last(self, what: str) -> datetime | None:
        """When it was last alive."""
        found = await row(self._session, "SELECT at FROM heartbeats WHERE what = :what", what=what)
        return unstamped(found[0]) if found else None

    async def beat(self, what: str, at: datetime) -> None:
        """It is alive."""
        await self._session.rows(
            "INSERT INTO heartbeats (what, at) VALUES (:what, :at) ON CONFLICT (what) DO UPDATE SET at = excluded.at",
            what=what,
            at=stamp(at),
        )

    async def out(self, outage: Outage) -> None:
        """Note an outage; one of the same beginning goes on."""
        await self._session.rows(
            "INSERT INTO outages (what, began, ended) VALUES (:what, :began, :ended) "
            "ON CONFLICT (what, began) DO UPDATE SET ended = excluded.ended",
            what=outage.what,
            began=stamp(outage.began),
            ended=stamp(outage.ended),
        )

    async def outages(self, first: datetime, last: datetime) -> list[Outage]:
        """The outages that touch a time, the earliest first."""
        rows = await self._session.rows(
            "SELECT what, began, ended FROM outages WHERE ended > :first AND began < :last ORDER BY began, what",
            first=stamp(first),
            last=stamp(last),
        )
        return [Outage(what, unstamped(began), unstamped(ended)) for what, began, ended in rows]


class SqlChores:
    """`Chores` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def claim(self, name: str, period: str, at: datetime, until: datetime) -> bool:
        """Take a chore on until an instant."""
        taken = await self._session.rows(
            "INSERT INTO chores (name, period, leased_until) VALUES (:name, :period, :until) "
            "ON CONFLICT (name, period) DO UPDATE SET leased_until = excluded.leased_until "
            "WHERE chores.done_at IS NULL AND chores.leased_until <= :at RETURNING name",
            name=name,
            period=period,
            at=stamp(at),
            until=stamp(until),
        )
        return bool(taken)

    async def done(self, name: str, period: str, at: datetime) -> None:
        """It is done."""
        await self._session.rows(
            "UPDATE chores SET done_at = :at WHERE name = :name AND period = :period",
            name=name,
            period=period,
            at=stamp(at),
        )

    async def give_back(self, name: str, period: str, until: datetime) -> None:
        """It didn't work."""
        await self._session.rows(
            "UPDATE chores SET leased_until = :until WHERE name = :name AND period = :period AND done_at IS NULL",
            name=name,
            period=period,
            until=stamp(until),
        )

    async def forget(self, before: datetime) -> None:
        """Forget what was done before an instant."""
        await self._session.rows("DELETE FROM chores WHERE done_at < :before", before=stamp(before))
