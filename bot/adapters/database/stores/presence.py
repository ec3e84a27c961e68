"""Where the bot is and where it was removed; which communities somebody left."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.adapters.database.session import Row, stamp
from bot.adapters.database.stores.keeping import Keeping
from bot.core.chat.scene import Space
from bot.core.model.member import Community, Visibility

COMMUNITY = "SELECT c.id, c.name, c.visibility, c.retention_days FROM communities c "


class Presence(Keeping):
    """The part of `Communities` that is about being there."""

    async def removed(self, space: Space, at: datetime) -> None:
        """Note that the bot was removed from a server or workspace."""
        await self._session.rows(
            "UPDATE spaces SET removed_at = :at WHERE reference = :reference AND removed_at IS NULL",
            at=stamp(at),
            reference=space.reference,
        )

    async def present(self, platform: str, spaces: Collection[Space], at: datetime) -> None:
        """Note which servers or workspaces of a platform the bot is in: those, and no others."""
        here = {one.reference for one in spaces}
        for reference, removed in await self._session.rows("SELECT reference, removed_at FROM spaces"):
            if reference.startswith(f"{platform}:") and (reference in here) is (removed is not None):
                await self._session.rows(
                    "UPDATE spaces SET removed_at = :at WHERE reference = :reference",
                    at=None if reference in here else stamp(at),
                    reference=reference,
                )

    async def former(self, member: int) -> list[Community]:
        """The communities that a member left, the one left last first."""
        rows = await self._session.rows(
            COMMUNITY + "JOIN community_members cm ON c.id = cm.community "
            "WHERE cm.member = :member AND cm.left_at IS NOT NULL ORDER BY cm.left_at DESC, c.id DESC",
            member=member,
        )
        return [community_from(found) for found in rows]


def community_from(found: Row) -> Community:
    """A row of `COMMUNITY`."""
    number, name, visibility, days = found
    return Community(number, name, Visibility(visibility), days)
