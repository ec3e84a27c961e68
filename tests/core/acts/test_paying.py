"""Points for acts: once, within a day's limits, and taken back in full."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.acts.paying import pay, take_back
from bot.core.chat.scene import Caller, Person
from bot.core.model.points import LedgerLine, PointRule, PointRules
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW

RULES = PointRules(
    a_day=30,
    acts=(
        PointRule(act="skill", points=10, a_day=20, about="A skill."),
        PointRule(act="checkin", points=5, about="A day."),
    ),
)
TODAY = date(2026, 11, 23)


async def met(database: Database, name: str = "ana") -> int:
    ana = Caller(Person(f"test:{name}"), name)
    return (await database.write(lambda stores: stores.people.meet(ana, NOW))).number


async def paid(database: Database, member: int, reference: str, act: str = "skill", day: date = TODAY) -> int:
    return await database.write(lambda stores: pay(stores, RULES, member, act, reference, "Because.", day=day, at=NOW))


async def lines(database: Database, member: int, day: date = TODAY) -> list[LedgerLine]:
    return list(await database.read(lambda stores: stores.ledger.earned(member, day)))


async def test_the_same_act_is_paid_once(database: Database) -> None:
    member = await met(database)
    assert await paid(database, member, "skill:git") == 10
    assert await paid(database, member, "skill:git") == 0
    assert await paid(database, member, "skill:git", day=TODAY + timedelta(days=1)) == 0
    assert [line.points for line in await lines(database, member)] == [10]


async def test_a_day_has_its_limits(database: Database) -> None:
    member = await met(database)
    assert [await paid(database, member, f"skill:{name}") for name in "abc"] == [10, 10, 0]
    assert [await paid(database, member, f"checkin:{name}", "checkin") for name in "abc"] == [5, 5, 0]
    assert await paid(database, member, "skill:c", day=TODAY + timedelta(days=1)) == 10


async def test_what_nobody_values_pays_nothing(database: Database) -> None:
    assert await paid(database, await met(database), "review:1", "review") == 0


async def test_an_act_is_undone_and_done_again(database: Database) -> None:
    member = await met(database)

    async def undone(stores: Stores) -> int:
        return await take_back(stores, member, "skill", "skill:git", "Undone.", at=NOW)

    assert await database.write(undone) == 0
    await paid(database, member, "skill:git")
    assert await database.write(undone) == 10
    assert await database.write(undone) == 0
    assert await paid(database, member, "skill:git") == 10
    assert [(line.reference, line.points) for line in await lines(database, member)] == [
        ("skill:git", 10),
        ("skill:git#1", -10),
        ("skill:git#2", 10),
    ]


async def test_names_that_begin_alike_are_different_acts(database: Database) -> None:
    member = await met(database)
    assert [await paid(database, member, name) for name in ("skill:git", "skill:git-hooks")] == [10, 10]
    assert len(await database.read(lambda stores: stores.ledger.about(member, "skill:git"))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(acts=st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=12), number=st.uuids())
async def test_an_act_is_worth_its_points_or_nothing(
    database: Database, acts: list[tuple[str, bool]], number: object
) -> None:
    member = await met(database, str(number))
    for name, doing in acts:
        if doing:
            await paid(database, member, f"skill:{name}")
        else:
            await database.write(
                lambda stores, act=f"skill:{name}": take_back(stores, member, "skill", act, "Undone.", at=NOW)  # type: ignore[misc]
            )
    sums: dict[str, int] = {}
    for line in await lines(database, member):
        act = line.reference.split("#")[0]
        sums[act] = sums.get(act, 0) + line.points
        assert sums[act] in (0, 10)
    assert sum(sums.values()) <= 20
