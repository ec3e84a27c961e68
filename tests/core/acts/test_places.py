"""Communities that join and part, where two organisers act at once."""

from __future__ import annotations

from dataclasses import replace

from bot.core.acts.codes import GOOD_FOR, NotGood
from bot.core.acts.meeting import meet
from bot.core.acts.places import part, unite
from bot.core.chat.scene import Place, Space
from bot.core.ports.codes import Issued
from bot.core.ports.database import Database, Stores
from tests.core.helpers import scene

SPACE = Space("test:here", "Here")
HERE = replace(scene(organiser=True), place=Place("test", None, SPACE))


async def test_a_community_that_is_alone_stays_as_it_is(database: Database) -> None:
    assert await database.write(lambda stores: part(stores, HERE, SPACE)) is None


async def test_a_code_that_is_for_no_community(database: Database) -> None:
    async def act(stores: Stores) -> object:
        member = await meet(stores, HERE)
        await stores.codes.issue("ABCDEFGH", "community", Issued(member.number, None), HERE.at + GOOD_FOR)
        return await unite(stores, HERE, SPACE, "abcd-efgh")

    assert await database.write(act) is NotGood.UNKNOWN
