"""Work that goes on after Slack was told that a request arrived: kept, guarded, and finished before the bot leaves."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger("bot.slack")


class Work:
    """Keeps its tasks alive while they run, and nothing of them afterwards."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, job: Coroutine[Any, Any, object]) -> None:
        """Do this beside everything else. What it raises is logged."""
        self.keep(asyncio.create_task(_guarded(job)))

    def keep(self, task: asyncio.Task[Any] | None) -> None:
        """Wait for this task as well before the bot leaves."""
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def busy(self) -> int:
        """How many tasks go on."""
        return len(self._tasks)

    async def settled(self, within: float) -> bool:
        """Wait until nothing goes on any more, at most so many seconds. Whether that is so."""
        try:
            async with asyncio.timeout(within):
                while others := self._tasks - {asyncio.current_task()}:
                    await asyncio.wait(others)
        except TimeoutError:
            log.warning("%d answers were not finished in %s s", self.busy, within)
            return False
        return True

    def abandon(self) -> None:
        """Cancel what still goes on."""
        for task in tuple(self._tasks):
            task.cancel()


async def _guarded(job: Coroutine[Any, Any, object]) -> None:
    try:
        await job
    except Exception as error:  # noqa: BLE001 - the boundary of everything that nobody waits for
        log_error("work after an answer", error)


def log_error(what: str, error: BaseException) -> None:
    """Where an error came from; its message stays out, for it may hold a member's words or an address with a secret."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed: %s at\n%s", what, type(error).__name__, where)
