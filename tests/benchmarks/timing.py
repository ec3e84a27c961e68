"""Timing that can be trusted a little: several rounds in turn, the medians compared."""

from __future__ import annotations

import compileall
import gc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import bot


@dataclass(frozen=True)
class Compared:
    """Seconds for one call of ours and of the bare thing, each the median of all calls."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.bare


async def compare(ours: Callable[[], Awaitable[object]], bare: Callable[[], object], rounds: int = 2_000) -> Compared:
    """Call both in turn, so that a slow moment of the machine meets both."""
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for _ in range(rounds):
        began = perf_counter()
        await ours()
        between = perf_counter()
        bare()
        taken[0].append(between - began)
        taken[1].append(perf_counter() - between)
    return Compared(median(taken[0]), median(taken[1]))


def compiled() -> None:
    """Have the bot's modules compiled, as the libraries' are, also where PYTHONDONTWRITEBYTECODE is set."""
    compileall.compile_dir(Path(bot.__file__).parent, quiet=1)


def milliseconds(seconds: float) -> str:
    """`0.123 ms`."""
    return f"{seconds * 1_000:.3f} ms"
