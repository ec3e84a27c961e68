"""What members have learnt, their check-ins and their days, on both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from bot.adapters.database.session import stamp
from bot.adapters.database.stores import SqlStores
from bot.core.acts.checking_in import CheckedIn, check_in
from bot.core.acts.learning import Settled, settle
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.checkin import Checkin
from bot.core.model.points import LedgerLine
from bot.core.model.progress import State
from bot.core.model.streak import DAILY, Break, Mark, Outage, Rhythm
from bot.core.ports.database import Database, Stores
from bot.core.ports.progress import GroupHere
from tests.core.helpers import NOW, scene
from tests.fakes.shelf import tiny_library

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


async def met(database: Database, name: str = "ana") -> int:
    who = Caller(Person(f"test:{name}"), name)
    return (await database.write(lambda stores: stores.people.meet(who, NOW))).number


async def sql(database: Database, statement: str, **values: str | int) -> None:
    """A statement for which there is no store here."""

    async def act(stores: Stores) -> None:
        assert isinstance(stores, SqlStores)
        await stores._session.rows(statement, **values)

    await database.write(act)


async def test_states(database: Database) -> None:
    ana, ben = await met(database), await met(database, "ben")

    async def act(stores: Stores) -> None:
        await stores.progress.set(ana, "git", State.DOING, NOW)
        await stores.progress.set(ana, "git", State.DONE, NOW)
        await stores.progress.set(ana, "sql", State.SKIPPED, NOW)
        await stores.progress.set(ana, "go", State.DOING, NOW)
        await stores.progress.set(ana, "go", State.TODO, NOW)
        await stores.progress.set(ben, "git", State.SKIPPED, NOW)
        await stores.progress.set(ben, "sql", State.DOING, NOW)
        await stores.progress.set(ben, "docker", State.SKIPPED, NOW)

    await database.write(act)
    assert await database.read(lambda stores: stores.progress.kept(ana)) == [
        ("git", State.DONE),
        ("sql", State.SKIPPED),
    ]
    await database.write(lambda stores: stores.progress.absorb(ana, ben))
    assert await database.read(lambda stores: stores.progress.kept(ana)) == [
        ("docker", State.SKIPPED),
        ("git", State.DONE),
        ("sql", State.DOING),
    ]
    assert await database.read(lambda stores: stores.progress.kept(ben)) == []


async def test_points_line_by_line(database: Database) -> None:
    ana = await met(database)
    assert await database.read(lambda stores: stores.progress.points(ana)) == 0
    for place, points in enumerate((10, 5, -10, 20)):
        line = LedgerLine(f"act:{place}", "skill", points, TODAY + DAY * (place // 2), NOW, "Because.")
        await database.write(lambda stores, line=line: stores.ledger.add(ana, line))  # type: ignore[misc]
    assert await database.read(lambda stores: stores.progress.points(ana)) == 25
    lines = await database.read(lambda stores: stores.progress.explained(ana, limit=3))
    assert [(one.line.reference, one.sum) for one in lines] == [("act:3", 25), ("act:2", 5), ("act:1", 15)]
    rest = await database.read(lambda stores: stores.progress.explained(ana, before=lines[-1].number, limit=3))
    assert [(one.line.reference, one.sum) for one in rest] == [("act:0", 10)]
    second = await database.read(lambda stores: stores.progress.explained(ana, day=TODAY + DAY, limit=3))
    assert [one.sum for one in second] == [25, 5]


async def test_check_ins(database: Database) -> None:
    ana, ben = await met(database), await met(database, "ben")
    mine = Checkin(TODAY, "Read", 40, "No disk")
    yesterday = Checkin(TODAY - DAY, "Wrote")

    async def act(stores: Stores) -> None:
        await stores.checkins.write(ana, Checkin(TODAY, "Slept"), NOW)
        await stores.checkins.write(ana, mine, NOW)
        await stores.checkins.write(ben, Checkin(TODAY, "Ran"), NOW)
        await stores.checkins.write(ben, yesterday, NOW)

    await database.write(act)
    assert await database.read(lambda stores: stores.checkins.on(ana, TODAY)) == mine
    assert await database.read(lambda stores: stores.checkins.on(ana, TODAY - DAY)) is None
    await database.write(lambda stores: stores.checkins.absorb(ana, ben))
    assert await database.read(lambda stores: stores.checkins.latest(ana, limit=5)) == [mine, yesterday]
    assert await database.read(lambda stores: stores.checkins.latest(ana, before=TODAY, limit=5)) == [yesterday]
    await database.write(lambda stores: stores.checkins.remove(ana, TODAY))
    assert await database.read(lambda stores: stores.checkins.latest(ana, limit=5)) == [yesterday]
    assert await database.read(lambda stores: stores.checkins.latest(ben, limit=5)) == []


async def test_days_breaks_and_rhythms(database: Database) -> None:
    ana, ben = await met(database), await met(database, "ben")
    berlin = ZoneInfo("Europe/Berlin")

    async def act(stores: Stores) -> None:
        await stores.days.mark(ana, "skill:git", Mark(TODAY, NOW, berlin))
        await stores.days.mark(ana, "skill:git", Mark(TODAY + DAY, NOW, berlin))
        await stores.days.mark(ana, "skill:sql", Mark(TODAY, NOW, berlin))
        await stores.days.unmark(ana, "skill:sql")
        await stores.days.mark(ben, "skill:git", Mark(TODAY - DAY, NOW, UTC))
        await stores.days.mark(ben, "checkin:x", Mark(TODAY - DAY, NOW, UTC))
        await stores.days.plan(ana, Break(TODAY + DAY * 9, TODAY + DAY * 9))
        await stores.days.plan(ben, Break(TODAY, TODAY + DAY, "Why"))

    await database.write(act)
    assert await database.read(lambda stores: stores.days.rhythm(ana)) == DAILY
    await database.write(lambda stores: stores.days.choose(ben, Rhythm(3)))
    await database.write(lambda stores: stores.days.absorb(ana, ben))
    marks = await database.read(lambda stores: stores.days.marks(ana))
    assert sorted(marks, key=lambda mark: mark.day) == [
        Mark(TODAY - DAY, NOW, ZoneInfo("UTC")),
        Mark(TODAY, NOW, berlin),
    ]
    breaks = await database.read(lambda stores: stores.days.breaks(ana))
    assert [(one.first, one.reason) for one in breaks] == [(TODAY, "Why"), (TODAY + DAY * 9, "")]
    assert await database.read(lambda stores: stores.days.rhythm(ana)) == Rhythm(3)
    await database.write(lambda stores: stores.days.choose(ana, DAILY))
    assert await database.read(lambda stores: stores.days.rhythm(ana)) == DAILY
    await database.write(lambda stores: stores.days.drop(ana, breaks[0].number))
    assert len(await database.read(lambda stores: stores.days.breaks(ana))) == 1

    async def forgotten(stores: Stores) -> None:
        await stores.progress.forget(ana)
        await stores.checkins.forget(ana)
        await stores.days.forget(ana)

    await database.write(forgotten)
    assert await database.read(lambda stores: stores.days.marks(ana)) == []
    assert await database.read(lambda stores: stores.days.breaks(ana)) == []


async def test_outages_that_touch_a_day_somewhere(database: Database) -> None:
    for hours in (-200, -30, 2, 60, 200):
        began = stamp(NOW + timedelta(hours=hours))
        await sql(
            database,
            "INSERT INTO outages (what, began, ended) VALUES ('bot', :a, :b)",
            a=began,
            b=began + 3_600_000_000,
        )
    found = await database.read(lambda stores: stores.days.outages(TODAY - DAY, TODAY + DAY))
    assert found == [Outage(NOW + timedelta(hours=hours), NOW + timedelta(hours=hours + 1)) for hours in (-30, 2)]


async def test_the_group_of_this_channel_or_the_last_one(database: Database) -> None:
    ana = await met(database)
    assert await database.read(lambda stores: stores.progress.group(ana, None)) is None
    community = await database.write(lambda stores: stores.communities.at(Space("test:s"), NOW))
    for number, (name, archived) in enumerate((("Owls", 0), ("Bats", 0), ("Gone", 1)), 1):
        await sql(
            database,
            "INSERT INTO study_groups (id, community, name, phase, made_at, changed_at) "
            "VALUES (:id, :community, :name, 'llmops', 0, 0)",
            id=number,
            community=community.number,
            name=name,
        )
        await sql(
            database, "UPDATE study_groups SET archived_at = 1 WHERE id = :id AND :gone = 1", id=number, gone=archived
        )
        await sql(
            database,
            "INSERT INTO group_members (study_group, member, since) VALUES (:id, :member, :id)",
            id=number,
            member=ana,
        )
    await sql(database, "INSERT INTO group_homes (channel, study_group, space) VALUES ('test:1', 1, 'test:s')")
    owls, bats = GroupHere(1, "Owls", "llmops"), GroupHere(2, "Bats", "llmops")
    assert await database.read(lambda stores: stores.progress.group(ana, "test:1")) == owls
    assert await database.read(lambda stores: stores.progress.group(ana, "test:2")) == bats
    assert await database.read(lambda stores: stores.progress.group(ana, None)) == bats


async def test_the_same_button_pressed_many_times_at_once_pays_once(database: Database) -> None:
    library = tiny_library()

    async def pressed() -> Settled:
        return await database.write(lambda stores: settle(stores, library, scene(), ["git"], State.DONE))

    outcomes = await asyncio.gather(*(pressed() for _ in range(6)))
    assert sorted(len(one.changed) for one in outcomes) == [0, 0, 0, 0, 0, 1]
    assert sum(one.points for one in outcomes) == 10
    member = await database.read(lambda stores: stores.people.known(scene().caller.person))
    assert member is not None
    assert await database.read(lambda stores: stores.progress.points(member.number)) == 10


async def test_two_check_ins_at_once_become_one_day(database: Database) -> None:
    rules = tiny_library().points

    async def told(did: str) -> CheckedIn:
        return await database.write(lambda stores: check_in(stores, rules, scene(), "today", did, 10, ""))

    outcomes = await asyncio.gather(told("Read"), told("Wrote"))
    assert sum(one.points for one in outcomes) == 5
    member = await database.read(lambda stores: stores.people.known(scene().caller.person))
    assert member is not None
    (day,) = await database.read(lambda stores: stores.checkins.latest(member.number, limit=5))
    assert (sorted(day.did.split("\n")), day.minutes) == (["Read", "Wrote"], 20)
