"""A server with a group, its boards and projects, and a clock that is moved: for the tests of what comes each week."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from bot.core.schedule.courier import Courier
from bot.core.schedule.weeks import Refreshing
from bot.kinds import build_kinds, week_in
from tests.conftest import new_dispatch
from tests.core.acts.milestones import curriculum
from tests.core.helpers import a_reply, buttons
from tests.fakes.shelf import FakeShelf
from tests.fakes.speaker import FakeSpeaker

WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=UTC)
TALK, ANA = "test:talk", "test:ana"


@dataclass
class Town:
    """People who speak in a channel, a clock, and what the bot says by itself."""

    database: Database
    at: datetime = WEDNESDAY
    shelf: FakeShelf = field(default_factory=lambda: FakeShelf(curriculum()))
    speaker: FakeSpeaker = field(default_factory=FakeSpeaker)

    def __post_init__(self) -> None:
        self.dispatch: Dispatch = new_dispatch(self.shelf, AskFeature(self.shelf), self.database)
        words = (f"word{number}" for number in itertools.count())
        self.courier = Courier(self.database, self.speaker, build_kinds(self.shelf), lambda: self.at, words.__next__)
        self.refreshing = Refreshing(self.database, self.speaker, week_in(self.shelf))

    def scene(self, who: str, channel: str = TALK) -> Scene:
        place = Place("test", Channel(channel), Space("test:here", "Here"))
        return Scene(Caller(Person(f"test:{who}"), who.title(), who == "devi"), place, self.at)

    async def say(self, who: str, line: str, channel: str = TALK) -> Reply:
        answer = a_reply(await self.dispatch.typed(line, self.scene(who, channel)))
        assert answer.title != "Something went wrong on my side", line
        return answer

    async def press(self, who: str, reply: Reply, label: str) -> Reply:
        token = buttons(reply)[label].token
        return a_reply(await self.dispatch.pressed(token, self.scene(who), on=Audience.CALLER))

    async def passes(self, **time: float) -> None:
        """Time goes by, and the bot does what is due."""
        self.at += timedelta(**time)
        await self.courier.run_due()
        await self.refreshing(self.at)

    async def homes(self) -> list[str | None]:
        homes = await self.database.read(lambda stores: stores.groups.homes(1))
        return [home.tracker for home in homes]

    def week(self, key: str = "d1") -> str:
        return plain(self.speaker.said[key][1])
