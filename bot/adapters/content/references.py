"""Whether entries fit together: ids stand once, and everything that is named exists."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator

from bot.adapters.content.problem import Problem
from bot.core.model.library import Library
from bot.core.model.practice import Prompt, QuizQuestion


def broken(library: Library, named: Iterable[tuple[str, str, int]]) -> Iterator[Problem]:
    """Every id that stands twice, and every name that leads nowhere; `named` has each id with its file and line."""
    places: dict[str, tuple[str, int]] = {}
    for name, file, line in named:
        if name in places:
            other, before = places[name]
            yield Problem(file, line, f"the id `{name}` is already used in {other}:{before}")
        places.setdefault(name, (file, line))
    for phase in library.roadmap.phases:
        criteria = [criterion.id for criterion in phase.milestone.criteria]
        for name in {name for name in criteria if criteria.count(name) > 1}:
            file, line = places[phase.milestone.id]
            yield Problem(file, line, f"two criteria of `{phase.milestone.id}` have the id `{name}`")
    for question in library.quiz:
        if sum(option.right for option in question.options) != 1:
            file, line = places[question.id]
            yield Problem(file, line, f"exactly one option of `{question.id}` must have `right: true`")
    for owner, noun, name, known in _references(library):
        if name not in known:
            file, line = places.get(owner, ("roadmap.yaml", 1))
            close = difflib.get_close_matches(name, list(_names(known)), n=1)
            hint = f"; did you mean `{close[0]}`?" if close else ""
            yield Problem(file, line, f"`{owner}` names the {noun} `{name}`, which doesn't exist{hint}")


def _references(library: Library) -> Iterator[tuple[str, str, str, Container[str]]]:
    """Each entry's id, what it names, by which id, and the ids that would do."""
    skills, phases = library.skills, library.phases
    for phase in library.roadmap.phases:
        own = {skill.id for skill in phase.skills}
        for skill in phase.skills:
            yield from ((skill.id, "skill", name, skills) for name in skill.needs)
        for criterion in phase.milestone.criteria:
            yield from ((phase.milestone.id, "skill of its phase", name, own) for name in criterion.skills)
    yield from ((faq.id, "phase", faq.phase, phases) for faq in library.faqs if faq.phase)
    for question in library.questions:
        yield question.id, "phase", question.phase, phases
        yield question.id, "skill", question.skill, skills
    practices: tuple[QuizQuestion | Prompt, ...] = (*library.quiz, *library.prompts)
    for practice in practices:
        yield practice.id, "phase", practice.phase, phases
        if practice.phase in phases:
            own = {skill.id for skill in phases[practice.phase].skills}
            yield practice.id, "skill of its phase", practice.skill, own
    yield from ((term.id, "skill", term.skill, skills) for term in library.terms if term.skill)
    yield from ((project.id, "phase", project.phase, phases) for project in library.portfolio.projects)
    for step in library.plan.steps:
        yield from ((step.id, "phase", name, phases) for name in step.phases)


def _names(known: Container[str]) -> Iterable[str]:
    return known if isinstance(known, Iterable) else ()
