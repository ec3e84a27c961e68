"""Boards, read by position through a covering index: never by counting rows from the top."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.database.session import Row, Session, Value, row
from bot.core.chat.scene import Channel
from bot.core.model.board import (
    Board,
    GroupName,
    GroupPage,
    GroupRow,
    Mark,
    MemberPage,
    MemberRow,
    Standing,
    Start,
)

_HIGHEST = Mark(2**62, 2**62)
"""Above every row."""
_BOARD = "community = :community AND study_group = :study_group AND period = :period"


@dataclass(frozen=True, slots=True)
class _Rows:
    """An ordered list that can be read from any position; `position` names its two columns."""

    sql: str
    position: tuple[str, str]

    async def page(
        self, session: Session, start: Start, limit: int, values: dict[str, Value]
    ) -> tuple[list[Row], bool, bool]:
        """At most `limit` rows, and whether there are others above and below."""
        mark = start.mark
        if mark is None:
            rows = await self._down(session, "<=", _HIGHEST, limit + 1, values)
            return rows[:limit], False, len(rows) > limit
        if start.side == "after":
            rows = await self._down(session, "<", mark, limit + 1, values)
            return rows[:limit], True, len(rows) > limit
        higher = limit if start.side == "before" else limit // 2
        above = await self._up(session, mark, higher + 1, values)
        rows = above[:higher][::-1]
        if start.side == "before":
            return rows, len(above) > higher, True
        rest = limit - len(rows)
        below = await self._down(session, "<=", mark, rest + 1, values)
        return [*rows, *below[:rest]], len(above) > higher, len(below) > rest

    async def _down(self, session: Session, than: str, mark: Mark, limit: int, values: dict[str, Value]) -> list[Row]:
        first, second = self.position
        return await session.rows(
            f"{self.sql} AND {first} > 0 AND ({first}, {second}) {than} (:first, :second) "
            f"ORDER BY {first} DESC, {second} DESC LIMIT :limit",
            **values,
            first=mark.points,
            second=mark.number,
            limit=limit,
        )

    async def _up(self, session: Session, mark: Mark, limit: int, values: dict[str, Value]) -> list[Row]:
        """The nearest above, the lowest first. One bound alone, for SQLite would search by the other one."""
        first, second = self.position
        return await session.rows(
            f"{self.sql} AND ({first}, {second}) > (:first, :second) ORDER BY {first} ASC, {second} ASC LIMIT :limit",
            **values,
            first=max(mark.points, 0),
            second=mark.number if mark.points > 0 else _HIGHEST.number,
            limit=limit,
        )


_MEMBERS = _Rows(
    "SELECT s.points, s.member, COALESCE(m.alias, m.name) FROM scores s JOIN members m ON m.id = s.member "
    "WHERE s.community = :community AND s.study_group = :study_group AND s.period = :period AND s.listed = 1",
    ("s.points", "s.member"),
)
_GROUPS = _Rows(
    "SELECT t.per_head, t.study_group, g.name, t.points, t.active FROM totals t "
    "JOIN study_groups g ON g.id = t.study_group "
    "WHERE t.community = :community AND t.period = :period AND t.study_group > 0",
    ("t.per_head", "t.study_group"),
)
_TALLY = (
    "SELECT CAST(COALESCE(SUM(CASE WHEN points > :first THEN people ELSE 0 END), 0) AS BIGINT), "
    "CAST(COALESCE(SUM(CASE WHEN points = :first THEN people ELSE 0 END), 0) AS BIGINT), "
    f"CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM tallies WHERE {_BOARD} AND points > 0"
)
_HIGHER = (
    "SELECT CAST(COALESCE(SUM(CASE WHEN per_head > :first THEN 1 ELSE 0 END), 0) AS BIGINT), "
    "CAST(COALESCE(SUM(CASE WHEN per_head = :first THEN 1 ELSE 0 END), 0) AS BIGINT) FROM totals "
    "WHERE community = :community AND period = :period AND per_head >= :first AND per_head > 0 AND study_group > 0"
)


class SqlBoards:
    """`Boards` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def members(self, board: Board, period: str, start: Start, limit: int) -> MemberPage:
        """A page of at most `limit` members with points."""
        values = _values(board, period)
        rows, above, below = await _MEMBERS.page(self._session, start, limit, values)
        [(higher, as_high, people)] = await self._session.rows(_TALLY, **values, first=rows[0][0] if rows else 0)
        total = await row(self._session, f"SELECT points, active FROM totals WHERE {_BOARD}", **values)
        points, active = total or (0, 0)
        places = _places([of for of, *_ in rows], higher, as_high)
        return MemberPage(
            tuple(MemberRow(place, Mark(of, by), name) for place, (of, by, name) in zip(places, rows, strict=True)),
            above,
            below,
            people,
            points,
            active,
        )

    async def standing(self, board: Board, period: str, member: int) -> Standing | None:
        """Where a member stands, counted among those whom others see."""
        values = _values(board, period)
        found = await row(
            self._session,
            "SELECT s.points, s.listed, (SELECT CAST(COALESCE(SUM(t.people), 0) AS BIGINT) FROM tallies t "
            "WHERE t.community = :community AND t.study_group = :study_group AND t.period = :period "
            "AND t.points > s.points) FROM scores s WHERE s.member = :member AND s.community = :community "
            "AND s.study_group = :study_group AND s.period = :period AND s.points > 0",
            member=member,
            **values,
        )
        return Standing(1 + found[2], Mark(found[0], member), bool(found[1])) if found else None

    async def groups(self, community: int, period: str, start: Start, limit: int) -> GroupPage:
        """A page of at most `limit` groups that have two active members or more, by points a head."""
        values: dict[str, Value] = {"community": community, "period": period}
        rows, above, below = await _GROUPS.page(self._session, start, limit, values)
        [(higher, as_high)] = await self._session.rows(_HIGHER, **values, first=rows[0][0] if rows else 0)
        places = _places([each for each, *_ in rows], higher, as_high)
        return GroupPage(
            tuple(
                GroupRow(place, Mark(each, of), *rest) for place, (each, of, *rest) in zip(places, rows, strict=True)
            ),
            above,
            below,
        )

    async def group_standing(self, community: int, period: str, group: int) -> Standing | None:
        """Where a group stands; None where it has no place."""
        values: dict[str, Value] = {"community": community, "period": period}
        found = await row(
            self._session,
            f"SELECT per_head FROM totals WHERE {_BOARD} AND per_head > 0",
            study_group=group,
            **values,
        )
        if found is None:
            return None
        [(higher, _)] = await self._session.rows(_HIGHER, **values, first=found[0])
        return Standing(1 + higher, Mark(found[0], group), listed=True)

    async def newcomers(self, community: int, period: str, limit: int) -> list[MemberRow]:
        """Listed members whose first points in the community fall into a period, the best first."""
        rows = await self._session.rows(
            "SELECT s.points, s.member, COALESCE(m.alias, m.name) FROM scores s JOIN members m ON m.id = s.member "
            "WHERE s.community = :community AND s.study_group = 0 AND s.period = :period "
            "AND s.listed = 1 AND s.points > 0 AND NOT EXISTS (SELECT 1 FROM ledger l JOIN ledger_boards b "
            "ON b.line = l.id WHERE l.member = s.member AND l.points > 0 AND 'w' || l.week < :period "
            "AND b.community = :community AND b.study_group = 0) "
            "ORDER BY s.points DESC, s.member DESC LIMIT :limit",
            community=community,
            period=period,
            limit=limit,
        )
        return [MemberRow(place, Mark(of, number), name) for place, (of, number, name) in enumerate(rows, 1)]

    async def group_at(self, channel: Channel) -> tuple[int, GroupName] | None:
        """The community and the group whose home a channel is."""
        found = await row(
            self._session,
            "SELECT g.community, g.id, g.name FROM group_homes h JOIN study_groups g ON g.id = h.study_group "
            "WHERE h.channel = :channel",
            channel=channel.reference,
        )
        return (found[0], GroupName(*found[1:])) if found else None

    async def groups_of(self, member: int, community: int) -> list[GroupName]:
        """The groups of a community that a member is in, and that aren't archived; read from the member on."""
        rows = await self._session.rows(
            "SELECT g.id, g.name FROM group_members gm CROSS JOIN study_groups g WHERE g.id = gm.study_group "
            "AND gm.member = :member AND gm.left_at IS NULL AND g.community = :community "
            "AND g.archived_at IS NULL ORDER BY g.id",
            member=member,
            community=community,
        )
        return [GroupName(*found) for found in rows]

    async def group(self, community: int, named: str) -> GroupName | None:
        """A group of a community by its number or name."""
        if named.isascii() and named.isdigit() and len(named) < 19:
            found = await row(
                self._session,
                "SELECT id, name FROM study_groups WHERE id = :id AND community = :community",
                id=int(named),
                community=community,
            )
            if found:
                return GroupName(*found)
        wanted = " ".join(named.casefold().split())
        rows = await self._session.rows(
            "SELECT id, name FROM study_groups WHERE community = :community ORDER BY archived_at IS NOT NULL, id",
            community=community,
        )
        return next((GroupName(*one) for one in rows if " ".join(one[1].casefold().split()) == wanted), None)


def _places(amounts: list[int], higher: int, as_high: int) -> list[int]:
    """The place of each of some rows that follow one another; `higher` have more than the first, `as_high` as much."""
    places: list[int] = []
    for behind, amount in enumerate(amounts):
        if amount == amounts[0]:
            places.append(1 + higher)
        elif amount == amounts[behind - 1]:
            places.append(places[-1])
        else:
            places.append(1 + higher + as_high + behind - amounts.count(amounts[0]))
    return places


def _values(board: Board, period: str) -> dict[str, Value]:
    return {"community": board.community, "study_group": board.group, "period": period}
