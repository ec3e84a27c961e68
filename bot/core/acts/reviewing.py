"""Reviewing a peer's project: a draft that is filled in criterion by criterion, a verdict, and what it brings about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, auto

from bot.core.acts.auditing import audit
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.paying import pay
from bot.core.acts.peers import belongs, peer
from bot.core.chat.scene import Scene
from bot.core.model.badge import phase_badge
from bot.core.model.learning_day import learning_day
from bot.core.model.library import Library
from bot.core.model.member import Member
from bot.core.model.milestone import Count, News, NewsKind, Review, State, Submission, Verdict, count, rubric, settled
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores


class Bar(Enum):
    """Why somebody may not review something, or not yet end a review."""

    NOWHERE = auto()
    """No community of theirs is known."""
    UNKNOWN = auto()
    """There is no such project for them."""
    OWN = auto()
    WITHDRAWN = auto()
    SETTLED = auto()
    """It waits for no review any more."""
    UNFINISHED = auto()
    """A criterion lacks its score, or its words."""
    WORDS = auto()
    """Whoever asks for changes says which."""


class Barred(Exception):
    """Raised within a unit of work, of which then nothing is kept."""

    def __init__(self, why: Bar) -> None:
        super().__init__(why.name)
        self.why = why


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reviewer has before them."""

    submission: Submission
    author: Member | None
    """None where they left the community."""
    reviewer: Member
    organiser: bool
    """Whether the reviewer is an organiser of the community that the project was handed in to, here and now."""
    review: Review


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a verdict."""

    desk: Desk
    count: Count
    points: int = 0
    """What the reviewer got."""
    again: bool = False
    """Whether the verdict had been given before, so that nothing happened."""
    passed: bool = False
    """Whether it was this verdict that passed the project."""
    news: tuple[News, ...] = ()


async def sit_down(stores: Stores, library: Library, scene: Scene, number: int) -> Desk:
    """Open a version to review it; a draft begins unless there is one. Raises `Barred`.

    A draft that was begun can be ended whatever became of the version since, as long as it wasn't withdrawn.
    """
    member = await meet(stores, scene)
    submission = await stores.submissions.one(number)
    if submission is None or not await belongs(stores, member.number, submission.community):
        raise Barred(Bar.UNKNOWN)
    if submission.member == member.number:
        raise Barred(Bar.OWN)
    if submission.state is State.WITHDRAWN:
        raise Barred(Bar.WITHDRAWN)
    here = await community_of(stores, scene, member)
    organiser = scene.caller.organiser and here is not None and here.number == submission.community
    review = await stores.reviews.by(number, member.number)
    if review is None:
        if not (submission.state is State.WAITING or (organiser and submission.state is State.CHANGES)):
            raise Barred(Bar.SETTLED)
        phase = library.phases.get(submission.phase)
        if phase is None:
            raise Barred(Bar.UNKNOWN)
        review = await stores.reviews.begin(number, member.number, rubric(phase.milestone), scene.at)
    author = await peer(stores, submission.member, submission.community)
    return Desk(submission, author, member, organiser, review)


async def score(stores: Stores, library: Library, scene: Scene, number: int, place: int, points: int) -> Desk:
    """Score a criterion of a draft; a review that has its verdict stays as it is. Raises `Barred`."""
    desk = _placed(await sit_down(stores, library, scene, number), place)
    if desk.review.verdict is not None:
        return desk
    await stores.reviews.score(desk.review.number, place, points)
    return _with(desk, place, points=points)


async def comment(stores: Stores, library: Library, scene: Scene, number: int, place: int | None, words: str) -> Desk:
    """Comment on a criterion of a draft, or on the whole; a review that has its verdict stays. Raises `Barred`."""
    desk = await sit_down(stores, library, scene, number)
    if place is not None:
        _placed(desk, place)
    if desk.review.verdict is not None:
        return desk
    await stores.reviews.say(desk.review.number, place, words)
    return replace(desk, review=replace(desk.review, words=words)) if place is None else _with(desk, place, words=words)


async def finish(
    stores: Stores, library: Library, scene: Scene, number: int, verdict: Verdict, words: str | None
) -> Finished:
    """Give the verdict, which is final: it may pass the project, once and for all, or ask for changes.

    `words` about the whole take the place of those in the draft. Raises `Barred`.
    """
    desk = await sit_down(stores, library, scene, number)
    author, draft = desk.submission.member, desk.review
    if draft.verdict is not None:
        return Finished(desk, count(author, await stores.reviews.about(number)), again=True)
    if draft.open is not None:
        raise Barred(Bar.UNFINISHED)
    words = words or draft.words
    if verdict is Verdict.CHANGES and not words:
        raise Barred(Bar.WORDS)
    review = replace(
        draft,
        words=words,
        verdict=verdict,
        organiser=desk.organiser,
        answering=verdict is Verdict.APPROVED
        and await _answers(stores, library, desk.reviewer.number, desk.submission),
        at=scene.at,
    )
    await stores.reviews.finish(review)
    counted = count(author, await stores.reviews.about(number))
    state = settled(desk.submission.state, verdict, counted)
    if state is not desk.submission.state:
        await stores.submissions.settle(number, state, scene.at)
    passed = state is State.PASSED and desk.submission.state.live
    submission = replace(desk.submission, state=state)
    if passed and desk.organiser:
        await audit(stores, scene, submission.community, Act.PASSED, about=author, words=_title(library, submission))
    won = await _reward(stores, library, submission, scene.at) if passed else 0
    news = News(_kind(verdict, passed=passed), submission, (author,), counted, won)
    return Finished(
        replace(desk, submission=submission, review=review),
        counted,
        points=await _thank(stores, library, desk.reviewer, review, scene.at),
        passed=passed,
        news=(news,),
    )


def _placed(desk: Desk, place: int) -> Desk:
    if place > len(desk.review.judged):
        raise Barred(Bar.UNKNOWN)
    return desk


def _with(desk: Desk, place: int, *, points: int | None = None, words: str | None = None) -> Desk:
    """The desk after a criterion was scored or commented on."""
    judged = tuple(
        replace(one, score=one.score if points is None else points, words=one.words if words is None else words)
        if one.place == place
        else one
        for one in desk.review.judged
    )
    return replace(desk, review=replace(desk.review, judged=judged))


async def _answers(stores: Stores, library: Library, reviewer: int, submission: Submission) -> bool:
    """Whether an approval answers one by the author: each of theirs is answered once, by the next phase approved.

    Of a later version it is what it was of an earlier one.
    """
    given = await stores.reviews.approvals(reviewer, submission.member)
    got = await stores.reviews.approvals(submission.member, reviewer)
    mine = {_present(library, phase): answering for phase, answering in reversed(given)}
    theirs = {_present(library, phase) for phase, _ in got}
    before = mine.get(_present(library, submission.phase))
    return len(theirs) > len(mine) if before is None else before


async def _reward(stores: Stores, library: Library, submission: Submission, at: datetime) -> int:
    """Count the phase as completed: a badge, and points, which are given back."""
    name = _present(library, submission.phase)
    author = await stores.people.member(submission.member)
    await stores.badges.award(submission.member, phase_badge(name), at)
    return await pay(
        stores,
        library.points,
        submission.member,
        "milestone",
        f"milestone:{name}",
        f"Your project of phase “{_title(library, submission)}” passed its review.",
        day=learning_day(at, author.clock if author else UTC),
        at=at,
    )


async def _thank(stores: Stores, library: Library, reviewer: Member, review: Review, at: datetime) -> int:
    """Points for a review that says something; a version is paid once."""
    if not review.says_something:
        return 0
    return await pay(
        stores,
        library.points,
        reviewer.number,
        "review",
        f"review:{review.submission}",
        "You reviewed a peer's project.",
        day=learning_day(at, reviewer.clock),
        at=at,
    )


def _present(library: Library, phase: str) -> str:
    """The id that a phase has now; the one it had where it is no longer on the roadmap."""
    found = library.phases.get(phase)
    return found.id if found else phase


def _title(library: Library, submission: Submission) -> str:
    """The title of the phase, or what is left of its name."""
    found = library.phases.get(submission.phase)
    return found.title if found else submission.phase


def _kind(verdict: Verdict, *, passed: bool) -> NewsKind:
    if passed:
        return NewsKind.PASSED
    return NewsKind.REVIEWED if verdict is Verdict.APPROVED else NewsKind.CHANGES
