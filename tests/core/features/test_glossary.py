from __future__ import annotations

import pytest

from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from bot.core.model.library import Library
from tests.core.helpers import buttons, said, selects


async def test_components_and_all_other_words(tiny: Dispatch) -> None:
    reply = await said(tiny, "/glossary")
    assert "- Registry: Where models lie." in plain(reply)
    assert "I also know: Drift." in plain(reply)
    assert [one.value for one in selects(reply)["Open a component"].options] == ["registry-term"]


@pytest.mark.parametrize("name", ["drift-term", "Drift", "shift", "drfit"])
async def test_a_word_by_its_id_its_name_and_its_other_names(tiny: Dispatch, name: str) -> None:
    reply = await said(tiny, f"/glossary {name}")
    assert reply.title == "Drift"
    assert "Change over time." in plain(reply)
    assert "Also called: Shift" in plain(reply)
    assert buttons(reply)["Learn it: HTTP"] == Invocation("roadmap skill", {"skill": "http"})
    assert buttons(reply)["All words"] == Invocation("glossary")


async def test_a_word_without_other_names_that_no_skill_teaches(tiny: Dispatch) -> None:
    reply = await said(tiny, "/glossary registry")
    assert "Also called" not in plain(reply)
    assert list(buttons(reply)) == ["All words", "Share"]


async def test_every_word_is_listed_and_found_by_every_name(dispatch: Dispatch, library: Library) -> None:
    listed = plain(await said(dispatch, "/glossary"))
    for term in library.terms:
        assert term.term in listed
        for name in (term.term, *term.also):
            reply = await said(dispatch, f'/glossary "{name}"')
            assert reply.title == term.term, name
