"""Where the bot is, and where it was removed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.adapters.database.session import stamp
from bot.adapters.database.stores.keeping import Keeping
from bot.core.chat.scene import Space


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
