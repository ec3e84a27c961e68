"""Even flow under a published limit: so many of something in a second, and a little catching up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class NotYet(Exception):
    """The turn is too far away; `wait` is in how many seconds to ask again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"no turn within {wait:.1f} s")
        self.wait = wait


class Line:
    """Whoever stands in it is let through one every `interval` seconds, in the order of coming.

    Who is late, for the machine was busy, may make up for as much as `burst` intervals: so never do more than
    `1 + burst + seconds / interval` go through within any time. `seconds` is a clock that only goes forward.
    """

    def __init__(self, interval: float, burst: float, seconds: Callable[[], float]) -> None:
        self._interval = interval
        self._allowance = burst * interval
        self._seconds = seconds
        self._even = 0.0
        """When the next would go if all went evenly."""
        self._waiting = 0
        self._first = asyncio.Lock()

    async def turn(self, patience: float) -> None:
        """Go through when it is one's turn. Raises `NotYet` where that is more than so many seconds away."""
        if (away := self._away() + self._waiting * self._interval) > patience:
            raise NotYet(away)
        self._waiting += 1
        try:
            async with self._first:
                while (away := self._away()) > 0:
                    if away > patience:
                        raise NotYet(away)
                    await asyncio.sleep(away)
                self.count()
        finally:
            self._waiting -= 1

    def count(self) -> None:
        """Somebody goes through without standing in line; the others make room for that."""
        self._even = max(self._even, self._seconds()) + self._interval

    def hold(self, until: float) -> None:
        """Let nobody through before an instant."""
        self._even = max(self._even, until + self._allowance)

    @property
    def idle(self) -> bool:
        """Whether it may as well be forgotten."""
        return not self._waiting and self._even <= self._seconds()

    def _away(self) -> float:
        """Seconds until the next may go."""
        return self._even - self._allowance - self._seconds()
