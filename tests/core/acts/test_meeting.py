"""Who somebody is, where they are, and in a direct message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.core.acts.meeting import community_of, meet
from bot.core.chat.scene import Place, Space
from bot.core.model.member import Community, Member
from bot.core.ports.database import Database, Stores
from tests.core.helpers import scene


async def test_who_does_something_in_a_server_is_of_its_community(database: Database) -> None:
    alone = scene(direct=True, zone=ZoneInfo("Asia/Kolkata"))
    there = replace(alone, place=Place("test", None, Space("test:server")))

    async def act(stores: Stores) -> tuple[Member, Community | None, Community | None]:
        member = await meet(stores, alone)
        before = await community_of(stores, alone, member)
        await meet(stores, there)
        return member, before, await community_of(stores, alone, member)

    member, before, after = await database.write(act)
    assert (member.name, member.zone, before) == ("ana", "Asia/Kolkata", None)
    assert after is not None
    assert await database.read(lambda stores: community_of(stores, there, None)) == after


async def test_somebody_unknown_belongs_nowhere(database: Database) -> None:
    assert await database.read(lambda stores: community_of(stores, scene(direct=True), None)) is None


async def test_utc_is_nobodys_choice(database: Database) -> None:
    member = await database.write(lambda stores: meet(stores, scene()))
    assert (member.zone, member.shown) == (None, "ana")


async def test_a_members_clock_is_that_of_their_zone(database: Database) -> None:
    unknown = await database.write(lambda stores: meet(stores, scene()))
    known = await database.write(lambda stores: meet(stores, scene(zone=ZoneInfo("Asia/Kolkata"))))
    assert (unknown.clock, known.clock) == (UTC, ZoneInfo("Asia/Kolkata"))
