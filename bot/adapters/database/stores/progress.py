"""What members have learnt, and where the points come from."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from bot.adapters.database.session import row, stamp
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.adapters.database.stores.ledger import to_line
from bot.core.model.progress import State
from bot.core.ports.progress import Explained, GroupHere

_FURTHER = (
    "INSERT INTO progress (member, skill, state, at) "
    "SELECT CAST(:keeper AS BIGINT), skill, state, at FROM progress WHERE member = :other "
    "ON CONFLICT (member, skill) DO UPDATE SET state = excluded.state, at = excluded.at "
    "WHERE excluded.state = 'done' OR (excluded.state = 'doing' AND progress.state = 'skipped')"
)


class SqlProgress(Keeping):
    """`Progress` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("progress",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "skills",
            ("progress",),
            "skill state at",
            "SELECT skill, state, at FROM progress WHERE member = :member ORDER BY at, skill",
        ),
    )

    async def kept(self, member: int) -> list[tuple[str, State]]:
        """Every state that is stored."""
        rows = await self._session.rows(
            "SELECT skill, state FROM progress WHERE member = :member ORDER BY skill", member=member
        )
        return [(skill, State(state)) for skill, state in rows]

    async def set(self, member: int, skill: str, state: State, at: datetime) -> None:
        """Store a state; `TODO` as nothing."""
        if state is State.TODO:
            await self._session.rows(
                "DELETE FROM progress WHERE member = :member AND skill = :skill", member=member, skill=skill
            )
            return
        await self._session.rows(
            "INSERT INTO progress (member, skill, state, at) VALUES (:member, :skill, :state, :at) "
            "ON CONFLICT (member, skill) DO UPDATE SET state = excluded.state, at = excluded.at",
            member=member,
            skill=skill,
            state=state.value,
            at=stamp(at),
        )

    async def group(self, member: int, channel: str | None) -> GroupHere | None:
        """The study group that lives here, or the one joined last."""
        found = await row(
            self._session,
            "SELECT g.id, g.name, g.phase FROM group_members gm JOIN study_groups g ON g.id = gm.study_group "
            "LEFT JOIN group_homes h ON h.study_group = g.id AND h.channel = :channel "
            "WHERE gm.member = :member AND gm.left_at IS NULL AND g.archived_at IS NULL "
            "ORDER BY CASE WHEN h.channel IS NULL THEN 1 ELSE 0 END, gm.since DESC, g.id DESC LIMIT 1",
            member=member,
            channel=channel or "",
        )
        return GroupHere(*found) if found else None

    async def points(self, member: int) -> int:
        """All points of somebody."""
        [(points,)] = await self._session.rows(
            "SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM ledger WHERE member = :member", member=member
        )
        return int(points)

    async def explained(
        self, member: int, *, before: int | None = None, day: date | None = None, limit: int
    ) -> list[Explained]:
        """Lines of the ledger, the newest first."""
        rows = await self._session.rows(
            "SELECT reference, act, points, day, at, words, id, until FROM ("
            "SELECT reference, act, points, day, at, words, id, "
            "CAST(SUM(points) OVER (ORDER BY id) AS BIGINT) AS until FROM ledger WHERE member = :member) AS lines "
            "WHERE id < :before AND (:day = '' OR day = :day) ORDER BY id DESC LIMIT :most",
            member=member,
            before=2**62 if before is None else before,
            day=day.isoformat() if day else "",
            most=limit,
        )
        return [Explained(found[6], to_line(found[:6]), found[7]) for found in rows]

    async def absorb(self, keeper: int, other: int) -> None:
        """Make everything of `other` a part of `keeper`."""
        await self._session.rows(_FURTHER, keeper=keeper, other=other)
        await self.forget(other)

    async def forget(self, member: int) -> None:
        """Delete everything."""
        await self._session.rows("DELETE FROM progress WHERE member = :member", member=member)
