"""A platform that is kept going: opened, tried again where it fails, and closed at the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.core.ports.doors import Closed
from bot.core.ports.speaker import Speaker

if TYPE_CHECKING:
    from aiohttp import web

log = logging.getLogger("bot.run")

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds before a platform that failed is tried again: doubled each time, up to the longest."""
STEADY = 600.0
"""Seconds that a platform must have run before its next failure counts as the first again."""
FAREWELL = 6.0
"""Seconds for finishing what was acknowledged once the process is told to stop; containers kill after 10."""


class Door(Protocol):
    """A platform's adapter."""

    @property
    def ready(self) -> bool:
        """Whether it is connected and answering."""
        ...

    @property
    def speaker(self) -> Speaker | None:
        """Speaks without being asked, while it is connected."""
        ...

    @property
    def paced(self) -> Speaker | None:
        """The same for much at once: waits for its turn under the platform's limits."""
        ...

    async def run(self) -> None:
        """Connect and answer until cancelled. Raises `Closed` with a sentence for the operator."""
        ...

    async def close(self) -> None:
        """Finish what was acknowledged, then disconnect. Safe to call more than once."""
        ...


@dataclass(slots=True)
class Platform:
    """A door, opened anew for each try."""

    name: str
    open: Callable[[], Door]
    routes: Sequence[web.RouteDef] = ()
    """What it answers over HTTP, served beside the health checks."""
    door: Door | None = field(default=None, init=False)

    @property
    def ready(self) -> bool:
        """Whether it is connected just now."""
        return self.door is not None and self.door.ready

    @property
    def speaker(self) -> Speaker | None:
        """What speaks there without being asked, while it is connected."""
        return None if self.door is None else self.door.speaker

    @property
    def paced(self) -> Speaker | None:
        """The same for much at once."""
        return None if self.door is None else self.door.paced

    async def keep(
        self,
        seconds: Callable[[], float],
        pause: float = FIRST_PAUSE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Run the door again and again; returns only where a setting must be changed before another try can work."""
        first, told = pause, ""
        while True:
            began = seconds()
            self.door = self.open()
            try:
                await self.door.run()
                log.warning("%s: the connection ended", self.name)
            except Closed as closed:
                again = str(closed) == told
                log.log(logging.DEBUG if again else logging.ERROR, "%s: %s", self.name, closed)
                told = str(closed)
                if closed.lasting:
                    return
            except Exception as error:  # noqa: BLE001 - the other platforms go on, and this one is tried again
                where = "".join(traceback.format_tb(error.__traceback__))  # its message may hold a secret
                log.error("%s: stopped by an error of ours: %s at\n%s", self.name, type(error).__name__, where)  # noqa: TRY400
            finally:
                await self._closed()
            if seconds() - began >= STEADY:
                pause, told = first, ""
            log.info("%s: trying again in %.0f s", self.name, pause)
            await sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _closed(self) -> None:
        door, self.door = self.door, None
        if door is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await door.close()
