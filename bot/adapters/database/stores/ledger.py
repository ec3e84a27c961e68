"""The ledger of points."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import ClassVar

from bot.adapters.database.session import Row, Value, row, stamp, unstamped
from bot.adapters.database.stores.counting import count, enter, relist, withdraw
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.model.board import Board, monday, quarter
from bot.core.model.points import KeptLine, LedgerLine
from bot.core.ports.joining import Carried

_LINE = "SELECT l.reference, l.act, l.points, l.day, l.at, l.words, l.id, l.member FROM ledger l "
_OF_ACT = "member = :member AND (reference = :act OR (reference > :first AND reference < :last)) "
_PAID = f"(SELECT MAX(id) FROM ledger WHERE {_OF_ACT} AND points > 0 AND act <> 'correction')".replace(
    ":member", ":{of}"
)
_SEASON = (
    "COALESCE((SELECT MAX(s.first) FROM seasons s WHERE s.community = {of}.community AND s.first <= :day), "
    "CAST(:quarter AS TEXT))"
)


class SqlLedger(Keeping):
    """`Ledger` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("ledger", "scores")
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("ledger_boards", "seasons", "scores", "tallies", "totals")
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "points",
            ("ledger",),
            "line act reference points day words at",
            "SELECT id, act, reference, points, day, words, at FROM ledger WHERE member = :member ORDER BY id",
        ),
        Kept(
            "corrections",
            ("ledger",),
            "points words at",
            "SELECT points, words, at FROM ledger WHERE author = :member ORDER BY id",
        ),
        Kept(
            "boards",
            ("scores",),
            "community group period points is_shown_to_others",
            "SELECT c.name, g.name, s.period, s.points, s.listed FROM scores s "
            "JOIN communities c ON c.id = s.community LEFT JOIN study_groups g ON g.id = s.study_group "
            "WHERE s.member = :member ORDER BY s.community, s.study_group, s.period",
        ),
    )

    async def add(
        self,
        member: int,
        line: LedgerLine,
        *,
        like: str | None = None,
        within: int | None = None,
        author: int | None = None,
    ) -> bool:
        """Write a line, and count it on every board that it belongs to; False where its reference stands already."""
        added = await row(
            self._session,
            "INSERT INTO ledger (member, reference, act, points, day, week, at, words, author) "
            "VALUES (:member, :reference, :act, :points, :day, :week, :at, :words, :author) "
            "ON CONFLICT (member, reference) DO NOTHING RETURNING id",
            member=member,
            reference=line.reference,
            act=line.act,
            points=line.points,
            day=line.day.isoformat(),
            week=monday(line.day).isoformat(),
            at=stamp(line.at),
            words=line.words,
            author=author,
        )
        if added is None:
            return False
        number: int = added[0]
        if like is None:
            await self._where_it_counts(number, member, line.day)
        else:
            await self._like(number, member, like, within)
        await count(self._session, number, member)
        return True

    async def earned(self, member: int, day: date) -> list[LedgerLine]:
        """The lines of one learning day, in their order."""
        rows = await self._session.rows(
            _LINE + "WHERE member = :member AND day = :day ORDER BY id", member=member, day=day.isoformat()
        )
        return [to_line(found) for found in rows]

    async def about(self, member: int, act: str) -> list[LedgerLine]:
        """The lines of one act, in their order."""
        rows = await self._session.rows(_LINE + f"WHERE {_OF_ACT} ORDER BY id", member=member, **_act(act))
        return [to_line(found) for found in rows]

    async def lines(
        self, member: int, board: Board | None, period: str, before: int | None, limit: int
    ) -> list[KeptLine]:
        """The lines that make up a member's number on a board, the latest day first; on no board, all of them."""
        further = "AND (l.day, l.id) < ((SELECT day FROM ledger WHERE id = :before), :before) " if before else ""
        counting = (
            "AND EXISTS (SELECT 1 FROM counted c WHERE c.line = l.id AND c.community = :community "
            "AND c.study_group = :study_group AND c.period = :period) "
            if board
            else ""
        )
        values: dict[str, Value] = {"before": before} if before else {}
        if board:
            values |= {"community": board.community, "study_group": board.group, "period": period}
        rows = await self._session.rows(
            _LINE + f"WHERE l.member = :member {further}{counting}ORDER BY l.day DESC, l.id DESC LIMIT :limit",
            member=member,
            limit=limit,
            **values,
        )
        return [_kept(found) for found in rows]

    async def line(self, number: int, community: int) -> KeptLine | None:
        """A line by its number, where it counts in this community."""
        found = await row(
            self._session,
            _LINE + "JOIN members m ON m.id = l.member WHERE l.id = :id AND m.gone_at IS NULL AND EXISTS "
            "(SELECT 1 FROM ledger_boards b WHERE b.line = l.id AND b.community = :community)",
            id=number,
            community=community,
        )
        return _kept(found) if found else None

    async def worth(self, member: int, act: str, community: int) -> int:
        """What the lines of an act sum to where they count in a community."""
        [(points,)] = await self._session.rows(
            f"SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM ledger WHERE {_OF_ACT} AND EXISTS "
            "(SELECT 1 FROM ledger_boards b WHERE b.line = ledger.id AND b.community = :community)",
            member=member,
            community=community,
            **_act(act),
        )
        worth: int = points
        return worth

    async def relist(self, member: int) -> None:
        """Make the boards right about who may see a member."""
        await relist(self._session, member)

    async def absorb(self, keeper: int, other: int) -> Carried:
        """Make the lines of `other` those of `keeper`; an act that both have counts once, wherever either counted."""
        for member in (keeper, other):
            await withdraw(self._session, member)
        mine, theirs = await self._worth(keeper), await self._worth(other)
        for act in sorted(mine.keys() & theirs.keys()):
            kept, dropped = (other, keeper) if mine[act] <= 0 < theirs[act] else (keeper, other)
            if {keeper: mine, other: theirs}[dropped][act] > 0:
                await self._count_too(kept, dropped, act)
            await self._drop(dropped, act)
        await self._session.rows("UPDATE ledger SET member = :keeper WHERE member = :other", keeper=keeper, other=other)
        await self._session.rows("UPDATE ledger SET author = :keeper WHERE author = :other", keeper=keeper, other=other)
        await enter(self._session, keeper)
        twice = sum(min(mine[act], theirs[act]) for act in mine.keys() & theirs.keys())
        return [("points", theirs.total() - twice), ("points for what both had done, counted once", twice)]

    async def unite(self, keeper: int, other: int) -> None:
        """Make the boards of two communities one; a line that counted in both counts once."""
        members = await self._session.rows("SELECT DISTINCT member FROM scores WHERE community = :other", other=other)
        for (member,) in members:
            await withdraw(self._session, member)
        both = {"keeper": keeper, "other": other}
        await self._session.rows(
            "DELETE FROM ledger_boards WHERE community = :other AND EXISTS (SELECT 1 FROM ledger_boards b "
            "WHERE b.line = ledger_boards.line AND b.study_group = ledger_boards.study_group "
            "AND b.community = :keeper)",
            **both,
        )
        await self._session.rows("UPDATE ledger_boards SET community = :keeper WHERE community = :other", **both)
        for table in ("seasons", "tallies", "totals"):
            await self._session.rows(f"DELETE FROM {table} WHERE community = :other", other=other)
        for (member,) in members:
            await enter(self._session, member)

    async def forget(self, member: int) -> None:
        """Take everything personal out of a member's lines; what they add to groups and communities stays."""
        await self._session.rows(
            "UPDATE ledger SET reference = 'gone:' || CAST(id AS TEXT), words = '' WHERE member = :member",
            member=member,
        )
        await self._session.rows("UPDATE ledger SET author = NULL WHERE author = :member", member=member)
        await relist(self._session, member)

    async def disband(self, community: int) -> None:
        """Take a community's boards away; lines stay those of their members."""
        for table in self.COMMUNITY_TABLES:
            await self._session.rows(f"DELETE FROM {table} WHERE community = :community", community=community)

    async def _where_it_counts(self, line: int, member: int, day: date) -> None:
        await self._session.rows(
            "INSERT INTO ledger_boards (line, community, study_group, season) "
            f"SELECT CAST(:line AS BIGINT), cm.community, 0, {_SEASON.format(of='cm')} "
            "FROM community_members cm WHERE cm.member = :member AND cm.left_at IS NULL "
            f"UNION ALL SELECT CAST(:line AS BIGINT), g.community, g.id, {_SEASON.format(of='g')} "
            "FROM group_members gm CROSS JOIN study_groups g WHERE g.id = gm.study_group "
            "AND gm.member = :member AND gm.left_at IS NULL AND g.archived_at IS NULL",
            line=line,
            member=member,
            day=day.isoformat(),
            quarter=quarter(day).first.isoformat(),
        )

    async def _like(self, line: int, member: int, reference: str, within: int | None) -> None:
        await self._session.rows(
            "INSERT INTO ledger_boards (line, community, study_group, season) "
            "SELECT CAST(:line AS BIGINT), b.community, b.study_group, b.season FROM ledger_boards b "
            "JOIN ledger l ON l.id = b.line WHERE l.member = :member AND l.reference = :reference "
            "AND b.community = COALESCE(CAST(:within AS BIGINT), b.community)",
            line=line,
            member=member,
            reference=reference,
            within=within,
        )

    async def _worth(self, member: int) -> Counter[str]:
        """What each act of a member is worth, but for corrections."""
        worth: Counter[str] = Counter()
        for reference, points in await self._session.rows(
            "SELECT reference, points FROM ledger WHERE member = :member AND act <> 'correction'", member=member
        ):
            worth[reference.split("#")[0]] += points
        return worth

    async def _count_too(self, kept: int, dropped: int, act: str) -> None:
        """Have the line that pays an act also count where the same act of somebody else does."""
        await self._session.rows(
            "INSERT INTO ledger_boards (line, community, study_group, season) "
            f"SELECT {_PAID.format(of='kept')}, b.community, b.study_group, b.season FROM ledger_boards b "
            f"WHERE b.line = {_PAID.format(of='dropped')} ON CONFLICT (line, community, study_group) DO NOTHING",
            kept=kept,
            dropped=dropped,
            **_act(act),
        )

    async def _drop(self, member: int, act: str) -> None:
        await self._session.rows(
            f"DELETE FROM ledger_boards WHERE line IN (SELECT id FROM ledger WHERE {_OF_ACT})",
            member=member,
            **_act(act),
        )
        await self._session.rows(f"DELETE FROM ledger WHERE {_OF_ACT}", member=member, **_act(act))


def _act(act: str) -> dict[str, str]:
    return {"act": act, "first": f"{act}#", "last": f"{act}$"}


def to_line(found: Row) -> LedgerLine:
    """A row that begins with a line's columns, in the order of the port's fields."""
    reference, act, points, day, at, words = found[:6]
    return LedgerLine(reference, act, points, date.fromisoformat(day), unstamped(at), words)


def _kept(found: Row) -> KeptLine:
    return KeptLine(found[6], found[7], to_line(found))
