"""Whoever stands in line goes through evenly, and never faster than is allowed."""

from __future__ import annotations

import asyncio
from bisect import insort
from time import monotonic, perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.pacing import Line, NotYet


async def test_they_go_through_evenly_in_the_order_of_coming() -> None:
    line, gone = Line(0.01, 1.0, perf_counter), list[tuple[int, float]]()

    async def stand(number: int) -> None:
        await line.turn(10)
        gone.append((number, perf_counter()))

    began = perf_counter()
    await asyncio.gather(*(stand(number) for number in range(30)))
    assert [number for number, _ in gone] == list(range(30))
    times = [at for _, at in gone]
    assert times[-1] - began >= 0.28
    for first in range(20):
        assert times[first + 10] - times[first] >= 0.0899  # ten intervals, one of which may be made up for


async def test_a_machine_that_was_busy_makes_up_for_little() -> None:
    line, gone = Line(0.01, 1.0, perf_counter), list[float]()

    async def stand() -> None:
        await line.turn(10)
        gone.append(perf_counter())

    standing = asyncio.gather(*(stand() for _ in range(30)))
    await asyncio.sleep(0.05)
    busy_until = perf_counter() + 0.1
    while perf_counter() < busy_until:
        pass
    await standing
    after = [at for at in gone if at >= busy_until]
    assert sum(1 for at in after if at < busy_until + 0.005) <= 3


async def test_who_would_wait_too_long_is_told_when_to_come_again() -> None:
    line = Line(10.0, 0.0, monotonic)
    await line.turn(1)
    with pytest.raises(NotYet) as problem:
        await line.turn(1)
    assert 9 < problem.value.wait <= 10
    assert not line.idle


async def test_a_hold_is_for_those_who_wait_already_too() -> None:
    line = Line(0.05, 0.0, monotonic)
    await line.turn(1)
    waiting = asyncio.create_task(line.turn(1))
    await asyncio.sleep(0.01)
    held = monotonic() + 0.2
    line.hold(held)
    await waiting
    assert monotonic() >= held

    waiting = asyncio.create_task(line.turn(1))
    await asyncio.sleep(0.01)
    line.hold(monotonic() + 60)
    with pytest.raises(NotYet):
        await waiting


async def test_others_make_room_for_who_does_not_wait() -> None:
    line = Line(0.05, 0.0, monotonic)
    assert line.idle
    began = monotonic()
    for _ in range(4):
        line.count()
    await line.turn(1)
    assert monotonic() - began >= 0.2


async def test_catching_up_never_exceeds_what_is_allowed_in_any_time() -> None:
    line, gone = Line(0.01, 10.0, perf_counter, 5, 0.1), list[float]()

    async def stand() -> None:
        await line.turn(10)
        gone.append(perf_counter())

    await asyncio.gather(*(stand() for _ in range(30)))
    assert all(gone[first + 5] - gone[first] >= 0.0999 for first in range(25))


async def test_what_was_long_on_its_way_keeps_its_place_for_as_much_longer() -> None:
    at = 0.0
    line = Line(0.0, 0.0, lambda: at, 2, 1.0)
    first = line.count()
    at = 0.01
    line.came(first)  # the quickest
    second = line.count()
    at = 0.06
    line.came(second)
    assert line._away() == pytest.approx(first + 1.0 - at)
    at = 1.0
    third = line.count()
    assert line._away() == pytest.approx(second + 0.04 + 1.0 - at)
    at = 5.0
    line.came(third)  # which was slow over there
    fourth = line.count()
    line.came(fourth)
    line.came(-1.0)  # forgotten long since
    assert line._away() <= 0


@given(st.lists(st.tuples(st.floats(0, 0.08), st.floats(0.001, 0.05)), min_size=60, max_size=150))
def test_however_long_each_is_on_its_way_no_more_arrive_than_are_allowed(ways: list[tuple[float, float]]) -> None:
    """Each goes as soon as it may, is on its way for a while, and its answer for another while."""
    at = 0.0
    line, arrived, answers = Line(0.0, 0.0, lambda: at, 10, 1.0), list[float](), list[tuple[float, float]]()
    quickest = line.count()
    line.came(quickest)
    at = 2.0
    for there, back in ways:
        while (away := line._away()) > 0 or (answers and answers[0][0] <= at):
            if answers and answers[0][0] <= at + max(away, 0.0):
                at = max(at, answers[0][0])
                line.came(answers.pop(0)[1])
            else:
                at += away
        went = line.count()
        arrived.append(went + there)
        insort(answers, (went + there + back, went))
        at += 1e-6
    arrived.sort()
    assert all(later - earlier >= 0.999 for earlier, later in zip(arrived, arrived[10:], strict=False))
