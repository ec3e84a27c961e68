from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.dispatch import Dispatch
from tests.core.helpers import NOW, a_reply, buttons, said, scene, selects
from tests.fakes.shelf import FakeShelf


async def test_a_question_with_its_answers(tiny: Dispatch) -> None:
    reply = await said(tiny, "/quiz 1 number:2")
    assert reply.title == "Quiz question 2 of 2"
    for words in ("Which of quiz-two?", "A This", "B That", "C Neither", "Phase 1 · Basics"):
        assert words in plain(reply)
    assert "Not this." not in plain(reply)
    assert [(one.value, one.label) for one in selects(reply)["Your answer"].options] == [
        ("1", "A: This"),
        ("2", "B: That"),
        ("3", "C: Neither"),
    ]
    assert buttons(reply)["Another question"] == Invocation("quiz ask", {"phase": "1", "number": "1"})
    assert reply.permalink == Invocation("quiz ask", {"phase": "1", "number": "2"})


async def test_another_question_each_day(tiny: Dispatch) -> None:
    titles = [(await said(tiny, "/quiz", scene(at=NOW + timedelta(days=day)))).title for day in range(3)]
    assert sorted(titles) == [f"Quiz question {place} of 3" for place in (1, 2, 3)]
    assert (await said(tiny, "/quiz number:9")).title == "Quiz question 3 of 3"


@pytest.mark.parametrize(
    ("chosen", "title", "words", "missing"),
    [
        ("1", "Not quite", ["You chose A: This", "Not this.", "Right is B: That", "Just that."], "One of them."),
        ("2", "That is right", ["You chose B: That", "Just that."], "Right is"),
        ("3", "Not quite", ["You chose C: Neither", "One of them.", "Right is B: That"], "Not this."),
    ],
)
async def test_every_answer_says_why(tiny: Dispatch, chosen: str, title: str, words: list[str], missing: str) -> None:
    token = selects(await said(tiny, "/quiz 1 number:1"))["Your answer"].carried.token
    reply = a_reply(await tiny.pressed(token, scene(), on=Audience.CALLER, chosen=[chosen]))
    assert reply.title == title
    for some in words:
        assert some in plain(reply)
    assert missing not in plain(reply)
    assert buttons(reply) == {
        "Next question": Invocation("quiz ask", {"phase": "1", "number": "2"}),
        "Skill: Git": Invocation("roadmap skill", {"skill": "git"}),
    }


async def test_after_the_last_question_of_a_phase_comes_its_first(tiny: Dispatch) -> None:
    for name, phase in (("quiz-two", "1"), ("quiz-three", "2")):
        reply = await said(tiny, f"/quiz answer {name} 2")
        assert buttons(reply)["Next question"] == Invocation("quiz ask", {"phase": phase, "number": "1"})


async def test_no_questions(tiny: Dispatch, tiny_shelf: FakeShelf) -> None:
    tiny_shelf.library = replace(tiny_shelf.library, quiz=tiny_shelf.library.quiz[:1])
    reply = await said(tiny, "/quiz 2")
    assert reply.title == "No such question yet"
    assert "None of the 1 quiz questions is of that phase." in plain(reply)
