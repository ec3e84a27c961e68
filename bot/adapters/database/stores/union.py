"""When two become one: rows that only one of them had go over, and rows about the same thing become a single row.

Every store whose tables name members has `MEMBER_TABLES` and `absorb(keeper, other)`; every store whose tables name
communities has `COMMUNITY_TABLES` and `unite(keeper, other)`. A test compares these with the tables that there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.database.session import Session

EARLIEST = "CASE WHEN excluded.{0} < {1}.{0} THEN excluded.{0} ELSE {1}.{0} END"
"""Of two instants or days, the earlier one."""
STILL_OPEN = (
    "CASE WHEN excluded.{0} IS NULL OR {1}.{0} IS NULL THEN NULL "
    "WHEN excluded.{0} > {1}.{0} THEN excluded.{0} ELSE {1}.{0} END"
)
"""Of two instants at which something ended, the later one; neither where one of them still goes on."""


def strongest(rank: str) -> str:
    """The value whose row ranks higher; `rank` is an expression over a row called `{row}`."""
    return (
        f"CASE WHEN {rank.replace('{row}', 'excluded')} > {rank.replace('{row}', '{1}')} "
        "THEN excluded.{0} ELSE {1}.{0} END"
    )


@dataclass(frozen=True, slots=True)
class Union:
    """A table with one row for each pair of an owner and something: a member's skills, a community's members."""

    table: str
    owner: str
    """The column that names who becomes one with another."""
    key: str
    """What a row is about, as columns with commas; owner and key together are unique."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The other columns, each with how two values of it become one; an empty text keeps the keeper's."""

    async def into(self, session: Session, keeper: int, other: int) -> int:
        """Carry the rows of `other` over; how many of them were about something new to the keeper."""
        same = " AND ".join(f"mine.{one} = theirs.{one}" for one in self._keys)
        [(new,)] = await session.rows(
            f"SELECT COUNT(*) FROM {self.table} theirs WHERE theirs.{self.owner} = :other AND NOT EXISTS "
            f"(SELECT 1 FROM {self.table} mine WHERE mine.{self.owner} = :keeper AND {same})",
            keeper=keeper,
            other=other,
        )
        await session.rows(self._carry(), keeper=keeper, other=other)
        await session.rows(f"DELETE FROM {self.table} WHERE {self.owner} = :other", other=other)
        return int(new)

    @property
    def _keys(self) -> list[str]:
        return [one.strip() for one in self.key.split(",")]

    def _carry(self) -> str:
        names = ", ".join((*self._keys, *self.columns))
        rules = ", ".join(f"{name} = {rule.format(name, self.table)}" for name, rule in self.columns.items() if rule)
        return (
            f"INSERT INTO {self.table} ({self.owner}, {names}) "
            f"SELECT CAST(:keeper AS BIGINT), {names} FROM {self.table} WHERE {self.owner} = :other "
            f"ON CONFLICT ({self.owner}, {self.key}) DO {f'UPDATE SET {rules}' if rules else 'NOTHING'}"
        )
