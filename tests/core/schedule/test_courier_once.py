"""Nothing is sent twice: not after a crash, a database that goes away, one that hangs, or by several couriers."""

from __future__ import annotations

import asyncio
import itertools
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel
from bot.core.model.appointment import Delivery, Result
from bot.core.ports.database import Database, Stores, Unavailable, Work
from bot.core.ports.speaker import CannotTell, NotPosted, Posted
from bot.core.schedule import courier
from bot.core.schedule.courier import LEASE
from bot.core.schedule.sending import INSISTING
from tests.core.schedule.courier_town import CHANNEL, NINE, Town
from tests.fakes.broken import FragileDatabase
from tests.fakes.speaker import FakeSpeaker


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


@dataclass
class Failing:
    """A database that fails to write while `away` says so."""

    real: Database
    away: bool = False

    async def read(self, work: Work[object]) -> object:
        return await self.real.read(work)

    async def write(self, work: Work[object]) -> object:
        if self.away:
            raise Unavailable("away")
        return await self.real.write(work)


@dataclass
class Unlucky(FakeSpeaker):
    """The database goes away as soon as something is said."""

    database: Failing | None = None

    async def post(self, channel: Channel, reply: Reply, *, key: str, **how: Any) -> Posted:
        posted = await super().post(channel, reply, key=key, **how)
        assert self.database is not None
        self.database.away = True
        return posted


async def test_a_crash_between_sending_and_recording_sends_nothing_twice(database: Database) -> None:
    failing = Failing(database)
    town = Town(database, speaker=Unlucky(database=failing))
    town.use(failing)  # type: ignore[arg-type]
    appointment = await town.planned()
    with pytest.raises(Unavailable):
        await town.passes(hours=1)
    assert town.slept == list(INSISTING)
    failing.away = False
    await town.passes(seconds=LEASE.total_seconds() - 1)
    assert town.speaker.repeated == []
    with pytest.raises(Unavailable):
        await town.passes(seconds=1)
    assert town.speaker.repeated == ["d1"]
    failing.away = False
    town.speaker = FakeSpeaker(town.speaker.said)
    town.say_through(town.speaker)
    await town.passes(seconds=LEASE.total_seconds())
    assert town.speaker.repeated == ["d1"]
    assert town.titles() == ["Hello, 2026-11-27"]
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_a_database_that_is_away_for_a_minute_loses_nothing_and_repeats_nothing(database: Database) -> None:
    failing = Failing(database)
    town = Town(database, speaker=Unlucky(database=failing))
    town.use(failing)  # type: ignore[arg-type]

    async def sleep(seconds: float) -> None:
        town.slept.append(seconds)
        failing.away = sum(town.slept) < 60

    town.courier._sending = replace(town.courier._sending, sleep=sleep)
    appointment = await town.planned()
    await town.passes(hours=1)
    assert sum(town.slept) >= 60
    assert town.speaker.repeated == []
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_a_database_that_is_away_for_a_minute_when_something_is_due_delays_it_by_that(database: Database) -> None:
    fragile = FragileDatabase(database)
    town = Town(database)
    town.use(fragile)
    appointment = await town.planned()
    fragile.away = True
    for _ in range(6):
        with pytest.raises(Unavailable):
            await town.passes(minutes=60 if town.at < NINE else 0, seconds=0 if town.at < NINE else 10)
    assert town.speaker.asked == 0
    fragile.away = False
    await town.passes(seconds=10)
    await town.passes(seconds=10)
    assert (town.titles(), town.speaker.repeated) == (["Hello, 2026-11-27"], [])
    assert "late" not in str(town.speaker.to(CHANNEL))
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_where_nobody_can_tell_whether_it_arrived_it_is_posted_rather_twice_than_never(town: Town) -> None:
    appointment = await town.planned()
    town.speaker.failures[CHANNEL].extend([NotPosted("500", unsure=True), CannotTell("May not look.")])
    await town.passes(hours=1)
    await town.passes(seconds=15)
    assert town.speaker.repeated == ["d1"]
    assert town.titles() == ["Hello, 2026-11-27"]
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_what_follows_may_fail_and_the_post_is_not_repeated(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "bot.schedule")
    appointment = await town.planned()

    async def posted(stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        raise ZeroDivisionError

    town.hello.posted = posted  # type: ignore[method-assign]
    await town.passes(hours=1)
    await town.passes(hours=1)
    assert len(town.titles()) == 1
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_one_that_hangs_delays_nobody_and_is_left_to_its_lease(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(courier, "FLIGHT", 0.05)
    caplog.set_level(logging.ERROR, "bot.schedule")
    slow = await town.planned("test:slow")
    await town.planned()
    town.speaker.hanging.add("test:slow")
    await town.passes(hours=1)
    assert town.titles() == ["Hello, 2026-11-27"]
    assert await town.history(slow) == [("2026-11-27", Result.PLANNED, "")]
    town.speaker.hanging.clear()
    await town.passes(seconds=LEASE.total_seconds())
    assert town.speaker.repeated == ["d1"]
    assert town.titles("test:slow") == ["Hello, 2026-11-27"]


async def test_several_couriers_on_one_database_send_nothing_twice(database: Database) -> None:
    town = Town(database)
    towns = [town, *(Town(database, speaker=town.speaker) for _ in range(2))]
    for number in range(200):
        await town.planned(f"test:{number}")
    words = (f"claim {number}" for number in itertools.count())
    for one in towns:
        one.at = NINE
        one.courier._word = words.__next__
    await asyncio.gather(*[one.courier.run_due() for one in towns])
    assert len(town.speaker.said) == town.speaker.asked == 200
