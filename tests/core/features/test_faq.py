from __future__ import annotations

import pytest

from bot.core.chat.blocks import Items
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from tests.core.helpers import buttons, said, selects


async def test_the_topics(tiny: Dispatch) -> None:
    reply = await said(tiny, "/faq")
    assert "2 questions about 2 topics." in plain(reply)
    options = selects(reply)["Choose a topic"].options
    assert [(one.value, one.about) for one in options] == [("Start", "What first?"), ("Sense", "Why at all?")]
    assert buttons(reply)["Ask a question"] == Invocation("ask")


@pytest.mark.parametrize("line", ["/faq topic:Start", "/faq start", "/faq topic:strat"])
async def test_the_questions_of_a_topic(tiny: Dispatch, line: str) -> None:
    reply = await said(tiny, line)
    assert reply.title == "Questions about Start"
    assert reply.blocks[0] == Items(("What first?",))
    assert [one.value for one in selects(reply)["Read an answer"].options] == ["faq-first"]
    assert buttons(reply)["All topics"] == Invocation("faq")


async def test_an_answer_with_its_sources_and_its_age(tiny: Dispatch) -> None:
    reply = await said(tiny, "/faq faq-first")
    assert reply.title == "What first?"
    for words in ("Git.", "Sources", "The docs (https://docs.example.org/)", "Last checked on 4 May 2026."):
        assert words in plain(reply)
    assert list(buttons(reply)) == ["More about Start", "Phase 1: Basics", "Share"]
    assert buttons(reply)["Phase 1: Basics"] == Invocation("roadmap phase", {"number": "1"})


async def test_an_answer_without_sources_or_a_phase(tiny: Dispatch) -> None:
    reply = await said(tiny, "/faq question:faq-why")
    assert "Sources" not in plain(reply)
    assert list(buttons(reply)) == ["More about Sense", "Share"]


async def test_a_question_is_found_by_its_words(tiny: Dispatch) -> None:
    assert (await said(tiny, "/faq What frist?")).title == "What first?"
