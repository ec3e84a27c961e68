"""Boards over any history: every sum equals its ledger, and pages show who may be seen, in their order."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.database.postgres import open_postgres
from bot.adapters.database.session import Session, Value
from bot.adapters.database.sqlite import open_sqlite
from bot.adapters.database.stores import SqlStores
from bot.core.acts.paying import correct, pay, take_back
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.board import Season
from bot.core.model.points import PointRule, PointRules
from bot.core.ports.database import Database, Stores
from tests.adapters.database.conftest import Address, new_postgres
from tests.core.helpers import NOW

RULES = PointRules(
    a_day=60,
    acts=(
        PointRule(act="skill", points=10, about="A skill."),
        PointRule(act="checkin", points=5, a_day=5, about="A day."),
    ),
)
TODAY = date(2026, 11, 23)
PEOPLE = 3
GROUPS = 2
"""Groups 1 and 2, both of the first community; there are two communities."""


def session(stores: Stores) -> Session:
    assert isinstance(stores, SqlStores)
    return stores._session


async def told(stores: Stores, sql: str, **values: Value) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await session(stores).rows(sql, **values)]


async def peopled(stores: Stores, people: int = PEOPLE) -> list[int]:
    """Two communities with everybody in the first, and two groups with nobody in them."""
    members = [
        (await stores.people.meet(Caller(Person(f"test:{number}"), f"P{number}"), NOW)).number
        for number in range(people)
    ]
    first = await stores.communities.at(Space("test:one"), NOW)
    await stores.communities.at(Space("test:two"), NOW)
    for member in members:
        await stores.communities.join(first.number, member, NOW)
    for name in ("Owls", "Larks"):
        await told(
            stores,
            "INSERT INTO study_groups (community, name, made_at, changed_at) VALUES (:community, :name, 0, 0)",
            community=first.number,
            name=name,
        )
    return members


async def enters(stores: Stores, group: int, member: int) -> None:
    await told(
        stores,
        "INSERT INTO group_members (study_group, member, since) VALUES (:study_group, :member, 0) "
        "ON CONFLICT (study_group, member) DO UPDATE SET left_at = NULL",
        study_group=group,
        member=member,
    )
    await stores.ledger.relist(member)


async def leaves_group(stores: Stores, group: int, member: int) -> None:
    await told(
        stores,
        "UPDATE group_members SET left_at = 1 WHERE study_group = :study_group AND member = :member",
        study_group=group,
        member=member,
    )
    await stores.ledger.relist(member)


async def leaves(stores: Stores, community: int, member: int) -> None:
    await told(
        stores,
        "UPDATE community_members SET left_at = 1 WHERE community = :community AND member = :member",
        community=community,
        member=member,
    )
    await stores.ledger.relist(member)


async def switches_group(stores: Stores, group: int, member: int) -> None:
    inside = await told(
        stores,
        "SELECT 1 FROM group_members WHERE study_group = :of AND member = :member AND left_at IS NULL",
        of=group,
        member=member,
    )
    await (leaves_group if inside else enters)(stores, group, member)


async def switches_community(stores: Stores, community: int, member: int) -> None:
    if community in [joined.number for joined in await stores.communities.of(member)]:
        await leaves(stores, community, member)
    else:
        await stores.communities.join(community, member, NOW)


async def shows(stores: Stores, member: int, visibility: str) -> None:
    await told(stores, "UPDATE members SET visibility = :how WHERE id = :member", how=visibility, member=member)
    await stores.ledger.relist(member)


async def merges(stores: Stores, keeper: int, other: int) -> None:
    """As linking two accounts does: memberships first, then the ledger."""
    for table, place in (("community_members", "community"), ("group_members", "study_group")):
        await told(
            stores,
            f"INSERT INTO {table} ({place}, member, since, left_at) "
            f"SELECT {place}, CAST(:keeper AS BIGINT), since, left_at FROM {table} WHERE member = :other "
            f"ON CONFLICT ({place}, member) DO UPDATE SET left_at = NULL WHERE excluded.left_at IS NULL",
            keeper=keeper,
            other=other,
        )
        await told(stores, f"DELETE FROM {table} WHERE member = :other", other=other)
    await stores.ledger.absorb(keeper, other)


async def become_one(stores: Stores, members: list[int]) -> None:
    """The second community becomes part of the first."""
    await stores.ledger.unite(1, 2)
    await told(stores, "DELETE FROM community_members WHERE community = 2")
    for member in set(members):
        await stores.ledger.relist(member)


async def parts(stores: Stores, group: int, at: datetime) -> None:
    """A server of the first community, where a group meets and nowhere else, becomes a community of its own."""
    await told(
        stores,
        "INSERT INTO spaces (reference, community) VALUES ('test:three', 1) "
        "ON CONFLICT (reference) DO UPDATE SET community = 1",
    )
    await told(stores, "DELETE FROM group_homes")
    await told(
        stores,
        "INSERT INTO group_homes (channel, study_group, space) VALUES ('test:home', :id, 'test:three')",
        id=group,
    )
    await stores.communities.part(Space("test:three"), at)


async def goes(stores: Stores, member: int) -> None:
    """As deletion does."""
    await told(stores, "UPDATE members SET gone_at = 1 WHERE id = :member", member=member)
    await stores.ledger.forget(member)


async def check(stores: Stores) -> None:
    """Every rollup and every tally equals what the ledger sums to, by rules written anew here."""
    lines = await told(
        stores,
        "SELECT l.member, l.points, l.day, b.community, b.study_group, b.season "
        "FROM ledger l JOIN ledger_boards b ON b.line = l.id",
    )
    scores: Counter[tuple[object, ...]] = Counter()
    for member, points, day, community, group, season in lines:
        of = date.fromisoformat(day)
        week = of - timedelta(days=of.weekday())
        for name in (f"w{week}", f"m{of:%Y-%m}", f"s{season}", "all"):
            scores[community, group, name, member] += points
    seen = {
        one for (one,) in await told(stores, "SELECT id FROM members WHERE visibility <> 'private' AND gone_at IS NULL")
    }
    here = await told(stores, "SELECT community, member FROM community_members WHERE left_at IS NULL")
    inside = await told(stores, "SELECT study_group, member FROM group_members WHERE left_at IS NULL")
    tallies: Counter[tuple[object, ...]] = Counter()
    totals: dict[tuple[object, ...], list[int]] = {}
    expected: dict[tuple[object, ...], tuple[int, bool]] = {}
    for (community, group, period, member), summed in scores.items():
        listed = member in seen and (community, member) in here and (group == 0 or (group, member) in inside)
        expected[community, group, period, member] = (summed, listed)
        tallies[community, group, period, summed] += listed
        total = totals.setdefault((community, group, period), [0, 0])
        total[0] += summed
        total[1] += summed > 0
    kept = await told(stores, "SELECT community, study_group, period, member, points, listed FROM scores")
    assert {tuple(row[:4]): tuple(row[4:]) for row in kept} == expected
    kept = await told(stores, "SELECT community, study_group, period, points, people FROM tallies WHERE people <> 0")
    assert {tuple(row[:4]): row[4] for row in kept} == +tallies
    kept = await told(stores, "SELECT community, study_group, period, points, active, per_head FROM totals")
    kept = [row for row in kept if row[3] or row[4]]
    assert {tuple(row[:3]): list(row[3:5]) for row in kept} == {of: what for of, what in totals.items() if any(what)}
    for *_, all_points, active, per_head in kept:
        assert per_head == (all_points * 100 // active if active > 1 else 0)


class Crash(Exception):
    """The unit of work fails after it has written."""


OFTEN = {"award": 8, "undo": 3, "group": 4, "community": 4, "show": 3, "correct": 2, "season": 2}
ACTS = st.tuples(
    st.sampled_from([*(what for what, often in OFTEN.items() for _ in range(often)), "merge", "delete", "one", "part"]),
    st.integers(0, PEOPLE - 1),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 11),
    st.sampled_from([False] * 5 + [True]),
)
HISTORIES = st.lists(ACTS, min_size=10, max_size=40)


async def act(stores: Stores, members: list[int], one: tuple[str, int, int, int, bool]) -> None:
    """One step of a history; `crash` makes it fail when all is written."""
    what, who, other, number, crash = one
    member, day, at = members[who], TODAY + timedelta(days=2 * number - 11), NOW + timedelta(days=number)
    group, community = 1 + number % GROUPS, 2 if number % 4 == 3 else 1
    reference = f"skill:{'abc'[number % 3]}" if number % 2 else f"checkin:{day}"
    kind = reference.split(":")[0]
    match what:
        case "award":
            await pay(stores, RULES, member, kind, reference, "Because.", day=day, at=at)
        case "undo":
            await take_back(stores, member, kind, reference, "Undone.", at=at)
        case "group":
            await switches_group(stores, group, member)
        case "community":
            await switches_community(stores, community, member)
        case "merge" if members[other] != member:
            gone = members[other]
            await merges(stores, member, gone)
            if not crash:
                members[:] = [member if one == gone else one for one in members]
        case "delete":
            await goes(stores, member)
            new = (await stores.people.meet(Caller(Person(f"test:new{member}"), "New"), at)).number
            await stores.communities.join(1, new, at)
            if not crash:
                members[:] = [new if one == member else one for one in members]
        case "part":
            await parts(stores, group, at)
        case "season":
            await stores.seasons.start(community, Season(day, f"Season {number}"))
        case "show":
            await shows(stores, member, ("public", "community", "private")[number % 3])
        case "correct":
            for kept in await stores.ledger.lines(member, None, "all", None, 1):
                await correct(stores, kept, community, number, "A slip.", author=members[other], at=at)
        case "one":
            await become_one(stores, members)
    if crash:
        raise Crash


async def lived(database: Database, history: list[tuple[str, int, int, int, bool]]) -> None:
    members = await database.write(peopled)
    for who in range(PEOPLE):
        history = [("group", who, who, who, False), ("award", who, who, 2, False), *history]
    for one in history:
        try:
            await database.write(lambda stores, one=one: act(stores, members, one))  # type: ignore[misc]
        except Crash:
            assert one[4]
        await database.read(check)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
async def test_boards_equal_their_ledger(empty_file: Path, history: list[tuple[str, int, int, int, bool]]) -> None:
    with TemporaryDirectory() as folder:
        database = await open_sqlite(Path(shutil.copy(empty_file, folder)))
        try:
            await lived(database, history)
        finally:
            await database.close()


@pytest.mark.slow
@settings(
    max_examples=8, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=HISTORIES)
async def test_boards_equal_their_ledger_on_postgres(
    postgres: Address, history: list[tuple[str, int, int, int, bool]]
) -> None:
    database = await open_postgres(await new_postgres(postgres))
    try:
        await lived(database, history)
    finally:
        await database.close()
