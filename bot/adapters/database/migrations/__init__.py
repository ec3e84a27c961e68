"""How the tables came to be: numbered SQL files that run forward, before anything starts, each once.

`{key}` stands for a number that the database gives by itself. A file ends its statements with semicolons, and has
neither semicolons nor `--` within them. What was released is never edited; `tests/adapters/database/released` knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

APPLICATION_ID = 0x4D4C4F50
"""“MLOP”: marks a SQLite file as this bot's."""

_NAME = re.compile(r"(\d{4})_([a-z_]+)\.sql")


class WrongSchema(Exception):
    """A database that this version cannot work with; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema; `number` is the version that it leads to."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrations(key: str) -> list[Migration]:
    """All steps in their order; `key` is how the engine declares a number that it gives by itself."""
    found = []
    for file in Path(__file__).parent.iterdir():
        if match := _NAME.fullmatch(file.name):
            sql = re.sub(r"--.*", "", file.read_text(encoding="utf-8")).replace("{key}", key)
            statements = tuple(one.strip() for one in sql.split(";") if one.strip())
            found.append(Migration(int(match[1]), match[2], statements))
    return sorted(found, key=lambda one: one.number)


def missing(steps: Sequence[Migration], version: int) -> list[Migration]:
    """The steps that a database of this version still lacks. Raises `WrongSchema` for one of a newer bot."""
    newest = steps[-1].number
    if version > newest:
        raise WrongSchema(
            f"The database was written by a newer version of the bot (schema {version}, I know {newest}). "
            "Install that version again, or restore a backup from before the update."
        )
    return [step for step in steps if step.number > version]
