"""What SQLite's errors mean to the operator: what is wrong with which file, and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.core.ports.database import Unavailable

_DAMAGED = (
    "{path} is damaged ({said}). Stop the bot and bring a backup back: python -m bot restore FILE "
    "(what it replaces is kept beside it)."
)
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full. Make room; the bot goes on by itself.",
    sqlite3.SQLITE_BUSY: "Another process keeps {path} locked. Close it; the bot goes on by itself.",
    sqlite3.SQLITE_LOCKED: "Another process keeps {path} locked. Close it; the bot goes on by itself.",
    sqlite3.SQLITE_PROTOCOL: "Another process keeps {path} locked. Close it; the bot goes on by itself.",
    sqlite3.SQLITE_READONLY: "{path} cannot be written. The bot's user must be allowed to write it and its folder.",
    sqlite3.SQLITE_PERM: "{path} cannot be written. The bot's user must be allowed to write it and its folder.",
    sqlite3.SQLITE_AUTH: "{path} cannot be written. The bot's user must be allowed to write it and its folder.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened. Is it a file in a folder that the bot's user may write?",
    sqlite3.SQLITE_IOERR: "The disk that holds {path} fails or is full ({said}); the bot goes on by itself.",
    sqlite3.SQLITE_NOMEM: "There is no memory left to work on {path}.",
    sqlite3.SQLITE_INTERRUPT: "Work on {path} was interrupted.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: (
        "{path} is no SQLite database, or its beginning is damaged. Name another file in DATABASE_URL, "
        "or bring a backup back: python -m bot restore FILE (what it replaces is kept beside it)."
    ),
}


def trouble(error: sqlite3.Error, path: Path) -> Unavailable | None:
    """The sentence for trouble with the database; None where the statement was wrong, and the database is not."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = None if code is None else _SENTENCES.get(code & 0xFF)
    return None if sentence is None else Unavailable(sentence.format(path=path, said=error))


def damaged(path: Path, said: str) -> Unavailable:
    """The sentence for a file whose check found something."""
    return Unavailable(_DAMAGED.format(path=path, said=said))
