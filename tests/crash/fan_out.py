"""A process that posts what is due until it is killed, or says how much it posted and what is left: see `kills.py`.

It begins when it is sent a line, so that several can begin together. It is the real courier with the real speakers
over the wire to the fakes of the process that started it. Its clock is told to it, so that leases of those that were
killed have run out. It posts faster than the platforms allow, for a kill is to meet many posts in little time.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp

from bot.adapters import clock
from bot.adapters.discord import pace as discord_pace
from bot.adapters.discord.speaking import DiscordSpeaker
from bot.adapters.discord.wire import Wire
from bot.adapters.slack import pace as slack_pace
from bot.adapters.slack.client import web_client
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.speaking import SlackSpeaker
from bot.adapters.speakers import Speakers
from bot.app import database_at
from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery
from bot.core.ports.database import Stores
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Message
from tests.fakes.discord.server import TOKEN
from tests.fakes.slack.web_api import BOT_TOKEN
from tests.fakes.slack.workspace import TEAM


@dataclass
class Hello:
    """Posts the number of its appointment."""

    name: str = "hello"
    grace: timedelta = timedelta(days=3)
    count: int = 0
    """How many were posted by this process."""

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message:
        return Message(Reply(f"Number {delivery.appointment.number}", (Text("What will you learn today?"),)))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        self.count += 1


async def main(url: str, discord_url: str, slack_url: str, at: datetime, word: str) -> None:
    discord_pace.A_SECOND, discord_pace.MOST = 400.0, 400
    slack_pace.A_POST, slack_pace.A_SECOND, slack_pace.A_CALL, slack_pace.CALLS = 0.0, 0.0, 0.0, 1_000_000
    database, hello = database_at(url), Hello()
    await database.open()
    print("ready", flush=True)  # noqa: T201 - for the process that listens
    await asyncio.to_thread(sys.stdin.readline)
    began = clock.seconds()

    def now() -> datetime:
        return at + timedelta(seconds=clock.seconds() - began)

    async with Wire(discord_url, clock.seconds) as wire, aiohttp.ClientSession() as session:
        speakers, api = Speakers(), web_client(slack_url, session, BOT_TOKEN, patient=False)
        discord = DiscordSpeaker(wire, TOKEN, lambda _: None, patient=True)
        slack = SlackSpeaker(api, TEAM, lambda _: None, Pace(clock.seconds), patient=True)
        speakers.through("discord", lambda: discord)
        speakers.through("slack", lambda: slack)
        words: Callable[[], str] = (f"{word}.{number}" for number in itertools.count()).__next__
        courier = Courier(database, speakers, {"hello": hello}, now, words, speakers.connected)
        await courier.run_due()
    print(json.dumps({"posted": hello.count, "finished": await courier.wake() is None}), flush=True)  # noqa: T201
    await database.close()


if __name__ == "__main__":
    url, discord_url, slack_url, at, word = sys.argv[1:]
    asyncio.run(main(url, discord_url, slack_url, datetime.fromisoformat(at), word))
