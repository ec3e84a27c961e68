"""Messages and native events that show a date of a meetup, and which of them are behind."""

from __future__ import annotations

from datetime import date

from bot.adapters.database.session import Row, Session
from bot.core.model.meetup import Mirror

_MIRROR = "SELECT meetup, day, kind, destination, reference, wanted, why FROM meetup_mirrors WHERE "
_NAMES = (
    "meetup IN (SELECT id FROM meetups WHERE host = :member) OR EXISTS (SELECT 1 FROM meetup_changes c "
    "WHERE c.meetup = meetup_mirrors.meetup AND c.day = meetup_mirrors.day "
    "AND (c.presenter = :member OR c.noted_by = :member)) OR EXISTS (SELECT 1 FROM meetup_answers a "
    "WHERE a.meetup = meetup_mirrors.meetup AND a.day = meetup_mirrors.day AND a.member = :member)"
)
"""Whether a date is hosted, presented, written up or answered by a member."""
_THIS = "meetup = :meetup AND day = :day AND kind = :kind AND destination = :to"


class MeetupMirrors:
    """The part of `Meetups` about what shows them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def mirror(self, mirror: Mirror) -> None:
        """Keep what shows a date."""
        await self._session.rows(
            "INSERT INTO meetup_mirrors (meetup, day, kind, destination, reference, wanted, shown) "
            "VALUES (:meetup, :day, :kind, :to, :reference, :wanted, :shown) "
            "ON CONFLICT (meetup, day, kind, destination) DO UPDATE SET reference = excluded.reference, "
            "wanted = meetup_mirrors.wanted + 1, shown = meetup_mirrors.wanted + excluded.shown, why = ''",
            reference=mirror.reference,
            wanted=1,
            shown=int(bool(mirror.reference)),
            **_named(mirror),
        )

    async def mirrors(self, number: int, day: date) -> list[Mirror]:
        """What shows a date."""
        rows = await self._session.rows(
            _MIRROR + "meetup = :meetup AND day = :day ORDER BY kind, destination", meetup=number, day=day.isoformat()
        )
        return [_mirror(found) for found in rows]

    async def shown_days(self, number: int) -> list[date]:
        """The days that anything shows, or showed."""
        rows = await self._session.rows("SELECT DISTINCT day FROM meetup_mirrors WHERE meetup = :meetup", meetup=number)
        return sorted(date.fromisoformat(day) for (day,) in rows)

    async def touch(self, number: int, day: date | None = None) -> None:
        """Note that what shows a date, or all dates, is behind."""
        await self._session.rows(
            "UPDATE meetup_mirrors SET wanted = wanted + 1 WHERE meetup = :meetup "
            "AND (CAST(:day AS TEXT) IS NULL OR day = :day) AND (reference <> '' OR kind = 'event')",
            meetup=number,
            day=day.isoformat() if day else None,
        )

    async def behind(self, most: int) -> list[Mirror]:
        """What is behind."""
        rows = await self._session.rows(
            _MIRROR + "shown < wanted ORDER BY meetup, day, kind, destination LIMIT :most", most=most
        )
        return [_mirror(found) for found in rows]

    async def caught_up(self, mirror: Mirror) -> None:
        """Note that it shows what it was read for; what came in between is still wanted."""
        await self._session.rows(
            "UPDATE meetup_mirrors SET shown = :wanted, reference = :reference, why = :why WHERE " + _THIS,
            wanted=mirror.wanted,
            reference=mirror.reference,
            why=mirror.why,
            **_named(mirror),
        )

    async def refused(self, number: int, to: str) -> bool:
        """Whether anything of a meetup could not be shown there before."""
        return bool(
            await self._session.rows(
                "SELECT 1 FROM meetup_mirrors WHERE meetup = :meetup AND destination = :to AND why <> '' LIMIT 1",
                meetup=number,
                to=to,
            )
        )


async def touch_naming(session: Session, member: int) -> None:
    """Note that whatever may name a member is behind: they are called otherwise now, or are seen by others, or go."""
    await session.rows(
        f"UPDATE meetup_mirrors SET wanted = wanted + 1 WHERE (reference <> '' OR kind = 'event') AND ({_NAMES})",
        member=member,
    )


def _named(mirror: Mirror) -> dict[str, str | int]:
    return {"meetup": mirror.meetup, "day": mirror.day.isoformat(), "kind": mirror.kind, "to": mirror.to}


def _mirror(found: Row) -> Mirror:
    meetup, day, kind, to, reference, wanted, why = found
    return Mirror(meetup, date.fromisoformat(day), kind, to, reference, wanted, why)
