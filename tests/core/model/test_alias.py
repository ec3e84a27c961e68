"""Aliases: what may be one, and which names could be taken for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.alias import ALIAS_LENGTH, UnfitAlias, alias_of, look
from tests.core.helpers import HOSTILE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "aná"),
        ("Ana", "A N A"),
        ("Ana", "Аnа"),  # Cyrillic
        ("Ana", "Αna"),  # Greek
        ("Ana", "@n@"),
        ("Ana", "ａｎａ"),
        ("Ana", "-ana-"),
        ("Olli", "0lI1"),
        ("José", "Jose"),
        ("Straße", "STRASSE"),
        ("paypal", "раураl"),
    ],
)
def test_names_that_look_alike_are_alike(one: str, other: str) -> None:
    assert look(one) == look(other)


@pytest.mark.parametrize(("one", "other"), [("Ana", "Anna"), ("Ben", "Bea"), ("李", "王"), ("★", "☆"), ("", "a")])
def test_others_are_not(one: str, other: str) -> None:
    assert look(one) != look(other)


@pytest.mark.parametrize("text", ["none", "None", " NONE "])
def test_none_is_no_alias(text: str) -> None:
    assert alias_of(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a", "2 to 32 characters"),
        ("a" * 33, "2 to 32 characters"),
        ("a" * 5_000, "5,000"),
        ("★★", "at least one letter or digit"),
        ("Admin", "office"),
        ("M0derator", "office"),
        ("MLOps Roadmap", "office"),
        ("@everyone", "office"),
        ("Somebody who left", "office"),
    ],
)
def test_an_unfit_alias_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(UnfitAlias, match=why):
        alias_of(text)


def test_an_alias_is_kept_as_it_was_written_but_for_its_spaces() -> None:
    assert alias_of("  Night   Owl ") == "Night Owl"
    assert alias_of("Nightе\u0301") == "Nightе\u0301"


@given(st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_whatever_is_written_is_an_alias_or_refused(text: str) -> None:
    try:
        alias = alias_of(text)
    except UnfitAlias:
        return
    if alias is not None:
        assert ALIAS_LENGTH[0] <= len(alias) <= ALIAS_LENGTH[1]
        assert alias_of(alias) == alias
        assert look(alias)


@given(st.text(max_size=40))
def test_a_look_is_the_same_however_a_name_is_cased_or_spaced(text: str) -> None:
    assert look(f" {text}  ") == look(text)
    assert look(look(text)) == look(text)
