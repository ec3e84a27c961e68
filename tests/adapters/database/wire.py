"""A wire between the bot and PostgreSQL that is cut at a COMMIT: before it arrives, after it is done, or in between."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from enum import Enum
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_SOCKET = ".s.PGSQL.5432"
_COMMIT = b"COMMIT;"


class Cut(Enum):
    """Where the wire is cut."""

    BEFORE = "the server never hears of the COMMIT, and sees the connection close"
    AFTER = "the server commits, and its answer is lost"
    HALF_OPEN = "the server never hears of the COMMIT, nor that nobody is there any more"


class Wire:
    """Carries everything; `cut` says what happens to the next COMMIT."""

    def __init__(self, socket: str) -> None:
        self.cut: Cut | None = None
        self.for_good = False
        """Whether nobody gets through once it was cut."""
        self._down = False
        self._socket = socket
        self._far: list[asyncio.StreamWriter] = []

    async def serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One connection of the bot's."""
        if self._down:
            back.close()
            return
        answers, far = await asyncio.open_unix_connection(self._socket)
        self._far.append(far)
        answering = asyncio.create_task(_carry(answers, back))
        with contextlib.suppress(ConnectionError):
            while said := await near.read(65_536):
                if self.cut is not None and _COMMIT in said:
                    await self._at_commit(said, answering, far)
                    break
                far.write(said)
            else:
                far.close()
        answering.cancel()
        back.transport.abort()

    async def _at_commit(self, said: bytes, answering: asyncio.Task[None], far: asyncio.StreamWriter) -> None:
        cut, self.cut = self.cut, None
        self._down = self.for_good
        answering.cancel()
        if cut is Cut.AFTER:
            far.write(said)
            await far.drain()
            await asyncio.sleep(0.1)  # the server reads it, whoever is there for the answer
        if cut is not Cut.HALF_OPEN:
            far.close()

    def close(self) -> None:
        """Let go of what was left half open."""
        for far in self._far:
            far.close()


async def _carry(answers: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while said := await answers.read(65_536):
            back.write(said)
    back.close()


@contextlib.asynccontextmanager
async def wired(url: str, folder: Path) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the server of an address, and the address through it."""
    [behind] = parse_qs(urlsplit(url).query)["host"]
    wire = Wire(f"{behind}/{_SOCKET}")
    listening = await asyncio.start_unix_server(wire.serve, folder / _SOCKET)
    try:
        yield wire, url.replace(behind, str(folder))
    finally:
        listening.close()
        wire.close()
