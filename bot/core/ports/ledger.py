"""Points, as lines that say why. Whatever a board shows is the sum of such lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.core.model.board import Board
from bot.core.model.points import KeptLine, LedgerLine
from bot.core.ports.joining import Carried


class Ledger(Protocol):
    """The append-only ledger, and the boards that are kept with it in the same transaction."""

    async def add(
        self,
        member: int,
        line: LedgerLine,
        *,
        like: str | None = None,
        within: int | None = None,
        author: int | None = None,
    ) -> bool:
        """Write a line, and count it on every board that it belongs to; False where its reference stands already.

        It counts for the communities and groups that the member is in now, in the season of its day; `like` names a
        line of theirs that is undone or corrected, and then it counts exactly where that one does, or of that only
        `within` a community. `author` is who wrote it, where that isn't the member.
        """
        ...

    async def earned(self, member: int, day: date) -> Sequence[LedgerLine]:
        """The lines of one learning day, in the order in which they were written."""
        ...

    async def about(self, member: int, act: str) -> Sequence[LedgerLine]:
        """The lines whose reference is `act`, or `act` with `#` and a count behind it, in their order."""
        ...

    async def lines(
        self, member: int, board: Board | None, period: str, before: int | None, limit: int
    ) -> Sequence[KeptLine]:
        """The lines that make up a member's number on a board, the latest day first; on no board, all of them.

        `before` is the number of the last line that was seen, `period` as `model.board.period` names it.
        """
        ...

    async def line(self, number: int, community: int) -> KeptLine | None:
        """A line by its number, where it counts in this community."""
        ...

    async def worth(self, member: int, act: str, community: int) -> int:
        """What the lines of an act, as `about` gives them, sum to where they count in a community."""
        ...

    async def relist(self, member: int) -> None:
        """Make the boards right about who may see a member.

        To be called after they chose another visibility, joined, left or came back to a community or group, or went.
        """
        ...

    async def absorb(self, keeper: int, other: int) -> Carried:
        """Make the lines of `other` those of `keeper`; an act that both have counts once, wherever either counted.

        The memberships of `other` have gone over to `keeper` before.
        """
        ...

    async def unite(self, keeper: int, other: int) -> None:
        """Make the boards of two communities one; a line that counted in both counts once."""
        ...

    async def forget(self, member: int) -> None:
        """Take everything personal out of a member's lines; what they add to groups and communities stays."""
        ...
