"""Handing in, reviewing and passing: the rules, over a real database."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.acts.handing_in import completed, history, versions, withdraw
from bot.core.acts.reviewing import Bar, Barred, sit_down
from bot.core.chat.scene import Place, Space
from bot.core.model.milestone import NewsKind, State, Verdict
from bot.core.model.roadmap import Milestone
from bot.core.ports.database import Database
from tests.core.acts.milestones import LINK, NOTES, People, at_server, curriculum
from tests.core.helpers import NOW, scene

CHANGES, APPROVED = Verdict.CHANGES, Verdict.APPROVED


@pytest.fixture
def people(database: Database) -> People:
    """Members of one community."""
    return People(database)


async def barred(people: People, who: str, number: int, *, organiser: bool = False) -> Bar:
    with pytest.raises(Barred) as caught:
        await people.sits_down(who, number, organiser=organiser)
    return caught.value.why


async def badges(people: People, who: str) -> list[str]:
    number = await people.number(who)
    return [one.name for one in await people.database.read(lambda stores: stores.badges.of(number))]


async def test_two_approvals_by_peers_pass_a_project(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    first = await people.reviews("ben", work.number)
    assert (first.passed, first.count.approvals, first.points) == (False, 1, 5)
    assert [(one.kind, one.to) for one in first.news] == [(NewsKind.REVIEWED, (work.member,))]
    second = await people.reviews("chidi", work.number)
    assert second.passed
    assert [(one.kind, one.to, one.points) for one in second.news] == [(NewsKind.PASSED, (work.member,), 25)]
    assert (await people.submission(work.number)).state is State.PASSED
    assert await people.points("ana") == {"milestone:basics": 25}
    assert await people.points("ben") == {f"review:{work.number}": 5}
    assert await badges(people, "ana") == ["phase:basics"]
    assert await people.database.read(lambda stores: completed(stores, people.library, work.member)) == {"basics"}


async def test_an_organiser_passes_a_project_alone(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    assert (await people.reviews("devi", work.number, organiser=True)).passed


async def test_an_organiser_of_another_community_is_a_peer(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.number("devi")
    elsewhere = replace(at_server("devi", organiser=True), place=Place("test", None, Space("test:other")))
    desk = await people.database.write(lambda stores: sit_down(stores, people.library, elsewhere, work.number))
    assert not desk.organiser
    alone = scene(who="devi", organiser=True, direct=True)
    assert (await people.database.write(lambda stores: sit_down(stores, people.library, alone, work.number))).author


async def test_approvals_at_the_same_moment_pass_it_once(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    for who in ("ben", "chidi", "devi"):
        for place in range(1, 5):
            await people.scores(who, work.number, place, 4)
    ended = await asyncio.gather(
        *(people.ends(who, work.number, APPROVED) for who in ("ben", "chidi", "devi", "ben", "chidi"))
    )
    assert sum(one.passed for one in ended) == 1
    assert sum(one.again for one in ended) == 2
    assert await people.points("ana") == {"milestone:basics": 25}
    assert await badges(people, "ana") == ["phase:basics"]


async def test_a_review_without_words_earns_nothing(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    assert (await people.reviews("ben", work.number, words=None)).points == 0
    assert (await people.reviews("chidi", work.number, words="ok . . . . . . . . . . .")).points == 0


async def test_a_verdict_is_final(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.reviews("ben", work.number)
    again = await people.ends("ben", work.number, CHANGES, "No, wait.")
    assert (again.again, again.points, again.news, again.count.approvals) == (True, 0, (), 1)
    assert (await people.scores("ben", work.number, 1, 0)).review.judged[0].score == 3
    assert (await people.comments("ben", work.number, None, "More")).review.words != "More"
    assert (await people.submission(work.number)).state is State.WAITING


async def test_low_scores_and_changes_need_words(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    for place in (1, 2, 3, 4):
        await people.scores("ben", work.number, place, place - 1)
    judged = (await people.sits_down("ben", work.number)).review.judged
    assert [one.unsaid for one in judged] == [True, True, False, False]
    with pytest.raises(Barred) as caught:
        await people.ends("ben", work.number, APPROVED, "It was a pleasure to read.")
    assert caught.value.why is Bar.UNFINISHED
    await people.comments("ben", work.number, 1, "There is none.")
    desk = await people.comments("ben", work.number, 2, "One test is few.")
    assert desk.review.open is None
    with pytest.raises(Barred) as caught:
        await people.ends("ben", work.number, CHANGES)
    assert caught.value.why is Bar.WORDS
    await people.comments("ben", work.number, None, "Write tests.")
    done = await people.ends("ben", work.number, CHANGES)
    assert (done.desk.review.words, done.news[0].kind) == ("Write tests.", NewsKind.CHANGES)
    assert (await people.submission(work.number)).state is State.CHANGES


async def test_a_new_version_begins_afresh_and_keeps_the_history(people: People) -> None:
    first = (await people.hands_in("ana")).submission
    await people.reviews("ben", first.number)
    await people.reviews("chidi", first.number, CHANGES, "Mend it.")
    outcome = await people.hands_in("ana", link=f"{LINK}/2")
    second, ben, chidi = outcome.submission, await people.number("ben"), await people.number("chidi")
    assert outcome.before == replace(first, state=State.CHANGES)
    assert [(one.kind, one.to) for one in outcome.news] == [(NewsKind.HANDED_IN, (ben, chidi))]
    assert (await people.reviews("chidi", second.number)).count.approvals == 1
    assert (await people.reviews("ben", second.number)).passed

    phase = people.library.phases["basics"]
    mine = await people.database.read(lambda stores: versions(stores, people.library, first.member, phase))
    told = await people.database.read(lambda stores: history(stores, mine))
    assert [(one.submission.version, one.submission.state, len(one.reviews)) for one in told] == [
        (2, State.PASSED, 2),
        (1, State.REPLACED, 2),
    ]


async def test_the_same_once_more_changes_nothing(people: People) -> None:
    first = await people.hands_in("ana")
    again = await people.hands_in("ana")
    assert (first.new, again.new, again.submission, again.news) == (True, False, first.submission, ())
    await people.reviews("ben", first.submission.number, CHANGES, "Mend it.")
    assert [(await people.hands_in("ana")).new for _ in range(2)] == [True, False]


async def test_what_passed_needs_no_new_version(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.reviews("devi", work.number, organiser=True)
    again = await people.hands_in("ana", link=f"{LINK}/2")
    assert (again.new, again.submission.state) == (False, State.PASSED)
    phase = people.library.phases["basics"]
    took = await people.database.write(lambda stores: withdraw(stores, people.library, work.member, phase, NOW))
    assert not took


async def test_what_was_taken_back_is_not_reviewed(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.scores("ben", work.number, 1, 3)
    phase = people.library.phases["basics"]
    assert await people.database.write(lambda stores: withdraw(stores, people.library, work.member, phase, NOW))
    assert not await people.database.write(lambda stores: withdraw(stores, people.library, work.member, phase, NOW))
    assert await barred(people, "ben", work.number) is Bar.WITHDRAWN
    assert (await people.hands_in("ana")).submission.version == 2


async def test_nobody_reviews_their_own_nor_what_is_elsewhere(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    assert await barred(people, "ana", work.number) is Bar.OWN
    assert await barred(people, "ben", 77) is Bar.UNKNOWN
    with pytest.raises(Barred) as caught:
        await people.database.write(lambda stores: sit_down(stores, people.library, scene(who="eve"), work.number))
    assert caught.value.why is Bar.UNKNOWN
    with pytest.raises(Barred):
        await people.scores("ben", work.number, 5, 3)
    with pytest.raises(Barred):
        await people.comments("ben", work.number, 5, "What?")


async def test_a_draft_may_be_ended_whatever_became_of_the_version(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.scores("ben", work.number, 1, 4)
    await people.reviews("devi", work.number, organiser=True)
    assert await barred(people, "eve", work.number) is Bar.SETTLED
    late = await people.reviews("ben", work.number)
    assert (late.passed, late.points, late.desk.submission.state) == (False, 5, State.PASSED)
    assert (await people.reviews("ben", work.number)).again


async def test_approvals_of_an_older_version_do_not_count(people: People) -> None:
    first = (await people.hands_in("ana")).submission
    for who in ("ben", "chidi", "eve"):
        await people.scores(who, first.number, 1, 4)
    second = (await people.hands_in("ana", link=f"{LINK}/2")).submission
    for who in ("ben", "chidi"):
        assert not (await people.reviews(who, first.number)).passed
    await people.reviews("eve", first.number, CHANGES, "Mend it.")
    assert (await people.submission(first.number)).state is State.REPLACED
    assert (await people.submission(second.number)).state is State.WAITING


async def test_after_changes_were_asked_for_only_an_organiser_passes_it_as_it_is(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    for who in ("ben", "chidi"):
        await people.scores(who, work.number, 1, 4)
    await people.reviews("eve", work.number, CHANGES, "Mend it.")
    for who in ("ben", "chidi"):
        assert not (await people.reviews(who, work.number)).passed
    assert (await people.reviews("devi", work.number, organiser=True)).passed


async def test_two_cannot_pass_each_other(people: People) -> None:
    anas = (await people.hands_in("ana")).submission
    bens = (await people.hands_in("ben")).submission
    chidis = (await people.hands_in("chidi")).submission
    assert (await people.reviews("ana", bens.number)).count.approvals == 1
    assert (await people.reviews("ana", chidis.number)).count.approvals == 1
    answer = await people.reviews("ben", anas.number)
    assert (answer.desk.review.answering, answer.count.approvals, answer.count.set_aside) == (True, 0, 1)
    ring = await people.reviews("chidi", anas.number)
    assert (ring.passed, ring.count.approvals, ring.count.set_aside) == (False, 0, 2)
    third = await people.reviews("eve", anas.number)
    assert (third.passed, third.count.approvals, third.count.set_aside) == (True, 3, 0)


async def test_an_answer_counts_beside_somebody_elses_approval(people: People) -> None:
    anas = (await people.hands_in("ana")).submission
    bens = (await people.hands_in("ben")).submission
    await people.reviews("ana", bens.number)
    await people.reviews("eve", anas.number)
    assert (await people.reviews("ben", anas.number)).passed


async def test_an_approval_is_answered_once_and_stays_an_answer(people: People) -> None:
    anas = (await people.hands_in("ana")).submission
    bens = (await people.hands_in("ben")).submission
    await people.reviews("ana", bens.number)
    assert (await people.reviews("ben", anas.number)).desk.review.answering
    again = (await people.hands_in("ana", link=f"{LINK}/2")).submission
    assert (await people.reviews("ben", again.number)).desk.review.answering
    later = (await people.hands_in("ana", "serving")).submission
    assert not (await people.reviews("ben", later.number)).desk.review.answering


async def test_a_review_keeps_the_rubric_that_it_began_with(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.sits_down("ben", work.number)
    first, last = people.library.roadmap.phases
    milestone: Milestone = replace(first.milestone, criteria=first.milestone.criteria[:1])
    phase = replace(first, id="roots", aliases=("basics",), milestone=milestone)
    people.library = replace(curriculum(), roadmap=replace(people.library.roadmap, phases=(phase, last)))
    assert len((await people.sits_down("ben", work.number)).review.judged) == 4
    assert [one.title for one in (await people.sits_down("chidi", work.number)).review.judged] == ["Basics criterion 0"]
    await people.reviews("ben", work.number)
    assert (await people.reviews("chidi", work.number)).passed
    assert await people.points("ana") == {"milestone:roots": 25}
    assert await badges(people, "ana") == ["phase:roots"]


async def test_a_phase_that_is_gone_can_still_be_passed(people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.scores("ben", work.number, 1, 4)
    await people.reviews("eve", work.number)
    people.library = replace(
        people.library, roadmap=replace(people.library.roadmap, phases=people.library.roadmap.phases[1:])
    )
    assert await barred(people, "chidi", work.number) is Bar.UNKNOWN
    for place in (2, 3, 4):
        await people.scores("ben", work.number, place, 4)
    assert (await people.ends("ben", work.number, APPROVED)).passed
    assert await people.points("ana") == {"milestone:basics": 25}
    assert await people.database.read(lambda stores: completed(stores, people.library, work.member)) == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["in", "yes", "no", "lead"])),
        max_size=14,
    ),
    number=st.uuids(),
)
async def test_a_project_passes_by_two_others_of_whom_one_is_not_answering(
    database: Database, steps: list[tuple[str, str, str]], number: object
) -> None:
    people = People(database)
    works: dict[str, int] = {}
    for place, (whose, who, what) in enumerate(steps):
        author, reviewer = f"{whose}{number}", f"{who}{number}"
        if what == "in":
            works[author] = (await people.hands_in(author, notes=f"{NOTES} {place}")).submission.number
        elif author in works and author == reviewer:
            assert await barred(people, reviewer, works[author]) is Bar.OWN
        elif author in works:
            with suppress(Barred):  # it waits for nobody any more
                verdict = CHANGES if what == "no" else APPROVED
                await people.reviews(reviewer, works[author], verdict, "Mend it.", organiser=what == "lead")
    for author, work in works.items():
        one = await people.submission(work)
        reviews = await database.read(lambda stores, work=work: stores.reviews.about(work))  # type: ignore[misc]
        good = [review for review in reviews if review.verdict is APPROVED]
        assert one.member not in {review.reviewer for review in reviews}
        passed = one.state is State.PASSED
        enough = len(good) >= 2 and any(not review.answering for review in good)
        asked = any(review.verdict is CHANGES for review in reviews)
        assert not passed or enough or any(review.organiser for review in good)
        assert passed or asked or not enough
        assert (await people.points(author) != {}) >= passed
        assert await badges(people, author) == (["phase:basics"] if passed else [])
