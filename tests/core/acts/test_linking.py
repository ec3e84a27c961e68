"""Whoever does what under two accounts: as one person it is worth what each act is worth at most, once."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.acts.paying import pay, take_back
from bot.core.chat.scene import Caller, Person
from bot.core.model.points import PointRule, PointRules
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW

RULES = PointRules(a_day=1_000, acts=(PointRule(act="skill", points=10, about="A skill."),))
TODAY = date(2026, 11, 23)
NUMBERS = itertools.count()
DEEDS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans()), max_size=14)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(before=DEEDS, after=DEEDS)
async def test_what_both_did_counts_once_and_can_be_undone_and_done_again(
    database: Database, before: list[tuple[str, str, bool]], after: list[tuple[str, str, bool]]
) -> None:
    name = next(NUMBERS)

    async def deed(stores: Stores, member: int, skill: str, doing: bool) -> None:
        if doing:
            await pay(stores, RULES, member, "skill", f"skill:{skill}", "Done.", day=TODAY, at=NOW)
        else:
            await take_back(stores, member, "skill", f"skill:{skill}", "Undone.", at=NOW)

    async def act(stores: Stores) -> None:
        members = {
            who: (await stores.people.meet(Caller(Person(f"{who}:{name}"), who), NOW)).number for who in ("a", "b")
        }
        done: dict[tuple[str, str], bool] = {}
        for who, skill, doing in before:
            await deed(stores, members[who], skill, doing)
            done[who, skill] = doing
        keeper, other = await stores.people.older(members["a"], members["b"])
        await stores.joining.members(keeper, other)
        worth = {skill: 10 * (done.get(("a", skill), False) or done.get(("b", skill), False)) for skill in "xyz"}
        assert await sums(stores, keeper) == worth
        for _, skill, doing in after:
            await deed(stores, keeper, skill, doing)
            worth[skill] = 10 * doing
        assert await sums(stores, keeper) == worth
        assert not await stores.ledger.earned(other, TODAY)

    await database.write(act)


async def sums(stores: Stores, member: int) -> dict[str, int]:
    """What each skill is worth to a member now."""
    return {skill: sum(line.points for line in await stores.ledger.about(member, f"skill:{skill}")) for skill in "xyz"}
