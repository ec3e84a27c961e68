"""Forms as modals: a fitting field for each kind of question, and the answers back as the core reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.slack.answers import filled, mistakes, parameter_of
from bot.adapters.slack.modals import Origin, form_view, unpacked
from bot.core.chat.blocks import Option
from bot.core.chat.command import Command, Menu
from bot.core.chat.invocation import Invocation
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
)
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Caller, Person, Place, Scene
from bot.core.chat.whole import Whole
from tests.fakes.slack.rules import view_problems

SCENE = Scene(
    Caller(Person("slack:T1.U1"), "Ana"),
    Place("slack"),
    datetime(2026, 11, 23, 10, tzinfo=UTC),
    ZoneInfo("Asia/Kolkata"),
)
COLOURS = Choice((Option("red", "Red", "Like a rose"), Option("blue", "Blue")))
MANY = EntryId("thing", lambda: [Option(f"t{number}", f"Thing {number}") for number in range(150)], lambda text: None)
LONG = EntryId("thing", lambda: [Option("x" * 80, "Long")], lambda text: None)


@pytest.mark.parametrize(
    ("kind", "required", "value", "element"),
    [
        (Words(50), True, "", {"type": "plain_text_input", "multiline": False, "max_length": 50}),
        (Words(9_000, lines=True), True, "a\nb", {"multiline": True, "max_length": 3_000, "initial_value": "a\nb"}),
        (
            Whole(1, 60),
            True,
            "12",
            {"type": "number_input", "min_value": "1", "max_value": "60", "initial_value": "12"},
        ),
        (Whole(1, 60), True, "lots", {"type": "number_input", "is_decimal_allowed": False}),
        (Whole(1, 60), True, "99", {"type": "number_input"}),
        (Whole(1, 5), True, "", {"type": "static_select"}),
        (COLOURS, True, "red", {"type": "static_select"}),
        (YesNo(), False, "", {"type": "static_select"}),
        (MANY, True, "t7", {"type": "external_select", "min_query_length": 0}),
        (LONG, True, "", {"type": "plain_text_input"}),
        (Someone(), True, "@slack:T1.U2", {"type": "users_select", "initial_user": "U2"}),
        (Someone(), True, "nobody", {"type": "users_select"}),
        (Somewhere(), True, "", {"type": "conversations_select"}),
        (Day(), True, "2027-01-04", {"type": "datepicker", "initial_date": "2027-01-04"}),
        (Day(), True, "tomorrow", {"type": "datepicker"}),
        (Day(), False, "tomorrow", {"type": "plain_text_input", "initial_value": "tomorrow"}),
        (Moment(), True, "", {"type": "datetimepicker"}),
        (Moment(), False, "", {"type": "plain_text_input"}),
    ],
)
def test_a_field_for_each_kind(kind: AnyKind, required: bool, value: str, element: dict[str, object]) -> None:
    parameter: AnyParameter = Parameter("it", "What is it?", kind, required)
    view = form_view(Form("A form", Invocation("x"), (Question(parameter, value),)), Origin())
    assert view_problems(view) == []
    block = view["blocks"][-1]
    assert (block["block_id"], block["label"]["text"], block["optional"]) == ("it", "What is it?", not required)
    assert element.items() <= block["element"].items()
    assert ("initial_value" in block["element"]) == ("initial_value" in element)
    if value in ("red", "t7"):
        assert block["element"]["initial_option"]["value"] == value


def test_a_long_title_and_what_was_wrong_stand_above_the_questions() -> None:
    question = Question(Parameter("a", "A?", Words()))
    view = form_view(
        Form("A title that is longer than Slack's", Invocation("x"), (question,), "That was wrong."), Origin()
    )
    assert len(view["title"]["text"]) <= 24
    said = [block["elements"][0]["elements"][0]["text"] for block in view["blocks"][:2]]
    assert said == ["A title that is longer than Slack's", "That was wrong."]


def test_more_questions_than_a_modal_holds_leaves_out_optional_ones() -> None:
    questions = tuple(
        Question(Parameter(f"q{number}", "A question", Words(), required=number % 2 == 0)) for number in range(150)
    )
    view = form_view(Form("Long", Invocation("x"), questions), Origin())
    assert view_problems(view) == []
    names = [block["block_id"] for block in view["blocks"]]
    assert len(names) == 100
    assert {f"q{number}" for number in range(0, 150, 2)} <= set(names)
    assert names == sorted(names, key=lambda name: int(name[1:]))


def test_what_a_modal_carries() -> None:
    form = Form("F", Invocation("plan dates", {"hours": "8"}), ())
    origin = Origin(Audience.CALLER, "C1", "17.1", "https://hooks.slack.com/x", view=True)
    metadata = form_view(form, origin)["private_metadata"]
    assert unpacked(metadata) == ("plan dates?hours=8", origin)
    crowded = Origin(response_url="https://hooks.slack.com/" + "x" * 4_000)
    assert unpacked(form_view(form, crowded)["private_metadata"])[1] == Origin()


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "[]",
        "{}",
        "null",
        "1",
        '{"token":1,"on":"caller","channel":"","thread":"","response_url":"","view":true}',
        '{"token":"x","on":"?","channel":"","thread":""}',
        "{",
    ],
)
def test_what_no_modal_of_ours_carries(metadata: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(metadata)


def test_answers_as_the_core_reads_them() -> None:
    state = {
        "words": {"words": {"type": "plain_text_input", "value": "a\nb"}},
        "number": {"number": {"type": "number_input", "value": "7"}},
        "choice": {"choice": {"type": "static_select", "selected_option": {"value": "red"}}},
        "thing": {"thing": {"type": "external_select", "selected_option": {"value": "t1"}}},
        "who": {"who": {"type": "users_select", "selected_user": "U2"}},
        "where": {"where": {"type": "conversations_select", "selected_conversation": "C2"}},
        "day": {"day": {"type": "datepicker", "selected_date": "2027-01-04"}},
        "at": {"at": {"type": "datetimepicker", "selected_date_time": 1_800_000_000}},
    }
    assert filled(state, "T1", SCENE) == {
        "words": "a\nb",
        "number": "7",
        "choice": "red",
        "thing": "t1",
        "who": "@slack:T1.U2",
        "where": "#slack:T1.C2",
        "day": "2027-01-04",
        "at": "2027-01-15 13:30",
    }


def test_empty_and_strange_answers_are_left_out() -> None:
    state = {
        "a": {"a": {"type": "plain_text_input", "value": None}},
        "b": {"b": {"type": "static_select", "selected_option": None}},
        "c": {"c": {"type": "users_select", "selected_user": None}},
        "d": {"d": {"type": "datetimepicker", "selected_date_time": "soon"}},
        "e": {"e": {"type": "file_input", "files": []}},
        "f": {"other": {"type": "plain_text_input", "value": "x"}},
        "g": None,
        "h": {"h": {"type": "plain_text_input", "value": 7}},
        "i": {"i": {"type": "conversations_select"}},
        "j": {"j": {"type": "external_select"}},
    }
    assert filled(state, "T1", SCENE) == {}


def test_mistakes_are_said_beside_the_field() -> None:
    menu = Menu(
        [Command("plan", "A plan", _run, (Parameter("day", "When", Day()), Parameter("who", "Who", Someone())))]
    )
    said = mistakes(menu, "plan", {"day": "2027-02-31", "who": "@slack:T1.U2"}, SCENE)
    assert said == {"day": "There is no 31 February 2027; check the day and the month."}
    assert mistakes(menu, "gone", {"day": "x"}, SCENE) == {}
    assert mistakes(menu, "not a token!", {"day": "x"}, SCENE) == {}
    found = parameter_of(menu, "plan", "day")
    assert found is not None
    assert found[1].name == "day"
    assert parameter_of(menu, "plan", "other") is None
    assert parameter_of(menu, "gone", "day") is None
    assert parameter_of(menu, "?!", "day") is None


async def _run(_: Request) -> Reply:
    return Reply("x")
