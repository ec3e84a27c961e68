"""People in a server, a clock that moves, and what the schedule then posts."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.adapters.database.session import Row
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database, Stores
from bot.core.schedule.courier import Courier
from bot.kinds import build_kinds
from tests.conftest import new_dispatch
from tests.core.helpers import a_reply, buttons, selects
from tests.fakes.shelf import FakeShelf, tiny_library
from tests.fakes.speaker import FakeSpeaker

BERLIN = ZoneInfo("Europe/Berlin")
REFUSED = "That didn't work"
NOW = datetime(2026, 11, 25, 7, tzinfo=UTC)
"""A Wednesday, eight in Berlin."""


@dataclass
class Town:
    """Devi organises; everybody is in Berlin; what is posted goes to `speaker`."""

    database: Database
    at: datetime = NOW
    shelf: FakeShelf = field(default_factory=lambda: FakeShelf(tiny_library()))
    speaker: FakeSpeaker = field(default_factory=FakeSpeaker)

    def __post_init__(self) -> None:
        words = (f"word{number}" for number in itertools.count())
        self.dispatch: Dispatch = new_dispatch(self.shelf, AskFeature(self.shelf), self.database)
        self.courier = Courier(self.database, self.speaker, build_kinds(self.shelf), lambda: self.at, words.__next__)

    def scene(self, who: str, channel: str | None = "talk", zone: tzinfo = BERLIN) -> Scene:
        place = Place("test", Channel(f"test:{channel}") if channel else None, Space("test:here") if channel else None)
        return Scene(Caller(Person(f"test:{who}"), who.title(), who == "devi"), place, self.at, zone)

    async def answer(self, who: str, line: str, channel: str | None = "talk") -> Answer:
        answer = await self.dispatch.typed(line, self.scene(who, channel))
        assert answer.title not in ("Something went wrong on my side", "That button no longer works"), line
        return answer

    async def say(self, who: str, line: str, channel: str | None = "talk") -> Reply:
        return a_reply(await self.answer(who, line, channel))

    async def text(self, who: str, line: str, channel: str | None = "talk") -> str:
        return plain(await self.say(who, line, channel))

    async def refused(self, who: str, line: str, channel: str | None = "talk") -> str:
        reply = await self.say(who, line, channel)
        assert reply.title == REFUSED, reply
        return plain(reply)

    async def press(self, who: str, reply: Reply, label: str, on: Audience = Audience.CALLER) -> Answer:
        return await self.dispatch.pressed(buttons(reply)[label].token, self.scene(who), on=on)

    async def choose(self, who: str, reply: Reply, label: str, value: str) -> Answer:
        token = selects(reply)[label].carried.token
        return await self.dispatch.pressed(token, self.scene(who), on=Audience.CALLER, chosen=[value])

    async def passes(self, **time: float) -> list[str]:
        """Let time pass; the titles of what was posted in the channel meanwhile."""
        before = len(self.posts())
        self.at += timedelta(**time)
        await self.courier.run_due()
        return [reply.title for reply in self.posts()[before:]]

    def posts(self, channel: str = "talk") -> list[Reply]:
        return self.speaker.to(f"test:{channel}")

    async def sql(self, statement: str, **values: Any) -> list[Row]:
        async def act(stores: Stores) -> list[Row]:
            rows: list[Row] = await stores.groups._session.rows(statement, **values)  # type: ignore[attr-defined]
            return rows

        return await self.database.write(act)

    async def owls(self) -> Town:
        """Ana owns the Night Owls, who live here; Ben is in them."""
        await self.say("ana", "/group create Night Owls phase:1 hours:6 days:mon-fri")
        await self.say("ben", "/group join Night Owls")
        await self.say("ana", "/group home")
        return self
