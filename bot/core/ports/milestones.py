"""Projects that members hand in, and the reviews of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.chat.scene import Person
from bot.core.model.milestone import Judged, Review, State, Submission

Waiting = tuple[Submission, int]
"""A version that waits, and how many reviews it has."""


class Submissions(Protocol):
    """Every version of everybody's work."""

    async def add(
        self, member: int, community: int, phase: str, version: int, link: str, notes: str, at: datetime
    ) -> Submission:
        """Keep a new version, which waits for reviews."""
        ...

    async def one(self, number: int) -> Submission | None:
        """A version by number."""
        ...

    async def of(self, member: int) -> Sequence[Submission]:
        """All that a member handed in, the newest first."""
        ...

    async def settle(self, number: int, state: State, at: datetime) -> bool:
        """Bring a live version into another state; False, and nothing happens, where it isn't live any more."""
        ...

    async def follow(self, number: int, member: int, person: Person | None) -> None:
        """Note under which account a member wants to be told what becomes of a version; None for not at all."""
        ...

    async def followers(self, number: int) -> Mapping[int, Person]:
        """Who wants to be told what becomes of a version, by member, and where."""
        ...

    async def to_review(self, community: int, reviewer: int, most: int) -> Sequence[Waiting]:
        """What waits and isn't the reviewer's own nor reviewed by them: fewest reviews first, then the oldest.

        What somebody handed in who has left the community waits for nobody.
        """
        ...

    async def queue(self, community: int, most: int) -> Sequence[Waiting]:
        """All that waits in a community, the oldest first."""
        ...


class Reviews(Protocol):
    """Reviews, and drafts of them: a draft is a review that has no verdict yet."""

    async def begin(self, submission: int, reviewer: int, rubric: Sequence[Judged], at: datetime) -> Review:
        """Begin a draft with this rubric; the one that there is already, where there is one."""
        ...

    async def by(self, submission: int, reviewer: int) -> Review | None:
        """What somebody says about a version, a draft or not."""
        ...

    async def about(self, submission: int) -> Sequence[Review]:
        """The reviews of a version that have a verdict, in the order in which they came in."""
        ...

    async def drafts(self, reviewer: int) -> Sequence[Submission]:
        """The live versions of which somebody has a draft, the one begun last first."""
        ...

    async def score(self, review: int, place: int, score: int) -> None:
        """Give points for a criterion of a draft."""
        ...

    async def say(self, review: int, place: int | None, words: str) -> None:
        """Comment on a criterion of a draft, or on the whole of it."""
        ...

    async def finish(self, review: Review) -> None:
        """Keep a draft's verdict, which is final, and what goes with it."""
        ...

    async def approvals(self, reviewer: int, author: int) -> Sequence[tuple[str, bool]]:
        """What somebody approved of an author's work, in order: the phase, and whether it was an answer."""
        ...
