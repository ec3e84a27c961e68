"""How much there is, of what, and that nothing is left without its counterpart."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.adapters.content.load import load
from bot.core.model.library import Library
from bot.settings import Settings


@pytest.fixture(scope="module")
def library() -> Library:
    return load(Settings().content_dir)


def test_at_least_ten_skills_a_phase(library: Library) -> None:
    assert all(len(phase.skills) >= 10 for phase in library.roadmap.phases)
    assert len(library.skills) >= 70


def test_interview_questions_of_every_level_in_every_phase(library: Library) -> None:
    counted = Counter((question.phase, question.level) for question in library.questions)

    for phase in library.roadmap.phases:
        for level in ("junior", "mid", "senior"):
            assert counted[phase.id, level] >= 3, (phase.id, level)
    assert len(library.questions) >= 40


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


def test_each_project_is_prepared_by_skills_of_its_phase(library: Library) -> None:
    for phase in library.roadmap.phases:
        prepared = {skill for criterion in phase.milestone.criteria for skill in criterion.skills}
        assert len(prepared) >= 5, phase.id
