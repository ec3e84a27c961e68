"""Appointments and deliveries, on both engines; and several bots on one database, which never send twice."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.adapters.database.late import Opened
from bot.adapters.database.postgres import open_postgres
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Message
from tests.adapters.database.conftest import Address, asked, new_postgres
from tests.fakes.speaker import FakeSpeaker

NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)
DAILY = Recurrence(date(2026, 11, 1), time(9), "Europe/Berlin", "FREQ=DAILY")
LEASE = timedelta(minutes=2)


async def test_a_plan_comes_back_as_it_was(database: Database) -> None:
    plan = Plan(
        "meetup",
        "meetup:3",
        "discord:1",
        DAILY,
        direct=True,
        lead=timedelta(hours=1),
        details={"words": "“Grüße”"},
        maker="discord:2",
    )
    added = await database.write(lambda stores: stores.schedule.add(plan, NINE))
    assert added.next is not None
    assert added.next.day == date(2026, 11, 28)
    assert await database.read(lambda stores: stores.schedule.one(added.number)) == added
    assert await database.read(lambda stores: stores.schedule.of("meetup:3")) == [added]
    assert await database.read(lambda stores: stores.schedule.one(99)) is None
    assert await database.read(lambda stores: stores.schedule.wake()) == NINE + timedelta(hours=23)


async def test_an_occurrence_is_planned_once_and_claimed_once(database: Database) -> None:
    added = await database.write(lambda stores: stores.schedule.add(Plan("x", "x:1", "a:1", DAILY), NINE))

    async def act(stores: Stores) -> list[bool]:
        return [await stores.schedule.plan(added.number, NINE.date(), NINE) for _ in range(2)]

    assert await database.write(act) == [True, False]
    [claimed] = await database.write(lambda stores: stores.schedule.claim(NINE, LEASE, 9, "one"))
    assert (claimed.tries, claimed.due, claimed.appointment.number) == (0, NINE, added.number)
    assert await database.write(lambda stores: stores.schedule.claim(NINE, LEASE, 9, "two")) == []
    [again] = await database.write(lambda stores: stores.schedule.claim(NINE + LEASE, LEASE, 9, "three"))
    assert again.tries == 1
    await database.write(lambda stores: stores.schedule.again(again.number, NINE + 3 * LEASE, "later"))
    assert await database.write(lambda stores: stores.schedule.claim(NINE + 2 * LEASE, LEASE, 9, "four")) == []
    await database.write(lambda stores: stores.schedule.done(again.number, Result.SENT, NINE, message="a:2"))
    assert await database.write(lambda stores: stores.schedule.claim(NINE + 9 * LEASE, LEASE, 9, "five")) == []
    [past] = await database.read(lambda stores: stores.schedule.history(added.number, 5))
    assert (past.result, past.message, past.done_at) == (Result.SENT, "a:2", NINE)


async def test_many_bots_claim_each_delivery_once(database: Database) -> None:
    async def fill(stores: Stores) -> None:
        for number in range(40):
            added = await stores.schedule.add(Plan("x", f"x:{number}", f"a:{number}", DAILY), NINE)
            await stores.schedule.plan(added.number, NINE.date(), NINE)

    async def claimed(word: str) -> list[int]:
        found = await database.write(lambda stores: stores.schedule.claim(NINE, LEASE, 7, word))
        return [one.number for one in found]

    await database.write(fill)
    found = await asyncio.gather(*[claimed(f"word{number}") for number in range(10)])
    numbers = [number for some in found for number in some]
    assert sorted(numbers) == sorted(set(numbers))
    assert len(numbers) == 40


async def test_ended_ones_are_nobodys(database: Database) -> None:
    added = await database.write(lambda stores: stores.schedule.add(Plan("x", "x:1", "a:1", DAILY), NINE))
    await database.write(lambda stores: stores.schedule.change(added.number, State.ENDED, "Over.", None))
    assert await database.read(lambda stores: stores.schedule.of("x:1")) == []
    assert await database.read(lambda stores: stores.schedule.due(NINE + timedelta(days=9), 9)) == []
    assert await database.read(lambda stores: stores.schedule.wake()) is None


async def test_each_platform_is_claimed_apart_and_has_its_own_next_instant(database: Database) -> None:
    async def fill(stores: Stores) -> None:
        for number, place in enumerate(("discord:1", "slack:T1.C1", "discord:2")):
            added = await stores.schedule.add(Plan("x", f"x:{number}", place, DAILY), NINE)
            await stores.schedule.plan(added.number, NINE.date(), NINE + timedelta(minutes=number))

    async def wakes(stores: Stores) -> list[datetime | None]:
        found = [await stores.schedule.wake(some) for some in (None, ["slack"], ["discord", "slack"], ["other"], [])]
        return [*found, await stores.schedule.untried(), await stores.schedule.untried(["slack"])]

    await database.write(fill)
    tomorrow = NINE + timedelta(days=1)
    minute = NINE + timedelta(minutes=1)
    assert await database.read(wakes) == [NINE, minute, NINE, tomorrow, tomorrow, NINE, minute]
    later = NINE + timedelta(hours=1)
    found = await database.write(lambda stores: stores.schedule.claim(later, LEASE, 9, "one", "discord"))
    assert [one.appointment.plan.to for one in found] == ["discord:1", "discord:2"]
    assert await database.read(lambda stores: stores.schedule.untried()) == minute
    assert await database.read(lambda stores: stores.schedule.untried(["discord"])) == tomorrow


async def test_whether_an_earlier_try_may_have_arrived_is_remembered(database: Database) -> None:
    async def fill(stores: Stores) -> None:
        added = await stores.schedule.add(Plan("x", "x:1", "a:1", DAILY), NINE)
        await stores.schedule.plan(added.number, NINE.date(), NINE)

    await database.write(fill)
    unsure = []
    for number, gives_back in enumerate(("surely not", "surely not", "perhaps", "surely not", None, None)):
        at = NINE + number * LEASE
        word = f"word{number}"
        [found] = await database.write(lambda stores: stores.schedule.claim(at, LEASE, 9, word))  # noqa: B023 - run at once
        unsure.append(found.unsure)
        if gives_back is not None:
            perhaps = gives_back == "perhaps"
            await database.write(lambda stores: stores.schedule.again(1, at, "", unsure=perhaps))  # noqa: B023
    assert unsure == [False, False, False, True, True, True]


async def test_a_lease_that_ran_out_is_a_doubt(database: Database) -> None:
    async def fill(stores: Stores) -> None:
        added = await stores.schedule.add(Plan("x", "x:1", "a:1", DAILY), NINE)
        await stores.schedule.plan(added.number, NINE.date(), NINE)

    await database.write(fill)
    [first] = await database.write(lambda stores: stores.schedule.claim(NINE, LEASE, 9, "one"))
    [second] = await database.write(lambda stores: stores.schedule.claim(NINE + LEASE, LEASE, 9, "two"))
    assert (first.unsure, second.unsure) == (False, True)


async def test_tidying_skips_what_is_too_late_and_brings_near_what_waits_too_long(database: Database) -> None:
    async def fill(stores: Stores) -> None:
        for number, (grace, due) in enumerate(((1, 0), (5, 0), (5, 3))):
            added = await stores.schedule.add(Plan("x", f"x:{number}", "a:1", DAILY), NINE)
            at = NINE + timedelta(hours=due)
            await stores.schedule.plan(added.number, NINE.date(), at, grace=timedelta(hours=grace))

    await database.write(fill)
    later = NINE + timedelta(hours=2)
    near, far = later + timedelta(minutes=1), later + timedelta(minutes=30)
    await database.write(lambda stores: stores.schedule.tidy(later, "Nobody came.", near, far))
    [skipped] = await database.read(lambda stores: stores.schedule.history(1, 9))
    assert (skipped.result, skipped.why, skipped.done_at) == (Result.SKIPPED, "Nobody came.", later)
    assert len(await database.write(lambda stores: stores.schedule.claim(later, LEASE, 9, "one"))) == 1
    [back] = await database.write(lambda stores: stores.schedule.claim(near, LEASE, 9, "two"))
    assert back.number == 3


@pytest.mark.slow
async def test_a_glance_tells_whether_anybody_changed_the_schedule(database: Opened, server: Address | None) -> None:
    async def differs(seen: object) -> object:
        async with asyncio.timeout(10):
            while database.glance() == seen:  # noqa: ASYNC110 - a glance tells nobody
                await asyncio.sleep(0.01)
        return database.glance()

    async def still(seen: object) -> None:
        await asyncio.sleep(0.3)
        assert database.glance() == seen

    database.glance()
    await asyncio.sleep(0.5)
    seen = database.glance()
    await database.write(lambda stores: stores.schedule.add(Plan("x", "x:1", "a:1", DAILY), NINE))
    await differs(seen)
    await asyncio.sleep(0.3)
    seen = database.glance()
    await still(seen)
    await database.write(lambda stores: stores.schedule.change(1, State.PAUSED, "Why", None))
    await differs(seen)


async def test_listening_is_begun_anew_where_its_connection_is_lost(
    postgres: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.database.postgres.LISTEN_AGAIN", 0.05)
    url = await new_postgres(postgres)
    here, there = await open_postgres(url), await open_postgres(url)
    here.glance()
    async with asyncio.timeout(10):
        while here.glance() == 0:  # noqa: ASYNC110 - a glance tells nobody
            await asyncio.sleep(0.01)
    await asked(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    async with asyncio.timeout(10):
        while here.glance() == 1:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await there.write(lambda stores: stores.schedule.add(Plan("x", "x:1", "a:1", DAILY), NINE))
    async with asyncio.timeout(10):
        while here.glance() == 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await here.close()
    await there.close()


@dataclass
class Hello:
    """Says hello."""

    name: str = "x"
    grace: timedelta = timedelta(hours=6)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message:
        return Message(Reply("Hello"))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        pass


async def test_three_bots_on_one_database_send_each_post_once(
    database: Opened, server: Address | None, tmp_path: Path
) -> None:
    """On PostgreSQL each has connections of its own, as processes do."""
    speaker, words = FakeSpeaker(), (f"word{number}" for number in itertools.count())

    async def fill(stores: Stores) -> None:
        for number in range(400):
            await stores.schedule.add(Plan("x", f"x:{number}", f"a:{number}", DAILY), NINE - timedelta(days=1))

    await database.write(fill)
    others: list[Opened] = [database, database]
    if server is not None:
        [(name,)] = await database._pool.fetch("SELECT current_database()")  # type: ignore[attr-defined]
        others = [await open_postgres(server(name)) for _ in range(2)]
    couriers = [
        Courier(one, speaker, {"x": Hello()}, lambda: NINE, words.__next__, lambda: ["a"])
        for one in (database, *others)
    ]
    await asyncio.gather(*(courier.run_due() for courier in couriers))
    assert len(speaker.said) == speaker.asked == 400
    assert speaker.repeated == []
    if server is not None:
        for one in others:
            await one.close()
