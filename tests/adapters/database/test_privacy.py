"""What is kept of a member is exported and forgotten, over all tables, on both engines."""

from __future__ import annotations

import json

import pytest

from bot.adapters.database.stores.joining import OF_MEMBERS
from bot.core.acts.privacy import go
from bot.core.chat.scene import Caller, Person
from bot.core.features.privacy_words import KINDS
from bot.core.model.board import Board, Start
from bot.core.model.group import Role
from bot.core.model.meetup import Feed
from bot.core.model.member import Visibility
from bot.core.ports.audit import Act
from bot.core.ports.database import Database, Stores
from tests.adapters.database.living import (
    ANA,
    BEN,
    DAY,
    MONDAY,
    lived,
    tables,
)
from tests.adapters.database.test_joining import naming
from tests.core.helpers import NOW


async def test_every_store_says_what_it_keeps_of_members(database: Database) -> None:
    for store in OF_MEMBERS:
        told = {table for kept in store.KEPT for table in kept.tables}
        assert told >= set(store.MEMBER_TABLES), store
    named = [kept.name for store in OF_MEMBERS for kept in store.KEPT]
    assert sorted([*named, "group_weeks"]) == sorted(KINDS)


async def test_all_that_is_kept_is_exported_and_then_forgotten(database: Database) -> None:
    ana, ben = await database.write(lived)
    before = await tables(database)
    for table in await naming(database, "members", "member"):
        assert any(ana in row for row in before[table]), f"the test keeps nothing in {table}"
    exported = await database.read(lambda stores: stores.privacy.export(ana))
    counted = await database.read(lambda stores: stores.privacy.kept(ana))
    assert {name: len(items) for name, items in exported.items() if items} == counted
    assert set(counted) == set(KINDS)
    text = json.dumps(exported)
    for words in (
        *(
            "zqxAna",
            "zqx alias",
            "discord:4711",
            "Europe/Berlin",
            "Here",
            "Owls",
            "streak:zqx",
            "zqx report",
            "zqx-skill",
        ),
        *("zqx did", "zqx blocker", "zqx reason", "https://zqx.example", "zqx notes", "Well done", "zqx comment"),
        *("zqx answer", "zqx reminder", "Paper club", "zqx draft", "zqx minutes", "going", "git-one"),
        *("Winter", "git-basics", "Slip.", "2026-11-23T10:00:00Z"),
    ):
        assert words in text, words
    for words in ("Ben", "ben.example", "discord:2", "ZQXCODE", "His minutes", "zqx" * 10):
        assert words not in text, words
    assert exported["reviews_received"][0]["by"] is None
    await database.write(lambda stores: stores.people.choose(ben, Visibility.PUBLIC, None))
    exported = await database.read(lambda stores: stores.privacy.export(ana))
    assert exported["reviews_received"][0]["by"] == "Ben"

    await database.write(lambda stores: go(stores, ana, NOW + DAY))
    after = await tables(database)
    for table, found in after.items():
        for row in found:
            # what Ben did is called zqx, too
            assert not [one for one in row if ANA.person.reference in str(one)], table
            values = [one for one in row if isinstance(one, str) and f"“zqx” {ben}." not in one and one != "skill:zqx"]
            assert not [one for one in values if "zqx" in one.lower() and not one.startswith("skill:zqx#")], (
                table,
                row,
            )
    assert await database.read(lambda stores: stores.privacy.kept(ana)) == {
        name: count for name, count in counted.items() if name in ("you", "points", "boards", "projects")
    } | {"reviews_received": 1, "review_scores_received": 1}
    assert await database.read(lambda stores: stores.people.known(ANA.person)) is None
    assert await database.read(lambda stores: stores.people.member(ana)) is None
    lines = await database.read(lambda stores: stores.audit.lines(1, None, 5))
    assert [(one.act, one.by, one.about) for one in lines] == [
        (Act.ORGANISER_ADDED, "Ben", None),
        (Act.SEASON, None, None),
    ]
    await stays(database, ana, ben)
    mates = await database.read(lambda stores: stores.groups.mates(1))
    assert [(one.member.number, one.role) for one in mates] == [(ben, Role.OWNER)]
    assert await database.read(lambda stores: stores.groups.stale(NOW - DAY))


async def stays(database: Database, ana: int, ben: int) -> None:
    """What others have of what Ana did goes on without her."""

    async def look(stores: Stores) -> None:
        hers, his = await stores.meetups.living(1, NOW)
        assert (hers.title, hers.host, his.title, his.host) == ("Paper club", None, "His club", ben)
        changes = await stores.meetups.changes(his.number)
        assert [(one.presenter, one.notes, one.noted_by) for _, one in sorted(changes.items())] == [
            (None, "", None),
            (None, "His minutes", ben),
        ]
        assert [one.member.number for one in await stores.meetups.answers(his.number, MONDAY)] == [ben]
        assert {one.meetup for one in await stores.meetups.behind(9)} == {hers.number, his.number}
        assert await stores.feeds.of(Feed("", member=ana)) is None
        assert await stores.feeds.of(Feed("", community=1)) is not None
        assert await stores.prompts.of("discord:77") is not None
        [challenge] = await stores.challenges.open(NOW)
        assert await stores.challenges.maker(challenge.number) == ""
        [planned] = await stores.schedule.of("meetup:1")
        assert planned.plan.maker == ""
        assert await stores.submissions.followers(2) == {ben: BEN.person}
        assert [one.words for one in await stores.gaps.of(1)] == ["what is a feature store"]

    await database.read(look)


@pytest.mark.parametrize(
    ("visibility", "alias"), [(Visibility.PRIVATE, "zqx alias"), (Visibility.COMMUNITY, None)], ids=["seen", "called"]
)
async def test_what_shows_somebody_is_behind_once_they_are_seen_otherwise(
    database: Database, visibility: Visibility, alias: str | None
) -> None:
    ana, _ = await database.write(lived)

    async def settle(stores: Stores) -> None:
        for mirror in await stores.meetups.behind(9):
            await stores.meetups.caught_up(mirror)
        [home] = await stores.groups.homes(1)
        await stores.groups.tracked(home.channel, home.tracker, NOW, home.changes)

    async def stale(stores: Stores) -> tuple[int, int]:
        return len(await stores.groups.stale(NOW - DAY)), len(await stores.meetups.behind(9))

    await database.write(settle)
    before = await database.read(stale)
    await database.write(lambda stores: stores.people.choose(ana, visibility, alias))
    assert (before, await database.read(stale)) == ((0, 0), (1, 2))


async def test_sums_stay_right_and_nobody_is_seen(database: Database) -> None:
    ana, ben = await database.write(lived)
    boards = (Board(1), Board(1, 1))

    async def seen(stores: Stores) -> list[tuple[int, int, list[str]]]:
        pages = [await stores.boards.members(board, "all", Start(), 5) for board in boards]
        return [(one.points, one.active, [row.name for row in one.rows]) for one in pages]

    assert await database.read(seen) == [(19, 2, ["zqx alias", "Ben"])] * 2
    await database.write(lambda stores: go(stores, ana, NOW))
    assert await database.read(seen) == [(19, 2, ["Ben"])] * 2
    again = await database.write(lambda stores: stores.people.meet(ANA, NOW))
    assert again.number not in (ana, ben)
    assert await database.read(lambda stores: stores.privacy.kept(again.number)) == {"you": 1, "accounts": 1}


async def test_whoever_leaves_a_community_is_on_its_boards_no_more(database: Database) -> None:
    ana, _ = await database.write(lived)
    assert await database.write(lambda stores: stores.communities.leave(1, ana, NOW))
    assert not await database.write(lambda stores: stores.communities.leave(1, ana, NOW))
    page = await database.read(lambda stores: stores.boards.members(Board(1), "all", Start(), 5))
    assert ([row.name for row in page.rows], page.points) == (["Ben"], 19)
    await database.write(lambda stores: stores.communities.join(1, ana, NOW))
    page = await database.read(lambda stores: stores.boards.members(Board(1), "all", Start(), 5))
    assert len(page.rows) == 2


@pytest.mark.parametrize("name", ["Ben", "B e n", "BEN", "Bеn", "bén", "8en"])
async def test_no_alias_looks_like_somebody_else(database: Database, name: str) -> None:
    async def act(stores: Stores) -> list[bool]:
        ana, ben = await lived(stores)
        stranger = await stores.people.meet(Caller(Person("discord:3"), "Stranger"), NOW)
        return [await stores.people.looks_like(one, name) for one in (ana, ben, stranger.number)]

    assert await database.write(act) == [name != "8en", False, False]


async def test_two_who_become_one_keep_one_alias(database: Database) -> None:
    async def act(stores: Stores) -> bool:
        ana, ben = await lived(stores)
        third = await stores.people.meet(Caller(Person("discord:3"), "Third"), NOW)
        await stores.communities.join(1, third.number, NOW)
        await stores.joining.members(ben, ana)
        lines = await stores.audit.lines(1, None, 5)
        assert [one.by for one in lines] == ["zqx alias", "zqx alias"]
        return await stores.people.looks_like(third.number, "ZQX ALIAS")

    assert await database.write(act)


async def test_all_that_is_kept_goes_over_to_who_somebody_becomes_one_with(database: Database) -> None:
    ana, _ = await database.write(lived)
    third = await database.write(lambda stores: stores.people.meet(Caller(Person("discord:3"), "Third"), NOW))
    before = await database.read(lambda stores: stores.privacy.export(ana))
    await database.write(lambda stores: stores.joining.members(third.number, ana))
    after = await database.read(lambda stores: stores.privacy.export(third.number))
    # codes and wrong tries are for who asked
    lost = {"codes", "wrong_codes"}
    for name, items in before.items():
        if name in lost:
            assert after[name] == [], name
        elif name not in ("you", "accounts"):
            assert after[name] == items, name
    assert {one["account"] for one in after["accounts"]} == {"discord:4711", "discord:3"}
