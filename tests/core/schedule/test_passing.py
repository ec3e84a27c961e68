"""Time that somebody lets pass brings everything that is due on the way, at its own hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.ports.database import Database
from bot.core.schedule.passing import Passing
from tests.core.schedule.test_courier import CHANNEL, NINE, Town


async def passed(town: Town, to: datetime) -> list[datetime]:
    """Let time pass; the instants at which the clock stood still on the way."""
    stops = []

    def move(at: datetime) -> None:
        stops.append(at)
        town.at = at

    await Passing(town.courier, lambda: town.at, move).until(to)
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
