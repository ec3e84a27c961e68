"""Letting time pass in the playground: every tab hears what time it is, what arrived, and what is due next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from bot.adapters.playground.waiting import NOTHING, STANDS, STUCK, Waiting
from bot.app import App, build
from bot.core.chat.neutral import Json
from bot.core.ports.database import Database
from bot.settings import Settings
from tests.adapters.bellhouse import BellHouse, bell_house
from tests.dialogs.doors.cast import now


@pytest.fixture(scope="module")
def app() -> App:
    return build(Settings())


@pytest.fixture
async def house(app: App, database: Database) -> AsyncIterator[BellHouse]:
    async with bell_house(app, database) as there:
        yield there


class Tab:
    """A page's socket."""

    def __init__(self, socket: ClientWebSocketResponse, welcome: dict[str, Any]) -> None:
        self.socket = socket
        self.time = welcome["time"]

    async def hear(self, event: str) -> dict[str, Any]:
        """The next event of this kind."""
        while (heard := await asyncio.wait_for(self.socket.receive_json(), 10))["event"] != event:
            pass
        answer: dict[str, Any] = heard
        return answer

    async def wait(self, span: str) -> dict[str, Any]:
        await self.socket.send_json({"do": "wait", "for": span})
        return await self.hear("time")

    async def say(self, text: str, channel: str = "study-group") -> None:
        await self.socket.send_json({"do": "say", "persona": "ana", "channel": channel, "text": text})


@pytest.fixture
async def tabs(house: BellHouse) -> AsyncIterator[tuple[Tab, Tab]]:
    async with ClientSession() as session:
        sockets = [await session.ws_connect(f"{house.address}/socket") for _ in range(2)]
        first, second = [Tab(socket, await socket.receive_json()) for socket in sockets]
        yield first, second
        for socket in sockets:
            await socket.close()


def instant(event: dict[str, Any], name: str = "now") -> datetime:
    return datetime.fromisoformat(event[name])


async def test_an_hour_and_a_day_pass_for_everybody(tabs: tuple[Tab, Tab], house: BellHouse) -> None:
    ana, ben = tabs
    began = instant(ana.time)
    assert (ana.time["next"], ana.time["movable"]) == (None, True)
    hour, day = await ana.wait("hour"), await ana.wait("day")
    assert [await ben.hear("time"), await ben.hear("time")] == [hour, day]
    assert timedelta(hours=1) <= instant(hour) - began < timedelta(hours=1, minutes=1)
    assert timedelta(hours=25) <= instant(day) - began < timedelta(hours=25, minutes=1)
    assert house.clock.now() >= instant(day)
    assert day["arrived"] == []


async def test_what_is_due_arrives_in_its_place_at_its_hour(tabs: tuple[Tab, Tab]) -> None:
    ana, ben = tabs
    await ana.say("/bell")
    planned = await ana.hear("time")
    assert instant(planned, "next").time() == time(9)
    await ana.say("/alarm")
    await ana.wait("day")
    day = await ben.hear("time")
    while "arrived" not in day:
        day = await ben.hear("time")
    places = sorted(day["arrived"], key=str)
    assert {"channel": "direct", "only_for": "ana"} in places
    assert places.count({"channel": "study-group", "only_for": None}) == 1
    assert instant(day, "next") - instant(planned, "next") == timedelta(days=1)


async def test_messages_bear_the_hour_at_which_they_were_due(tabs: tuple[Tab, Tab], house: BellHouse) -> None:
    ana, _ = tabs
    await ana.say("/bell")
    due = instant(await ana.hear("time"), "next")
    await ana.wait("day")
    [message] = [one for one in house.playground._room.messages if one.unasked]
    assert due <= message.at < due + timedelta(minutes=1)
    assert "late" not in str(message.reply)


async def test_waiting_for_the_next_thing(tabs: tuple[Tab, Tab]) -> None:
    ana, _ = tabs
    await ana.socket.send_json({"do": "wait", "for": "next"})
    assert (await ana.hear("trouble"))["words"] == NOTHING
    await ana.say("/alarm")
    due = instant(await ana.hear("time"), "next")
    came = await ana.wait("next")
    assert due <= instant(came) < due + timedelta(minutes=1)
    assert (came["next"], len(came["arrived"])) == (None, 1)


async def test_a_change_of_what_stands_there_is_no_arrival(tabs: tuple[Tab, Tab]) -> None:
    ana, _ = tabs
    await ana.say("/bell")
    await ana.hear("time")
    await ana.wait("next")
    await ana.say("/heard")
    assert (await ana.wait("hour"))["arrived"] == []


async def test_what_cannot_be_read_is_said(tabs: tuple[Tab, Tab]) -> None:
    await tabs[0].socket.send_json({"do": "wait", "for": "week"})
    assert "can't read" in (await tabs[0].hear("trouble"))["words"]


async def test_where_no_clock_can_be_moved_it_says_so() -> None:
    told: list[dict[str, Json]] = []
    waiting = Waiting(now, None, told.append)
    assert await waiting.wait("day") == STANDS
    assert (await waiting.shown())["movable"] is False
    await waiting.look()
    assert told == []


async def test_a_database_that_is_away_stops_the_clock_and_says_so(tabs: tuple[Tab, Tab], house: BellHouse) -> None:
    ana, _ = tabs
    await ana.say("/alarm")
    before = await ana.hear("time")
    house.database.away = True
    await ana.socket.send_json({"do": "wait", "for": "day"})
    assert (await ana.hear("trouble"))["words"] == STUCK
    assert (await house.playground._waiting.shown())["next"] == before["next"]
    house.database.away = False
    assert len((await ana.wait("day"))["arrived"]) == 1


async def test_something_else_that_is_due_next_is_told_of_without_being_asked(
    tabs: tuple[Tab, Tab], house: BellHouse
) -> None:
    watching = asyncio.create_task(house.playground._waiting.watch(0.01))
    ana, ben = tabs
    await ana.say("/alarm")
    await ben.hear("time")
    house.clock.move(house.clock.now() + timedelta(hours=2))
    await house.time.courier.run_due()
    while (await ben.hear("time"))["next"] is not None:  # one that is being posted is due again if that fails
        pass
    watching.cancel()
