"""The only place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present UTC instant."""
    return datetime.now(UTC)


def seconds() -> float:
    """Seconds on a clock that only goes forward, for measuring how long something takes."""
    return time.perf_counter()
