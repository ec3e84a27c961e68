"""Both platforms answer 500 for ten minutes, at times after the work was done: each post stands there once at last."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import aiohttp
import pytest

from bot.adapters import clock
from bot.adapters.discord.speaking import DiscordSpeaker
from bot.adapters.discord.wire import Wire
from bot.adapters.slack import pace
from bot.adapters.slack.client import web_client
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.speaking import SlackSpeaker
from bot.adapters.speakers import Speakers
from bot.core.model.appointment import Plan, Result
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.schedule.courier import Courier
from tests.crash.fan_out import Hello
from tests.fakes.discord.server import TOKEN, FakeDiscord, Fault
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.web_api import BOT_TOKEN
from tests.fakes.slack.workspace import TEAM
from tests.fakes.slack.workspace import Fault as SlackFault

NINE = datetime(2026, 11, 27, 9, tzinfo=UTC)
PLACES = 6
TRIES = 500
"""More than come in ten minutes."""


async def test_ten_minutes_of_trouble_lose_nothing_and_double_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_POST", 0.0)
    monkeypatch.setattr(pace, "A_SECOND", 0.0)
    monkeypatch.setattr(pace, "A_CALL", 0.0)
    at, words = NINE, (f"word{number}" for number in itertools.count())
    async with FakeDiscord() as discord, FakeSlack() as slack:
        slack.api.scopes += ",channels:history"
        channels = {f"C{number:07}": True for number in range(PLACES)}
        slack.workspace.channels |= channels
        discord.fail("post", *(Fault(500, after=number % 3 == 0) for number in range(TRIES)))
        discord.fail("history", *(Fault(500) for _ in range(TRIES)))
        slack.workspace.fault("chat.postMessage", *(SlackFault(500, done=n % 3 == 0) for n in range(TRIES)))
        slack.workspace.fault("conversations.history", *(SlackFault(500) for _ in range(TRIES)))
        async with Wire(discord.api_url, clock.seconds) as wire, aiohttp.ClientSession() as session:
            api = web_client(slack.api_url, session, BOT_TOKEN, patient=False)
            speakers = Speakers()
            on_discord = DiscordSpeaker(wire, TOKEN, lambda _: None)
            on_slack = SlackSpeaker(api, TEAM, lambda _: None, Pace(clock.seconds))
            speakers.through("discord", lambda: on_discord)
            speakers.through("slack", lambda: on_slack)
            courier = Courier(
                database, speakers, {"hello": Hello()}, lambda: at, words.__next__, speakers.connected, asyncio.sleep
            )
            places = [f"discord:{number + 1}" for number in range(PLACES)] + [f"slack:{TEAM}.{one}" for one in channels]
            await database.write(lambda stores: _plan(stores, places))
            for _ in range(60):
                await courier.run_due()
                at += timedelta(seconds=10)
            planned = await _results(database, len(places))
            assert planned == [(Result.PLANNED, True)] * len(places), "it says what happened, and waits"
            _end(discord, slack)
            discord.forget_nonces()
            for _ in range(40):
                await courier.run_due()
                at += timedelta(seconds=10)
        assert await _results(database, len(places)) == [(Result.SENT, False)] * len(places)
        assert [len(discord.channels[number + 1]) for number in range(PLACES)] == [1] * PLACES
        assert Counter(one.channel for one in slack.workspace.messages) == dict.fromkeys(channels, 1)


async def _plan(stores: Stores, places: list[str]) -> None:
    once = Recurrence(date(2026, 11, 27), time(9), "UTC")
    for place in places:
        await stores.schedule.add(Plan("hello", f"hello:{place}", place, once), NINE - timedelta(minutes=1))


async def _results(database: Database, many: int) -> list[tuple[Result, bool]]:
    """What became of each, and whether a reason stands beside it."""

    async def read(stores: Stores) -> list[tuple[Result, bool]]:
        found = [one for number in range(1, many + 1) for one in await stores.schedule.history(number, 9)]
        return [(one.result, "had trouble" in one.why) for one in found]

    return await database.read(read)


def _end(discord: FakeDiscord, slack: FakeSlack) -> None:
    """The trouble is over; it lasted until now."""
    assert discord._faults["history"]
    assert slack.workspace.faults["conversations.history"]
    discord._faults.clear()
    slack.workspace.faults.clear()
