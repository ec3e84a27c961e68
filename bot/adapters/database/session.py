"""SQL written once for both engines, with `:name` for values.

The common dialect of SQLite 3.35 and PostgreSQL: `ON CONFLICT`, `RETURNING`, window functions. Whole numbers are BIGINT
(sums need `CAST(SUM(x) AS BIGINT)`, for PostgreSQL sums to a decimal), instants are microseconds since 1970 in UTC,
days are text as 2026-11-27, yes and no are 1 and 0. Names are ordered in Python, for the engines collate differently.
"""

from __future__ import annotations

import re
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

Value = str | int | bytes | None
Row = Sequence[Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_VALUE = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")


class Session(Protocol):
    """Runs statements within one transaction."""

    @property
    def skip_locked(self) -> str:
        """What ends a query for rows to be taken by whoever comes first; nothing where there is one writer only."""
        ...

    @property
    def announce(self) -> str:
        """The statement that tells other processes of a change to the schedule; nothing where they see it anyway."""
        ...

    async def rows(self, sql: str, **values: Value) -> list[Row]:
        """The rows that a statement gives; none where it gives none."""
        ...


async def row(session: Session, sql: str, **values: Value) -> Row | None:
    """The first row that a statement gives."""
    found = await session.rows(sql, **values)
    return found[0] if found else None


@lru_cache(maxsize=1_024)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with `$1` for values, as PostgreSQL wants it, and the names of the values in their order."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return _VALUE.sub(number, sql), tuple(names)


def stamp(at: datetime) -> int:
    """An instant as it is stored."""
    return (at - _EPOCH) // _MICROSECOND


def unstamped(stored: int) -> datetime:
    """A stored instant."""
    return _EPOCH + stored * _MICROSECOND


def driven(coroutine: Coroutine[object, None, T]) -> T:
    """The result of a coroutine that never really waits, without an event loop.

    So a unit of work runs from end to end on SQLite's own thread, in one hop.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise RuntimeError("a unit of work may wait for nothing but its stores")
