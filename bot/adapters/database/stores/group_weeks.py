"""What study groups did in a week: as it stands, and as it was kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.adapters.database.session import Session, row, stamp, unstamped
from bot.adapters.database.stores.group_rows import GROUP, IN, group
from bot.core.model.group import Group
from bot.core.model.tracker import Learner

_OF_GROUP = f"FROM {IN}"
_HERE = "i.study_group = :id AND i.left_at IS NULL AND m.gone_at IS NULL"
_UNKEPT = (
    "FROM study_groups g WHERE g.archived_at IS NULL AND g.made_at < :before AND NOT EXISTS "
    "(SELECT 1 FROM group_weeks w WHERE w.study_group = g.id AND w.monday = :monday) ORDER BY g.id"
)


class GroupWeeks:
    """The part of `Groups` that is about weeks. It reads what progress and check-ins are kept in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def week(self, number: int, monday: date) -> list[Learner]:
        """What is stored of each member of a group for a week."""
        first, last = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        members = await self._session.rows(
            f"SELECT i.member, m.zone, i.since {_OF_GROUP} WHERE {_HERE} ORDER BY i.since, i.member", id=number
        )
        states: dict[int, dict[str, str]] = {}
        for member, skill, state in await self._session.rows(
            f"SELECT p.member, p.skill, p.state {_OF_GROUP} JOIN progress p ON p.member = i.member WHERE {_HERE}",
            id=number,
        ):
            states.setdefault(member, {})[skill] = state
        days: dict[int, set[date]] = {}
        blockers: dict[int, str] = {}
        for member, day, blocker in await self._session.rows(
            f"SELECT c.member, c.day, c.blocker {_OF_GROUP} JOIN checkins c ON c.member = i.member "
            f"WHERE {_HERE} AND c.day >= :first AND c.day <= :last ORDER BY c.day",
            id=number,
            first=first,
            last=last,
        ):
            days.setdefault(member, set()).add(date.fromisoformat(day))
            blockers[member] = blocker
        breaks: dict[int, list[tuple[date, date]]] = {}
        for member, begins, ends in await self._session.rows(
            f"SELECT b.member, b.first, b.last {_OF_GROUP} JOIN breaks b ON b.member = i.member "
            f"WHERE {_HERE} AND b.last >= :first AND b.first <= :last ORDER BY b.first",
            id=number,
            first=first,
            last=last,
        ):
            breaks.setdefault(member, []).append((date.fromisoformat(begins), date.fromisoformat(ends)))
        return [
            Learner(
                member,
                zone,
                states.get(member, {}),
                frozenset(days.get(member, ())),
                tuple(breaks.get(member, ())),
                unstamped(since),
                blockers.get(member, ""),
            )
            for member, zone, since in members
        ]

    async def states(self, member: int) -> dict[str, str]:
        """What somebody did with each skill."""
        rows = await self._session.rows("SELECT skill, state FROM progress WHERE member = :member", member=member)
        return {str(skill): str(state) for skill, state in rows}

    async def zones(self, number: int) -> list[str]:
        """The time zones of a group's members, as far as they are known."""
        rows = await self._session.rows(
            f"SELECT m.zone {_OF_GROUP} WHERE {_HERE} AND m.zone IS NOT NULL ORDER BY i.member", id=number
        )
        return [zone for (zone,) in rows]

    async def keep(self, number: int, monday: date, body: str, at: datetime) -> bool:
        """Keep a week of a group as it was."""
        kept = await self._session.rows(
            "INSERT INTO group_weeks (study_group, monday, body, kept_at) VALUES (:id, :monday, :body, :at) "
            "ON CONFLICT (study_group, monday) DO NOTHING RETURNING monday",
            id=number,
            monday=monday.isoformat(),
            body=body,
            at=stamp(at),
        )
        return bool(kept)

    async def kept(self, number: int, monday: date) -> str | None:
        """A week of a group as it was."""
        found = await row(
            self._session,
            "SELECT body FROM group_weeks WHERE study_group = :id AND monday = :monday",
            id=number,
            monday=monday.isoformat(),
        )
        return found[0] if found else None

    async def unkept(self, monday: date, before: datetime) -> list[Group]:
        """The living groups whose week isn't kept yet."""
        rows = await self._session.rows(
            GROUP + _UNKEPT,
            monday=monday.isoformat(),
            before=stamp(before),
        )
        return [group(found) for found in rows]
