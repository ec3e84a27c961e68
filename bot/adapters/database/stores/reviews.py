"""Reviews of projects, and drafts of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import Row, Value, stamp, unstamped
from bot.adapters.database.stores.keeping import SHOWN, Keeping, Kept
from bot.adapters.database.stores.submissions import SUBMISSION, read_submission
from bot.core.model.milestone import Judged, Review, Submission, Verdict

_REVIEW = (
    "SELECT r.id, r.submission, r.reviewer, r.words, r.organiser, r.answering, r.verdict, r.at, "
    "c.place, c.criterion, c.title, c.meanings, c.score, c.words "
    "FROM reviews r LEFT JOIN review_scores c ON c.review = r.id "
)


class SqlReviews(Keeping):
    """`Reviews` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("reviews",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "reviews_given",
            ("reviews",),
            "review project phase verdict words is_as_organiser begun_at at",
            "SELECT r.id, s.id, s.phase, r.verdict, r.words, r.organiser, r.begun_at, r.at FROM reviews r "
            "JOIN submissions s ON s.id = r.submission WHERE r.reviewer = :member ORDER BY r.id",
        ),
        Kept(
            "review_scores_given",
            ("review_scores",),
            "review criterion title score words",
            "SELECT c.review, c.criterion, c.title, c.score, c.words FROM review_scores c "
            "JOIN reviews r ON r.id = c.review WHERE r.reviewer = :member ORDER BY c.review, c.place",
        ),
        Kept(
            "reviews_received",
            ("reviews",),
            "review project by verdict words at",
            f"SELECT r.id, s.id, {SHOWN}, r.verdict, r.words, r.at FROM reviews r "
            "JOIN submissions s ON s.id = r.submission LEFT JOIN members m ON m.id = r.reviewer "
            "WHERE s.member = :member AND r.verdict IS NOT NULL ORDER BY r.id",
        ),
        Kept(
            "review_scores_received",
            ("review_scores",),
            "review criterion title score words",
            "SELECT c.review, c.criterion, c.title, c.score, c.words FROM review_scores c "
            "JOIN reviews r ON r.id = c.review JOIN submissions s ON s.id = r.submission "
            "WHERE s.member = :member AND r.verdict IS NOT NULL ORDER BY c.review, c.place",
        ),
    )

    async def begin(self, submission: int, reviewer: int, rubric: Sequence[Judged], at: datetime) -> Review:
        """Begin a draft; the one that there is already, where there is one."""
        if (found := await self.by(submission, reviewer)) is not None:
            return found
        [(number,)] = await self._session.rows(
            "INSERT INTO reviews (submission, reviewer, begun_at) VALUES (:submission, :reviewer, :at) RETURNING id",
            submission=submission,
            reviewer=reviewer,
            at=stamp(at),
        )
        for one in rubric:
            await self._session.rows(
                "INSERT INTO review_scores (review, place, criterion, title, meanings) "
                "VALUES (:review, :place, :criterion, :title, :meanings)",
                review=number,
                place=one.place,
                criterion=one.criterion,
                title=one.title,
                meanings=json.dumps(one.meanings, ensure_ascii=False),
            )
        return Review(number, submission, reviewer, tuple(rubric))

    async def by(self, submission: int, reviewer: int) -> Review | None:
        """What somebody says about a version."""
        found = await self._reviews(
            "WHERE r.submission = :submission AND r.reviewer = :reviewer ORDER BY c.place",
            submission=submission,
            reviewer=reviewer,
        )
        return found[0] if found else None

    async def about(self, submission: int) -> list[Review]:
        """The reviews of a version that have a verdict, in their order."""
        return await self._reviews(
            "WHERE r.submission = :submission AND r.verdict IS NOT NULL ORDER BY r.at, r.id, c.place",
            submission=submission,
        )

    async def drafts(self, reviewer: int) -> list[Submission]:
        """The live versions of which somebody has a draft, the one begun last first."""
        rows = await self._session.rows(
            SUBMISSION + " FROM reviews r JOIN submissions s ON s.id = r.submission "
            "WHERE r.reviewer = :reviewer AND r.verdict IS NULL AND s.state IN ('waiting', 'changes') "
            "ORDER BY r.begun_at DESC, r.id DESC",
            reviewer=reviewer,
        )
        return [read_submission(found) for found in rows]

    async def score(self, review: int, place: int, score: int) -> None:
        """Give points for a criterion of a draft."""
        await self._session.rows(
            "UPDATE review_scores SET score = :score WHERE review = :review AND place = :place",
            score=score,
            review=review,
            place=place,
        )

    async def say(self, review: int, place: int | None, words: str) -> None:
        """Comment on a criterion of a draft, or on the whole of it."""
        if place is None:
            await self._session.rows("UPDATE reviews SET words = :words WHERE id = :id", words=words, id=review)
        else:
            await self._session.rows(
                "UPDATE review_scores SET words = :words WHERE review = :review AND place = :place",
                words=words,
                review=review,
                place=place,
            )

    async def finish(self, review: Review) -> None:
        """Keep a draft's verdict, and what goes with it."""
        await self._session.rows(
            "UPDATE reviews SET verdict = :verdict, words = :words, organiser = :organiser, answering = :answering, "
            "at = :at WHERE id = :id AND verdict IS NULL",
            verdict=review.verdict.value if review.verdict else None,
            words=review.words,
            organiser=int(review.organiser),
            answering=int(review.answering),
            at=stamp(review.at) if review.at else None,
            id=review.number,
        )

    async def approvals(self, reviewer: int, author: int) -> list[tuple[str, bool]]:
        """What somebody approved of an author's work."""
        rows = await self._session.rows(
            "SELECT s.phase, r.answering FROM reviews r JOIN submissions s ON s.id = r.submission "
            "WHERE r.reviewer = :reviewer AND s.member = :author AND r.verdict = 'approved' ORDER BY r.at, r.id",
            reviewer=reviewer,
            author=author,
        )
        return [(phase, bool(answering)) for phase, answering in rows]

    async def absorb(self, keeper: int, other: int) -> list[tuple[str, int]]:
        """What `other` reviewed goes over; of two reviews of one version the one with a verdict stays, else the older.

        To be called after the submissions went over: a review of what is now one's own never counts.
        """
        twice = (
            "SELECT CASE WHEN a.verdict IS NULL AND b.verdict IS NOT NULL THEN a.id ELSE b.id END FROM reviews a "
            "JOIN reviews b ON b.submission = a.submission WHERE a.reviewer = :keeper AND b.reviewer = :other"
        )
        for (number,) in await self._session.rows(twice, keeper=keeper, other=other):
            await self._delete(number)
        moved = await self._session.rows(
            "UPDATE reviews SET reviewer = :keeper WHERE reviewer = :other RETURNING id", keeper=keeper, other=other
        )
        return [("reviews of projects", len(moved))]

    async def forget(self, member: int) -> None:
        """A member's reviews stay, as of somebody who is gone; their drafts don't."""
        drafts = "SELECT id FROM reviews WHERE reviewer = :member AND verdict IS NULL"
        for (number,) in await self._session.rows(drafts, member=member):
            await self._delete(number)
        await self._session.rows("UPDATE reviews SET reviewer = NULL WHERE reviewer = :member", member=member)

    async def _delete(self, review: int) -> None:
        await self._session.rows("DELETE FROM review_scores WHERE review = :id", id=review)
        await self._session.rows("DELETE FROM reviews WHERE id = :id", id=review)

    async def _reviews(self, which: str, **values: Value) -> list[Review]:
        """The reviews that a query finds, with their criteria, in its order."""
        rows = await self._session.rows(_REVIEW + which, **values)
        found: dict[int, list[Row]] = {}
        for one in rows:
            found.setdefault(one[0], []).append(one)
        return [_review(some) for some in found.values()]


def _review(rows: list[Row]) -> Review:
    number, submission, reviewer, words, organiser, answering, verdict, at = rows[0][:8]
    return Review(
        number,
        submission,
        reviewer,
        tuple(_judged(one[8:]) for one in rows if one[8] is not None),
        words,
        bool(organiser),
        bool(answering),
        Verdict(verdict) if verdict else None,
        None if at is None else unstamped(at),
    )


def _judged(found: Row) -> Judged:
    place, criterion, title, meanings, score, words = found
    return Judged(place, criterion, title, tuple(json.loads(meanings)), score, words)
