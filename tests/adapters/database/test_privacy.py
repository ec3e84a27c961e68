"""What is kept of a member is exported and forgotten, over all tables, on both engines; so is what is old."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.adapters.database.session import Row
from bot.adapters.database.stores import SqlStores
from bot.adapters.database.stores.joining import OF_MEMBERS
from bot.core.acts.forgetting import AT_ONCE, forget_old
from bot.core.acts.privacy import go
from bot.core.chat.scene import Caller, Channel, Person, Space
from bot.core.features.privacy_words import KINDS
from bot.core.model.appointment import Plan
from bot.core.model.board import Board, Start
from bot.core.model.challenge import Challenge, Step
from bot.core.model.checkin import Checkin
from bot.core.model.group import Group, Home, Invitation, Purpose, Role
from bot.core.model.meetup import CARD, Change, Coming, Feed, Meetup, Mirror
from bot.core.model.meetup import State as Stage
from bot.core.model.member import Visibility
from bot.core.model.milestone import Judged, Verdict
from bot.core.model.points import LedgerLine
from bot.core.model.progress import State
from bot.core.model.prompting import Series
from bot.core.model.recurrence import Recurrence
from bot.core.model.streak import Break, Mark, Rhythm
from bot.core.model.tracker import Row as WeekRow
from bot.core.model.tracker import Week, written
from bot.core.ports.audit import Act
from bot.core.ports.codes import Issued
from bot.core.ports.database import Database, Stores
from bot.core.ports.prompts import KeptAnswer
from bot.core.ports.reminders import Direct, ReminderSettings
from tests.adapters.database.test_joining import naming, rows
from tests.core.helpers import NOW

DAY = timedelta(days=1)
ANA, BEN = Caller(Person("discord:4711"), "zqxAna"), Caller(Person("discord:2"), "Ben")
HERE, THERE = Space("discord:9", "Here"), Space("discord:10", "There")
MONDAY = date(2026, 11, 23)
GONE_WITH_IT = (
    *("prompt_series", "prompt_posts", "prompt_days_off", "prompt_answers", "challenges", "challenge_posts", "meetups"),
    *("meetup_changes", "meetup_answers", "meetup_mirrors", "calendar_feeds", "gaps", "appointments"),
)
"""Tables that are empty once the only community that was in them is forgotten."""


async def lived(stores: Stores) -> tuple[int, int]:
    """Ana, of whom something stands in every table that there is for members, and Ben."""
    ana, ben = [await stores.people.meet(one, NOW, "Europe/Berlin") for one in (ANA, BEN)]
    community = await stores.communities.at(HERE, NOW)
    for member in (ana, ben):
        await stores.communities.join(community.number, member.number, NOW)
    group = await stores.groups.add(Group(0, community.number, "Owls"), NOW)
    await stores.groups.enter(group.number, ana.number, Role.OWNER, NOW)
    await stores.groups.enter(group.number, ben.number, Role.MEMBER, NOW)
    await stores.groups.settle(group.number, Home("discord:77", HERE.reference, "discord:77.1"))
    await stores.groups.invite(Invitation("AAAA", group.number, Purpose.PERSON, NOW + DAY, ANA.person.reference))
    week = Week(MONDAY, None, (WeekRow(ana.number, "foundations", 1, "git-basics", ()),))
    await stores.groups.keep(group.number, MONDAY, written(week), NOW)
    await stores.people.choose(ana.number, Visibility.COMMUNITY, "zqx alias")
    await stores.communities.appoint(community.number, ana.number, NOW)
    for member in (ana, ben):
        line = LedgerLine("skill:zqx", "skill", 10, MONDAY, NOW, f"You finished “zqx” {member.number}.")
        await stores.ledger.add(member.number, line)
    fix = LedgerLine("skill:zqx#1", "correction", -1, MONDAY, NOW, "Slip.")
    await stores.ledger.add(ben.number, fix, like="skill:zqx", author=ana.number)
    await stores.badges.award(ana.number, "streak:zqx", NOW)
    await stores.reports.add(community.number, ana.number, "zqx report", NOW)
    await stores.progress.set(ana.number, "zqx-skill", State.DONE, NOW)
    await stores.checkins.write(ana.number, Checkin(MONDAY, "zqx did", 30, "zqx blocker", group.number), NOW)
    await stores.days.mark(ana.number, "skill:zqx", Mark(MONDAY, NOW, ana.clock))
    await stores.days.plan(ana.number, Break(MONDAY, MONDAY, "zqx reason"))
    await stores.days.choose(ana.number, Rhythm(3))
    mine = await stores.submissions.add(
        ana.number, community.number, "foundations", 1, "https://zqx.example", "zqx notes", NOW
    )
    theirs = await stores.submissions.add(
        ben.number, community.number, "foundations", 1, "https://ben.example", "Ben", NOW
    )
    rubric = (Judged(1, "works", "Works", ("No", "Yes")),)
    review = await stores.reviews.begin(mine.number, ben.number, rubric, NOW)
    done = replace(review, words="Well done", verdict=Verdict.APPROVED, at=NOW)
    await stores.reviews.finish(done)
    draft = await stores.reviews.begin(theirs.number, ana.number, rubric, NOW)
    await stores.reviews.say(draft.number, 1, "zqx comment")
    await stores.codes.issue("ZQXCODE", "link", Issued(ana.number, None), NOW + DAY)
    await stores.codes.note_wrong(ana.number, NOW, NOW - DAY)
    await stores.audit.note(community.number, ana.number, Act.SEASON, NOW, None, "Winter")
    await stores.audit.note(community.number, ben.number, Act.ORGANISER_ADDED, NOW, ana.number, "")
    once = Recurrence(MONDAY + DAY, NOW.time(), "UTC")
    reminder = Plan("reminder", "zqx", ANA.person.reference, once, direct=True, details={"words": "zqx"})
    own = await stores.reminders.add(ana.number, "zqx reminder", ANA.person, Channel("discord:77"), NOW)
    await stores.schedule.add(Plan("reminder", own.owner, "discord:77", once), NOW)
    await stores.reminders.settle(ana.number, ReminderSettings(Direct.YES))
    await stores.submissions.follow(theirs.number, ana.number, ANA.person)
    await stores.submissions.follow(theirs.number, ben.number, BEN.person)
    await gathered(stores, community.number, ana.number, ben.number)
    await practised(stores, community.number, group.number, ana.number)
    meetup = Plan("meetup", "meetup:1", "discord:77", once, community=community.number, maker=ANA.person.reference)
    appointment = await stores.schedule.add(reminder, NOW)
    await stores.schedule.plan(appointment.number, MONDAY, NOW)
    await stores.schedule.add(meetup, NOW)
    return ana.number, ben.number


async def gathered(stores: Stores, community: int, ana: int, ben: int) -> None:
    """A meetup that Ana hosts, one of Ben's that she comes to, a preview of hers, and her calendar."""
    weekly = Recurrence(MONDAY, time(18), "UTC", "FREQ=WEEKLY")
    meetup = Meetup(0, community, "Paper club", weekly, ("discord:77",), HERE.reference, ana, state=Stage.ON)
    hers = await stores.meetups.add(meetup, NOW, None)
    his = await stores.meetups.add(replace(meetup, title="His club", host=ben), NOW, None)
    draft = replace(meetup, title="zqx draft", said="zqx monday", place="zqx", agenda="zqx", state=Stage.DRAFT)
    await stores.meetups.add(draft, NOW, None)
    await stores.meetups.set(Change(his.number, MONDAY, presenter=ana, notes="zqx minutes", noted_by=ana), NOW)
    await stores.meetups.set(Change(his.number, MONDAY + 7 * DAY, notes="His minutes", noted_by=ben), NOW)
    for number in (hers.number, his.number):
        await stores.meetups.mirror(Mirror(number, MONDAY, CARD, "discord:77", f"discord:77.{number}"))
    for member in (ana, ben):
        await stores.meetups.answer(his.number, MONDAY, member, Coming.GOING, NOW)
    await stores.feeds.add(Feed("zqx" * 10, member=ana), NOW)
    await stores.feeds.add(Feed("all" * 10, community=community), NOW)


async def practised(stores: Stores, community: int, group: int, ana: int) -> None:
    """Study prompts and a challenge of the group, a question that nobody answered, and what Ana wrote for herself."""
    series = await stores.prompts.keep(Series(0, "discord:77", time(9), "UTC", group=group), community)
    await stores.prompts.take_off(series.number, MONDAY, MONDAY)
    await stores.prompts.note("discord:77", "git-one", MONDAY, NOW)
    await stores.prompts.answer(ana, KeptAnswer("git-one", "zqx answer", NOW))
    challenge = Challenge(0, group, "foundations", "UTC", MONDAY, MONDAY + 30 * DAY)
    kept = await stores.challenges.add(challenge, ANA.person.reference, NOW)
    await stores.challenges.note(kept.number, Step.OPENING, "discord:77", NOW)
    await stores.gaps.note(community, "what is a feature store", NOW, 200)


async def tables(database: Database) -> dict[str, list[Row]]:
    """Every row of every table."""
    try:
        names = await rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
    except Exception:  # noqa: BLE001 - PostgreSQL knows it otherwise
        sql = (
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type LIKE 'BASE%'"
        )
        names = await rows(database, sql)
    return {name: [tuple(row) for row in await rows(database, f"SELECT * FROM {name}")] for (name,) in names}


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


async def lived_again(stores: Stores) -> None:
    member = await stores.people.known(ANA.person)
    assert member is not None
    await stores.checkins.write(member.number, Checkin(MONDAY, "zqx did", 30, "", None), NOW)


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
