"""What the tests of the engines write: a table of their own, with rules that a unit of work can break."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.adapters.database.late import Opened
from bot.adapters.database.session import Row, Value
from bot.core.ports.database import Database, Stores, Work


async def rows(stores: Stores, sql: str, **values: Value) -> list[Row]:
    """What a statement gives within a unit of work."""
    found: list[Row] = await stores._session.rows(sql, **values)  # type: ignore[attr-defined]
    return found


async def with_table(database: Database) -> None:
    """A table `registers` of names and numbers that aren't negative."""
    await database.write(
        lambda stores: rows(
            stores, "CREATE TABLE registers (name TEXT PRIMARY KEY, number BIGINT NOT NULL CHECK (number >= 0))"
        )
    )


def put(name: str, number: int) -> Work[object]:
    """The unit of work that adds a register."""
    return lambda stores: rows(
        stores, "INSERT INTO registers (name, number) VALUES (:name, :number)", name=name, number=number
    )


async def registers(database: Database) -> dict[str, int]:
    """All registers."""
    found = await database.read(lambda stores: rows(stores, "SELECT name, number FROM registers"))
    return {str(name): int(number) for name, number in found}


async def together(database: Opened, *works: Work[Any]) -> list[Any]:
    """The result or the error of each unit of work, all begun at once."""
    written: list[Coroutine[object, None, Any]] = [database.write(work) for work in works]
    return await asyncio.gather(*written, return_exceptions=True)
