"""An outage is two lines in the log, however many ask while it lasts; and `ready` asks no more than it must."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.adapters.database import late as module
from bot.adapters.database.late import LateDatabase, Opened
from bot.core.ports.database import Database as AnyDatabase
from bot.core.ports.database import Stores, Unavailable, Work


class Failing:
    """A database in front of another that fails as long as it is told to."""

    def __init__(self, behind: AnyDatabase) -> None:
        self._behind = behind
        self.reading = self.writing = False
        self.checked = 0
        self.slow = False

    async def read(self, work: Work[object]) -> object:
        if self.reading:
            raise Unavailable("The cable is out.")
        return await self._behind.read(work)

    async def write(self, work: Work[object]) -> object:
        if self.writing:
            raise Unavailable("The disk is full.")
        return await self._behind.write(work)

    def glance(self) -> object:
        return None

    async def check(self, *, room: bool = False) -> None:
        self.checked += 1
        if self.slow:
            await asyncio.sleep(5)
        if self.writing:
            raise Unavailable("The disk is full.")

    async def close(self) -> None:
        """Nothing of its own."""


async def nothing(stores: Stores) -> int:
    return 1


async def wrong(stores: Stores) -> int:
    raise LookupError


@pytest.fixture
def failing(database: Opened) -> Failing:
    return Failing(database)


@pytest.fixture
def late(failing: Failing) -> LateDatabase:
    async def opening() -> Opened:
        return failing  # type: ignore[return-value]

    return LateDatabase(opening)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "bot.database"]


async def test_an_outage_is_a_line_when_it_begins_and_one_when_it_ends(
    late: LateDatabase, failing: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    failing.writing = True
    for _ in range(3):
        with pytest.raises(Unavailable):
            await late.write(nothing)
        assert await late.read(nothing) == 1  # that this works ends nothing
    assert told(caplog) == ["The database cannot be used: The disk is full."]
    failing.writing = False
    with pytest.raises(LookupError):
        await late.write(wrong)  # says nothing about the database
    assert await late.write(nothing) == 1
    await late.write(nothing)
    assert told(caplog)[1:] == ["The database can be used again."]


async def test_reading_and_writing_that_fail_together_are_one_outage(
    late: LateDatabase, failing: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    failing.reading = failing.writing = True
    for asking in (late.read, late.write, late.read):
        with pytest.raises(Unavailable):
            await asking(nothing)
    failing.reading = failing.writing = False
    await late.read(nothing)
    assert len(told(caplog)) == 1
    await late.write(nothing)
    assert told(caplog) == ["The database cannot be used: The cable is out.", "The database can be used again."]


async def test_ready_is_tried_now_and_then(
    late: LateDatabase, failing: Failing, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [await late.ready() for _ in range(50)] == [True] * 50
    assert failing.checked == 1
    monkeypatch.setattr(module, "FRESH", 0.0)
    late._ready_until = 0.0
    failing.writing = True
    assert [await late.ready(), await late.ready()] == [False, False]
    failing.writing = False
    assert await late.ready()
    assert told(caplog) == ["The database cannot be used: The disk is full.", "The database can be used again."]
    monkeypatch.setattr(module, "LIMIT", 0.01)
    failing.slow = True
    assert not await late.ready()


async def test_what_cannot_be_opened_is_tried_again(caplog: pytest.LogCaptureFixture, database: Opened) -> None:
    tries = [Unavailable("No folder."), Unavailable("No folder."), None]

    async def opening() -> Opened:
        if (trouble := tries.pop(0)) is not None:
            raise trouble
        return database

    late = LateDatabase(opening)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await late.read(nothing)
    assert await late.read(nothing) == 1
    assert told(caplog) == ["The database cannot be used: No folder.", "The database can be used again."]
