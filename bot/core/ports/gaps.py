"""Questions that the content does not answer, kept for organisers when a member says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.model.gap import Gap


class Gaps(Protocol):
    """The open gaps of each community."""

    async def note(self, community: int, words: str, at: datetime, most: int) -> None:
        """Count a gap once more; only the `most` that were told last are kept."""
        ...

    async def of(self, community: int) -> Sequence[Gap]:
        """The gaps of a community, those told most often first."""
        ...

    async def close(self, community: int, number: int) -> None:
        """Forget a gap. Nothing happens where it is gone, or another community's."""
        ...
