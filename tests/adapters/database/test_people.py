"""Who is known, on both engines."""

from __future__ import annotations

from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.member import Community, Member
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW

ANA = Caller(Person("discord:1"), "Ana")


async def test_somebody_is_met_once(database: Database) -> None:
    assert await database.read(lambda stores: stores.people.known(ANA.person)) is None
    first = await database.write(lambda stores: stores.people.meet(ANA, NOW, "Europe/Berlin"))
    again = await database.write(lambda stores: stores.people.meet(Caller(ANA.person, "Ana B."), NOW))
    assert first == Member(first.number, "Ana", "Europe/Berlin")
    assert again == Member(first.number, "Ana B.", "Europe/Berlin")
    assert await database.read(lambda stores: stores.people.known(ANA.person)) == again
    assert await database.read(lambda stores: stores.people.accounts(first.number)) == [ANA.person]


async def test_a_community_begins_with_its_first_space(database: Database) -> None:
    async def act(stores: Stores) -> tuple[Community, Member]:
        community = await stores.communities.at(Space("discord:9"), NOW)
        member = await stores.people.meet(ANA, NOW)
        await stores.communities.join(community.number, member.number, NOW)
        await stores.communities.join(community.number, member.number, NOW)
        return community, member

    community, member = await database.write(act)
    assert await database.read(lambda stores: stores.communities.of(member.number)) == [community]


async def test_a_work_that_fails_leaves_nothing(database: Database) -> None:
    async def act(stores: Stores) -> None:
        await stores.people.meet(ANA, NOW)
        raise LookupError("no")

    try:
        await database.write(act)
    except LookupError:
        assert await database.read(lambda stores: stores.people.known(ANA.person)) is None
    else:
        raise AssertionError
