"""What people practise with: quiz questions, and short tasks that end in something to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from bot.core.model.entry import Entry

if TYPE_CHECKING:
    from bot.core.model.limits import Ge, Le, Len, Line, Paragraph, Slug, Title

PROMPTS_A_WEEK = 7
"""A group that studies every day at the slowest pace must never see a prompt twice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuizOption:
    """One of the answers to choose from, and what to say to whoever chose it."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    text: Line
    feedback: Annotated[str, Len(1, 400)]
    """Why it is right, or what somebody who chose it had in mind and where that goes wrong."""
    right: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class QuizQuestion(Entry):
    """A question with a few answers, exactly one of which is right."""

    phase: Slug
    skill: Slug
    stem: Annotated[str, Len(1, 600)]
    options: Annotated[tuple[QuizOption, ...], Len(3, 5)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt(Entry):
    """A task of five to twenty minutes, alone or in a group."""

    phase: Slug
    skill: Slug
    title: Title
    minutes: Annotated[int, Ge(5), Le(20)]
    task: Paragraph
    show: Line
    """What to post when it is done."""
    reveal: Annotated[str, Len(1, 1_500)]
    """A model answer, to compare one's own with."""
