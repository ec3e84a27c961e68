"""Notes the newest schema as released, with a row in each table: `python -m tests.adapters.database.release`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.database.migrations import APPLICATION_ID, Migration, migrations
from bot.adapters.database.session import Value
from bot.adapters.database.sqlite_file import KEY, migrate, schema

RELEASED = Path(__file__).with_name("released")
SAMPLES: dict[str, Value] = {}
"""What a column `table.column` must hold where a number 1, or its own name, won't do."""


def at_version(version: int) -> sqlite3.Connection:
    """A database in memory of an earlier schema: as it was released, or as the migrations up to there make it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    released = RELEASED / f"{version}.sql"
    if released.exists():
        connection.executescript(released.read_text(encoding="utf-8"))
    else:
        migrate(connection, Path("memory"), up_to(version, KEY))
        for table, values in sample_rows(connection):
            connection.execute(insertion(table, values), values)
    return connection


def up_to(version: int, key: str) -> list[Migration]:
    """The steps that lead to an earlier schema."""
    return [step for step in migrations(key) if step.number <= version]


def sample_rows(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Value]]]:
    """A row for each table, whatever it refers to before it."""
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall():
        yield table, {name: _sample(connection, table, name) for name in columns(connection, table)}


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table that don't fill themselves."""
    found = connection.execute("SELECT name, dflt_value FROM pragma_table_info(?)", (table,)).fetchall()
    return [name for name, default in found if default is None]


def insertion(table: str, values: dict[str, Value]) -> str:
    """The statement that adds a row."""
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(f':{name}' for name in values)})"


def dump(connection: sqlite3.Connection) -> str:
    """The whole database as statements."""
    lines = [f"PRAGMA application_id = {APPLICATION_ID};", f"PRAGMA user_version = {schema(connection)};"]
    return "\n".join([*lines, *connection.iterdump()]) + "\n"


def _sample(connection: sqlite3.Connection, table: str, column: str) -> Value:
    if (given := SAMPLES.get(f"{table}.{column}")) is not None:
        return given
    refers = 'SELECT "table", "to" FROM pragma_foreign_key_list(?) WHERE "from" = ?'
    for other, target in connection.execute(refers, (table, column)).fetchall():
        return _sample(connection, other, target or "id")
    [(kind,)] = connection.execute("SELECT type FROM pragma_table_info(?) WHERE name = ?", (table, column)).fetchall()
    return column if kind == "TEXT" else 1


if __name__ == "__main__":
    newest = at_version(migrations(KEY)[-1].number)
    RELEASED.joinpath(f"{schema(newest)}.sql").write_text(dump(newest), encoding="utf-8")
