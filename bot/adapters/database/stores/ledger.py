"""The ledger of points."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from bot.adapters.database.session import Row, Session, stamp, unstamped
from bot.core.model.points import LedgerLine
from bot.core.ports.joining import Carried

_LINE = "SELECT reference, act, points, day, at, words FROM ledger "


class SqlLedger:
    """`Ledger` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("ledger",)

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

    async def absorb(self, keeper: int, other: int) -> Carried:
        """The lines of `other` go over; of an act that both did, only the lines of whom it is worth more to."""
        kept, dropped = 0, 0
        mine, theirs = await self._acts(keeper), await self._acts(other)
        for act, lines in theirs.items():
            worth, before = sum(lines.values()), sum(mine.get(act, {}).values())
            if act not in mine:
                kept += worth
                continue
            dropped += min(worth, before)
            kept += max(0, worth - before)
            for number in mine[act] if worth > before else lines:
                await self._session.rows("DELETE FROM ledger WHERE id = :id", id=number)
        await self._session.rows("UPDATE ledger SET member = :keeper WHERE member = :other", keeper=keeper, other=other)
        return [("points", kept), ("points for what both had done, counted once", dropped)]

    async def _acts(self, member: int) -> dict[str, dict[int, int]]:
        """The points of each line, by its number, for each act."""
        acts: dict[str, dict[int, int]] = {}
        rows = await self._session.rows(
            "SELECT id, reference, points FROM ledger WHERE member = :member", member=member
        )
        for number, reference, points in rows:
            acts.setdefault(reference.partition("#")[0], {})[number] = points
        return acts


def to_line(found: Row) -> LedgerLine:
    """A line of the ledger from its columns, in the order of the port's fields."""
    reference, act, points, day, at, words = found
    return LedgerLine(reference, act, points, date.fromisoformat(day), unstamped(at), words)
