"""What is old is forgotten in its time: words, and communities that removed the bot; on both engines."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.database.stores import SqlStores
from bot.core.acts.forgetting import AT_ONCE, forget_old
from bot.core.chat.scene import Channel, Space
from bot.core.model.checkin import Checkin
from bot.core.model.group import Home
from bot.core.ports.database import Database, Stores
from tests.adapters.database.living import (
    ANA,
    BEN,
    DAY,
    HERE,
    MONDAY,
    THERE,
    lived,
    lived_again,
    tables,
)
from tests.adapters.database.test_joining import rows
from tests.core.helpers import NOW

GONE_WITH_IT = (
    *("prompt_series", "prompt_posts", "prompt_days_off", "prompt_answers", "challenges", "challenge_posts", "meetups"),
    *("meetup_changes", "meetup_answers", "meetup_mirrors", "calendar_feeds", "gaps", "appointments"),
)
"""Tables that are empty once the only community that was in them is forgotten."""


async def test_words_are_forgotten_when_the_strictest_community_says_so(database: Database) -> None:
    ana, _ = await database.write(lived)

    async def words(stores: Stores) -> tuple[str, str, str, int]:
        [checkin] = await stores.checkins.latest(ana, limit=5)
        [planned] = await stores.days.breaks(ana)
        return checkin.did, checkin.blocker, planned.reason, await stores.reports.waiting(1, ana)

    async def settle(stores: Stores) -> None:
        community = await stores.communities.at(HERE, NOW)
        other = await stores.communities.at(THERE, NOW)
        await stores.communities.settle(replace(community, retention_days=100))
        await stores.communities.settle(replace(other, retention_days=30))

    async def forgotten(days: int) -> int:
        return await database.write(lambda stores: stores.privacy.forget_words(NOW + days * DAY, 50))

    await database.write(settle)
    assert await forgotten(0) == 0
    kept = ("zqx did", "zqx blocker", "zqx reason", 1)
    assert await forgotten(99) == 3  # two codes with their tries, and the invitation
    assert await database.read(words) == kept
    assert await forgotten(102) == 3
    assert await database.read(words) == ("", "", "", 0)
    assert await forgotten(102) == 0
    assert await forgotten(729) == 0
    assert await forgotten(731) == 2  # the log

    await database.write(lived_again)
    await database.write(lambda stores: stores.communities.join(2, ana, NOW))
    assert await forgotten(29) == 0
    assert await forgotten(32) == 1
    await database.write(lived_again)
    for community in (1, 2):
        await database.write(lambda stores, one=community: stores.communities.leave(one, ana, NOW))  # type: ignore[misc]
    assert await forgotten(364) == 0
    assert await forgotten(367) == 1


async def test_a_community_that_removed_the_bot_is_forgotten_in_its_time(database: Database) -> None:
    ana, ben = await database.write(lived)
    elsewhere = await database.write(lambda stores: stores.communities.at(THERE, NOW))
    await database.write(lambda stores: stores.communities.join(elsewhere.number, ben, NOW))
    await database.write(lambda stores: stores.communities.removed(HERE, NOW))
    await database.write(lambda stores: stores.communities.removed(HERE, NOW + 300 * DAY))

    async def run(days: int) -> None:
        while await database.write(lambda stores: forget_old(stores, NOW + days * DAY)):
            pass

    await run(365)
    assert await database.read(lambda stores: stores.communities.known(HERE))
    await run(366)
    assert await database.read(lambda stores: stores.communities.known(HERE)) is None
    assert await database.read(lambda stores: stores.people.known(ANA.person)) is None
    still = await database.read(lambda stores: stores.people.known(BEN.person))
    assert still is not None
    assert [one.name for one in await database.read(lambda stores: stores.communities.of(ben))] == ["There"]
    kept = await tables(database)
    for table in (
        "study_groups",
        "group_members",
        "group_homes",
        "group_weeks",
        "reports",
        "audit",
        "scores",
        *GONE_WITH_IT,
    ):
        assert kept[table] == [], table
    assert [one.state.value for one in await database.read(lambda stores: stores.submissions.of(ben))] == ["waiting"]
    again = await database.write(lambda stores: stores.communities.at(HERE, NOW + 400 * DAY))
    assert again.number not in (1, elsewhere.number)
    assert ana != ben


async def test_a_community_is_back_where_somebody_writes_or_the_platform_says_so(database: Database) -> None:
    async def removed() -> list[bool]:
        found = await rows(database, "SELECT removed_at FROM spaces ORDER BY reference")
        return [one is not None for (one,) in found]

    async def both(stores: Stores) -> None:
        await stores.communities.at(HERE, NOW)
        await stores.communities.at(THERE, NOW)
        await stores.communities.at(Space("slack:T1", "Work"), NOW)

    await database.write(both)
    await database.write(lambda stores: stores.communities.removed(HERE, NOW))
    assert await removed() == [False, True, False]
    await database.write(lambda stores: stores.communities.at(HERE, NOW))
    assert await removed() == [False, False, False]
    await database.write(lambda stores: stores.communities.present("discord", [HERE], NOW))
    assert await removed() == [True, False, False]
    await database.write(lambda stores: stores.communities.present("discord", [HERE, THERE], NOW))
    assert await removed() == [False, False, False]


async def test_a_group_that_lives_elsewhere_too_keeps_its_community(database: Database) -> None:
    await database.write(lived)

    async def act(stores: Stores) -> list[int]:
        await stores.communities.at(THERE, NOW)
        await stores.groups.settle(1, Home("discord:78", THERE.reference))
        await stores.communities.removed(HERE, NOW)
        return list(await stores.privacy.deserted(NOW + 1000 * DAY))

    assert await database.write(act) == []
    await database.write(lambda stores: stores.groups.unsettle(Channel("discord:78").reference))
    assert await database.read(lambda stores: stores.privacy.deserted(NOW + 1000 * DAY)) == [1]


async def test_what_is_planned_or_logged_in_two_communities_becomes_one(database: Database) -> None:
    async def act(stores: Stores) -> int:
        await lived(stores)
        other = await stores.communities.at(THERE, NOW)
        await stores.joining.communities(other.number, 1)
        assert isinstance(stores, SqlStores)
        [(planned,)] = await stores._session.rows("SELECT COUNT(*) FROM appointments WHERE community = 2")
        assert planned == 1
        return len(await stores.audit.lines(other.number, None, 5))

    assert await database.write(act) == 2


async def test_many_words_are_forgotten_in_parts(database: Database) -> None:
    async def act(stores: Stores) -> list[bool]:
        ana, _ = await lived(stores)
        for day in range(AT_ONCE + 1):
            await stores.checkins.write(ana, Checkin(MONDAY - day * DAY, "zqx", 1, ""), NOW)
        return [await forget_old(stores, NOW + 400 * DAY) for _ in range(3)]

    assert await database.write(act) == [True, True, False]
