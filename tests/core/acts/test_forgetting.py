"""What is forgotten by itself, a part at a time, and that housekeeping does it each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.app import App, build, forgetful_database
from bot.core.acts import forgetting
from bot.core.acts.forgetting import QUIET, forget_old
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.checkin import Checkin
from bot.core.model.streak import Mark
from bot.core.ports.database import Database, Stores
from bot.settings import Settings
from tests.core.helpers import NOW

DAY = timedelta(days=1)
HERE = Space("test:1", "Here")
MONDAY = date(2026, 11, 23)
PEOPLE = [Caller(Person(f"test:p{number}"), f"P{number}") for number in range(5)]


async def moved_in(stores: Stores) -> None:
    """Five people in a community, each with a check-in of that day."""
    community = await stores.communities.at(HERE, NOW)
    for caller in PEOPLE:
        member = await stores.people.meet(caller, NOW)
        await stores.communities.join(community.number, member.number, NOW)
        await stores.checkins.write(member.number, Checkin(MONDAY, "Read", 5, ""), NOW)


async def known(database: Database) -> list[str]:
    """Who is still known."""

    async def work(stores: Stores) -> list[str]:
        found = [await stores.people.known(one.person) for one in PEOPLE]
        return [one.name for one in found if one is not None]

    return await database.read(work)


async def test_nothing_is_old_at_first(database: Database) -> None:
    await database.write(moved_in)
    assert not await database.write(lambda stores: forget_old(stores, NOW + 300 * DAY))


async def test_a_deserted_community_goes_a_part_at_a_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    await database.write(moved_in)
    await database.write(lambda stores: stores.communities.removed(HERE, NOW))
    later = NOW + 400 * DAY
    left = []
    while await database.write(lambda stores: forget_old(stores, later)):
        left.append(len(await known(database)))
    assert left == [5, 5, 5, 3, 1, 0], "words first, then people, then the community with the last of them"
    assert await database.read(lambda stores: stores.communities.known(HERE)) is None


async def test_who_still_learns_stays(database: Database) -> None:
    await database.write(moved_in)
    await database.write(lambda stores: stores.communities.removed(HERE, NOW))
    later = NOW + 400 * DAY

    async def learn(stores: Stores) -> None:
        for caller, at in ((PEOPLE[0], later - QUIET + DAY), (PEOPLE[1], later - QUIET - DAY)):
            member = await stores.people.known(caller.person)
            assert member is not None
            await stores.days.mark(member.number, "skill:x", Mark(at.date(), at, member.clock))

    await database.write(learn)
    while await database.write(lambda stores: forget_old(stores, later)):
        pass
    assert await known(database) == ["P0"]


async def test_housekeeping_forgets_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    app: App = build(Settings(), forgetful_database())
    await app.database.open()
    try:
        await app.database.write(moved_in)
        housekeeping = app.housekeeping(None)

        async def words() -> int:
            async def work(stores: Stores) -> int:
                members = [await stores.people.known(one.person) for one in PEOPLE]
                days = [await stores.checkins.on(one.number, MONDAY) for one in members if one is not None]
                return sum(bool(one and one.did) for one in days)

            return await app.database.read(work)

        for days, hour, left in ((300, 3, 5), (400, 2, 5), (400, 3, 0)):
            await housekeeping.run_due((NOW + days * DAY).replace(hour=hour))
            await housekeeping.settled()
            assert await words() == left
        assert await known(app.database) == [one.name for one in PEOPLE]
    finally:
        await app.database.close()
