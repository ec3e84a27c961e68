"""Handing in the project of a phase: versions of it, taking it back, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.acts.peers import peer
from bot.core.acts.posting import spread
from bot.core.chat.scene import Person
from bot.core.model.library import Library
from bot.core.model.member import Member
from bot.core.model.milestone import News, NewsKind, Review, State, Submission, current
from bot.core.model.roadmap import Phase
from bot.core.ports.database import Stores


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of handing something in."""

    submission: Submission
    """The new version; or the present one, where that passed already or is the very same."""
    new: bool
    before: Submission | None
    """The version whose place it took, if one was live."""
    news: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its reviews, each with its reviewer, who is None where they are gone."""

    submission: Submission
    reviews: tuple[tuple[Review, Member | None], ...]


async def versions(stores: Stores, library: Library, member: int, phase: Phase) -> list[Submission]:
    """What a member handed in for a phase, under whichever id the phase had then; the newest first."""
    return [one for one in await stores.submissions.of(member) if library.phases.get(one.phase) is phase]


async def hand_in(
    stores: Stores, library: Library, member: int, community: int, phase: Phase, link: str, notes: str, at: datetime
) -> HandedIn:
    """Hand in a new version, which takes the place of a live one. What passed stays as it is.

    The same once more while it waits, as from a button pressed twice, changes nothing; after changes were asked for it
    is a new version, for what the link leads to has changed.
    """
    earlier = await versions(stores, library, member, phase)
    now = current(earlier)
    before = now if now is not None and now.state.live else None
    if now is not None and now.state is State.PASSED:
        return HandedIn(now, new=False, before=None)
    same = now is not None and (now.link, now.notes, now.community) == (link, notes, community)
    if before is not None and before.state is State.WAITING and same:
        return HandedIn(before, new=False, before=None)
    if before is not None:
        await stores.submissions.settle(before.number, State.REPLACED, at)
    new = await stores.submissions.add(member, community, phase.id, len(earlier) + 1, link, notes, at)
    for follower, person in (await stores.submissions.followers(now.number)).items() if now else ():
        await stores.submissions.follow(new.number, follower, person)
    reviewers = {
        review.reviewer: None
        for one in earlier
        for review in await stores.reviews.about(one.number)
        if review.reviewer is not None and await peer(stores, review.reviewer, community)
    }
    news = News(NewsKind.HANDED_IN, new, tuple(reviewers))
    await spread(stores, news, at)
    return HandedIn(new, new=True, before=before, news=(news,))


async def follow(stores: Stores, member: int, number: int, person: Person | None) -> Submission | None:
    """Have the author or a reviewer of a version told what becomes of it, or no longer; None for anybody else."""
    submission = await stores.submissions.one(number)
    if submission is None:
        return None
    if submission.member != member and await stores.reviews.by(number, member) is None:
        return None
    await stores.submissions.follow(number, member, person)
    return submission


async def withdraw(stores: Stores, library: Library, member: int, phase: Phase, at: datetime) -> bool:
    """Take back what is live of somebody's work on a phase; False where nothing is."""
    now = current(await versions(stores, library, member, phase))
    return now is not None and await stores.submissions.settle(now.number, State.WITHDRAWN, at)


async def standing(stores: Stores, library: Library, member: int) -> dict[str, Submission]:
    """What stands for a member's work on each phase that they handed something in for, by the phase's present id."""
    by_phase: dict[str, list[Submission]] = {}
    for one in await stores.submissions.of(member):
        if (phase := library.phases.get(one.phase)) is not None:
            by_phase.setdefault(phase.id, []).append(one)
    return {phase: now for phase, some in by_phase.items() if (now := current(some)) is not None}


async def completed(stores: Stores, library: Library, member: int) -> set[str]:
    """The present ids of the phases whose project of theirs passed."""
    stand = await standing(stores, library, member)
    return {phase for phase, submission in stand.items() if submission.state is State.PASSED}


async def history(stores: Stores, submissions: Sequence[Submission]) -> list[Version]:
    """These versions with what reviewers said, in the order in which they are given."""
    return [
        Version(
            one,
            tuple(
                [
                    (review, await peer(stores, review.reviewer, one.community))
                    for review in await stores.reviews.about(one.number)
                ]
            ),
        )
        for one in submissions
    ]
