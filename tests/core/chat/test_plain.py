from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Code,
    Divider,
    Facts,
    File,
    Items,
    LinkButton,
    Mention,
    Option,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.plain import plain, plain_line, plain_markdown
from bot.core.chat.reply import Form, Question, Reply
from bot.core.chat.scene import Person
from bot.core.chat.whole import Whole
from tests.core.helpers import words_of

SIX = Invocation("roadmap phase", {"number": "6"})


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Text("**a** *b* `c`\n\nd"), "a b c\n\nd"),
        (Facts((("One", "**1**"), ("Two", "- a\n- b"))), "One: 1\nTwo: - a - b"),
        (Items(("**a**", "b")), "- a\n- b"),
        (Items(("a", "b"), title="Things"), "Things:\n- a\n- b"),
        (Items(("a", "b"), style="numbers"), "1. a\n2. b"),
        (Items(("a", "b"), style="numbers", start=9), "9. a\n10. b"),
        (Table(("Who", "Age"), (("Ana", "7"), ("Bo", "12"))), "Who  Age\n---  ---\nAna  7\nBo   12"),
        (Table(("A", "B"), (("x", ""),)), "A  B\n-  -\nx"),
        (Table(("A",), ()), "A\n-"),
        (Code("x = 1\n\ny", "python"), "    x = 1\n\n    y"),
        (Picture(b"", "a chart that rises"), "[Picture: a chart that rises]"),
        (File("a.ics", b"x", "text/calendar", "Open it."), "[File a.ics: Open it.]"),
        (
            Spoiler("the answer", "secret", SIX),
            "[Hidden: the answer. To see it: /roadmap phase number:6]",
        ),
        (
            Buttons((Button("Six", SIX), LinkButton("Docs", "https://x.org"), Button("All", Invocation("faq")))),
            "> Six: /roadmap phase number:6\n> Docs: https://x.org\n> All: /faq",
        ),
        (
            Buttons((Button("Share", Invocation("faq", shared=True)),)),
            "> Share: /faq (for all to see)",
        ),
        (
            Select("Choose", Invocation("faq"), "topic", (Option("a b", "A", "the first"), Option("b", "B"))),
            'Choose:\n  A (the first): /faq topic:"a b"\n  B: /faq topic:b',
        ),
        (
            Select("Tick", Invocation("faq", {"page": "2"}), "topic", (Option("a", "A"), Option("b", "B")), many=True),
            "Tick:\n  A: /faq page:2 topic:a\n  B: /faq page:2 topic:b\n  Several at once: /faq page:2 topic:one,two",
        ),
        (Divider(), "--------------------"),
        (Mention(Person("test:ana"), "*hello*\n\nyou"), "@test:ana hello you"),
        (Mention(Person("test:ana")), "@test:ana"),
    ],
)
def test_every_block_in_words(block: Block, shown: str) -> None:
    assert plain(Reply("Title", (block,))) == f"Title\n=====\n\n{shown}"


def test_blocks_stand_apart() -> None:
    assert plain(Reply("T", (Text("a"), Divider(), Text("b")))) == "T\n=\n\na\n\n--------------------\n\nb"
    assert plain(Reply("T")) == "T\n="


def test_another_way_to_say_what_a_button_does() -> None:
    blocks = (
        Buttons((Button("Six", SIX),)),
        Spoiler("it", "secret", Invocation("faq")),
        Select("Choose", Invocation("faq"), "topic", (Option("a", "A"),)),
    )
    assert plain(Reply("T", blocks), lambda invocation: f"<{invocation.token}>").endswith(
        "> Six: <roadmap phase?number=6>\n\n[Hidden: it. To see it: <faq>]\n\nChoose:\n  A: <faq?topic=a>"
    )


def test_a_form_says_what_to_type_instead() -> None:
    form = Form(
        "Plan",
        Invocation("plan dates", {"start": "next monday"}),
        (
            Question(Parameter("hours", "Hours a week", Whole(1, 60)), "8"),
            Question(Parameter("note", "A note", Words(), required=False)),
            Question(Parameter("name", "A name", Words())),
        ),
        words="That was too many.",
    )
    assert plain(form) == (
        "Plan\n====\n\nThat was too many.\n\n"
        "  hours: Hours a week [8]\n  note: A note (optional)\n  name: A name\n\n"
        'To answer, type /plan dates start:"next monday" hours:… name:…'
    )


def test_a_form_of_optional_questions_only() -> None:
    form = Form("Say", Invocation("say"), (Question(Parameter("note", "A note", Words(), required=False)),))
    assert plain(form) == "Say\n===\n\n  note: A note (optional)\n\nTo answer, type /say"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("", ""),
        ("a\nb", "a b"),
        ("a\\\nb", "a\nb"),
        ("[the *docs*](https://x.org)", "the docs (https://x.org)"),
        ("- a\n- b\n\n  c\n  - d", "- a\n- b\n  c\n  - d"),
        ("9. a\n10. b\n\n    c", "9. a\n10. b\n    c"),
        ("- a\\\n  b", "- a\n  b"),
        ("- ```\n  x\n\n  y\n  ```", "-     x\n\n      y"),
        ("> a\n>\n> b", "> a\n>\n> b"),
        ("```sh\nls\n\n  -l\n```", "    ls\n\n      -l"),
        ("a\n\n- b\n\n> c", "a\n\n- b\n\n> c"),
    ],
)
def test_markdown_in_words(markdown: str, shown: str) -> None:
    assert plain_markdown(markdown) == shown


def test_markdown_on_one_line() -> None:
    assert plain_line("**a**\n\n- b\n- c\\\n  d") == "a - b - c d"


@given(st.text(st.sampled_from("ab \n*_`[]()<>#-+.1>!|~\\") | st.characters(), max_size=60))
def test_no_letter_of_any_markdown_is_lost(markdown: str) -> None:
    letters = [sign for sign in words_of(markdown) if sign.isalpha()]
    assert [sign for sign in plain_markdown(markdown) if sign.isalpha()] == letters
    assert "\n" not in plain_line(markdown)
