"""Units of work as they run on a SQLite connection's own thread, from end to end, without waiting for anything."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.adapters.database.session import Row, Value, driven
from bot.adapters.database.sqlite_trouble import trouble
from bot.core.ports.database import Work

if TYPE_CHECKING:
    from bot.adapters.database.stores import SqlStores

T = TypeVar("T")


class SqliteSession:
    """Statements on the connection's own thread; they never wait."""

    skip_locked = ""
    announce = ""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, **values: Value) -> list[Row]:
        """The rows that a statement gives."""
        return self._connection.execute(sql, values).fetchall()


def _stores(connection: sqlite3.Connection) -> SqlStores:
    """What a unit of work is given; imported for the first one, for a start waits until the file is open."""
    from bot.adapters.database.stores import SqlStores

    return SqlStores(SqliteSession(connection))


@dataclass(frozen=True, slots=True)
class Failed:
    """What a unit of work raised."""

    error: BaseException


def read(work: Work[T], connection: sqlite3.Connection) -> T:
    """The result of some reading, all of it of one instant."""
    connection.execute("BEGIN")
    try:
        result: T = driven(work(_stores(connection)))
        return result
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def commit(works: list[Work[Any]], connection: sqlite3.Connection) -> list[object]:
    """Each unit's result or failure, once the disk has them. Raises sqlite3.Error where it has none of them.

    Units rarely fail after they have written something. So they are run without savepoints first; where one did, all
    are taken back and run again, each behind a savepoint of its own.
    """
    for act in (_act, _act_behind_savepoint):
        try:
            connection.execute("BEGIN IMMEDIATE")
            stores = _stores(connection)
            outcomes = [act(work, stores, connection) for work in works]
            connection.execute("COMMIT")
        except _Spoilt:
            connection.execute("ROLLBACK")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        else:
            return outcomes
    raise AssertionError("behind a savepoint nothing is spoilt")


class _Spoilt(Exception):
    """A unit failed that had written something."""


def _act(work: Work[Any], stores: SqlStores, connection: sqlite3.Connection) -> object:
    """A unit's result, or what it raised before it had written anything.

    Raises `_Spoilt`, and sqlite3.Error for trouble that is not the unit's own.
    """
    before = connection.total_changes
    try:
        return driven(work(stores))
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
        failed = _failed(error)
    if connection.total_changes != before:
        raise _Spoilt
    return failed


def _act_behind_savepoint(work: Work[Any], stores: SqlStores, connection: sqlite3.Connection) -> object:
    """A unit's result, or what it raised after what it had written was taken back; raises sqlite3.Error as above."""
    connection.execute("SAVEPOINT act")
    outcome: object
    try:
        outcome = driven(work(stores))
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
        outcome = _failed(error)
        connection.execute("ROLLBACK TO act")
    connection.execute("RELEASE act")
    return outcome


def _failed(error: BaseException) -> Failed:
    """What a unit raised; raises it again where it is trouble with the database, which all share."""
    if isinstance(error, sqlite3.Error) and trouble(error, Path()) is not None:
        raise error
    return Failed(RuntimeError("StopIteration") if isinstance(error, StopIteration) else error)
