"""Points, as lines that say why. Whatever a board shows is the sum of such lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.core.model.points import LedgerLine
from bot.core.ports.joining import Carried


class Ledger(Protocol):
    """The append-only ledger, and the boards that are kept with it in the same transaction."""

    async def add(self, member: int, line: LedgerLine) -> bool:
        """Write a line, and count it on every board that it belongs to; False where its reference stands already."""
        ...

    async def earned(self, member: int, day: date) -> Sequence[LedgerLine]:
        """The lines of one learning day, in the order in which they were written."""
        ...

    async def about(self, member: int, act: str) -> Sequence[LedgerLine]:
        """The lines whose reference is `act`, or `act` with `#` and a count behind it, in their order."""
        ...

    async def absorb(self, keeper: int, other: int) -> Carried:
        """Carry the lines of `other` over to `keeper`. What both did counts once: the lines worth more are kept."""
        ...
