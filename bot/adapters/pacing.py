"""Even flow under a published limit: so many of something in a second, and a little catching up."""

from __future__ import annotations

import asyncio
import math
from bisect import insort
from collections.abc import Callable

ON_ITS_WAY = 0.1
"""Seconds that something is believed to be on its way longer than the quickest; what takes longer is slow there."""


class NotYet(Exception):
    """The turn is too far away; `wait` is in how many seconds to ask again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"no turn within {wait:.1f} s")
        self.wait = wait


class Line:
    """Whoever stands in it is let through one every `interval` seconds, in the order of coming.

    Who stood in it and comes late, for the machine was busy, makes up for as much as `burst` intervals; but in no
    `within` seconds do more than `most` go through, where that is given. `seconds` is a clock that only goes forward.

    What goes through arrives a little later, some of it later than the rest, and closer to what follows. Whoever
    tells when it was answered (`came`) has that taken into account.
    """

    def __init__(
        self, interval: float, burst: float, seconds: Callable[[], float], most: int = 0, within: float = 0.0
    ) -> None:
        self._interval = interval
        self._allowance = burst * interval
        self._seconds = seconds
        self._most = most
        self._within = within
        self._last: list[float] = []
        """When the last ones went, or may have arrived, less what the quickest takes; the earliest first."""
        self._quickest = math.inf
        """Seconds after which the quickest answer came."""
        self._even = 0.0
        """When the next would go if all went evenly."""
        self._waiting = 0
        self._first = asyncio.Lock()

    async def turn(self, patience: float) -> float:
        """Go through when it is one's turn; the instant of that. Raises `NotYet` where it is further away."""
        if not self._waiting:
            self._even = max(self._even, self._seconds())
        if (away := self._away() + self._waiting * self._interval) > patience:
            raise NotYet(away)
        self._waiting += 1
        try:
            async with self._first:
                while (away := self._away()) > 0:
                    if away > patience:
                        raise NotYet(away)
                    await asyncio.sleep(away)
                return self.count()
        finally:
            self._waiting -= 1

    def count(self) -> float:
        """Somebody goes through without standing in line, now; the others make room for that."""
        now = self._seconds()
        self._even = max(self._even, now - self._allowance) + self._interval
        insort(self._last, now)
        del self._last[: -self._most or None]
        return now

    def came(self, went: float) -> None:
        """What went through at an instant is answered now: it may have been on its way for as long as that."""
        took = self._seconds() - went
        self._quickest = min(self._quickest, took)
        if went in self._last:
            self._last.remove(went)
            insort(self._last, went + min(took - self._quickest, ON_ITS_WAY))

    def hold(self, until: float) -> None:
        """Let nobody through before an instant."""
        self._even = max(self._even, until)

    @property
    def idle(self) -> bool:
        """Whether it may as well be forgotten."""
        return not self._waiting and self._even <= self._seconds()

    def _away(self) -> float:
        """Seconds until the next may go."""
        start = self._even
        if self._last and len(self._last) == self._most:
            start = max(start, self._last[0] + self._within)
        return start - self._seconds()
