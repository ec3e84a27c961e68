"""Appointments and deliveries, on both engines; and several bots on one database, which never send twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta

from bot.core.model.appointment import Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores

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
