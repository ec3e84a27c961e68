"""The ledger of points."""

from __future__ import annotations

from datetime import date

from bot.adapters.database.session import Row, Session, stamp, unstamped
from bot.core.model.points import LedgerLine

_LINE = "SELECT reference, act, points, day, at, words FROM ledger "


class SqlLedger:
    """`Ledger` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, member: int, line: LedgerLine) -> bool:
        """Write a line; False where its reference stands already."""
        added = await self._session.rows(
            "INSERT INTO ledger (member, reference, act, points, day, at, words) "
            "VALUES (:member, :reference, :act, :points, :day, :at, :words) "
            "ON CONFLICT (member, reference) DO NOTHING RETURNING id",
            member=member,
            reference=line.reference,
            act=line.act,
            points=line.points,
            day=line.day.isoformat(),
            at=stamp(line.at),
            words=line.words,
        )
        return bool(added)

    async def earned(self, member: int, day: date) -> list[LedgerLine]:
        """The lines of one learning day, in their order."""
        rows = await self._session.rows(
            _LINE + "WHERE member = :member AND day = :day ORDER BY id", member=member, day=day.isoformat()
        )
        return [to_line(found) for found in rows]

    async def about(self, member: int, act: str) -> list[LedgerLine]:
        """The lines of one act, in their order."""
        rows = await self._session.rows(
            _LINE + "WHERE member = :member AND (reference = :act OR (reference > :first AND reference < :last)) "
            "ORDER BY id",
            member=member,
            act=act,
            first=f"{act}#",
            last=f"{act}$",
        )
        return [to_line(found) for found in rows]


def to_line(found: Row) -> LedgerLine:
    """A line of the ledger from its columns, in the order of the port's fields."""
    reference, act, points, day, at, words = found
    return LedgerLine(reference, act, points, date.fromisoformat(day), unstamped(at), words)
