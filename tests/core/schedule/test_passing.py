"""Time that somebody lets pass brings everything that is due on the way, at its own hour."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from bot.core.model.appointment import Result
from bot.core.ports.database import Database
from bot.core.schedule.courier import Courier
from bot.core.schedule.housekeeping import Chore, Housekeeping, daily
from bot.core.schedule.passing import STOPS, Passing
from tests.core.schedule.courier_town import CHANNEL, NINE, Town


async def passed(town: Town, to: datetime, chores: Housekeeping | None = None) -> list[datetime]:
    """Let time pass; the instants at which the clock stood still on the way."""
    stops = []

    def move(at: datetime) -> None:
        stops.append(at)
        town.at = at

    await Passing(town.courier, lambda: town.at, move, chores).until(to)
    return stops


async def test_each_comes_at_its_own_hour_and_none_is_late(database: Database) -> None:
    town = Town(database)
    await town.planned()
    day = timedelta(days=1)
    to = NINE + 2 * day + timedelta(hours=3)
    assert await passed(town, to) == [NINE, NINE + day, NINE + 2 * day, to]
    assert town.titles() == ["Hello, 2026-11-27", "Hello, 2026-11-28", "Hello, 2026-11-29"]
    assert all("late" not in str(reply) for reply in town.speaker.to(CHANNEL))


async def test_the_instant_itself_counts_and_what_was_due_already_comes(database: Database) -> None:
    town = Town(database)
    await town.planned()
    assert await passed(town, NINE) == [NINE]
    town.at += timedelta(days=1)
    assert await passed(town, town.at) == []
    assert len(town.titles()) == 2


async def test_time_never_goes_back(database: Database) -> None:
    town = Town(database)
    assert await passed(town, town.at - timedelta(hours=1)) == []


async def test_chores_are_done_on_the_way_and_what_they_plan_arrives(database: Database) -> None:
    town = Town(database)
    done: list[datetime] = []

    async def plan(now: datetime) -> None:
        done.append(now)
        if len(done) == 1:
            await town.planned(rule="FREQ=DAILY;UNTIL=20261127")

    chores = Housekeeping([Chore("planning", plan, daily(4))], database)
    day = timedelta(days=1)
    await passed(town, town.at + day, chores)
    assert done == [town.at - day, NINE.replace(hour=4) + day]
    assert town.titles() == ["Hello, 2026-11-27"]
    assert len(await passed(town, town.at + 365 * day, chores)) == STOPS


async def test_what_is_stuck_does_not_hold_the_clock_up(database: Database) -> None:
    town = Town(database)
    away = await town.planned(to="away:study")
    await town.planned()
    courier = Courier(database, town.speaker, {"hello": town.hello}, lambda: town.at, itertools.count().__str__, list)
    stuck = Passing(courier, lambda: town.at, lambda at: setattr(town, "at", at))
    await stuck.until(NINE + timedelta(hours=3))
    assert town.at == NINE + timedelta(hours=3)
    assert town.titles() == []
    assert (await town.history(away))[0][1] is Result.PLANNED
