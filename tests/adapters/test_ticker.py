"""The metronome: at once, then regularly, never twice at a time, whatever goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime

import pytest

from bot.adapters.clock import now
from bot.adapters.ticker import tick

MOVED = datetime(2030, 1, 1, tzinfo=UTC)
WRITTEN = "what a member wrote"


async def test_it_ticks_at_once_and_goes_on_after_a_mistake(caplog: pytest.LogCaptureFixture) -> None:
    ticks: list[datetime] = []
    enough = asyncio.Event()

    async def wake(at: datetime) -> None:
        ticks.append(at)
        if len(ticks) == 3:
            enough.set()
        raise LookupError(WRITTEN)

    ticking = asyncio.create_task(tick(wake, lambda: MOVED, 0.02))
    await asyncio.wait_for(enough.wait(), 10)
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking
    seen = len(ticks)
    await asyncio.sleep(0.05)

    assert len(ticks) == seen
    assert set(ticks) == {MOVED}
    assert "a tick failed: LookupError" in caplog.text
    assert WRITTEN not in caplog.text


async def test_while_one_goes_on_no_other_begins() -> None:
    going_on, most, ticks = 0, 0, 0
    enough = asyncio.Event()

    async def wake(at: datetime) -> None:
        nonlocal going_on, most, ticks
        going_on += 1
        most, ticks = max(most, going_on), ticks + 1
        await asyncio.sleep(0.05)
        going_on -= 1
        if ticks == 3:
            enough.set()

    ticking = asyncio.create_task(tick(wake, now, 0.01))
    await asyncio.wait_for(enough.wait(), 10)
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking
    await asyncio.sleep(0.06)
    assert most == 1
