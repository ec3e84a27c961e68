"""Study groups, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.acts.group_places import join
from bot.core.acts.grouping import create
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.model.group import Group, Home, Invitation, Joining, Purpose, Role
from bot.core.model.member import Member
from bot.core.model.tracker import WEEK, Learner, Mark, Week, read, written
from bot.core.model.tracker import Row as Line
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW

SPACE = Space("discord:9")
LATER = NOW + timedelta(hours=1)
MONDAY = date(2026, 11, 23)


def scene_of(name: str) -> Scene:
    return Scene(Caller(Person(f"discord:{name}"), name), Place("discord", Channel("discord:1"), SPACE), NOW)


async def met(stores: Stores, name: str, zone: str | None = None) -> Member:
    community = await stores.communities.at(SPACE, NOW)
    member = await stores.people.meet(scene_of(name).caller, NOW, zone)
    await stores.communities.join(community.number, member.number, NOW)
    return member


async def founded(stores: Stores, name: str = "Night Owls", **more: int) -> tuple[Group, Member]:
    ana = await met(stores, "ana", "Europe/Berlin")
    community = await stores.communities.at(SPACE, NOW)
    group, _ = await create(stores, scene_of("ana"), ana, replace(Group(0, community.number, name), **more))  # type: ignore[arg-type]
    return group, ana


async def test_what_was_agreed_on_is_kept(database: Database) -> None:
    async def act(stores: Stores) -> tuple[Group, Group]:
        group, _ = await founded(stores)
        changed = replace(
            group, name="Early Birds", about="a\nb", phase="basics", hours=9, days=(0, 6), size=3,
            joining=Joining.INVITATION,
        )  # fmt: skip
        await stores.groups.change(changed, LATER)
        return group, changed

    group, changed = await database.write(act)
    assert group.number
    assert await database.read(lambda stores: stores.groups.one(group.number)) == changed
    assert await database.read(lambda stores: stores.groups.named(group.community, "EARLY  birds")) == changed
    assert await database.read(lambda stores: stores.groups.named(group.community, "night owls")) is None
    assert await database.read(lambda stores: stores.groups.one(group.number + 1)) is None


async def test_an_archived_group_frees_its_name(database: Database) -> None:
    async def act(stores: Stores) -> list[tuple[Group, int]]:
        for _ in range(2):
            group, _ = await founded(stores)
            await stores.groups.change(replace(group, archived=True), NOW)
        again, ana = await founded(stores)
        assert await stores.groups.of(ana.number) == [again]
        return list(await stores.groups.living(again.community))

    [(group, count)] = await database.write(act)
    assert (group.name, count) == ("Night Owls", 1)


async def test_members_come_and_go(database: Database) -> None:
    async def act(stores: Stores) -> None:
        group, ana = await founded(stores)
        ben = await met(stores, "ben")
        await stores.groups.enter(group.number, ben.number, Role.MEMBER, LATER)
        await stores.groups.enter(group.number, ben.number, Role.CO_OWNER, LATER + timedelta(hours=1))
        mates = await stores.groups.mates(group.number)
        assert [(one.member, one.role, one.since) for one in mates] == [
            (ana, Role.OWNER, NOW),
            (ben, Role.CO_OWNER, LATER),
        ]
        assert await stores.groups.near(group.number, group.community) == {ana.number, ben.number}
        assert await stores.groups.near(group.number, group.community + 1) == frozenset()
        assert await stores.groups.zones(group.number) == ["Europe/Berlin"]
        await stores.groups.leave(group.number, ana.number, LATER)
        assert [one.member for one in await stores.groups.mates(group.number)] == [ben]
        assert await stores.groups.of(ana.number) == []
        await stores.groups.enter(group.number, ana.number, Role.MEMBER, LATER + timedelta(hours=2))
        assert [one.member for one in await stores.groups.mates(group.number)] == [ben, ana]

    await database.write(act)


async def test_homes_on_two_platforms_make_one_group_of_two_communities(database: Database) -> None:
    async def act(stores: Stores) -> None:
        group, _ = await founded(stores)
        slack = await stores.communities.at(Space("slack:T1"), NOW)
        await stores.groups.settle(group.number, Home("discord:1", SPACE.reference))
        await stores.groups.settle(group.number, Home("slack:C1", "slack:T1"))
        assert await stores.groups.communities(group.number) == {group.community, slack.number}
        assert [one.number for one, _ in await stores.groups.living(slack.number)] == [group.number]
        assert await stores.groups.home("slack:C1") == group
        await stores.groups.change(replace(group, archived=True), NOW)
        assert await stores.groups.home("slack:C1") is None
        await stores.groups.unsettle("slack:C1")
        assert await stores.groups.homes(group.number) == [Home("discord:1", SPACE.reference, changes=1)]

    await database.write(act)


async def test_a_tracker_is_stale_once_something_happened(database: Database) -> None:
    async def act(stores: Stores) -> None:
        group, ana = await founded(stores)
        ben = await met(stores, "ben")
        await stores.groups.settle(group.number, Home("discord:1", SPACE.reference))
        assert await stores.groups.stale(NOW) == []

        async def stale() -> int | None:
            """How much the message would show now; None where it shows all of it."""
            found = await stores.groups.stale(NOW)
            assert [(one.number, home.channel, home.tracker) for one, home in found] in (
                [],
                [(group.number, "discord:1", "m1")],
            )
            return found[0][1].changes if found else None

        async def news(change: Awaitable[object]) -> None:
            """Checks that a change makes an up-to-date message stale."""
            await stores.groups.tracked("discord:1", "m1", NOW, await stale() or 0)
            assert await stale() is None
            await change
            assert await stale() is not None

        await stores.groups.tracked("discord:1", "m1", NOW, 0)
        await news(stores.groups.enter(group.number, ben.number, Role.MEMBER, LATER))
        await news(stores.groups.leave(group.number, ben.number, LATER))
        await news(stores.groups.change(replace(group, hours=7), LATER))
        await news(stores.groups.touch(ana.number))
        await news(stores.people.choose_zone(ana.number, "Asia/Tokyo"))
        await news(stores.people.meet(Caller(Person("discord:ana"), "Ana B."), LATER))
        shown = await stale() or 0
        await stores.groups.touch(ana.number)
        await stores.groups.tracked("discord:1", "m1", NOW, shown)
        assert await stale() is not None, "what happened while it was written is shown next time"
        await stores.groups.tracked("discord:1", "m1", NOW, await stale() or 0)
        await stores.groups.touch(ben.number)
        assert await stale() is None, "who left changes nothing"
        assert len(await stores.groups.stale(LATER)) == 1
        await stores.groups.tracked("discord:1", None, LATER)
        assert await stores.groups.stale(LATER) == []
        await stores.groups.coming("discord:1", 7)
        [home] = await stores.groups.homes(group.number)
        assert (home.tracker, home.coming) == (None, 7)
        await stores.groups.settle(group.number, Home("discord:1", SPACE.reference, "m2"))
        [home] = await stores.groups.homes(group.number)
        assert (home.tracker, home.coming, home.changes) == ("m2", None, 0)
        assert len(await stores.groups.stale(NOW)) == 1

    await database.write(act)


async def test_what_members_did_in_a_week(database: Database) -> None:
    async def act(stores: Stores) -> None:
        group, ana = await founded(stores)
        ben = await met(stores, "ben")
        await stores.groups.enter(group.number, ben.number, Role.MEMBER, LATER)
        await stores.groups.settle(group.number, Home("discord:1", SPACE.reference))
        await stores.groups.tracked("discord:1", "m1", LATER)
        rows = stores.groups._session.rows  # type: ignore[attr-defined]
        for day in ("2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30"):
            await rows(
                "INSERT INTO checkins (member, day, did, blocker, at) VALUES (:member, :day, '', :blocker, 1)",
                member=ana.number, day=day, blocker=f"stuck on {day}",
            )  # fmt: skip
        for first, last in (("2026-11-01", "2026-11-22"), ("2026-11-20", "2026-11-23"), ("2026-11-30", "2026-12-01")):
            await rows(
                "INSERT INTO breaks (member, first, last) VALUES (:member, :first, :last)",
                member=ben.number, first=first, last=last,
            )  # fmt: skip
        await rows("INSERT INTO progress (member, skill, state, at) VALUES (:id, 'git', 'done', 1)", id=ana.number)
        assert await stores.groups.week(group.number, MONDAY) == [
            Learner(
                ana.number,
                "Europe/Berlin",
                {"git": "done"},
                frozenset({MONDAY, date(2026, 11, 29)}),
                since=NOW,
                blocker="stuck on 2026-11-29",
            ),
            Learner(ben.number, None, {}, frozenset(), ((date(2026, 11, 20), MONDAY),), LATER),
        ]
        assert await stores.groups.states(ana.number) == {"git": "done"}
        assert await stores.groups.states(ben.number) == {}

    await database.write(act)


async def test_invitations(database: Database) -> None:
    async def act(stores: Stores) -> None:
        group, _ = await founded(stores)
        one = Invitation("abcde23456", group.number, Purpose.PERSON, LATER, "discord:ben")
        two = Invitation("abcde23457", group.number, Purpose.ANYONE, LATER)
        three = Invitation("abcde23458", group.number, Purpose.HOME, LATER)
        for invitation in (one, two, three):
            await stores.groups.invite(invitation)
            assert await stores.groups.invitation(invitation.code) == invitation
        assert await stores.groups.withdraw(group.number, one.code) == 1
        assert await stores.groups.withdraw(group.number, one.code) == 0
        assert await stores.groups.withdraw(group.number) == 2
        assert await stores.groups.invitation(two.code) is None

    await database.write(act)


async def test_a_week_is_kept_once_and_never_changed(database: Database) -> None:
    async def act(stores: Stores) -> None:
        group, _ = await founded(stores)
        assert await stores.groups.unkept(MONDAY, NOW) == []
        assert await stores.groups.unkept(MONDAY, LATER) == [group]
        assert await stores.groups.kept(group.number, MONDAY) is None
        assert await stores.groups.keep(group.number, MONDAY, "{}", LATER)
        assert not await stores.groups.keep(group.number, MONDAY, "[]", LATER)
        assert await stores.groups.kept(group.number, MONDAY) == "{}"
        assert await stores.groups.unkept(MONDAY, LATER) == []

    await database.write(act)


async def test_a_past_week_goes_over_to_who_somebody_becomes_one_with(database: Database) -> None:
    """SQLite gives the number of who is no more to whoever comes next: a week that held it would be theirs."""

    async def act(stores: Stores) -> None:
        group, ana = await founded(stores)
        ben, mia = await met(stores, "ben"), await met(stores, "mia")
        for member in (ben, mia):
            await stores.groups.enter(group.number, member.number, Role.MEMBER, NOW)
        done, nothing = Mark.DONE, Mark.NOTHING
        lines = {
            ana: Line(ana.number, "basics", 1, "git", (done, nothing, nothing)),
            ben: Line(ben.number, "basics", 2, "sql", (nothing, done, nothing)),
            mia: Line(mia.number, None, 9, None, (nothing, nothing, done)),
        }
        weeks = (lines[ana], lines[ben], lines[mia]), (lines[mia],)
        for monday, rows in zip((MONDAY, MONDAY - WEEK), weeks, strict=True):
            await stores.groups.keep(group.number, monday, written(Week(monday, None, rows)), LATER)
        await stores.joining.members(ben.number, mia.number)
        both = Line(ben.number, None, 9, None, (nothing, done, done))
        after = [await stores.groups.kept(group.number, monday) for monday in (MONDAY, MONDAY - WEEK)]
        assert [read(body or "").rows for body in after] == [
            (lines[ana], both),
            (replace(lines[mia], number=ben.number),),
        ]
        assert len((await stores.privacy.export(ben.number))["group_weeks"]) == 2
        newcomer = await met(stores, "eve")
        await stores.groups.enter(group.number, newcomer.number, Role.MEMBER, LATER)
        assert (await stores.privacy.export(newcomer.number))["group_weeks"] == []

    await database.write(act)


async def at_once(database: Database, names: list[str], does: Callable[[Stores, str], Awaitable[object]]) -> int:
    """How many of these people got what they wanted, all at the same time; the others were told why not."""

    async def one(name: str) -> bool:
        async def work(stores: Stores) -> object:
            return await does(stores, name)

        try:
            await database.write(work)
        except Refusal:
            return False
        return True

    return sum(await asyncio.gather(*map(one, names)))


@pytest.mark.parametrize("places", [1, 3])
async def test_many_want_the_last_places(database: Database, places: int) -> None:
    group, _ = await database.write(lambda stores: founded(stores, size=places + 1))

    async def enters(stores: Stores, name: str) -> None:
        await join(stores, scene_of(name), await met(stores, name), group, None)

    assert await at_once(database, [f"m{number}" for number in range(8)], enters) == places
    assert len(await database.read(lambda stores: stores.groups.mates(group.number))) == places + 1


async def test_many_found_a_group_of_the_same_name(database: Database) -> None:
    await database.write(lambda stores: met(stores, "ana"))

    async def founds(stores: Stores, name: str) -> None:
        member = await met(stores, name)
        community = await stores.communities.at(SPACE, NOW)
        await create(stores, scene_of(name), member, Group(0, community.number, name.upper() if name == "m1" else "m1"))

    assert await at_once(database, ["m1", "m2", "m3", "m4"], founds) == 1
