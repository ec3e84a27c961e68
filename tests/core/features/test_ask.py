from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.dispatch import Dispatch
from bot.core.features.ask import LABEL_LENGTH, QUESTION_LENGTH, AskFeature, answer, shown_entry
from bot.core.model.library import Library
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import InterviewQuestion
from bot.core.search.documents import Document
from bot.core.search.index import Index
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, said, scene, words_of
from tests.fakes.shelf import FakeShelf, tiny_library

UNKNOWN = ("quizzle", "fromage", "wobble", "yodel", "jumbo", "kazoo", "velvet")


def test_every_entry_but_what_one_practises_with_can_be_shown(library: Library) -> None:
    for entry in library.all():
        shown = shown_entry(library, entry)
        if isinstance(entry, InterviewQuestion | QuizQuestion | Prompt):
            assert shown is None
        else:
            assert shown is not None, entry.id
            assert shown.name
            assert shown.card().permalink == shown.opens, entry.id


async def test_what_an_entry_shows_is_what_its_button_opens(tiny: Dispatch) -> None:
    library = tiny_library()
    for entry in library.all():
        shown = shown_entry(library, entry)
        if shown is not None:
            opened = a_reply(await tiny.pressed(shown.opens.token, scene(direct=True), on=Audience.CALLER))
            assert opened.title == shown.card().title
            assert opened.blocks == shown.card().blocks


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("where do i begin, first thing to learn", "What first?"),
        ("first thing to learn", "What first?"),
        ("what is drift?", "Drift"),
        ("what is a shift", "Drift"),
        ("Steelwork", "Steelwork"),
        ("mallet", "Mallet"),
        ("phase 2", "Phase 2 · Serving"),
    ],
)
async def test_the_best_entry_answers(tiny: Dispatch, question: str, title: str) -> None:
    reply = await said(tiny, f"/ask {question}")
    assert reply.title == title


async def test_two_others_are_offered(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/ask what is data drift")
    assert "Not quite it? Perhaps one of these. Or tell the organisers what I lack" in plain(reply).replace("**", "")
    last = reply.blocks[-1]
    assert isinstance(last, Buttons)
    others = [button for button in last.buttons if isinstance(button, Button) and button.label != "Share"]
    told = others.pop()
    assert (told.label, told.invocation) == (
        "None of these: tell the organisers",
        Invocation("missing", {"question": "data drift"}),
    )
    assert 1 <= len(others) <= 2
    for other in others:
        assert len(other.label) <= LABEL_LENGTH
        assert a_reply(await dispatch.invoke(other.invocation, scene())).title != "That didn't work"
    assert reply.permalink != Invocation("ask", {"question": "what is data drift"})


async def test_what_is_offered_already_is_not_offered_twice(tiny: Dispatch) -> None:
    reply = await said(tiny, "/ask HTTP")
    assert reply.title == "HTTP"
    assert "Not quite it?" not in plain(reply) or "Docker" not in plain(reply).split("Not quite it?")[1]


@pytest.mark.parametrize("question", ["zzzz qqqq", "???", "дрейф", "🚀", "what is the", "weather in paris"])
async def test_what_is_not_known_is_said_plainly(tiny: Dispatch, question: str) -> None:
    reply = await said(tiny, f"/ask {question}")
    assert reply.title == "I don't know that"
    text = reply.blocks[0]
    assert isinstance(text, Text)
    assert words_of(text.markdown).startswith(f"I found no answer to “{question}” in what I know.")
    assert list(buttons(reply))[-3:] == ["Ask another way", "All topics", "Share"]
    assert ("Tell the organisers" in buttons(reply)) is any(sign.isascii() and sign.isalpha() for sign in question)
    assert reply.permalink == Invocation("faq")
    a_form(await tiny.invoke(buttons(reply)["Ask another way"], scene()))


async def test_the_less_of_a_question_is_known_the_less_is_answered(tiny: Dispatch) -> None:
    told = []
    for unknown in range(len(UNKNOWN) + 1):
        reply = await said(tiny, f"/ask first thing to learn {' '.join(UNKNOWN[:unknown])}")
        near = "The closest things I know:" in plain(reply)
        assert ("What first?" in buttons(reply)) is near
        told.append("known" if reply.title == "What first?" else "near" if near else "unknown")
    assert told == sorted(told, key=("known", "near", "unknown").index)
    assert set(told) == {"known", "near", "unknown"}


def test_what_one_practises_with_is_never_the_answer() -> None:
    library = tiny_library()
    index = Index(
        [Document(library.questions[0], ("secret",), (), ""), Document(library.terms[0], ("drift",), (), "")], ()
    )
    assert answer(library, index, "secret").title == "I don't know that"
    assert answer(library, index, "drift").title == "Drift"


async def test_a_question_is_asked_for(tiny: Dispatch) -> None:
    form = a_form(await tiny.typed("/ask", scene()))
    assert [question.parameter.name for question in form.questions] == ["question"]
    filled = await tiny.pressed(form.invocation.token, scene(), on=Audience.CALLER, filled={"question": "drift"})
    assert a_reply(filled).title == "Drift"


async def test_a_question_of_several_lines_and_one_that_is_too_long(tiny: Dispatch) -> None:
    assert (await said(tiny, "/ask what\nis\ndrift")).title == "Drift"
    assert (await said(tiny, f"/ask {'drift ' * 49}")).title == "Drift"
    reply = await said(tiny, "/ask " + "x" * (QUESTION_LENGTH + 1))
    assert "That is 301 characters long; I read up to 300." in plain(reply)


async def test_an_unknown_question_is_quoted_in_part(tiny: Dispatch) -> None:
    text = plain(await said(tiny, f"/ask {'qqqq ' * 50}"))
    quoted = text.split("“")[1].split("”")[0]
    assert quoted == ("qqqq " * 50)[:119] + "…"


async def test_an_answer_for_somebody(tiny: Dispatch) -> None:
    reply = await said(tiny, "/ask what is drift user:@test:ben")
    assert reply.audience is Audience.EVERYONE
    assert reply.title == "Drift"


async def test_hostile_questions_are_quoted_word_for_word(tiny: Dispatch) -> None:
    for text in HOSTILE:
        reply = await said(tiny, f'/ask question:"zzzz {text}"')
        assert reply.title in ("I don't know that", "That didn't work")
        shown = reply.blocks[0]
        assert isinstance(shown, Text)
        assert "<b>" not in shown.markdown.replace(escape("<b>"), "")


async def test_the_search_is_made_again_when_the_content_changed(tiny: Dispatch, tiny_shelf: FakeShelf) -> None:
    ask = AskFeature(tiny_shelf)
    first = ask.prepare()
    assert ask.prepare() is first
    assert first[0] is tiny_shelf.library
    assert (await said(tiny, "/ask hovercraft")).title == "I don't know that"
    library = tiny_shelf.library
    (drift, *others) = library.terms
    tiny_shelf.library = replace(library, terms=(replace(drift, term="Hovercraft"), *others))
    assert (await said(tiny, "/ask hovercraft")).title == "Hovercraft"
    assert ask.prepare()[0] is tiny_shelf.library
