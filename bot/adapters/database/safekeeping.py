"""Copies of a SQLite database: made while the bot runs, checked before they count, and brought back safely."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.adapters.database.migrations import APPLICATION_ID, migrations
from bot.adapters.database.sqlite_file import KEY, schema
from bot.adapters.database.sqlite_trouble import trouble

PAGES = 2_000
"""Pages that are copied between two signs of progress: some 8 MB."""
_SIDES = ("-wal", "-shm", "-journal")

Progress = Callable[[float], None]
"""Told from time to time which part is done, from 0 to 1."""


class NotDone(Exception):
    """A copy that wasn't made or brought back; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a copy holds, after it was checked."""

    file: Path
    schema: int
    rows: dict[str, int]
    """How many each table has."""

    def __str__(self) -> str:
        size = self.file.stat().st_size / 1_000_000
        members = self.rows.get("members", 0)
        return f"{members:,} members, {sum(self.rows.values()):,} rows, schema {self.schema}, {size:,.1f} MB"


def backup(source: Path, target: Path, *, replacing: bool, progress: Progress) -> Kept:
    """Copy a database to `target`, of one instant, while others read and write it. Raises `NotDone`.

    The name appears once the copy is whole, checked and on the disk; one that stands is kept unless `replacing`.
    """
    if not source.exists():
        raise NotDone(f"There is no {source} yet, so there is nothing to back up. It begins with the first run.")
    if target.exists() and target.samefile(source):
        raise NotDone(f"{target} is the database itself. Name another file.")
    with (
        in_place(target, replacing=replacing) as part,
        _troubles(source),
        contextlib.closing(_connected(source)) as connection,
    ):
        _of_this_bot(connection, source)
        kept = copy(connection, part, progress)
    return Kept(target, kept.schema, kept.rows)


@contextlib.contextmanager
def in_place(target: Path, *, replacing: bool) -> Iterator[Path]:
    """Where to write what is to become `target` once it is whole; it is given its name, on the disk, in the end."""
    if target.exists() and not replacing:
        raise NotDone(f"{target} exists. Name another file, or replace it with --force.")
    with _part(target) as part, _troubles(target):
        yield part
        _synced(part)
        part.replace(target)
    _settle(target.parent)


def restore(source: Path, target: Path, aside: Path, *, progress: Progress) -> Kept:
    """Bring a copy back in place of `target`, which is kept as `aside` where there is one. Raises `NotDone`."""
    with known(source) as connection, _part(target) as part:
        if target.exists() and target.samefile(source):
            raise NotDone(f"{source} is the database itself. Name a backup of it.")
        with _troubles(source):
            kept = copy(connection, part, progress)
        _synced(part)
        with _troubles(target), _alone(target, aside):
            part.replace(target)
    _settle(target.parent)
    return Kept(target, kept.schema, kept.rows)


@contextlib.contextmanager
def known(source: Path) -> Iterator[sqlite3.Connection]:
    """A backup, opened for reading. Raises `NotDone` for what isn't one, or is of a newer bot."""
    if not source.is_file():
        raise NotDone(f"There is no file {source}.")
    with _troubles(source), contextlib.closing(_connected(source)) as connection:
        _of_this_bot(connection, source)
        newest = migrations(KEY)[-1].number
        if schema(connection) > newest:
            raise NotDone(
                f"{source} is of a newer version of the bot (schema {schema(connection)}, I know {newest}). "
                "Install that version first."
            )
        yield connection


def copy(source: sqlite3.Connection, part: Path, progress: Progress) -> Kept:
    """Copy what `source` holds at this instant, and check that all of it arrived."""
    with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as target:
        source.execute("BEGIN")
        before = counts(source)  # from here on, the source is seen as it is now
        source.backup(
            target, pages=PAGES, progress=lambda _, left, pages: progress(1 - left / pages if pages else 1.0), sleep=0
        )
        target.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, whole in itself
        check(target, before, part)
        kept = Kept(part, schema(target), before)
        source.execute("COMMIT")
    return kept


def check(target: sqlite3.Connection, expected: dict[str, int], file: Path) -> None:
    """Raises `NotDone` unless a copy is whole and has as many rows as expected."""
    [(said,), *_] = target.execute("PRAGMA integrity_check(1)").fetchall()
    if said != "ok" or counts(target) != expected:
        raise NotDone(f"The copy {file.name} is not whole, so it was thrown away. Is the disk in order?")


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has, in the order in which the tables were made."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    return {
        table: connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - a name of ours
        for (table,) in connection.execute(tables).fetchall()
    }


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None, timeout=5)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _of_this_bot(connection: sqlite3.Connection, path: Path) -> None:
    [(application,)] = connection.execute("PRAGMA application_id")
    if application != APPLICATION_ID:
        raise NotDone(f"{path} holds something else than this bot's notes.")


@contextlib.contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A name beside `target` for a copy that isn't whole yet; nothing of that name stays behind."""
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            yield part
        finally:
            for name in ("", *_SIDES):
                part.with_name(part.name + name).unlink(missing_ok=True)
    except OSError as error:
        raise NotDone(f"{target} cannot be written: {error.strerror}.") from error


@contextlib.contextmanager
def _alone(target: Path, aside: Path) -> Iterator[None]:
    """Nobody else has `target` open meanwhile, and what it was is kept as `aside`."""
    holding = None
    try:
        if target.exists():
            holding = sqlite3.connect(target, isolation_level=None, timeout=0)
            with contextlib.suppress(sqlite3.DatabaseError):
                _of_this_bot_or_empty(holding, target)
            try:
                holding.execute("PRAGMA journal_mode = DELETE").fetchall()  # only where nobody else is connected
                holding.execute("BEGIN EXCLUSIVE")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise NotDone(f"A bot is running on {target}. Stop it, restore, and start it again.") from error
                # it is damaged, which may be why it is to be replaced: kept aside as it is, with what lies beside it
        for side in _SIDES:
            with contextlib.suppress(FileNotFoundError):
                target.with_name(target.name + side).rename(aside.with_name(aside.name + side))
        if target.exists():
            _also_named(target, aside)
        yield
    finally:
        if holding is not None:
            holding.close()


def _of_this_bot_or_empty(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        _of_this_bot(connection, path)


def _also_named(target: Path, aside: Path) -> None:
    """Give a file another name, if possible without it losing its own, so that there is one at any instant."""
    if aside.exists():
        raise NotDone(f"{aside} exists. Move it away and try again.")
    try:
        aside.hardlink_to(target)
    except OSError:  # a file system without such names
        target.rename(aside)


def _synced(part: Path) -> None:
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _settle(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where the system can tell."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _troubles(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise NotDone(str(trouble(error, path) or f"{path} cannot be copied: {error}.")) from error
