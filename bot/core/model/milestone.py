"""Work that was handed in to prove a phase, what peers say about it, and when it passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.model.roadmap import Milestone

APPROVALS = 2
"""So many approvals by peers pass a project; one by an organiser does it alone."""
LOW = 1
"""Who gives so few points, or none, says why."""
WORTH = 15
"""Letters and digits that a review says at least to earn points: one short sentence."""
COMMENT = 500
"""Longest comment on one criterion, in characters."""
WORDS = 1_500
"""Longest text about a whole project, in characters."""


class State(Enum):
    """Where a version of somebody's work is."""

    WAITING = "waiting"
    """For reviews."""
    CHANGES = "changes"
    """For its author, who was asked for changes."""
    PASSED = "passed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """By a newer version; kept as history."""

    @property
    def live(self) -> bool:
        """Whether something may still come of it."""
        return self in (State.WAITING, State.CHANGES)


class Verdict(Enum):
    """What a review ends with."""

    APPROVED = "approved"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Submission:
    """One version of somebody's work on a phase's project."""

    number: int
    member: int
    community: int
    """Whose members review it."""
    phase: str
    """The id that the phase had then; look it up through the library's aliases."""
    version: int
    """From 1, for each member and phase."""
    link: str
    """An https address; empty where the author deleted themselves."""
    notes: str
    """Member text with lines, or nothing."""
    at: datetime
    state: State = State.WAITING


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion in a review, with its words as they were when the review began."""

    place: int
    """From 1."""
    criterion: str
    title: str
    meanings: tuple[str, ...]
    """What each score from 0 on looks like."""
    score: int | None = None
    words: str = ""
    """Member text."""

    @property
    def unsaid(self) -> bool:
        """Whether its score is so low that words must go with it, and there are none."""
        return self.score is not None and self.score <= LOW and not self.words


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer says about one version: a draft until there is a verdict."""

    number: int
    submission: int
    reviewer: int | None
    """None for somebody who is gone."""
    judged: tuple[Judged, ...]
    words: str = ""
    """About the whole: member text with lines."""
    organiser: bool = False
    """Whether the reviewer was an organiser there when they gave the verdict."""
    answering: bool = False
    """Whether it is an approval that answers one which the author had given to the reviewer."""
    verdict: Verdict | None = None
    at: datetime | None = None
    """When the verdict was given."""

    @property
    def open(self) -> Judged | None:
        """The first criterion that has no score yet, or lacks its words."""
        return next((one for one in self.judged if one.score is None or one.unsaid), None)

    def criterion(self, place: int) -> Judged | None:
        """The criterion at a place, from 1."""
        return next((one for one in self.judged if one.place == place), None)

    @property
    def says_something(self) -> bool:
        """Whether its comments are more than empty words, and so worth points."""
        texts = (self.words, *(one.words for one in self.judged))
        return sum(sign.isalnum() for text in texts for sign in text) >= WORTH


@dataclass(frozen=True, slots=True)
class Count:
    """What the approvals of one version come to."""

    approvals: int
    """Those that count."""
    set_aside: int
    """Those that answer an approval by the author, as long as nobody else approved."""
    organiser: bool
    """Whether one is an organiser's."""

    @property
    def passes(self) -> bool:
        """Whether they are enough."""
        return self.organiser or self.approvals >= APPROVALS


def count(author: int, reviews: Iterable[Review]) -> Count:
    """Count the approvals of one version.

    The author's own never counts, whichever account gave it. An approval that answers one which the author had given
    to the reviewer counts only beside one that doesn't: two people can't pass each other, nor can a ring of three
    without anybody else.
    """
    approvals = [one for one in reviews if one.verdict is Verdict.APPROVED and one.reviewer != author]
    free = [one for one in approvals if one.organiser or not one.answering]
    counted = approvals if free else []
    return Count(len(counted), len(approvals) - len(counted), any(one.organiser for one in approvals))


def settled(state: State, verdict: Verdict, counted: Count) -> State:
    """Where a version is after a verdict. Once changes were asked for, only an organiser passes it as it is."""
    if verdict is Verdict.CHANGES:
        return State.CHANGES if state is State.WAITING else state
    enough = counted.passes if state is State.WAITING else counted.organiser
    return State.PASSED if state.live and enough else state


def rubric(milestone: Milestone) -> tuple[Judged, ...]:
    """A project's criteria as a review begins with them."""
    return tuple(Judged(place, one.id, one.title, one.scores) for place, one in enumerate(milestone.criteria, 1))


def current(submissions: Sequence[Submission]) -> Submission | None:
    """What stands for somebody's work on one phase: the version that passed, or else the newest."""
    passed = (one for one in submissions if one.state is State.PASSED)
    return next(passed, None) or max(submissions, key=lambda one: one.number, default=None)


class NewsKind(Enum):
    """What happened to somebody's work."""

    HANDED_IN = "handed in"
    REVIEWED = "reviewed"
    CHANGES = "changes"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell those members who asked to be told; everybody else finds it where they look anyway."""

    kind: NewsKind
    submission: Submission
    to: tuple[int, ...]
    """Member numbers: the author, or, where a new version was handed in, who reviewed one before."""
    count: Count = Count(0, 0, organiser=False)
    points: int = 0
    """What the author got."""
