"""The metronome: chores regularly, never twice at a time, whatever goes wrong; what is due at its instant."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters import ticker
from bot.adapters.clock import now
from bot.adapters.ticker import tick, watch
from bot.core.ports.database import Unavailable

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


@dataclass
class Due:
    """Something that is due at instants, and notes when it is begun."""

    at: list[datetime] = field(default_factory=list)
    begun: list[datetime] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    written: int = 0
    ahead: timedelta = timedelta()
    """By how much somebody moved the clock."""

    def now(self) -> datetime:
        return now() + self.ahead

    async def wake(self) -> datetime | None:
        if self.failures:
            raise self.failures.pop()
        return min(self.at, default=None)

    async def begin_due(self) -> None:
        late = [one for one in self.at if one <= self.now()]
        self.at = [one for one in self.at if one not in late]
        self.begun += [self.now()] * len(late)

    def add(self, **away: float) -> datetime:
        at = self.now() + timedelta(**away)
        self.at.append(at)
        self.written += 1
        return at

    async def done(self, many: int = 1) -> None:
        async with asyncio.timeout(10):
            while len(self.begun) < many:  # noqa: ASYNC110 - tests need no event
                await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def watched(due: Due, every: float = 0.05) -> AsyncIterator[None]:
    watching = asyncio.create_task(watch(due, lambda: due.written, due.now, every))
    await asyncio.sleep(0.1)
    yield
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def test_what_is_due_begins_at_its_instant_also_when_somebody_just_wrote_it() -> None:
    due = Due()
    async with watched(due):
        at = due.add(seconds=0.4)
        await due.done()
        assert timedelta() <= due.begun[0] - at < timedelta(seconds=0.2)
        due.add(seconds=-30)
        await due.done(2)


@pytest.mark.parametrize("leap", [timedelta(days=1), timedelta(hours=-1)])
async def test_a_clock_that_leaps_is_noticed(leap: timedelta) -> None:
    due = Due()
    async with watched(due):
        at = now() + leap + timedelta(seconds=0.5)
        due.at.append(at)
        due.ahead = leap
        await due.done()
        assert timedelta() <= due.begun[0] - at < timedelta(seconds=0.3)


async def test_it_looks_each_minute_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticker, "MINUTE", 0.2)
    monkeypatch.setattr(ticker, "LOOK", 0.05)
    due = Due()
    async with watched(due):
        due.at.append(now())  # which nobody tells
        await due.done()


async def test_what_cannot_be_begun_is_looked_at_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticker, "SOON", 0.05)
    due, looks = Due(), 0

    async def begin_due() -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            due.at.clear()

    due.begin_due = begin_due  # type: ignore[method-assign]
    async with watched(due):
        due.add(seconds=-1)
        async with asyncio.timeout(10):
            while looks < 4:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)


async def test_trouble_passes(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(ticker, "AGAIN", 0.05)
    due = Due(failures=[Unavailable("away"), LookupError(WRITTEN)])
    async with watched(due):
        due.add(seconds=0)
        await due.done()
    assert "looking for what is due failed: LookupError" in caplog.text
    assert WRITTEN not in caplog.text
    assert "away" not in caplog.text
