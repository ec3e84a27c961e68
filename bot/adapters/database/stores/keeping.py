"""What is kept of a member, as each store says it of its own tables: for showing, exporting and forgetting it.

Every store whose tables name members has `KEPT`, the readings that an export is made of, and `forget(member)`. A test
compares both with the tables that there are, so that a table which is added later cannot be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot.adapters.database.session import Session, Value, unstamped
from bot.core.ports.privacy import Exported, Item

ACCOUNTS = "(SELECT reference FROM accounts WHERE member = :member)"
"""The accounts of a member, for tables that name people by them."""
SHOWN = "CASE WHEN m.visibility = 'public' THEN COALESCE(m.alias, m.name) END"
"""How somebody else is named in an export: only where everybody may see them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept of members."""

    name: str
    """As the export calls it."""
    tables: tuple[str, ...]
    """Where it stands."""
    columns: str
    """What each thing is told by, in the order of the query. `at`, `since` and what ends in `_at` are instants; what
    begins with `is_` is yes or no."""
    sql: str
    """Gives the things of `:member`, in their order; at its end comes nothing but the order."""

    async def count(self, session: Session, member: int) -> int:
        """How many there are."""
        [(number,)] = await session.rows(f"SELECT COUNT(*) FROM ({self.sql}) AS kept", member=member)
        return int(number)

    async def read(self, session: Session, member: int) -> list[Item]:
        """All of them."""
        columns = [(name, _reading(name)) for name in self.columns.split()]
        rows = await session.rows(self.sql, member=member)
        return [{name: said(value) for (name, said), value in zip(columns, found, strict=True)} for found in rows]


class Keeping:
    """A store that keeps something of members, or of communities."""

    KEPT: ClassVar[tuple[Kept, ...]] = ()

    def __init__(self, session: Session) -> None:
        self._session = session

    async def counted(self, member: int) -> Mapping[str, int]:
        """How much of each kind is kept of a member."""
        return {kept.name: await kept.count(self._session, member) for kept in self.KEPT}

    async def export(self, member: int) -> Mapping[str, list[Item]]:
        """Everything that is kept of a member, by kind."""
        return {kept.name: await kept.read(self._session, member) for kept in self.KEPT}


def _reading(name: str) -> Callable[[Value], Exported]:
    """How a column of this name is told."""
    if name in ("at", "since") or name.endswith("_at"):
        return _instant
    return _yes if name.startswith("is_") else _plain


def _instant(value: Value) -> str | None:
    return unstamped(value).isoformat().replace("+00:00", "Z") if isinstance(value, int) else None


def _yes(value: Value) -> bool:
    return bool(value)


def _plain(value: Value) -> str | int | None:
    return value if isinstance(value, str | int) else None
