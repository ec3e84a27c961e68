"""Which learning days count, and which don't have to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from bot.adapters.database.session import row, stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.model.streak import DAILY, Break, Mark, Outage, Rhythm

_ANY_ZONE = timedelta(hours=15)
"""How far a day reaches beyond its bounds in UTC, in the zones of this world."""


class SqlDays(Keeping):
    """`Days` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("active_days", "breaks", "rhythms")
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "active_days",
            ("active_days",),
            "day act zone at",
            "SELECT day, act, zone, at FROM active_days WHERE member = :member ORDER BY day, act",
        ),
        Kept(
            "breaks",
            ("breaks",),
            "first last reason",
            "SELECT first, last, reason FROM breaks WHERE member = :member ORDER BY first, id",
        ),
        Kept(
            "rhythm",
            ("rhythms",),
            "days_a_week",
            "SELECT days_a_week FROM rhythms WHERE member = :member",
        ),
    )

    async def mark(self, member: int, act: str, mark: Mark) -> int:
        """Let an act count for its day; the number of active days, where it is the day's first."""
        [(others, same)] = await self._session.rows(
            "SELECT COUNT(DISTINCT day), COUNT(CASE WHEN day = :day THEN 1 END) FROM active_days "
            "WHERE member = :member",
            member=member,
            day=mark.day.isoformat(),
        )
        await self._session.rows(
            "INSERT INTO active_days (member, act, day, at, zone) VALUES (:member, :act, :day, :at, :zone) "
            "ON CONFLICT (member, act) DO NOTHING",
            member=member,
            act=act,
            day=mark.day.isoformat(),
            at=stamp(mark.at),
            zone=mark.zone.key if isinstance(mark.zone, ZoneInfo) else "UTC",
        )
        return 0 if same else int(others) + 1

    async def unmark(self, member: int, act: str) -> None:
        """Let an act that was undone count no longer."""
        await self._session.rows(
            "DELETE FROM active_days WHERE member = :member AND act = :act", member=member, act=act
        )

    async def marks(self, member: int) -> list[Mark]:
        """Everything that counts."""
        rows = await self._session.rows("SELECT day, at, zone FROM active_days WHERE member = :member", member=member)
        return [Mark(date.fromisoformat(day), unstamped(at), ZoneInfo(zone)) for day, at, zone in rows]

    async def breaks(self, member: int) -> list[Break]:
        """Planned breaks, the earliest first."""
        rows = await self._session.rows(
            "SELECT first, last, reason, id FROM breaks WHERE member = :member ORDER BY first, id", member=member
        )
        return [
            Break(date.fromisoformat(first), date.fromisoformat(last), reason, number)
            for first, last, reason, number in rows
        ]

    async def plan(self, member: int, planned: Break) -> None:
        """Add a break."""
        await self._session.rows(
            "INSERT INTO breaks (member, first, last, reason) VALUES (:member, :first, :last, :reason)",
            member=member,
            first=planned.first.isoformat(),
            last=planned.last.isoformat(),
            reason=planned.reason,
        )

    async def drop(self, member: int, number: int) -> None:
        """Delete a break."""
        await self._session.rows("DELETE FROM breaks WHERE member = :member AND id = :id", member=member, id=number)

    async def rhythm(self, member: int) -> Rhythm:
        """What keeps their streak going."""
        found = await row(self._session, "SELECT days_a_week FROM rhythms WHERE member = :member", member=member)
        return Rhythm(found[0] or None) if found else DAILY

    async def choose(self, member: int, rhythm: Rhythm) -> None:
        """Keep their choice; daily is stored as 0 days a week."""
        await self._session.rows(
            "INSERT INTO rhythms (member, days_a_week) VALUES (:member, :days) "
            "ON CONFLICT (member) DO UPDATE SET days_a_week = excluded.days_a_week",
            member=member,
            days=rhythm.days_a_week or 0,
        )

    async def outages(self, first: date, last: date) -> list[Outage]:
        """When the bot could not be reached, as far as that touches these days."""
        began = datetime.combine(first, time(), UTC) - _ANY_ZONE
        ended = datetime.combine(last, time(), UTC) + timedelta(days=1) + _ANY_ZONE
        rows = await self._session.rows(
            "SELECT began, ended FROM outages WHERE ended > :began AND began < :ended ORDER BY began",
            began=stamp(began),
            ended=stamp(ended),
        )
        return [Outage(unstamped(one), unstamped(other)) for one, other in rows]

    async def absorb(self, keeper: int, other: int) -> None:
        """Make the days and breaks of `other` a part of `keeper`."""
        await self._session.rows(
            "INSERT INTO active_days (member, act, day, at, zone) "
            "SELECT CAST(:keeper AS BIGINT), act, day, at, zone FROM active_days WHERE member = :other "
            "ON CONFLICT (member, act) DO NOTHING",
            keeper=keeper,
            other=other,
        )
        await self._session.rows("UPDATE breaks SET member = :keeper WHERE member = :other", keeper=keeper, other=other)
        await self._session.rows(
            "INSERT INTO rhythms (member, days_a_week) "
            "SELECT CAST(:keeper AS BIGINT), days_a_week FROM rhythms WHERE member = :other "
            "ON CONFLICT (member) DO NOTHING",
            keeper=keeper,
            other=other,
        )
        await self.forget(other)

    async def forget(self, member: int) -> None:
        """Delete everything."""
        for table in ("active_days", "breaks", "rhythms"):
            await self._session.rows(f"DELETE FROM {table} WHERE member = :member", member=member)
