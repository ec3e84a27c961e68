"""Units of work on both engines: each is whole or nothing, whatever becomes of its neighbours."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.database.late import Opened
from bot.core.ports.database import Stores, Work
from tests.adapters.database.helpers import put, registers, rows, together, with_table


async def test_what_fails_alone_fails_alone(database: Opened) -> None:
    await with_table(database)

    async def late(stores: Stores) -> None:
        await put("half", 1)(stores)
        raise LookupError("no")

    outcomes = await together(
        database,
        put("a", 1),
        late,
        put("b", -1),
        lambda stores: rows(stores, "SELECT nonsense FROM nowhere"),
        put("c", 2**63),
        put("d", 4),
    )
    wrong = [type(one).__name__ for one in outcomes if isinstance(one, Exception)]
    assert len(wrong) == 4
    assert "Unavailable" not in wrong
    assert await registers(database) == {"a": 1, "d": 4}


class Stop(BaseException):
    """Not an Exception, like those that end programs."""


@pytest.mark.parametrize("ending", [Stop, asyncio.CancelledError])
async def test_an_ending_that_is_no_exception_leaves_nothing_and_stops_nobody_else(
    database: Opened, ending: type[BaseException]
) -> None:
    await with_table(database)

    async def stopped(stores: Stores) -> None:
        await put("half", 1)(stores)
        raise ending

    with pytest.raises(ending):
        await database.write(stopped)
    await database.write(put("whole", 2))
    assert await registers(database) == {"whole": 2}
    with pytest.raises(ending):
        await database.read(stopped_reading(ending))
    assert await registers(database) == {"whole": 2}


def stopped_reading(ending: type[BaseException]) -> Work[None]:
    async def reading(stores: Stores) -> None:
        await rows(stores, "SELECT * FROM registers")
        raise ending

    return reading


async def test_who_stops_waiting_stops_nobody_else(database: Opened) -> None:
    await with_table(database)
    waiting = [asyncio.create_task(database.write(put(str(number), number))) for number in range(200)]
    reading = [asyncio.create_task(registers(database)) for _ in range(50)]
    await asyncio.sleep(0.002)
    for task in (*waiting[::2], *reading[::2]):
        task.cancel()
    await asyncio.gather(*waiting, *reading, return_exceptions=True)
    await database.write(put("after", 7))
    kept = await registers(database)
    assert {str(number) for number in range(1, 200, 2)} | {"after"} <= set(kept)


async def test_what_waits_is_finished_before_closing(database: Opened) -> None:
    await with_table(database)
    waiting = [asyncio.create_task(database.write(put(str(number), number))) for number in range(100)]
    await asyncio.sleep(0)
    await database.write(put("last", 1))
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert [one for one in done if isinstance(one, BaseException)] == []


async def test_writing_while_reading_is_a_mistake_of_ours(database: Opened) -> None:
    await with_table(database)
    with pytest.raises(Exception, match=r"(?i)read-?only") as raised:
        await database.read(put("a", 1))
    assert type(raised.value).__name__ != "Unavailable"
    await database.write(put("a", 2))
    assert await registers(database) == {"a": 2}


async def test_many_who_want_the_same_row_all_get_their_turn(database: Opened) -> None:
    await with_table(database)
    await database.write(put("shared", 0))

    async def count(stores: Stores) -> int:
        [(number,)] = await rows(stores, "SELECT number FROM registers WHERE name = 'shared'")
        await rows(stores, "UPDATE registers SET number = :number WHERE name = 'shared'", number=number + 1)
        return int(number) + 1

    turns = await together(database, *[count] * 128)
    assert sorted(turns) == list(range(1, 129))
    assert await registers(database) == {"shared": 128}


async def test_the_first_of_many_makes_what_all_need(database: Opened) -> None:
    await with_table(database)

    async def once(stores: Stores) -> int:
        found = await rows(stores, "SELECT number FROM registers WHERE name = 'one'")
        if not found:
            await put("one", 1)(stores)
        return len(found)

    assert sorted(await together(database, *[once] * 64)) == [0] + [1] * 63


Step = tuple[str, str, bool]
"""Read one register, write its number plus one into another; and whether it fails in the end."""
STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.booleans()), max_size=24)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(steps=STEPS)
async def test_units_that_interleave_equal_some_order_of_one_after_another(database: Opened, steps: list[Step]) -> None:
    """Each takes a ticket and tells what it saw; running them again in the order of the tickets must show the same."""
    await database.write(lambda stores: rows(stores, "DROP TABLE IF EXISTS registers"))
    await with_table(database)
    for name in "abct":
        await database.write(put(name, 0))

    def unit(step: Step) -> Work[tuple[int, int]]:
        source, target, failing = step

        async def act(stores: Stores) -> tuple[int, int]:
            [(seen,)] = await rows(stores, "SELECT number FROM registers WHERE name = :name", name=source)
            [(ticket,)] = await rows(
                stores, "UPDATE registers SET number = number + 1 WHERE name = 't' RETURNING number"
            )
            await rows(stores, "UPDATE registers SET number = :seen WHERE name = :name", seen=seen + 1, name=target)
            if failing:
                raise LookupError
            return ticket, seen

        return act

    outcomes: list[Any] = await together(database, *map(unit, steps))
    stored = [(outcome, step) for outcome, step in zip(outcomes, steps, strict=True) if not step[2]]
    assert all(isinstance(outcome, LookupError) for outcome, step in zip(outcomes, steps, strict=True) if step[2])
    assert sorted(ticket for (ticket, _), _ in stored) == list(range(1, len(stored) + 1))

    state = dict.fromkeys("abc", 0)
    for (_, seen), (source, target, _) in sorted(stored):
        assert state[source] == seen
        state[target] = seen + 1
    assert await registers(database) == {**state, "t": len(stored)}
