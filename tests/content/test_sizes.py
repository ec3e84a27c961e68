"""How much there is, of what, and that nothing is left without its counterpart."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.adapters.content.load import load
from bot.core.chat.markdown import read
from bot.core.chat.markup import parse
from bot.core.model.library import Library
from bot.core.model.practice import PROMPTS_A_WEEK
from bot.core.model.reference import Faq
from bot.settings import Settings
from tests.content.snippets import texts


@pytest.fixture(scope="module")
def library() -> Library:
    return load(Settings().content_dir)


@pytest.fixture(scope="module")
def covered(library: Library) -> dict[str, tuple[str, int, int, int, int]]:
    """Of each skill: its phase, and how many tasks, interview and quiz questions and rubric criteria train it."""
    tasks = Counter(one.skill for one in library.prompts)
    interview = Counter(one.skill for one in library.questions)
    quiz = Counter(one.skill for one in library.quiz)
    criteria = Counter(
        skill for phase in library.roadmap.phases for one in phase.milestone.criteria for skill in one.skills
    )
    return {
        skill.id: (phase.id, tasks[skill.id], interview[skill.id], quiz[skill.id], criteria[skill.id])
        for phase in library.roadmap.phases
        for skill in phase.skills
    }


def table(covered: dict[str, tuple[str, int, int, int, int]]) -> str:
    """The coverage for people to read; `pytest -s` shows it."""
    head = f"{'phase':28}{'skill':32}{'tasks':>6}{'interview':>10}{'quiz':>6}{'criteria':>9}"
    rows = [
        f"{phase:28}{skill:32}{tasks:6}{asked:10}{quiz:6}{criteria:9}"
        for skill, (phase, tasks, asked, quiz, criteria) in covered.items()
    ]
    return "\n".join([head, *rows])


def test_at_least_ten_skills_a_phase(library: Library) -> None:
    assert all(len(phase.skills) >= 10 for phase in library.roadmap.phases)
    assert len(library.skills) >= 70


def test_thirty_interview_questions_a_phase_over_three_levels(library: Library) -> None:
    counted = Counter((question.phase, question.level) for question in library.questions)

    for phase in library.roadmap.phases:
        levels = [counted[phase.id, level] for level in ("junior", "mid", "senior")]
        assert sum(levels) >= 30, phase.id
        assert min(levels) >= 8, (phase.id, levels)


def test_every_kind_of_interview_question_in_every_phase(library: Library) -> None:
    for phase in library.roadmap.phases:
        kinds = {question.kind for question in library.questions if question.phase == phase.id}
        assert kinds == {"concept", "scenario", "debugging", "design"}, phase.id


def test_twenty_quiz_questions_a_phase(library: Library) -> None:
    counted = Counter(question.phase for question in library.quiz)
    assert {phase.id: counted[phase.id] for phase in library.roadmap.phases if counted[phase.id] < 20} == {}


def test_a_task_for_each_day_of_each_phase_at_its_slowest(library: Library) -> None:
    counted = Counter(prompt.phase for prompt in library.prompts)
    short = {
        phase.id: (counted[phase.id], phase.weeks.max * PROMPTS_A_WEEK)
        for phase in library.roadmap.phases
        if counted[phase.id] < phase.weeks.max * PROMPTS_A_WEEK
    }
    assert short == {}


def test_questions_and_answers_with_other_wordings(library: Library) -> None:
    assert len(library.faqs) >= 150
    assert [faq.id for faq in library.faqs if len(faq.phrasings) < 3] == []


def test_enough_of_everything_else(library: Library) -> None:
    assert len(library.terms) >= 120
    assert len(library.toolbox.categories) == 9
    assert len(library.portfolio.projects) == 6
    assert len(library.certifications.certifications) == 7


def test_every_skill_has_a_task_a_question_and_a_way_to_prove_it(
    library: Library, covered: dict[str, tuple[str, int, int, int, int]]
) -> None:
    print(table(covered))  # noqa: T201 - the table is what people look at
    holes = {
        skill: counts[1:]
        for skill, counts in covered.items()
        if not all(counts[1:4]) or not library.skills[skill][1].proof
    }
    assert holes == {}, table(covered)


def test_every_criterion_is_prepared_by_skills_of_its_phase(library: Library) -> None:
    for phase in library.roadmap.phases:
        own = {skill.id for skill in phase.skills}
        for criterion in phase.milestone.criteria:
            assert set(criterion.skills) <= own, criterion.id
        prepared = {skill for criterion in phase.milestone.criteria for skill in criterion.skills}
        assert len(prepared) >= 5, phase.id


def test_a_skill_comes_after_what_it_needs(library: Library) -> None:
    order = [skill.id for phase in library.roadmap.phases for skill in phase.skills]
    late = [
        f"{skill.id} needs {needed}"
        for phase in library.roadmap.phases
        for skill in phase.skills
        for needed in skill.needs
        if order.index(needed) >= order.index(skill.id)
    ]

    assert late == []


def test_what_the_bot_says_of_points_is_what_it_pays(library: Library) -> None:
    paid = {act.act: act.points for act in library.points.acts}
    answer = library.one(Faq, "faq-bot-points").answer

    said = [int(number) for number in re.findall(r"\b(\d+)(?= for| when| points)", answer)]
    assert said == [paid["skill"], paid["checkin"], paid["review"], paid["milestone"], library.points.a_day]


@pytest.mark.slow
def test_every_text_is_read_as_the_parser_reads_it(library: Library) -> None:
    """The short way for sentences, which most texts are, must never differ."""
    every = {text for entry in library.all() for text in texts(entry)}
    assert len(every) > 5_000
    assert [text for text in every if parse(text) != read(text)] == []
