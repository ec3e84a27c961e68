"""One-time codes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import row, stamp
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.ports.codes import Issued, Purpose
from bot.core.ports.joining import Carried


class SqlCodes(Keeping):
    """`Codes` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("codes", "code_tries")
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("codes",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "codes",
            ("codes",),
            "purpose expires_at",
            "SELECT purpose, expires FROM codes WHERE member = :member ORDER BY expires",
        ),
        Kept(
            "wrong_codes",
            ("code_tries",),
            "wrong since",
            "SELECT wrong, since FROM code_tries WHERE member = :member",
        ),
    )

    async def issue(self, code: str, purpose: Purpose, issued: Issued, until: datetime) -> None:
        """Keep a code until an instant, in place of the one before."""
        await self._session.rows(
            "DELETE FROM codes WHERE member = :member AND purpose = :purpose", member=issued.member, purpose=purpose
        )
        await self._session.rows(
            "INSERT INTO codes (code, purpose, member, community, expires) "
            "VALUES (:code, :purpose, :member, :community, :expires)",
            code=code,
            purpose=purpose,
            member=issued.member,
            community=issued.community,
            expires=stamp(until),
        )

    async def good(self, code: str, purpose: Purpose, at: datetime) -> Issued | None:
        """What a code stands for, while it is good."""
        found = await row(
            self._session,
            "SELECT member, community FROM codes WHERE code = :code AND purpose = :purpose AND expires > :at",
            code=code,
            purpose=purpose,
            at=stamp(at),
        )
        return Issued(*found) if found else None

    async def spend(self, code: str) -> None:
        """Make a code useless."""
        await self._session.rows("DELETE FROM codes WHERE code = :code", code=code)

    async def wrong(self, member: int, since: datetime) -> int:
        """How many wrong tries a member has made since an instant."""
        found = await row(
            self._session,
            "SELECT wrong FROM code_tries WHERE member = :member AND since > :since",
            member=member,
            since=stamp(since),
        )
        return int(found[0]) if found else 0

    async def note_wrong(self, member: int, at: datetime, since: datetime) -> None:
        """Count a wrong try; those before `since` are forgotten."""
        await self._session.rows(
            "INSERT INTO code_tries (member, wrong, since) VALUES (:member, 1, :at) ON CONFLICT (member) DO UPDATE SET "
            "wrong = CASE WHEN code_tries.since > :since THEN code_tries.wrong + 1 ELSE 1 END, "
            "since = CASE WHEN code_tries.since > :since THEN code_tries.since ELSE excluded.since END",
            member=member,
            at=stamp(at),
            since=stamp(since),
        )

    async def absorb(self, keeper: int, other: int) -> Carried:
        """Codes that the other one still had are good for nothing any more."""
        await self._session.rows(
            "DELETE FROM codes WHERE member = :other OR member = :keeper", other=other, keeper=keeper
        )
        await self._session.rows("DELETE FROM code_tries WHERE member = :other", other=other)
        return []

    async def forget(self, member: int) -> None:
        """Codes and wrong tries go."""
        for table in self.MEMBER_TABLES:
            await self._session.rows(f"DELETE FROM {table} WHERE member = :member", member=member)

    async def disband(self, community: int) -> None:
        """Codes that open a community go."""
        await self._session.rows("DELETE FROM codes WHERE community = :community", community=community)

    async def unite(self, keeper: int, other: int) -> Carried:
        """Codes that open the other community are good for nothing any more."""
        await self._session.rows("DELETE FROM codes WHERE community = :other", other=other)
        return []
