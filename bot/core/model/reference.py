"""What people look up beside the roadmap: questions, tools, projects, exams, work, terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from bot.core.model.entry import Entry

if TYPE_CHECKING:
    from bot.core.model.entry import Link
    from bot.core.model.limits import Answer, Ge, Len, Line, Paragraph, Question, Slug, Title

Level = Literal["junior", "mid", "senior"]
QuestionKind = Literal["concept", "scenario", "debugging", "design"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Faq(Entry):
    """A question that members ask again and again, with its answer."""

    question: Question
    answer: Answer
    reviewed: date
    """The day somebody last checked that the answer is still right."""
    topic: Title
    phase: Slug | None = None
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class InterviewQuestion(Entry):
    """A question that an interviewer may ask, with an answer to compare one's own to."""

    phase: Slug
    level: Level
    kind: QuestionKind
    question: Annotated[str, Len(1, 500)]
    answer: Answer
    points: Annotated[tuple[Line, ...], Len(3, 7)]
    """What a good answer mentions, so that a peer can grade it."""
    follow_ups: Annotated[tuple[Line, ...], Len(1, 4)]
    mistake: Annotated[str, Len(1, 400)]
    """What people commonly get wrong."""
    skill: Slug
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool(Entry):
    """One tool of a category."""

    name: Title
    what: Annotated[str, Len(1, 300)]
    choose_when: Annotated[str, Len(1, 400)]
    maker: Title
    licence: Line
    """The licence of the code, or "service" with who runs it."""
    link: Link


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolCategory(Entry):
    """Tools that do the same work, and how to choose between them."""

    title: Title
    does: Annotated[str, Len(1, 400)]
    choosing: Answer
    tools: Annotated[tuple[Tool, ...], Len(2)]


@dataclass(frozen=True, kw_only=True, slots=True)
class StarterStack:
    """The few tools to begin with, and what to add later."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    tools: Annotated[tuple[Title, ...], Len(1)]
    advice: Paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Toolbox:
    """The tool categories in their order."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    starter: StarterStack
    categories: tuple[ToolCategory, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Project(Entry):
    """Something to build for a portfolio."""

    title: Title
    stack: Annotated[tuple[Title, ...], Len(1)]
    shows: Annotated[str, Len(1, 400)]
    """What it demonstrates to somebody who hires."""
    phase: Slug
    steps: Annotated[tuple[Line, ...], Len(4, 10)]
    present: Paragraph
    """How to show it to others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place(Entry):
    """Somewhere to find people, projects or events."""

    title: Title
    about: Annotated[str, Len(1, 400)]
    link: Link | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Portfolio:
    """Projects in their order, and where to find more."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    intro: Paragraph
    projects: tuple[Project, ...]
    more: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Certification(Entry):
    """An exam, what it costs and whom it helps."""

    title: Title
    provider: Title
    level: Line
    cost: Annotated[int, Ge(0)] | None
    """Price in US dollars, without tax; None where it varies."""
    best_for: Line
    facts: Paragraph
    """What the exam is like, and whether it can still be taken."""
    as_of: date
    link: Link


@dataclass(frozen=True, kw_only=True, slots=True)
class CertificationGuide:
    """The exams, and the order to take them in."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    order: Annotated[tuple[Line, ...], Len(1)]
    advice: Paragraph
    certifications: tuple[Certification, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Role(Entry):
    """A neighbouring job, and where it touches MLOps."""

    title: Title
    focus: Line
    overlap: Line
    difference: Paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class SalaryBand:
    """What one stretch of experience earns in one market."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    experience: Title
    role: Title
    salary: Title
    cities: Annotated[tuple[Title, ...], Len(1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty(Entry):
    """Something that an MLOps engineer does on a working day."""

    title: Title
    about: Annotated[str, Len(1, 400)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pay(Entry):
    """What the job pays, by experience."""

    title: Title
    bands: Annotated[tuple[SalaryBand, ...], Len(1)]
    premium: Paragraph
    """How MLOps pay compares with general DevOps pay."""
    as_of: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Careers:
    """The job: what it is, what it pays, and the jobs beside it."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    intro: Paragraph
    market: Paragraph
    """How fast the demand grows, with its figures and their years."""
    roles: tuple[Role, ...]
    duties: tuple[Duty, ...]
    pay: Pay


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceGroup(Entry):
    """Places of one sort."""

    title: Title
    places: Annotated[tuple[Place, ...], Len(1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Community:
    """Where people who do MLOps meet, and what it brings."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    intro: Paragraph
    groups: tuple[PlaceGroup, ...]
    benefits: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Term(Entry):
    """A word of the field and what it means."""

    term: Title
    also: tuple[Title, ...] = ()
    """Other names and abbreviations."""
    meaning: Paragraph
    skill: Slug | None = None
    """Where the roadmap teaches it."""
    component: bool = False
    """Whether it is one of the seven key components of MLOps."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionStep(Entry):
    """One step of the action plan."""

    title: Title
    about: Paragraph
    phases: tuple[Slug, ...] = ()
    """The phases in which the step is taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionPlan:
    """From nothing to a job, in steps."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    intro: Paragraph
    steps: tuple[ActionStep, ...]
