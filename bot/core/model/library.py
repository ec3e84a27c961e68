"""The whole curriculum, and looking things up in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.core.model.entry import Entry
    from bot.core.model.points import PointRules
    from bot.core.model.practice import Prompt, QuizQuestion
    from bot.core.model.reference import (
        ActionPlan,
        Careers,
        CertificationGuide,
        Community,
        Faq,
        InterviewQuestion,
        Portfolio,
        Term,
        Tool,
        Toolbox,
        ToolCategory,
    )
    from bot.core.model.roadmap import Phase, Roadmap, Skill

E = TypeVar("E", bound="Entry")


@dataclass(frozen=True)
class Library:
    """Everything the bot teaches. Ids and aliases are unique over all of it, which the content adapter has checked."""

    roadmap: Roadmap
    faqs: tuple[Faq, ...]
    questions: tuple[InterviewQuestion, ...]
    terms: tuple[Term, ...]
    toolbox: Toolbox
    portfolio: Portfolio
    certifications: CertificationGuide
    careers: Careers
    community: Community
    plan: ActionPlan
    points: PointRules
    quiz: tuple[QuizQuestion, ...]
    prompts: tuple[Prompt, ...]
    """In each phase in the order in which to do them."""
    synonyms: tuple[tuple[str, ...], ...]
    """Words that members use for one another, for `/ask`."""

    def all(self) -> Iterator[Entry]:
        """Every entry, in the order of the roadmap and then of the files."""
        for phase in self.roadmap.phases:
            yield phase
            yield phase.milestone
            yield from phase.skills
        yield from self.faqs
        yield from self.questions
        yield from self.terms
        for category in self.toolbox.categories:
            yield category
            yield from category.tools
        yield from self.portfolio.projects
        yield from self.portfolio.more
        yield from self.certifications.certifications
        yield from self.careers.roles
        yield from self.careers.duties
        yield self.careers.pay
        for group in self.community.groups:
            yield group
            yield from group.places
        yield from self.plan.steps
        yield from self.quiz
        yield from self.prompts

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its id and by each of its aliases."""
        return {name: entry for entry in self.all() for name in (entry.id, *entry.aliases)}

    @cached_property
    def phases(self) -> Mapping[str, Phase]:
        """The phases by number, id and alias."""
        found: dict[str, Phase] = {}
        for number, phase in enumerate(self.roadmap.phases, 1):
            found.update(dict.fromkeys((str(number), phase.id, *phase.aliases), phase))
        return found

    @cached_property
    def skills(self) -> Mapping[str, tuple[Phase, Skill]]:
        """Each skill with its phase, by id and alias."""
        return {
            name: (phase, skill)
            for phase in self.roadmap.phases
            for skill in phase.skills
            for name in (skill.id, *skill.aliases)
        }

    @cached_property
    def tools(self) -> Mapping[str, tuple[ToolCategory, Tool]]:
        """Each tool with its category, by id and alias."""
        return {
            name: (category, tool)
            for category in self.toolbox.categories
            for tool in category.tools
            for name in (tool.id, *tool.aliases)
        }

    def one(self, kind: type[E], name: str) -> E:
        """The entry of this kind with this id or alias. Raises KeyError where there is none."""
        entry = self.entries[name]
        if not isinstance(entry, kind):
            raise KeyError(name)
        return entry

    def number(self, phase: Phase) -> int:
        """The place of a phase in the roadmap, from 1."""
        return self._numbers[phase.id]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {phase.id: number for number, phase in enumerate(self.roadmap.phases, 1)}
