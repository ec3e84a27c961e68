"""Pages of boards against a plain model, merges, badges and reports, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from itertools import pairwise

from bot.core.acts.paying import correct, pay, take_back
from bot.core.chat.scene import Channel
from bot.core.model.badge import Badge
from bot.core.model.board import Board, Mark, MemberPage, Start
from bot.core.ports.database import Database, Stores
from tests.adapters.database.test_boards import RULES, TODAY, check, enters, merges, peopled, shows, told
from tests.core.helpers import NOW

EVERYBODY = Board(1)
WEEK = "w2026-11-23"


async def earns(stores: Stores, member: int, skill: str, day: date = TODAY) -> int:
    return await pay(stores, RULES, member, "skill", f"skill:{skill}", f"You finished {skill}.", day=day, at=NOW)


async def filled(stores: Stores) -> list[tuple[int, int]]:
    """23 people with few different sums, two of them private; the board that others see, from the top."""
    members = await peopled(stores, 23)
    for number, member in enumerate(members):
        await enters(stores, 1 + number % 2, member)
        for skill in range(1 + number * 7 % 4):
            await earns(stores, member, str(skill))
    for hidden in (members[3], members[10]):
        await shows(stores, hidden, "private")
    return sorted(
        ((10 * (1 + number * 7 % 4), member) for number, member in enumerate(members) if number not in (3, 10)),
        reverse=True,
    )


async def test_pages_and_places_are_those_of_a_sorted_list(database: Database) -> None:
    expected = await database.write(filled)
    places = {points: 1 + sum(more > points for more, _ in expected) for points, _ in expected}

    async def pages(stores: Stores) -> None:
        async def page(start: Start) -> MemberPage:
            found = await stores.boards.members(EVERYBODY, WEEK, start, 6)
            assert [row.place for row in found.rows] == [places[row.mark.points] for row in found.rows]
            assert found.people == len(expected)
            assert found.active == 23
            shown = [(row.mark.points, row.mark.number) for row in found.rows]
            if shown:
                where = expected.index(shown[0])
                assert expected[where : where + len(shown)] == shown
                assert found.above == (where > 0)
                assert found.below == (where + len(shown) < len(expected))
            return found

        seen, found = [], await page(Start())
        while True:
            seen += [(row.mark.points, row.mark.number) for row in found.rows]
            if not found.below:
                break
            found = await page(Start(found.rows[-1].mark))
        assert seen == expected
        while found.above:
            found = await page(Start(found.rows[0].mark, "before"))
        assert (found.rows[0].mark.points, found.rows[0].mark.number) == expected[0]
        for points, member in expected:
            around = await page(Start(Mark(points, member), "around"))
            assert member in [row.mark.number for row in around.rows]
            standing = await stores.boards.standing(EVERYBODY, WEEK, member)
            assert standing is not None
            assert (standing.place, standing.listed) == (places[points], True)
        forged = await stores.boards.members(EVERYBODY, WEEK, Start(Mark(0, 0), "before"), 6)
        assert [(row.mark.points, row.mark.number) for row in forged.rows] == expected[-6:]

    await database.read(pages)
    await database.read(check)


async def test_groups_are_placed_by_points_a_head(database: Database) -> None:
    await database.write(filled)

    async def look(stores: Stores) -> None:
        page = await stores.boards.groups(1, WEEK, Start(), 10)
        assert {row.name for row in page.rows} == {"Owls", "Larks"}
        for row in page.rows:
            assert row.mark.points == row.points * 100 // row.active
            standing = await stores.boards.group_standing(1, WEEK, row.mark.number)
            assert standing is not None
            assert (standing.place, standing.mark) == (row.place, row.mark)
        assert [later.mark.points <= one.mark.points for one, later in pairwise(page.rows)] == [True]
        rest = await stores.boards.groups(1, WEEK, Start(page.rows[0].mark), 10)
        assert rest.rows == page.rows[1:]
        back = await stores.boards.groups(1, WEEK, Start(page.rows[1].mark, "before"), 10)
        assert back.rows == page.rows[:1]
        around = await stores.boards.groups(1, WEEK, Start(page.rows[1].mark, "around"), 10)
        assert around == page
        assert await stores.boards.group_standing(1, "m2020-01", 1) is None
        assert (await stores.boards.group(1, " LARKS ")) == await stores.boards.group(1, "2")
        assert await stores.boards.group(2, "owls") is None
        assert await stores.boards.group_at(Channel("test:owls")) is None

    await database.read(look)


async def test_a_merge_counts_an_act_once_wherever_it_counted(database: Database) -> None:
    async def act(stores: Stores) -> int:
        one, other, _ = await peopled(stores, 3)
        await enters(stores, 1, one)
        await enters(stores, 2, other)
        for member in (one, other):
            await earns(stores, member, "git")
        await earns(stores, other, "bash")
        await earns(stores, one, "docker")
        await take_back(stores, one, "skill", "skill:docker", "Undone.", at=NOW)
        await earns(stores, other, "docker")
        await merges(stores, one, other)
        return one

    member = await database.write(act)

    async def look(stores: Stores) -> list[int]:
        await check(stores)
        boards = (EVERYBODY, Board(1, 1), Board(1, 2))
        return [(await stores.boards.members(board, "all", Start(), 5)).points for board in boards]

    assert await database.read(look) == [30, 10, 30]

    async def undo(stores: Stores) -> list[int]:
        for skill in ("git", "bash", "docker"):
            await take_back(stores, member, "skill", f"skill:{skill}", "Undone.", at=NOW)
        return await look(stores)

    assert await database.write(undo) == [0, 0, 0]


async def test_an_undone_correction_leaves_nothing_on_any_board(database: Database) -> None:
    async def act(stores: Stores) -> list[int]:
        member, organiser, _ = await peopled(stores, 3)
        await stores.communities.join(2, member, NOW)
        await earns(stores, member, "git")
        [kept] = await stores.ledger.lines(member, None, "all", None, 5)
        assert await stores.ledger.line(kept.number, 2) == kept
        assert await correct(stores, kept, 1, 3, "Slip.", author=organiser, at=NOW) == 10
        sums = [(await stores.boards.members(Board(place), "all", Start(), 5)).points for place in (1, 2)]
        await take_back(stores, member, "skill", "skill:git", "Undone.", at=NOW)
        await check(stores)
        return sums + [(await stores.boards.members(Board(place), "all", Start(), 5)).points for place in (1, 2)]

    assert await database.write(act) == [3, 10, 0, 0]


async def test_two_communities_become_one(database: Database) -> None:
    async def act(stores: Stores) -> MemberPage:
        one, other, _ = await peopled(stores, 3)
        await stores.communities.join(2, one, NOW)
        await earns(stores, one, "git")
        await told(stores, "DELETE FROM community_members WHERE member = :member AND community = 1", member=other)
        await stores.communities.join(2, other, NOW)
        await earns(stores, other, "git")
        await stores.reports.add(2, other, "Hm", NOW)
        await stores.communities.join(1, other, NOW)
        await stores.ledger.unite(1, 2)
        await told(stores, "UPDATE reports SET community = 1")
        await check(stores)
        assert len(await stores.reports.open(1, 0, 5)) == 1
        return await stores.boards.members(EVERYBODY, "all", Start(), 5)

    page = await database.write(act)
    assert (page.points, page.people) == (20, 2)


async def test_newcomers_have_their_first_points_in_that_week(database: Database) -> None:
    async def act(stores: Stores) -> list[str]:
        old, new, hidden = await peopled(stores, 3)
        await earns(stores, old, "git", TODAY - timedelta(days=3))
        for member in (old, new, hidden):
            await earns(stores, member, "bash")
        await shows(stores, hidden, "private")
        return [row.name for row in await stores.boards.newcomers(1, WEEK, 5)]

    assert await database.write(act) == ["P1"]


async def test_lines_are_paged_by_day(database: Database) -> None:
    async def act(stores: Stores) -> list[list[str]]:
        member, *_ = await peopled(stores, 3)
        for number in (2, 0, 1, 3):
            await earns(stores, member, str(number), TODAY + timedelta(days=number))
        first = await stores.ledger.lines(member, EVERYBODY, "all", None, 2)
        rest = await stores.ledger.lines(member, EVERYBODY, "all", first[-1].number, 5)
        week = await stores.ledger.lines(member, EVERYBODY, "w2026-11-16", None, 5)
        return [[one.line.reference for one in some] for some in (first, rest, week)]

    assert await database.write(act) == [["skill:3", "skill:2"], ["skill:1", "skill:0"], []]


async def test_badges_and_reports_follow_their_member(database: Database) -> None:
    async def act(stores: Stores) -> tuple[list[Badge], int]:
        one, other, _ = await peopled(stores, 3)
        assert await stores.badges.award(one, "phase:basics", NOW)
        assert not await stores.badges.award(one, "phase:basics", NOW)
        await stores.badges.award(other, "phase:basics", NOW - timedelta(days=1))
        await stores.badges.award(other, "streak:7", NOW)
        number = await stores.reports.add(1, other, "Hm", NOW)
        for store in (stores.badges, stores.reports):
            await store.absorb(one, other)
        report = await stores.reports.one(1, number)
        assert report is not None
        assert report.member == one
        assert await stores.reports.settle(1, number, NOW)
        assert not await stores.reports.settle(1, number, NOW)
        badges = list(await stores.badges.of(one))
        for forgetting in (stores.badges, stores.reports, stores.ledger):
            await forgetting.forget(one)
        assert await stores.reports.one(1, number) is None
        return badges, len(await stores.badges.of(one))

    badges, left = await database.write(act)
    assert badges == [Badge("phase:basics", NOW - timedelta(days=1)), Badge("streak:7", NOW)]
    assert left == 0


async def test_many_earn_at_once(database: Database) -> None:
    members = await database.write(lambda stores: peopled(stores, 24))

    async def one(member: int) -> int:
        return await database.write(lambda stores: earns(stores, member, "git"))

    paid = await asyncio.gather(*(one(member) for member in members * 2))
    assert sorted(paid) == [0] * 24 + [10] * 24
    await database.read(check)
