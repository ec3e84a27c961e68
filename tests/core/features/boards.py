"""A community with points, for the tests of what shows them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.adapters.database.session import Value
from bot.adapters.database.stores import SqlStores
from bot.core.acts.meeting import meet
from bot.core.acts.paying import pay
from bot.core.chat.command import Menu
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Channel, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.badges import BadgesFeature
from bot.core.features.correcting import CorrectingFeature
from bot.core.features.explaining import ExplainingFeature
from bot.core.features.leaderboard import LeaderboardFeature
from bot.core.features.season import SeasonFeature
from bot.core.model.points import PointRule, PointRules
from bot.core.ports.database import Database, Stores
from bot.core.ports.pictures import Bars, NoPicture
from tests.core.helpers import NOW, a_reply, scene
from tests.fakes.shelf import FakeShelf, tiny_library

RULES = PointRules(a_day=10_000, acts=(PointRule(act="skill", points=10, about="A skill."),))
TODAY = date(2026, 11, 23)


class FakePainter:
    """`Painter` that keeps what it was asked to draw; None where it can't draw."""

    def __init__(self) -> None:
        self.asked: list[Bars] = []
        self.able = True

    async def __call__(self, bars: Bars) -> bytes:
        if not self.able:
            raise NoPicture("An organiser adds the extra.")
        self.asked.append(bars)
        return b"png"


class Town:
    """A community on the test platform, and everything that shows its boards."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.painter = FakePainter()
        features = (
            LeaderboardFeature(database, self.painter),
            ExplainingFeature(database),
            CorrectingFeature(database),
            SeasonFeature(database),
            BadgesFeature(FakeShelf(tiny_library()), database),
        )
        menu = Menu(item for feature in features for item in feature.menu())
        self.dispatch = Dispatch(menu, itertools.count().__next__, lambda: "a1b2c3")

    async def said(
        self, line: str, who: str = "ana", *, organiser: bool = False, channel: str = "general", at: datetime = NOW
    ) -> Reply:
        return a_reply(await self.dispatch.typed(line, here(who, organiser=organiser, channel=channel, at=at)))

    async def pressed(self, token: str, who: str = "ana", *, organiser: bool = False) -> Reply:
        return a_reply(await self.dispatch.pressed(token, here(who, organiser=organiser), on=Audience.CALLER))

    async def shared(self, token: str, who: str = "ana") -> Reply:
        """For all to see."""
        return await self.pressed(f"!{token}", who)

    async def earns(self, who: str, skills: int, day: date = TODAY) -> int:
        async def work(stores: Stores) -> int:
            member = (await meet(stores, here(who))).number
            at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            for number in range(skills):
                reference = f"skill:{day}-{number}"
                await pay(stores, RULES, member, "skill", reference, f"You finished {number}.", day=day, at=at)
            return member

        return await self.database.write(work)

    async def sql(self, sql: str, **values: Value) -> None:
        async def work(stores: Stores) -> None:
            assert isinstance(stores, SqlStores)
            await stores._session.rows(sql, **values)

        await self.database.write(work)

    async def group(self, name: str, *members: int, channel: str = "") -> None:
        """A group with these members; before they earn what shall count for it."""
        await self.sql(
            "INSERT INTO study_groups (community, name, made_at, changed_at) VALUES (1, :name, 0, 0)", name=name
        )
        last = "(SELECT MAX(id) FROM study_groups)"
        for member in members:
            await self.sql(
                f"INSERT INTO group_members (study_group, member, since) VALUES ({last}, :member, 0)",
                member=member,
            )
        if channel:
            await self.sql(
                f"INSERT INTO group_homes VALUES (:channel, {last}, 'test:server', NULL, NULL)", channel=channel
            )

    async def shows(self, member: int, visibility: str) -> None:
        await self.sql("UPDATE members SET visibility = :how WHERE id = :member", how=visibility, member=member)
        await self.database.write(lambda stores: stores.ledger.relist(member))


def here(who: str, *, organiser: bool = False, channel: str = "general", at: datetime = NOW) -> Scene:
    place = Place("test", Channel(f"test:{channel}"), Space("test:server"))
    return replace(scene(who=who, organiser=organiser, at=at), place=place)
