"""What people said about their days."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.model.checkin import Checkin

_CHECKIN = "SELECT day, did, minutes, blocker, study_group FROM checkins WHERE member = :member "


class SqlCheckins(Keeping):
    """`Checkins` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("checkins",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "check_ins",
            ("checkins",),
            "day group minutes did blocker at",
            "SELECT k.day, g.name, k.minutes, k.did, k.blocker, k.at FROM checkins k "
            "LEFT JOIN study_groups g ON g.id = k.study_group WHERE k.member = :member ORDER BY k.day",
        ),
    )

    async def on(self, member: int, day: date) -> Checkin | None:
        """The check-in of one day."""
        found = await row(self._session, _CHECKIN + "AND day = :day", member=member, day=day.isoformat())
        return _checkin(found) if found else None

    async def write(self, member: int, checkin: Checkin, at: datetime) -> None:
        """Store a day's check-in in place of what stood there."""
        await self._session.rows(
            "INSERT INTO checkins (member, day, study_group, minutes, did, blocker, at) "
            "VALUES (:member, :day, :study_group, :minutes, :did, :blocker, :at) "
            "ON CONFLICT (member, day) DO UPDATE SET study_group = excluded.study_group, minutes = excluded.minutes, "
            "did = excluded.did, blocker = excluded.blocker, at = excluded.at",
            member=member,
            day=checkin.day.isoformat(),
            study_group=checkin.group,
            minutes=checkin.minutes,
            did=checkin.did,
            blocker=checkin.blocker,
            at=stamp(at),
        )

    async def remove(self, member: int, day: date) -> None:
        """Delete a day's check-in."""
        await self._session.rows(
            "DELETE FROM checkins WHERE member = :member AND day = :day", member=member, day=day.isoformat()
        )

    async def latest(self, member: int, *, before: date | None = None, limit: int) -> list[Checkin]:
        """Check-ins, the latest day first."""
        rows = await self._session.rows(
            _CHECKIN + "AND day < :before ORDER BY day DESC LIMIT :most",
            member=member,
            before=before.isoformat() if before else "9999-12-31",
            most=limit,
        )
        return [_checkin(found) for found in rows]

    async def absorb(self, keeper: int, other: int) -> None:
        """Make those of `other` a part of `keeper`."""
        await self._session.rows(
            "INSERT INTO checkins (member, day, study_group, minutes, did, blocker, at) "
            "SELECT CAST(:keeper AS BIGINT), day, study_group, minutes, did, blocker, at FROM checkins "
            "WHERE member = :other ON CONFLICT (member, day) DO NOTHING",
            keeper=keeper,
            other=other,
        )
        await self.forget(other)

    async def forget(self, member: int) -> None:
        """Delete everything."""
        await self._session.rows("DELETE FROM checkins WHERE member = :member", member=member)


def _checkin(found: Row) -> Checkin:
    day, did, minutes, blocker, group = found
    return Checkin(date.fromisoformat(day), did, minutes, blocker, group)
