"""The file that has a name: connected to, watched, and let go where it is moved, deleted or replaced."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.adapters.database.migrations import WrongSchema
from bot.adapters.database.sqlite_file import Connection, connect, empty_the_log, for_reading, for_writing
from bot.core.ports.database import Unavailable


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its two connections; `file` tells it from another that takes its place."""

    file: object
    reader: Connection
    writer: Connection

    async def close(self) -> None:
        """Disconnect."""
        await self.reader.close()
        await self.writer.close()


class Place:
    """A name in a folder, and the file that has it."""

    def __init__(self, path: Path, opened: Opened) -> None:
        self.path = path
        self.opened: Opened | None = opened
        self._following = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Place:
        """Connect to the file of that name, which may be new. Raises `WrongSchema` and `Unavailable`."""
        return cls(path, await _opened(path))

    async def close(self) -> None:
        """Disconnect."""
        if self.opened is not None:
            await self.opened.close()

    async def current(self) -> Opened:
        """The file that has its name now, opened anew where it took another's place. Raises `Unavailable`.

        Without this, acts would be acknowledged into a file that was deleted and that nobody can ever open again.
        """
        if self.opened is not None and self.opened.file == _file(self.path):
            return self.opened
        async with self._following:
            file = _file(self.path)
            if self.opened is not None and self.opened.file != file:
                await self._let_go(self.opened, file)
            if self.opened is None:
                try:
                    self.opened = await _opened(self.path)
                except WrongSchema as wrong:
                    raise Unavailable(str(wrong)) from wrong
            return self.opened

    async def _let_go(self, opened: Opened, file: object) -> None:
        """Write everything into the file that is gone from its name, so that its log doesn't spoil the next one."""
        try:
            await opened.writer.hop(empty_the_log)
        except sqlite3.Error:  # it is damaged; then its log must have been moved away too
            if self.path.with_name(f"{self.path.name}-wal").exists():
                raise
        if file is None:
            raise Unavailable(
                f"{self.path} was moved or deleted. Put it back, or bring a backup back with "
                "python -m bot restore FILE; the bot goes on by itself."
            )
        self.opened = None
        await opened.close()


async def _opened(path: Path) -> Opened:
    before = _file(path)
    writer = await connect(path, partial(for_writing, path))
    try:
        return Opened(before or _file(path), await connect(path, for_reading), writer)
    except BaseException:
        await writer.close()
        raise


def _file(path: Path) -> object:
    """What tells a file from any other, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
