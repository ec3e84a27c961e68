"""Chores: due by their own rules, once a period, none in another's way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ports.database import Database, Unavailable
from bot.core.schedule.housekeeping import AGAIN, LEASE, Chore, Due, Housekeeping, daily, hourly, weekly
from tests.core.helpers import NOW

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Done:
    """A chore that notes when it was done, and fails as it is told."""

    def __init__(self, *troubles: Exception) -> None:
        self.at: list[datetime] = []
        self.troubles = list(troubles)

    async def __call__(self, now: datetime) -> None:
        self.at.append(now)
        if self.troubles:
            raise self.troubles.pop(0)


def chore(run: Callable[[datetime], Awaitable[None]], due: Due | None = None, name: str = "board") -> Chore:
    return Chore(name, run, due)


async def look(keeping: Housekeeping, *at: datetime) -> None:
    for now in at:
        await keeping.run_due(now)
        await keeping.settled()


async def test_what_has_no_rule_is_done_at_each_look(database: Database) -> None:
    done = Done()
    await look(Housekeeping([chore(done)], database), NOW, NOW + MINUTE)
    assert done.at == [NOW, NOW + MINUTE]


async def test_a_daily_chore_is_done_once_a_day_from_its_hour_on(database: Database) -> None:
    done = Done()
    keeping = Housekeeping([chore(done, daily(11))], database)
    await look(keeping, NOW, NOW + 60 * MINUTE, NOW + 61 * MINUTE, NOW + DAY, NOW + 3 * DAY + 200 * MINUTE)
    assert done.at == [NOW + 60 * MINUTE, NOW + 3 * DAY + 200 * MINUTE]


async def test_a_weekly_chore_is_done_once_a_week_even_by_two_processes(database: Database) -> None:
    first, second = Done(), Done()
    keepings = [Housekeeping([chore(done, weekly(0, 9))], database) for done in (first, second)]
    for day in range(8):
        for keeping in keepings:
            await look(keeping, NOW + day * DAY)
    assert (first.at, second.at) == ([NOW, NOW + 7 * DAY], [])


async def test_what_failed_is_tried_again_and_said_once(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    done = Done(LookupError("what ana wrote"), LookupError("what ana wrote"))
    keeping = Housekeeping([chore(done, weekly(0, 9))], database)
    with caplog.at_level(logging.INFO):
        await look(keeping, NOW, NOW + MINUTE, NOW + AGAIN, NOW + 2 * AGAIN, NOW + 3 * AGAIN)
    assert done.at == [NOW, NOW + AGAIN, NOW + 2 * AGAIN]
    said = [record.getMessage() for record in caplog.records if record.name == "bot.housekeeping"]
    assert [line.split(" at\n")[0] for line in said] == ["board failed: LookupError", "board works again"]
    assert "ana" not in caplog.text


async def test_a_database_that_is_away_is_said_in_its_own_words(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    done = Done(Unavailable("the disk is full"), RuntimeError())
    await look(Housekeeping([chore(done)], database), NOW, NOW + MINUTE)
    assert "the disk is full" in caplog.text
    assert "RuntimeError" in caplog.text


async def test_who_crashes_leaves_it_to_whoever_comes_when_the_lease_has_run_out(database: Database) -> None:
    began = asyncio.Event()

    async def endless(now: datetime) -> None:
        began.set()
        await asyncio.Event().wait()

    first = Housekeeping([chore(endless, weekly(0, 9))], database)
    await first.run_due(NOW)
    await began.wait()
    await first.stop()

    done = Done()
    await look(Housekeeping([chore(done, weekly(0, 9))], database), NOW + MINUTE, NOW + LEASE)
    assert done.at == [NOW + LEASE]


async def test_a_slow_chore_keeps_nobody_waiting_and_is_not_begun_twice(database: Database) -> None:
    gate, began = asyncio.Event(), Done()

    async def slow(now: datetime) -> None:
        await began(now)
        await gate.wait()

    quick = Done()
    keeping = Housekeeping([chore(slow, name="slow"), chore(quick, name="quick")], database)
    for minute in range(3):
        await keeping.run_due(NOW + minute * MINUTE)
        async with asyncio.timeout(5):
            while len(quick.at) <= minute:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.001)
    assert began.at == [NOW]
    gate.set()
    await keeping.settled()
    await look(keeping, NOW + 3 * MINUTE)
    assert began.at == [NOW, NOW + 3 * MINUTE]


def test_each_hour_is_a_period_of_its_own() -> None:
    hours = [hourly(NOW.replace(minute=0) + minutes * MINUTE) for minutes in (0, 59, 60, 24 * 60)]
    assert hours[0] == hours[1]
    assert len({*hours[1:]}) == 3


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 6))
def test_within_a_week_there_is_one_period_and_it_never_ends_early(day: date, weekday: int) -> None:
    due = weekly(weekday, 9)
    monday = day - timedelta(days=day.weekday())
    instants = [
        datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + timedelta(hours=hour) for hour in range(168)
    ]
    periods = [due(one) for one in instants]
    begins = weekday * 24 + 9
    assert periods[:begins] == [None] * begins
    assert len(set(periods[begins:])) == 1
    assert due(instants[-1] + timedelta(hours=begins + 1)) not in (None, periods[-1])
