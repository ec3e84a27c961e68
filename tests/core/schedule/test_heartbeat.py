"""How the bot knows when it was away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.core.ports.database import Database
from bot.core.ports.running import Outage
from bot.core.schedule.heartbeat import GAP, heartbeat
from tests.core.helpers import NOW

MINUTE = timedelta(minutes=1)


class Life:
    """A bot that lives minute by minute."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.alive: dict[str, bool] = {}
        self._run = heartbeat(database, self._alive)

    def _alive(self) -> Mapping[str, bool]:
        return self.alive

    async def at(self, *minutes: float, **alive: bool) -> None:
        """Look at these minutes, with these platforms being connected or not."""
        self.alive = alive
        for minute in minutes:
            await self._run(NOW + minute * MINUTE)

    async def outages(self) -> list[tuple[str, float, float]]:
        """What was noted, in minutes."""
        found = await self.database.read(lambda stores: stores.heartbeats.outages(NOW - MINUTE, NOW + 9_999 * MINUTE))
        return [(one.what, (one.began - NOW) / MINUTE, (one.ended - NOW) / MINUTE) for one in found]


async def test_a_bot_that_lives_has_no_outages(database: Database) -> None:
    life = Life(database)
    await life.at(0, 1, 2, 2.9, 5.9, slack=True)
    assert await life.outages() == []
    assert GAP == 3 * MINUTE


async def test_what_was_missed_is_known_when_it_lives_again(database: Database) -> None:
    life = Life(database)
    await life.at(0, 1)
    await life.at(500, 501)
    await life.at(600)
    assert await life.outages() == [("bot", 1, 500), ("bot", 501, 600)]


async def test_a_platform_is_out_from_its_last_heartbeat_until_it_is_back(database: Database) -> None:
    life = Life(database)
    await life.at(0, slack=True, discord=True)
    await life.at(*range(1, 10), slack=False, discord=True)
    assert await life.outages() == [("slack", 0, 9)]
    await life.at(10, 11, slack=True, discord=True)
    assert await life.outages() == [("slack", 0, 10)]


async def test_a_platform_that_never_was_connected_is_not_out(database: Database) -> None:
    life = Life(database)
    await life.at(*range(9), slack=False)
    assert await life.outages() == []


async def test_a_restart_is_one_outage_for_each_part(database: Database) -> None:
    """The platform is connected a little later than the bot begins."""
    life = Life(database)
    await life.at(0, slack=True)
    await life.at(60, slack=False)
    await life.at(61, 62, slack=True)
    assert await life.outages() == [("bot", 0, 60), ("slack", 0, 61)]


async def test_a_clock_that_is_set_back_makes_no_outage(database: Database) -> None:
    life = Life(database)
    await life.at(60, 0, 1, 2)
    assert await life.outages() == []


def test_an_outage_names_what_was_out() -> None:
    assert Outage("bot", NOW, NOW + GAP).what == "bot"
