from __future__ import annotations

import pytest

from bot.core.model.library import Library
from bot.core.model.reference import Faq, Term
from bot.core.model.roadmap import Phase, Skill
from tests.fakes.shelf import tiny_library

TINY = tiny_library()


def test_all_entries_in_the_order_of_the_roadmap_and_then_of_the_files() -> None:
    assert [entry.id for entry in TINY.all()] == (
        "basics basics-project git python sql serving serving-project docker http faq-first faq-why iq-one iq-two "
        "iq-three drift-term registry-term hitting-tools tool-hammer tool-mallet project-shed place-barn cert-wood "
        "cert-steel role-mason duty-saw pay-all group-forums place-forum step-one quiz-one quiz-two "
        "quiz-three prompt-one prompt-two"
    ).split()


def test_entries_are_found_by_id_and_alias() -> None:
    first = TINY.roadmap.phases[0]
    assert TINY.entries["basics"] is TINY.entries["beginnings"] is first
    assert TINY.one(Phase, "beginnings") is first
    assert TINY.one(Term, "drift-term").term == "Drift"
    assert set(TINY.entries) == {entry.id for entry in TINY.all()} | {"beginnings"}


@pytest.mark.parametrize(("kind", "name"), [(Faq, "nothing"), (Skill, "basics"), (Term, "faq-first"), (Faq, "")])
def test_what_is_not_there_or_of_another_kind(kind: type[Faq], name: str) -> None:
    with pytest.raises(KeyError):
        TINY.one(kind, name)


def test_phases_by_number_id_and_alias() -> None:
    first, last = TINY.roadmap.phases
    assert TINY.phases == {"1": first, "basics": first, "beginnings": first, "2": last, "serving": last}
    assert (TINY.number(first), TINY.number(last)) == (1, 2)


def test_skills_and_tools_with_what_they_stand_in() -> None:
    first, last = TINY.roadmap.phases
    assert list(TINY.skills) == ["git", "python", "sql", "docker", "http"]
    assert TINY.skills["git"] == (first, first.skills[0])
    assert TINY.skills["http"] == (last, last.skills[1])
    (category,) = TINY.toolbox.categories
    assert TINY.tools == {"tool-hammer": (category, category.tools[0]), "tool-mallet": (category, category.tools[1])}


def test_the_real_curriculum(library: Library) -> None:
    ids = [entry.id for entry in library.all()]
    assert len(set(ids)) == len(ids)
    assert list(library.phases)[:2] == ["1", library.roadmap.phases[0].id]
    for number, phase in enumerate(library.roadmap.phases, 1):
        assert library.phases[str(number)] is phase
        assert all(library.skills[skill.id] == (phase, skill) for skill in phase.skills)
