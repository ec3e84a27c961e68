"""Whatever people do with a group, in whatever order, it has one owner, no more members than places, and one name."""

from __future__ import annotations

import contextlib
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.acts.group_ending import archive, depart, depart_everywhere, restore
from bot.core.acts.group_places import appoint, join, remove
from bot.core.acts.grouping import create, edit, standing
from bot.core.acts.meeting import meet
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.model.group import Group, Joining, Role
from bot.core.model.member import Member
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW

PEOPLE = ("ana", "ben", "chidi", "devi")
ACTS = ("found", "join", "leave", "edit", "archive", "restore", "owner", "co-owner", "member", "remove", "everywhere")

Doing = tuple[str, str, str, int]
"""Who does what, to whom, and with which number."""


def scene_of(name: str, space: str) -> Scene:
    place = Place("test", Channel("test:talk"), Space(space))
    return Scene(Caller(Person(f"test:{name}"), name, organiser=name == "devi"), place, NOW)


async def does(stores: Stores, scene: Scene, what: str, whom: Person, number: int) -> None:
    """One act upon the group that is called Owls, or upon the one of that number."""
    member = await meet(stores, scene)
    assert scene.place.space is not None
    community = await stores.communities.at(scene.place.space, NOW)
    if what == "found":
        await create(stores, scene, member, Group(0, community.number, "Owls", size=2 + number))
        return
    groups = [group for group, _ in await stores.groups.living(community.number)]
    group = groups[number % len(groups)] if groups else None
    if what == "restore":
        archived = await stores.groups.one(number + 1)
        group = archived if archived and archived.community == community.number else group
    if group is None:
        return
    where = await standing(stores, scene, member, group)
    acts: dict[str, Coroutine[object, None, object]] = {
        "join": join(stores, scene, member, group, None),
        "leave": depart(stores, scene.at, group, member.number),
        "edit": edit(stores, scene, where, replace(group, size=2 + number, joining=Joining.OPEN)),
        "archive": archive(stores, scene, where),
        "restore": restore(stores, scene, member, where),
        "remove": remove(stores, scene, where, whom),
        "everywhere": depart_everywhere(stores, scene.at, member.number),
        **{role.value: appoint(stores, scene, where, whom, role) for role in Role},
    }
    chosen = acts.pop(what)
    for other in acts.values():
        other.close()
    await chosen


async def is_sound(stores: Stores, space: Space) -> bool:
    """Checks what must always hold."""
    community = await stores.communities.at(space, NOW)
    living = list(await stores.groups.living(community.number))
    assert len({group.name for group, _ in living}) == len(living)
    for group, count in living:
        mates = await stores.groups.mates(group.number)
        assert 0 < len(mates) == count <= group.size
        assert [mate.role for mate in mates].count(Role.OWNER) == 1
        for mate in mates:
            assert isinstance(mate.member, Member)
            assert group in await stores.groups.of(mate.member.number)
    return True


async def act(stores: Stores, *, scene: Scene, what: str, whom: Person, number: int) -> bool:
    """One act, and whether everything is sound after it."""
    await does(stores, scene, what, whom, number)
    assert scene.place.space is not None
    return await is_sound(stores, scene.place.space)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    doings=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.integers(0, 2)),
        min_size=8,
        max_size=30,
    ),
    world=st.uuids(),
)
async def test_a_group_is_always_sound(database: Database, doings: list[Doing], world: object) -> None:
    space = f"test:{str(world)[:30]}"
    for who, what, whom, number in [("ana", "found", "ana", 1), ("ben", "join", "ben", 0), *doings]:
        work = partial(act, scene=scene_of(who, space), what=what, whom=Person(f"test:{whom}"), number=number)
        with contextlib.suppress(Refusal):
            assert await database.write(work)
