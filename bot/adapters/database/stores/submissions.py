"""Projects that were handed in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.adapters.database.stores.union import Union
from bot.core.chat.scene import Person
from bot.core.model.milestone import State, Submission
from bot.core.ports.milestones import Waiting

SUBMISSION = "SELECT s.id, s.member, s.community, s.phase, s.version, s.link, s.notes, s.at, s.state"
_ONE = SUBMISSION + " FROM submissions s "
_REVIEWS = ", (SELECT COUNT(*) FROM reviews r WHERE r.submission = s.id AND r.verdict IS NOT NULL) AS reviews "
_WAITING = (
    SUBMISSION + _REVIEWS + "FROM submissions s "
    "JOIN community_members c ON c.community = s.community AND c.member = s.member AND c.left_at IS NULL "
    "WHERE s.community = :community AND s.state = 'waiting' "
)
_NOT_MINE = (
    "AND s.member <> :reviewer AND NOT EXISTS "
    "(SELECT 1 FROM reviews r WHERE r.submission = s.id AND r.reviewer = :reviewer AND r.verdict IS NOT NULL) "
)
_FOLLOWERS = Union("project_followers", "member", "submission", {"person": ""})


class SqlSubmissions(Keeping):
    """`Submissions` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("submissions", "project_followers")
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("submissions",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "projects",
            ("submissions",),
            "project community phase version link notes state at settled_at",
            "SELECT s.id, c.name, s.phase, s.version, s.link, s.notes, s.state, s.at, s.settled_at FROM submissions s "
            "JOIN communities c ON c.id = s.community WHERE s.member = :member ORDER BY s.id",
        ),
        Kept(
            "projects_followed",
            ("project_followers",),
            "project phase account",
            "SELECT s.id, s.phase, f.person FROM project_followers f JOIN submissions s ON s.id = f.submission "
            "WHERE f.member = :member ORDER BY s.id",
        ),
    )

    async def add(
        self, member: int, community: int, phase: str, version: int, link: str, notes: str, at: datetime
    ) -> Submission:
        """Keep a new version."""
        [(number,)] = await self._session.rows(
            "INSERT INTO submissions (member, community, phase, version, link, notes, at) "
            "VALUES (:member, :community, :phase, :version, :link, :notes, :at) RETURNING id",
            member=member,
            community=community,
            phase=phase,
            version=version,
            link=link,
            notes=notes,
            at=stamp(at),
        )
        return Submission(number, member, community, phase, version, link, notes, at)

    async def one(self, number: int) -> Submission | None:
        """A version by number."""
        found = await row(self._session, _ONE + "WHERE s.id = :id", id=number)
        return read_submission(found) if found else None

    async def of(self, member: int) -> list[Submission]:
        """All that a member handed in, the newest first."""
        rows = await self._session.rows(_ONE + "WHERE s.member = :member ORDER BY s.id DESC", member=member)
        return [read_submission(found) for found in rows]

    async def settle(self, number: int, state: State, at: datetime) -> bool:
        """Bring a live version into another state."""
        settled = await self._session.rows(
            "UPDATE submissions SET state = :state, settled_at = :at "
            "WHERE id = :id AND state IN ('waiting', 'changes') RETURNING id",
            state=state.value,
            at=stamp(at),
            id=number,
        )
        return bool(settled)

    async def follow(self, number: int, member: int, person: Person | None) -> None:
        """Note under which account a member wants to be told what becomes of a version."""
        await self._session.rows(
            "DELETE FROM project_followers WHERE submission = :id AND member = :member", id=number, member=member
        )
        if person is not None:
            await self._session.rows(
                "INSERT INTO project_followers (submission, member, person) VALUES (:id, :member, :person)",
                id=number,
                member=member,
                person=person.reference,
            )

    async def followers(self, number: int) -> dict[int, Person]:
        """Who wants to be told what becomes of a version."""
        rows = await self._session.rows(
            "SELECT member, person FROM project_followers WHERE submission = :id", id=number
        )
        return {member: Person(person) for member, person in rows}

    async def to_review(self, community: int, reviewer: int, most: int) -> list[Waiting]:
        """What somebody may review, fewest reviews first."""
        rows = await self._session.rows(
            _WAITING + _NOT_MINE + "ORDER BY reviews, s.id LIMIT :most",
            community=community,
            reviewer=reviewer,
            most=most,
        )
        return [_waiting(found) for found in rows]

    async def queue(self, community: int, most: int) -> list[Waiting]:
        """All that waits in a community, the oldest first."""
        rows = await self._session.rows(_WAITING + "ORDER BY s.id LIMIT :most", community=community, most=most)
        return [_waiting(found) for found in rows]

    async def absorb(self, keeper: int, other: int) -> list[tuple[str, int]]:
        """What `other` handed in goes over; of several versions of one phase's work only one stays live."""
        moved = await self._session.rows(
            "UPDATE submissions SET member = :keeper WHERE member = :other RETURNING id", keeper=keeper, other=other
        )
        await self._session.rows(
            "UPDATE submissions SET state = 'replaced' WHERE member = :keeper AND state IN ('waiting', 'changes') "
            "AND EXISTS (SELECT 1 FROM submissions o WHERE o.member = submissions.member "
            "AND o.phase = submissions.phase AND (o.state = 'passed' "
            "OR (o.state IN ('waiting', 'changes') AND o.id > submissions.id)))",
            keeper=keeper,
        )
        await _FOLLOWERS.into(self._session, keeper, other)
        return [("projects handed in", len(moved))]

    async def unite(self, keeper: int, other: int) -> list[tuple[str, int]]:
        """What was handed in to one community is handed in to the other."""
        moved = await self._session.rows(
            "UPDATE submissions SET community = :keeper WHERE community = :other RETURNING id",
            keeper=keeper,
            other=other,
        )
        return [("projects handed in", len(moved))]

    async def disband(self, community: int) -> None:
        """Nothing goes: what somebody handed in stays theirs, and what passed stays passed."""

    async def forget(self, member: int) -> None:
        """Blank what a member wrote. The rows stay, so that their numbers are never given again."""
        await self._session.rows("DELETE FROM project_followers WHERE member = :member", member=member)
        await self._session.rows(
            "UPDATE submissions SET link = '', notes = '', "
            "state = CASE WHEN state IN ('waiting', 'changes') THEN 'withdrawn' ELSE state END WHERE member = :member",
            member=member,
        )


def read_submission(found: Row) -> Submission:
    """A submission from the columns of `SUBMISSION`."""
    number, member, community, phase, version, link, notes, at, state = found
    return Submission(number, member, community, phase, version, link, notes, unstamped(at), State(state))


def _waiting(found: Row) -> Waiting:
    return read_submission(found[:-1]), found[-1]
