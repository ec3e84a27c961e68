"""Meetups, answers, what shows them, and calendar addresses, on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

from bot.adapters.database.late import Opened
from bot.adapters.database.stores import SqlStores
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.group import Group
from bot.core.model.meetup import CARD, EVENT, Change, Coming, Feed, Meetup, Mirror, State, seats
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from tests.core.helpers import NOW

HERE = Space("test:here", "Here")
DAY = date(2026, 12, 4)
RULE = Recurrence(DAY, time(18), "Europe/Berlin", "FREQ=WEEKLY")
SECOND = timedelta(seconds=1)


async def member(stores: Stores, name: str) -> int:
    return (await stores.people.meet(Caller(Person(f"test:{name}"), name.title()), NOW)).number


async def planned(stores: Stores, host: str = "ana", **more: object) -> Meetup:
    community = await stores.communities.at(HERE, NOW)
    meetup = Meetup(0, community.number, "Paper club", RULE, ("test:a", "test:b"), "test:here",
                    await member(stores, host), state=State.ON, said="friday 18:00")  # fmt: skip
    return await stores.meetups.add(replace(meetup, **more), NOW, None)  # type: ignore[arg-type]


async def test_a_meetup_comes_back_as_it_was_kept(database: Opened) -> None:
    async def act(stores: Stores) -> None:
        first = await planned(stores, place="Room 5", agenda="Talk", capacity=9, length=45)
        assert await stores.meetups.one(first.number) == replace(first, changed=NOW)
        changed = await stores.meetups.change(replace(first, title="Circle"), NOW + SECOND, NOW + timedelta(days=1))
        assert (changed.version, changed.changed) == (1, NOW + SECOND)
        assert await stores.meetups.one(first.number) == changed
        assert list(await stores.meetups.living(first.community, NOW)) == [changed]
        assert list(await stores.meetups.living(first.community, NOW + timedelta(days=2))) == []
        assert list(await stores.meetups.hosted(first.host or 0, NOW)) == [changed]
        draft = await planned(stores, state=State.DRAFT)
        assert list(await stores.meetups.hosted(first.host or 0, NOW)) == [changed]
        await stores.meetups.forget_drafts(draft.host or 0, NOW + SECOND)
        assert await stores.meetups.one(draft.number) is not None
        await planned(stores, state=State.DRAFT)
        await stores.meetups.forget_drafts(draft.host or 0, NOW + SECOND)
        assert await stores.meetups.one(draft.number) is None
        change = Change(first.number, DAY, NOW, True, "An agenda", first.host, "Notes", first.host)
        await stores.meetups.set(Change(first.number, DAY), NOW)
        await stores.meetups.set(change, NOW)
        assert dict(await stores.meetups.changes(first.number)) == {DAY: change}

    await database.write(act)


async def test_who_presses_at_the_same_moment_gets_one_place_each_and_nobody_two(database: Opened) -> None:
    meetup = await database.write(planned)

    async def go(number: int) -> None:
        async def work(stores: Stores) -> None:
            who = await member(stores, f"p{number}")
            await stores.meetups.answer(meetup.number, DAY, who, Coming.GOING, NOW)

        await database.write(work)

    await asyncio.gather(*(go(number % 6) for number in range(12)))
    answers = await database.read(lambda stores: stores.meetups.answers(meetup.number, DAY))
    assert len(answers) == 6
    assert len({one.since for one in answers}) == 6
    found = seats(answers, 4)
    assert (len(found.going), len(found.waiting)) == (4, 2)


async def test_an_answer_keeps_its_place_until_it_changes(database: Opened) -> None:
    async def act(stores: Stores) -> None:
        meetup = await planned(stores)
        ana, ben = await member(stores, "ana"), await member(stores, "ben")
        await stores.meetups.answer(meetup.number, DAY, ana, Coming.GOING, NOW)
        await stores.meetups.answer(meetup.number, DAY, ben, Coming.GOING, NOW - timedelta(hours=1))
        await stores.meetups.answer(meetup.number, DAY, ana, Coming.GOING, NOW + SECOND)
        found = seats(await stores.meetups.answers(meetup.number, DAY), 1)
        assert ([one.number for one in found.going], [one.number for one in found.waiting]) == ([ana], [ben])
        await stores.meetups.answer(meetup.number, DAY, ana, Coming.MAYBE, NOW)
        await stores.meetups.answer(meetup.number, DAY, ana, Coming.GOING, NOW)
        found = seats(await stores.meetups.answers(meetup.number, DAY), 1)
        assert [one.number for one in found.going] == [ben]
        assert list(await stores.meetups.answered_days(meetup.number)) == [DAY]
        assert list(await stores.meetups.answered(ana, DAY)) == [(meetup.number, DAY)]
        assert list(await stores.meetups.answered(ana, DAY + timedelta(days=1))) == []
        eve = await member(stores, "eve")
        await stores.meetups.came(meetup.number, DAY, [ana, eve], NOW)
        await stores.meetups.came(meetup.number, DAY, [eve], NOW)
        answers = await stores.meetups.answers(meetup.number, DAY)
        assert {one.member.number: (one.coming, one.came) for one in answers} == {
            ana: (Coming.GOING, False),
            ben: (Coming.GOING, False),
            eve: (None, True),
        }

    await database.write(act)


async def test_what_changes_while_it_is_shown_is_still_wanted(database: Opened) -> None:
    async def act(stores: Stores) -> None:
        meetup = await planned(stores)
        await stores.meetups.mirror(Mirror(meetup.number, DAY, CARD, "test:a", "test:1"))
        await stores.meetups.mirror(Mirror(meetup.number, DAY, EVENT, "test:here"))
        assert [one.kind for one in await stores.meetups.behind(9)] == [EVENT]
        await stores.meetups.touch(meetup.number, DAY)
        await stores.meetups.touch(meetup.number, DAY + timedelta(days=1))
        behind = {one.kind: one for one in await stores.meetups.behind(9)}
        assert set(behind) == {CARD, EVENT}
        assert len(await stores.meetups.behind(1)) == 1
        await stores.meetups.touch(meetup.number)
        await stores.meetups.caught_up(behind[CARD])
        assert {one.kind for one in await stores.meetups.behind(9)} == {CARD, EVENT}
        for one in await stores.meetups.behind(9):
            await stores.meetups.caught_up(replace(one, reference="test:2", why="" if one.kind == CARD else "No."))
        assert list(await stores.meetups.behind(9)) == []
        assert await stores.meetups.refused(meetup.number, "test:here")
        assert not await stores.meetups.refused(meetup.number, "test:a")
        assert [one.reference for one in await stores.meetups.mirrors(meetup.number, DAY)] == ["test:2", "test:2"]
        await stores.meetups.mirror(Mirror(meetup.number, DAY, CARD, "test:a", "test:3"))
        assert list(await stores.meetups.behind(9)) == []

    await database.write(act)


async def test_two_accounts_become_one(database: Opened) -> None:
    async def act(stores: Stores) -> None:
        meetup = await planned(stores, host="new")
        old, new, ben = [await member(stores, name) for name in ("old", "new", "ben")]
        other = DAY + timedelta(days=7)
        for number, day, who, coming in (
            (0, DAY, new, Coming.GOING),
            (1, DAY, ben, Coming.GOING),
            (2, DAY, old, Coming.MAYBE),
            (3, other, old, Coming.GOING),
            (4, other, ben, Coming.GOING),
            (5, other, new, Coming.GOING),
        ):
            await stores.meetups.answer(meetup.number, day, who, coming, NOW + number * SECOND)
        await stores.meetups.came(meetup.number, DAY, [new], NOW)
        await stores.meetups.set(Change(meetup.number, DAY, presenter=new, notes="Good", noted_by=new), NOW)
        await stores.feeds.add(Feed("s" * 32, member=new), NOW)
        await stores.joining.members(old, new)
        for day in (DAY, other):
            found = seats(await stores.meetups.answers(meetup.number, day), 1)
            assert [one.number for one in found.going] == [old]
            assert [one.number for one in found.waiting] == [ben]
        assert [one.member.number for one in await stores.meetups.answers(meetup.number, DAY) if one.came] == [old]
        kept = await stores.meetups.one(meetup.number)
        assert kept is not None
        assert kept.host == old
        change = (await stores.meetups.changes(meetup.number))[DAY]
        assert (change.presenter, change.noted_by) == (old, old)
        feed = await stores.feeds.found("s" * 32)
        assert feed is not None
        assert feed.member == old

    await database.write(act)


async def test_two_communities_become_one_and_part_again(database: Opened) -> None:
    there = Space("test:there", "There")

    async def act(stores: Stores) -> None:
        one = await planned(stores)
        second = await stores.communities.at(there, NOW)
        meetup = await stores.meetups.add(
            replace(one, community=second.number, space=there.reference, title="Other"), NOW, None
        )
        await stores.feeds.add(Feed("c" * 32, community=second.number), NOW)
        await stores.joining.communities(one.community, second.number)
        assert {each.title for each in await stores.meetups.living(one.community, NOW)} == {"Paper club", "Other"}
        found = await stores.feeds.of(Feed("", community=one.community))
        assert found is not None
        assert found.secret == "c" * 32
        parted = await stores.communities.part(there, NOW)
        assert [each.number for each in await stores.meetups.living(parted.number, NOW)] == [meetup.number]
        assert [each.number for each in await stores.meetups.living(one.community, NOW)] == [one.number]

    await database.write(act)


async def test_who_goes_away_leaves_nothing_and_may_take_everything_along(database: Opened) -> None:
    async def act(stores: Stores) -> None:
        assert isinstance(stores, SqlStores)
        meetup = await planned(stores)
        draft = await planned(stores, state=State.DRAFT)
        ana, ben = await member(stores, "ana"), await member(stores, "ben")
        await stores.meetups.answer(meetup.number, DAY, ana, Coming.GOING, NOW)
        await stores.meetups.answer(meetup.number, DAY, ben, Coming.GOING, NOW)
        await stores.meetups.mirror(Mirror(meetup.number, DAY, CARD, "test:a", "test:1"))
        await stores.meetups.set(Change(meetup.number, DAY, presenter=ana, notes="Good", noted_by=ana), NOW)
        await stores.meetups.set(Change(meetup.number, DAY + timedelta(days=7), notes="His", noted_by=ben), NOW)
        await stores.feeds.add(Feed("s" * 32, member=ana), NOW)
        export = {**await stores.meetups.export(ana), **await stores.feeds.export(ana)}
        assert {name: len(items) for name, items in export.items()} == {
            "meetups": 2, "meetup_dates": 1, "meetup_answers": 1, "calendar_feeds": 1,
        }  # fmt: skip
        assert export["meetup_dates"][0]["notes"] == "Good"
        assert "s" * 32 not in str(export)
        assert await stores.meetups.counted(ana) == {"meetups": 2, "meetup_dates": 1, "meetup_answers": 1}
        await stores.meetups.forget(ana)
        await stores.feeds.forget(ana)
        assert not any(dict(await stores.meetups.counted(ana)).values())
        assert await stores.feeds.found("s" * 32) is None
        assert await stores.meetups.one(draft.number) is None
        kept = await stores.meetups.one(meetup.number)
        assert kept is not None
        assert kept.host is None
        assert [one.member.number for one in await stores.meetups.answers(meetup.number, DAY)] == [ben]
        notes = {one.notes for one in (await stores.meetups.changes(meetup.number)).values()}
        assert notes == {"", "His"}
        assert [one.kind for one in await stores.meetups.behind(9)] == [CARD]
        await stores.feeds.add(Feed("c" * 32, community=meetup.community), NOW)
        group = await stores.groups.add(Group(0, meetup.community, "Owls"), NOW)
        await stores.feeds.add(Feed("g" * 32, group=group.number), NOW)
        elsewhere = await stores.communities.at(Space("test:there", "There"), NOW)
        guest = await stores.meetups.add(replace(meetup, community=elsewhere.number, group=group.number), NOW, None)
        await stores.meetups.disband(meetup.community)
        await stores.feeds.disband(meetup.community)
        assert await stores.meetups.one(meetup.number) is None
        assert await stores.feeds.found("c" * 32) is None
        assert await stores.feeds.found("g" * 32) is None
        stays = await stores.meetups.one(guest.number)
        assert stays is not None
        assert stays.group is None

    await database.write(act)


async def test_an_address_is_renewed_and_belongs_to_one_owner(database: Opened) -> None:
    async def act(stores: Stores) -> None:
        ana = await member(stores, "ana")
        owner = Feed("", member=ana)
        assert await stores.feeds.of(owner) is None
        await stores.feeds.add(Feed("a" * 32, member=ana), NOW)
        await stores.feeds.add(Feed("b" * 32, member=ana), NOW + SECOND)
        assert await stores.feeds.of(owner) == Feed("b" * 32, member=ana)
        await stores.feeds.end(owner)
        assert await stores.feeds.found("a" * 32) is None
        assert await stores.feeds.of(owner) is None

    await database.write(act)
