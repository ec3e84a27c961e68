"""Projects, reviews and badges, on both engines."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.adapters.database.late import Opened
from bot.adapters.database.stores import SqlStores
from bot.core.chat.scene import Space
from bot.core.model.milestone import State, Verdict
from bot.core.ports.database import Stores
from tests.core.acts.milestones import LINK, PRAISE, People
from tests.core.helpers import NOW


async def test_what_waits_is_offered_by_fewest_reviews_then_age(database: Opened) -> None:
    people = People(database)
    first = (await people.hands_in("ana")).submission
    second = (await people.hands_in("ben")).submission
    third = (await people.hands_in("chidi")).submission
    own = (await people.hands_in("eve")).submission
    await people.reviews("devi", first.number)
    await people.sits_down("eve", second.number)
    eve = own.member

    async def offered(stores: Stores) -> tuple[list[tuple[int, int]], list[int], list[int]]:
        waiting = await stores.submissions.to_review(own.community, eve, 10)
        queue = await stores.submissions.queue(own.community, 10)
        drafts = await stores.reviews.drafts(eve)
        return [(one.number, n) for one, n in waiting], [one.number for one, _ in queue], [one.number for one in drafts]

    waiting, queue, drafts = await database.read(offered)
    assert waiting == [(second.number, 0), (third.number, 0), (first.number, 1)]
    assert queue == [first.number, second.number, third.number, own.number]
    assert drafts == [second.number]
    await people.reviews("eve", second.number, Verdict.CHANGES, "Mend it.")
    waiting, queue, drafts = await database.read(offered)
    assert waiting == [(third.number, 0), (first.number, 1)]
    assert (queue, drafts) == ([first.number, third.number, own.number], [])
    assert await database.read(lambda stores: stores.submissions.to_review(own.community, eve, 1)) == [(third, 0)]


async def test_approvals_at_the_same_moment_pass_it_once(database: Opened) -> None:
    people = People(database)
    work = (await people.hands_in("ana")).submission
    reviewers = ("ben", "chidi", "devi", "eve")
    for who in reviewers:
        for place in range(1, 5):
            await people.scores(who, work.number, place, 4)
    ended = await asyncio.gather(*(people.ends(who, work.number, Verdict.APPROVED, PRAISE) for who in reviewers))
    assert sum(one.passed for one in ended) == 1
    assert await people.points("ana") == {"milestone:basics": 25}
    assert len(await database.read(lambda stores: stores.reviews.about(work.number))) == 4


async def test_a_draft_is_begun_once(database: Opened) -> None:
    people = People(database)
    work = (await people.hands_in("ana")).submission
    await people.number("ben")
    desks = await asyncio.gather(*(people.sits_down("ben", work.number) for _ in range(4)))
    assert len({desk.review.number for desk in desks}) == 1
    assert [one.place for one in (await people.sits_down("ben", work.number)).review.judged] == [1, 2, 3, 4]


async def test_two_members_become_one(database: Opened) -> None:
    people = People(database)
    old = (await people.hands_in("ana")).submission
    new = (await people.hands_in("anna", link=f"{LINK}/2")).submission
    other_phase = (await people.hands_in("anna", "serving")).submission
    theirs = (await people.hands_in("ben")).submission
    await people.reviews("anna", old.number)
    await people.sits_down("ana", theirs.number)
    await people.reviews("anna", theirs.number)

    async def merge(stores: Stores) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        assert isinstance(stores, SqlStores)
        moved = await stores.submissions.absorb(old.member, new.member)
        return moved, await stores.reviews.absorb(old.member, new.member)

    assert await database.write(merge) == ([("projects handed in", 2)], [("reviews of projects", 2)])
    mine = await database.read(lambda stores: stores.submissions.of(old.member))
    assert [(one.number, one.state) for one in mine] == [
        (other_phase.number, State.WAITING),
        (new.number, State.WAITING),
        (old.number, State.REPLACED),
    ]
    [kept] = await database.read(lambda stores: stores.reviews.about(theirs.number))
    assert (kept.reviewer, kept.words) == (old.member, PRAISE)
    [own] = await database.read(lambda stores: stores.reviews.about(old.number))
    assert own.reviewer == old.member


async def test_of_two_reviews_of_one_version_the_older_draft_stays(database: Opened) -> None:
    people = People(database)
    work = (await people.hands_in("ben")).submission
    mine, other = await people.scores("ana", work.number, 1, 4), await people.scores("anna", work.number, 1, 2)

    async def merge(stores: Stores) -> None:
        assert isinstance(stores, SqlStores)
        await stores.reviews.absorb(mine.reviewer.number, other.reviewer.number)

    await database.write(merge)
    kept = await database.read(lambda stores: stores.reviews.by(work.number, mine.reviewer.number))
    assert kept == mine.review
    assert await database.read(lambda stores: stores.reviews.by(work.number, other.reviewer.number)) is None


async def test_two_communities_become_one(database: Opened) -> None:
    people = People(database)
    work = (await people.hands_in("ana")).submission

    async def merge(stores: Stores) -> list[tuple[str, int]]:
        assert isinstance(stores, SqlStores)
        other = await stores.communities.at(Space("test:other"), NOW)
        return await stores.submissions.unite(other.number, work.community)

    assert await database.write(merge) == [("projects handed in", 1)]
    assert (await people.submission(work.number)).community != work.community


async def test_who_deletes_themselves_leaves_reviews_without_a_name(database: Opened) -> None:
    people = People(database)
    bens = (await people.hands_in("ben")).submission
    anas = (await people.hands_in("ana")).submission
    passed = (await people.hands_in("ana", "serving")).submission
    chidis = (await people.hands_in("chidi")).submission
    await people.reviews("ana", bens.number)
    await people.reviews("devi", passed.number, organiser=True)
    await people.sits_down("ana", chidis.number)

    async def forget(stores: Stores) -> None:
        assert isinstance(stores, SqlStores)
        await stores.submissions.forget(anas.member)
        await stores.reviews.forget(anas.member)

    await database.write(forget)
    [review] = await database.read(lambda stores: stores.reviews.about(bens.number))
    assert (review.reviewer, review.words, review.verdict) == (None, PRAISE, Verdict.APPROVED)
    assert await database.read(lambda stores: stores.reviews.drafts(anas.member)) == []
    gone = await people.submission(anas.number)
    assert (gone.link, gone.notes, gone.state) == ("", "", State.WITHDRAWN)
    assert (await people.submission(passed.number)).state is State.PASSED
    assert (await people.reviews("devi", bens.number)).passed


async def test_a_badge_is_given_once(database: Opened) -> None:
    people = People(database)
    ana, anna = await people.number("ana"), await people.number("anna")

    async def award(stores: Stores) -> list[bool]:
        badges = stores.badges
        return [
            await badges.award(ana, "phase:basics", NOW),
            await badges.award(ana, "phase:basics", NOW),
            await badges.award(anna, "phase:basics", NOW - timedelta(days=1)),
        ]

    assert await database.write(award) == [True, False, True]
    await database.write(lambda stores: stores.badges.absorb(ana, anna))
    [badge] = await database.read(lambda stores: stores.badges.of(ana))
    assert (badge.name, badge.at) == ("phase:basics", NOW - timedelta(days=1))
    await database.write(lambda stores: stores.badges.forget(ana))
    assert await database.read(lambda stores: stores.badges.of(ana)) == []
