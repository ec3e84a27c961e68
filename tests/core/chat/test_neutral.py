from __future__ import annotations

import json

import pytest

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
from bot.core.chat.neutral import Json, neutral, option_json, parameter_json
from bot.core.chat.parameter import AnyParameter, Choice, EntryId, Parameter, Words, YesNo
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.scene import Person
from bot.core.chat.whole import Whole

SIX = Invocation("roadmap phase", {"number": "6"})
OPTION = Option("a", "A", "the first")


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Text("**a**"), {"block": "text", "text": "**a**"}),
        (Facts((("One", "*1*"),)), {"block": "facts", "facts": [["One", "*1*"]]}),
        (
            Items(("a", "b"), "numbers", "Things"),
            {"block": "items", "title": "Things", "style": "numbers", "items": ["a", "b"], "start": 1},
        ),
        (Table(("A", "B"), (("1", "2"),)), {"block": "table", "columns": ["A", "B"], "rows": [["1", "2"]]}),
        (Code("x", "python"), {"block": "code", "text": "x", "language": "python"}),
        (Picture(b"\x00\xff", "alt"), {"block": "picture", "alt": "alt", "data": "AP8=", "media_type": "image/png"}),
        (
            File("a.ics", b"hi", "text/calendar", "Open it."),
            {"block": "file", "name": "a.ics", "about": "Open it.", "data": "aGk=", "media_type": "text/calendar"},
        ),
        (
            Spoiler("the answer", "*secret*", SIX),
            {"block": "spoiler", "label": "the answer", "text": "*secret*", "token": "roadmap phase?number=6"},
        ),
        (
            Buttons((Button("Six", SIX, main=True), LinkButton("Docs", "https://x.org"))),
            {
                "block": "buttons",
                "buttons": [
                    {"label": "Six", "token": "roadmap phase?number=6", "main": True},
                    {"label": "Docs", "url": "https://x.org"},
                ],
            },
        ),
        (
            Select("Choose", Invocation("faq"), "topic", (OPTION,)),
            {
                "block": "select",
                "label": "Choose",
                "token": "faq?topic=",
                "many": False,
                "options": [{"value": "a", "label": "A", "about": "the first"}],
            },
        ),
        (Divider(), {"block": "divider"}),
        (
            Mention(Person("test:ana"), "*hello*"),
            {"block": "mention", "person": "test:ana", "text": "*hello*"},
        ),
    ],
)
def test_every_block(block: Block, shown: dict[str, Json]) -> None:
    reply = Reply("Title", (block,), Audience.EVERYONE, replaces=True)
    assert neutral(reply) == {
        "answer": "reply",
        "title": "Title",
        "audience": "everyone",
        "replaces": True,
        "blocks": [shown],
    }


def test_texts_are_written_as_one_likes() -> None:
    blocks = (
        Text("a"),
        Facts((("b", "c"),)),
        Items(("d",), title="e"),
        Spoiler("f", "g", SIX),
        Mention(Person("test:h"), "i"),
    )
    shown = json.dumps(neutral(Reply("T", blocks), lambda text: [text.upper()]))
    assert [sign for sign in "abcdefghi" if f'["{sign.upper()}"]' in shown] == ["a", "c", "d", "g", "i"]


def test_a_form() -> None:
    form = Form(
        "Plan",
        Invocation("plan dates", {"start": "today"}),
        (Question(Parameter("hours", "Hours", Whole(1, 60)), "8"), Question(Parameter("sure", "Sure?", YesNo()))),
        words="Again.",
        submit="Go",
    )
    yes_no = [{"value": "yes", "label": "Yes", "about": ""}, {"value": "no", "label": "No", "about": ""}]
    assert neutral(form) == {
        "answer": "form",
        "title": "Plan",
        "words": "Again.",
        "token": "plan dates?start=today",
        "submit": "Go",
        "questions": [
            {
                "name": "hours",
                "about": "Hours",
                "required": True,
                "kind": "whole",
                "lines": False,
                "options": [],
                "value": "8",
            },
            {
                "name": "sure",
                "about": "Sure?",
                "required": True,
                "kind": "yesno",
                "lines": False,
                "options": yes_no,
                "value": "",
            },
        ],
    }


@pytest.mark.parametrize(
    ("parameter", "kind", "lines", "options"),
    [
        (Parameter("a", "b", Words(lines=True), required=False), "words", True, []),
        (Parameter("a", "b", Words(), required=False), "words", False, []),
        (Parameter("a", "b", Choice((OPTION,)), required=False), "choice", False, [option_json(OPTION)]),
        (
            Parameter("a", "b", EntryId("x", lambda: [OPTION], lambda _: None), required=False),
            "entryid",
            False,
            [option_json(OPTION)],
        ),
    ],
)
def test_a_parameter(parameter: AnyParameter, kind: str, lines: bool, options: list[Json]) -> None:
    assert parameter_json(parameter) == {
        "name": "a",
        "about": "b",
        "required": False,
        "kind": kind,
        "lines": lines,
        "options": options,
    }
