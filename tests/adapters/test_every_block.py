"""Every kind of block and of question, on every door: drawn once, looked at, and compared ever since."""

from __future__ import annotations

import json
import typing
from pathlib import Path

import pytest

from bot.adapters.playground.nodes import nodes
from bot.adapters.slack.home import home_view
from bot.adapters.slack.modals import Origin, form_view, reply_view
from bot.core.chat.blocks import Block, LinkButton, Option
from bot.core.chat.neutral import neutral
from bot.core.chat.parameter import (
    AnyKind,
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
from bot.core.chat.plain import plain
from bot.core.chat.reply import Form, Question, Reply
from bot.core.chat.whole import Whole
from tests.adapters.discord.golden import same_text
from tests.adapters.discord.replies import EACH
from tests.adapters.slack.samples import HERE, SAMPLES
from tests.fakes.slack.rules import view_problems

GOLDEN = Path(__file__).parent / "golden"

QUESTIONS: dict[str, AnyKind] = {
    "words": Words(50),
    "lines": Words(3_000, lines=True),
    "whole": Whole(1, 60),
    "few": Whole(1, 5),
    "choice": Choice((Option("red", "Red", "Like a rose"), Option("blue", "Blue"))),
    "entry": EntryId("skill", lambda: [Option("git", "Git"), Option("sql", "SQL")], lambda text: text or None),
    "many-entries": EntryId("skill", lambda: [Option(f"s{one}", f"Skill {one}") for one in range(150)], lambda _: None),
    "someone": Someone(),
    "somewhere": Somewhere(),
    "day": Day(),
    "moment": Moment(),
    "yes-no": YesNo(),
    "zone": Zone(),
}
"""A question of each kind, and the kinds that are drawn in two ways."""


def form(name: str) -> Form:
    """A form with one question, which may be left empty and says what it is about."""
    question = Question(Parameter("it", "What it is", QUESTIONS[name], required=False))
    return Form("Tell me", HERE, (question,), "A word about it.")


def shown(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("samples", [SAMPLES, EACH], ids=["slack, shell and playground", "discord"])
def test_no_kind_of_block_is_left_out(samples: dict[str, Block]) -> None:
    assert {type(one) for one in samples.values()} == set(typing.get_args(Block))
    assert any(getattr(one, "many", False) for one in samples.values())
    assert any(isinstance(each, LinkButton) for one in samples.values() for each in getattr(one, "buttons", ()))


def test_no_kind_of_question_is_left_out() -> None:
    assert {type(one) for one in QUESTIONS.values()} == set(typing.get_args(AnyKind))


@pytest.mark.parametrize("name", SAMPLES)
def test_blocks_in_the_shell_and_in_the_playground(name: str) -> None:
    reply = Reply("A title", (SAMPLES[name],), permalink=HERE)
    same_text(GOLDEN / "shell" / f"{name}.txt", plain(reply) + "\n")
    same_text(GOLDEN / "playground" / f"{name}.json", shown(neutral(reply, nodes)))


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_in_the_shell_in_the_playground_and_on_slack(name: str) -> None:
    same_text(GOLDEN / "shell" / f"form-{name}.txt", plain(form(name)) + "\n")
    same_text(GOLDEN / "playground" / f"form-{name}.json", shown(neutral(form(name))))
    view = form_view(form(name), Origin(channel="C0GENERAL"))
    assert view_problems(view) == []
    same_text(GOLDEN / "slack-modals" / f"form-{name}.json", shown(view))


@pytest.mark.parametrize("name", SAMPLES)
def test_blocks_in_slacks_modals(name: str) -> None:
    view = reply_view(Reply("A title", (SAMPLES[name],), permalink=HERE))
    assert view_problems(view) == []
    same_text(GOLDEN / "slack-modals" / f"{name}.json", shown(view))


def test_slacks_home_tab() -> None:
    home = home_view([Reply("A title", (one,)) for one in SAMPLES.values()][:4])
    assert view_problems(home) == []
    same_text(GOLDEN / "slack-modals" / "home.json", shown(home))


def test_every_file_is_compared() -> None:
    both = {*SAMPLES, *(f"form-{name}" for name in QUESTIONS)}
    wanted = {"shell": both, "playground": both, "slack-modals": {*both, "home"}}
    assert {one.name: {file.stem for file in one.iterdir()} for one in GOLDEN.iterdir()} == wanted
