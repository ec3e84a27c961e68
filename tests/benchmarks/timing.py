"""Timing that can be trusted a little: several rounds in turn, the medians compared."""

from __future__ import annotations

import asyncio
import compileall
import gc
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import bot
from bot.app import database_at


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


def prepared(folder: str) -> str:
    """The address of a database in a folder, with its tables, as an earlier bot left it that was stopped."""
    url = f"sqlite:///{folder}/bot.db"

    async def made() -> None:
        database = database_at(url)
        await database.open()
        await database.close()

    with ThreadPoolExecutor(1) as pool:  # whether or not a loop runs here
        pool.submit(lambda: asyncio.run(made())).result()
    return url


def milliseconds(seconds: float) -> str:
    """`0.123 ms`."""
    return f"{seconds * 1_000:.3f} ms"
