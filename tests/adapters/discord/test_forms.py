"""Forms become modals that Discord takes, with as many questions as one holds, and what is typed comes back."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.custom_id import marked, numbered, unmarked
from bot.adapters.discord.forms import invitation, modal
from bot.adapters.discord.payload import filled
from bot.core.chat.blocks import Option
from bot.core.chat.invocation import TOKEN_LENGTH, Invocation
from bot.core.chat.parameter import (
    AnyKind,
    AnyParameter,
    Choice,
    Day,
    EntryId,
    Moment,
    Parameter,
    Someone,
    Somewhere,
    Words,
    YesNo,
    Zone,
)
from bot.core.chat.reply import Form, Question
from bot.core.chat.whole import Whole
from tests.adapters.discord.golden import same_as_golden
from tests.fakes.discord.actions import fill
from tests.fakes.discord.exchange import CALLBACK
from tests.fakes.discord.limits import message_problems, modal_problems
from tests.fakes.discord.spec import body_problems

FEW = tuple(Option(f"o{number}", f"Option {number}", "About it") for number in range(3))
MANY = tuple(Option(f"o{number}", f"Option {number}") for number in range(26))
LONG = "a description that is longer than a label of Discord's may be, and says all"
KINDS: dict[str, AnyParameter] = {
    "words": Parameter("words", "What to say", Words(100)),
    "lines": Parameter("lines", LONG, Words(9_000, lines=True), required=False),
    "whole": Parameter("hours", "How many", Whole(1, 60)),
    "choice": Parameter("colour", "Which", Choice(FEW)),
    "many": Parameter("entry", "Which of many", EntryId("entry", lambda: MANY, lambda text: None)),
    "few": Parameter("entry", "Which of a few", EntryId("entry", lambda: FEW, lambda text: None), required=False),
    "yes_no": Parameter("sure", "Whether", YesNo()),
    "someone": Parameter("person", "Whom", Someone()),
    "somewhere": Parameter("channel", "Where", Somewhere(), required=False),
    "day": Parameter("day", "Which day", Day()),
    "moment": Parameter("moment", "When", Moment()),
    "zone": Parameter("zone", "Where you are", Zone()),
}
VALUES = {
    "words": "so far",
    "whole": "8",
    "choice": "o1",
    "someone": "discord:12",
    "somewhere": "#discord:13",
    "many": "o3",
}


def test_no_kind_of_question_is_left_out() -> None:
    assert {type(one.kind) for one in KINDS.values()} == set(typing.get_args(AnyKind))


def parts_of(shown: Mapping[str, object]) -> list[dict[str, Any]]:
    """The components of a modal."""
    return cast("list[dict[str, Any]]", shown["components"])


def problems(shown: dict[str, Any] | None) -> list[str]:
    """What Discord would refuse of a modal."""
    assert shown is not None
    return [*body_problems("post", CALLBACK, {"type": 9, "data": shown}), *modal_problems(shown)]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("prefilled", [False, True], ids=["empty", "prefilled"])
def test_each_kind_of_question(name: str, prefilled: bool) -> None:
    value = VALUES.get(name, "") if prefilled else ""
    shown = modal(Form("A form", Invocation("do it", {"a": "b"}), (Question(KINDS[name], value),), "Because."))
    assert problems(shown) == []
    if not prefilled or value:
        same_as_golden(f"form_{name}{'_prefilled' if prefilled else ''}", shown)


def test_only_so_many_questions_as_fit_required_ones_first() -> None:
    optional = [Question(Parameter(f"optional{number}", "About", Words(), required=False)) for number in range(4)]
    required = [Question(Parameter(f"required{number}", "About", Words())) for number in range(3)]
    form = Form("A form", Invocation("do"), (*optional, *required))
    shown = modal(form)
    assert shown is not None
    assert problems(shown) == []
    names = [one["component"]["custom_id"] for one in parts_of(shown)]
    assert names == ["optional0", "optional1", "required0", "required1", "required2"]
    with_words = modal(Form("A form", Invocation("do"), form.questions, "Something was wrong."))
    assert with_words is not None
    assert problems(with_words) == []
    assert [one["type"] for one in parts_of(with_words)] == [10, 18, 18, 18, 18]


def test_a_title_that_is_cut_is_said_in_full() -> None:
    title = "From your weekly hours and a start: dates for every phase"
    shown = modal(Form(title, Invocation("plan"), (Question(KINDS["whole"]),)))
    assert shown is not None
    assert shown["title"] == "From your weekly hours and a start: dates fo…"
    assert parts_of(shown)[0] == {"type": 10, "content": title}


def test_what_is_typed_comes_back_by_name() -> None:
    questions = tuple(Question(KINDS[name]) for name in ("words", "few", "someone", "somewhere", "yes_no"))
    shown = modal(Form("A form", Invocation("do"), questions))
    assert shown is not None
    sent = fill(shown, {"words": "two words", "entry": "Option 2", "person": "12", "sure": "Yes"})
    assert filled(sent["components"]) == {"words": "two words", "entry": "o2", "person": "discord:12", "sure": "yes"}


def test_rows_of_older_clients_are_read_too() -> None:
    rows = [{"type": 1, "components": [{"type": 4, "custom_id": "words", "value": "old"}]}]
    assert filled(rows) == {"words": "old"}


@pytest.mark.parametrize(
    "odd", [None, "x", 3, [1], [{}], [{"type": 18}], [{"type": 18, "component": {"custom_id": 3}}]]
)
def test_odd_forms_are_empty(odd: object) -> None:
    assert filled(odd) == {}


def test_a_form_that_no_modal_can_carry_says_what_to_type() -> None:
    form = Form("A form", Invocation("do", {"words": "x" * 200}), (Question(KINDS["whole"]),))
    assert modal(form) is None
    message = invitation(form)
    assert message_problems(message.data(), []) == []
    assert "Type `/do words:xxx" in str(message.components)


def test_the_button_that_opens_a_late_form() -> None:
    form = Form("A form", Invocation("do", {"a": "b"}), (Question(KINDS["whole"]),), "It took long.")
    message = invitation(form)
    assert message_problems(message.data(), []) == []
    same_as_golden("form_late", message.data())
    longest = Form("A form", Invocation("do", {"a": "b" * (TOKEN_LENGTH - len("do?a="))}), form.questions)
    assert message_problems(invitation(longest).data(), []) == []


@given(st.text(st.sampled_from("ab =&é1"), min_size=1, max_size=20), st.sampled_from(["form", "2", "17"]))
def test_a_mark_never_reads_as_a_token(value: str, mark: str) -> None:
    for token in ("help", Invocation("do", {"a": value}).token, Invocation("do", {"a": value}, page=2).token):
        custom_id = marked(token, mark)
        assert custom_id is not None
        assert unmarked(custom_id) == (token, mark)
        assert unmarked(token) == (token, "")
        assert numbered(token, 1) == token
    assert marked("x" * 98, "form") is None
