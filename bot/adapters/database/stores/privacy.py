"""What is kept of somebody, over all stores, and letting go of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.adapters.database.session import Session, stamp
from bot.adapters.database.stores.joining import OF_COMMUNITIES, OF_MEMBERS
from bot.adapters.database.stores.retention import RUN_OUT, WORDS
from bot.core.ports.privacy import Item

_USUAL = 365
"""Days for which the words of somebody are kept who is in no community."""


class SqlPrivacy:
    """`Privacy` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def kept(self, member: int) -> Mapping[str, int]:
        """How much is kept, by kind."""
        counted = [await store(self._session).counted(member) for store in reversed(OF_MEMBERS)]
        return {name: count for some in counted for name, count in some.items() if count}

    async def export(self, member: int) -> Mapping[str, Sequence[Item]]:
        """Everything that is kept, by kind; who they are comes first."""
        exported = [await store(self._session).export(member) for store in reversed(OF_MEMBERS)]
        return {name: items for some in exported for name, items in some.items()}

    async def forget(self, member: int, at: datetime) -> None:
        """Let go of everything personal."""
        await self._session.rows("UPDATE members SET gone_at = :at WHERE id = :id", at=stamp(at), id=member)
        for store in OF_MEMBERS:
            await store(self._session).forget(member)

    async def forget_words(self, at: datetime, most: int) -> int:
        """Forget words that are older than their communities keep them, and what has run out."""
        found = await self._session.rows("SELECT DISTINCT retention_days FROM communities")
        forgotten = 0
        for days in sorted({days for (days,) in found}):
            forgotten += await self._forget_words(at, days, most, "c.retention_days = :days")
        forgotten += await self._forget_words(at, _USUAL, most, None)
        for sql, after in RUN_OUT:
            forgotten += len(await self._session.rows(sql, before=stamp(at - after), most=most))
        return forgotten

    async def deserted(self, at: datetime) -> list[int]:
        """Communities whose every server or workspace removed the bot longer ago than they keep words."""
        rows = await self._session.rows(
            "SELECT c.id FROM communities c JOIN spaces s ON s.community = c.id "
            "WHERE NOT EXISTS (SELECT 1 FROM study_groups g JOIN group_homes h ON h.study_group = g.id "
            "JOIN spaces o ON o.reference = h.space WHERE g.community = c.id AND o.community <> c.id) "
            "GROUP BY c.id, c.retention_days "
            "HAVING COUNT(*) = COUNT(s.removed_at) AND MAX(s.removed_at) < :at - c.retention_days * 86400000000 "
            "ORDER BY c.id",
            at=stamp(at),
        )
        return [number for (number,) in rows]

    async def only_in(self, community: int, since: datetime) -> list[int]:
        """Members of a community who are in no other one, and did nothing since an instant."""
        rows = await self._session.rows(
            "SELECT cm.member FROM community_members cm WHERE cm.community = :community AND NOT EXISTS "
            "(SELECT 1 FROM community_members o WHERE o.member = cm.member AND o.community <> :community "
            "AND o.left_at IS NULL) AND NOT EXISTS (SELECT 1 FROM active_days d WHERE d.member = cm.member "
            "AND d.at > :since) ORDER BY cm.member",
            community=community,
            since=stamp(since),
        )
        return [member for (member,) in rows]

    async def disband(self, community: int) -> None:
        """Let go of a community."""
        for store in OF_COMMUNITIES:
            await store(self._session).disband(community)

    async def _forget_words(self, at: datetime, days: int, most: int, which: str | None) -> int:
        """Forget words older than so many days of those in communities of one kind, or, without one, in none."""
        before = at - timedelta(days=days)
        forgotten = 0
        for words in WORDS:
            rows = await self._session.rows(
                words.sql(which),
                before=before.date().isoformat() if words.by_day else stamp(before),
                most=most,
                **({"days": days} if which else {}),
            )
            forgotten += len(rows)
        return forgotten
