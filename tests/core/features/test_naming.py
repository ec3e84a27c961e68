from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Option
from bot.core.chat.parameter import likely
from bot.core.chat.refusal import Refusal
from bot.core.features.naming import (
    OPTION_ABOUT,
    entry_kind,
    link,
    phase_kind,
    phase_name,
    phase_options,
    short,
    skill_kind,
    skills_kind,
    skills_of,
)
from bot.core.model.reference import Faq
from tests.core.helpers import scene
from tests.fakes.shelf import DOCS, FakeShelf, tiny_library

TINY = tiny_library()
SHELF = FakeShelf(TINY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", "1"),
        (" 2 ", "2"),
        ("phase 2", "2"),
        ("Phase 2", "2"),
        ("phase2", "2"),
        ("PHASE Two", "2"),
        ("second", "2"),
        ("2nd phase", "2"),
        ("serving", "2"),
        ("SERVING", "2"),
        ("beginnings", "1"),
        ("Basics", "1"),
        ("2. Serving", "2"),
    ],
)
def test_a_phase_is_its_number(text: str, number: str) -> None:
    assert phase_kind(SHELF).read(text, scene()) == number


def test_a_phase_is_found_by_a_title_of_several_words() -> None:
    assert phase_kind(SHELF).find("ML Fundamentals") is None


@pytest.mark.parametrize("text", ["0", "3", "phase", "", "git", "phase 3"])
def test_what_is_no_phase(text: str) -> None:
    with pytest.raises(Refusal, match="I know no phase called"):
        phase_kind(SHELF).read(text, scene())


def test_phases_to_choose_from() -> None:
    assert phase_options(TINY) == (
        Option("1", "1. Basics", "What Basics teaches"),
        Option("2", "2. Serving", "What Serving teaches"),
    )


def test_a_skill_is_its_id() -> None:
    kind = skill_kind(SHELF)
    assert kind.options()[3] == Option("docker", "Docker", "Phase 2: Serving")
    assert [kind.read(text, scene()) for text in ("docker", "Docker", "HTTP", "dokcer")] == [
        "docker",
        "docker",
        "http",
        "docker",
    ]
    with pytest.raises(Refusal, match="I know no skill called “zzz”"):
        kind.read("zzz", scene())


def test_any_entry_is_found_by_id_alias_and_a_term_by_its_other_names() -> None:
    phases = entry_kind("phase", lambda: [(one, one.title, one.learn) for one in TINY.roadmap.phases])
    assert [phases.find(text) for text in ("basics", "BEGINNINGS", "nothing")] == ["basics", "basics", None]
    terms = entry_kind("term", lambda: [(one, one.term, one.meaning) for one in TINY.terms], lambda one: one.also)
    assert [terms.read(text, scene()) for text in ("drift-term", "Drift", "shift", "SHIFT")] == ["drift-term"] * 4


def test_of_several_skills_those_are_named_that_nobody_knows() -> None:
    skills = skills_kind(SHELF)
    with pytest.raises(Refusal, match=r"I know no skill called “xyz”\. Correct it, or leave it out\."):
        skills.read("git, xyz, sql", scene())
    assert likely(skills, "git, xyz, sql") == []
    with pytest.raises(Refusal, match=r"I know no skill called “xyz”\.$"):
        skills.read("xyz", scene())
    assert likely(skills, "xyz")


def test_names_and_descriptions_of_options_are_as_short_as_platforms_want_them() -> None:
    long = Faq(id="faq-long", question="Why " * 40, answer="x", reviewed=TINY.faqs[0].reviewed, topic="Start")
    (option,) = entry_kind("question", lambda: [(long, long.question, "about " * 40)]).options()
    assert option.value == "faq-long"
    assert len(option.label) <= 75
    assert len(option.about) <= 100
    assert option.label.endswith("…")
    assert option.about.endswith("…")


@given(st.text(max_size=150), st.integers(1, 120))
def test_short_text_keeps_its_words_and_says_that_it_was_cut(text: str, limit: int) -> None:
    result = short(text, limit)
    assert len(result) <= limit or result == text
    if len(text) <= limit:
        assert result == text
    else:
        assert result.endswith("…")
        assert text.startswith(result[:-1])
        assert " " not in text[: limit - 1] or text[len(result) - 1] == " "


def test_short_text_is_a_hundred_characters_unless_said_otherwise() -> None:
    assert short("x" * OPTION_ABOUT) == "x" * OPTION_ABOUT
    assert short("x" * (OPTION_ABOUT + 1)) == "x" * 99 + "…"
    assert short("some words here", 12) == "some words…"


def test_small_words() -> None:
    assert phase_name(TINY, TINY.roadmap.phases[1]) == "Phase 2 · Serving"
    assert [one.title for one in skills_of(TINY, ("http", "git"))] == ["HTTP", "Git"]
    assert link(DOCS) == "[The docs](https://docs.example.org/)"
