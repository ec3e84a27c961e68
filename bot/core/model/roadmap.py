"""The roadmap: seven phases, the skills of each, and the project that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from bot.core.model.entry import Entry

if TYPE_CHECKING:
    from bot.core.model.entry import Link
    from bot.core.model.limits import Ge, Len, Line, Paragraph, Slug, Title

SCORES = 5
"""A rubric criterion is scored 0, 1, 2, 3 or 4."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A duration as the roadmap states it: from `min` to `max`, both included."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    min: Annotated[int, Ge(1)]
    max: Annotated[int, Ge(1)]

    def __str__(self) -> str:
        return str(self.min) if self.min == self.max else f"{self.min}–{self.max}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Skill(Entry):
    """One thing to learn in a phase."""

    title: Title
    area: Title
    """The heading that it stands under within its phase."""
    summary: Annotated[str, Len(1, 400)]
    know: Annotated[tuple[Annotated[str, Len(1, 320)], ...], Len(3, 9)]
    """What somebody who has the skill knows, one point a line."""
    practice: Paragraph
    """A task that trains it."""
    proof: Annotated[str, Len(1, 400)]
    """What to show to prove it."""
    links: tuple[Link, ...] = ()
    needs: tuple[Slug, ...] = ()
    """Skills to have first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One line of a rubric: what is judged, and what each score from 0 to 4 looks like."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: Slug
    title: Title
    scores: Annotated[tuple[Line, ...], Len(SCORES, SCORES)]
    skills: Annotated[tuple[Slug, ...], Len(1)]
    """The skills of the phase that prepare it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone(Entry):
    """The project that ends a phase and proves its skills."""

    title: Title
    brief: Paragraph
    deliverables: Annotated[tuple[Line, ...], Len(2, 8)]
    criteria: Annotated[tuple[Criterion, ...], Len(4, 8)]
    checklist: Annotated[tuple[Line, ...], Len(3, 10)]
    stretch: Annotated[tuple[Line, ...], Len(1, 5)]
    pitfalls: Annotated[tuple[Line, ...], Len(2, 6)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase(Entry):
    """One of the seven stretches of the roadmap."""

    title: Title
    weeks: Span
    learn: Annotated[str, Len(1, 400)]
    tools: Annotated[tuple[Title, ...], Len(1)]
    why: Paragraph
    milestone: Milestone
    skills: Annotated[tuple[Skill, ...], Len(1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Roadmap:
    """The phases in their order; a phase's number is its place here, from 1."""

    title: Line
    summary: Paragraph
    months: Span
    """The whole path, in months."""
    phases: tuple[Phase, ...]
