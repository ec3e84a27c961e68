"""The only place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The present UTC instant."""
    return datetime.now(UTC)


def seconds() -> float:
    """Seconds on a clock that only goes forward, for measuring how long something takes."""
    return time.perf_counter()


class MovableClock:
    """Goes on like any other, from wherever it was set to."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present instant on this clock, in UTC."""
        return now() + self._ahead

    def move(self, to: datetime) -> None:
        """Set it to a UTC instant."""
        self._ahead = to - now()
