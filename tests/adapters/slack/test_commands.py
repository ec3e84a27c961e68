"""What somebody types on Slack, as a line for the core."""

from __future__ import annotations

import pytest

from bot.adapters.slack.commands import TAKEN, core_text, question, short_names, slash_line, spoken_to
from bot.core.chat.command import Command, Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U1|ana>", "@slack:T1.U1"),
        ("<@U1>", "@slack:T1.U1"),
        ("user:<@W12AB|ben> <#C1|general>", "user:@slack:T1.W12AB #slack:T1.C1"),
        ("<https://example.org/?a=1&amp;b=2|example>", "https://example.org/?a=1&b=2"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<!here> <!channel|channel> <!subteam^S1|@team> <!date^1^{date}|today>", "@here channel @team today"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&lt;@U1&gt;", "<@U1>"),
        ("<@U1|a&lt;b> and <nothing", "@slack:T1.U1 and <nothing"),
        ("<@> <#> <>", "@ # "),
        ("what is drift?", "what is drift?"),
    ],
)
def test_text_from_slack(typed: str, read: str) -> None:
    assert core_text(typed, "T1") == read


@pytest.mark.parametrize(
    ("command", "text", "line"),
    [
        ("/roadmap", "phase 6", "/roadmap phase 6"),
        ("/roadmap", "", "/roadmap"),
        ("/mlops", "roadmap 6", "/roadmap 6"),
        ("/mlops", "/roadmap 6", "/roadmap 6"),
        ("/mlops", "", "/help"),
        ("/mlops", " / ", "/"),
        ("/faq", "x user:<@U1|ana>", "/faq x user:@slack:T1.U1"),
    ],
)
def test_slash_commands(command: str, text: str, line: str) -> None:
    assert slash_line(command, text, "T1") == line


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("<@UBOT> /roadmap 6", "/roadmap 6"),
        ("<@UBOT> roadmap 6", "/roadmap 6"),
        ("hey <@UBOT|mlops> what is drift?", Invocation("ask", {"question": "hey   what is drift?"})),
        ("what is drift?", Invocation("ask", {"question": "what is drift?"})),
        ("Next", "/Next"),
        ("what next", "/what next"),
        ("!roadmap", "!roadmap"),
        ("/mlops roadmap 6", "/roadmap 6"),
        ("/mlopsx", "/mlopsx"),
        ("<@UBOT>", "/help"),
        ("  ", "/help"),
    ],
)
def test_mentions_and_direct_messages(dispatch: Dispatch, said: str, asked: str | Invocation) -> None:
    assert spoken_to(dispatch.menu, said, "T1", "UBOT") == asked


def test_names_of_slack_are_left_to_the_root(dispatch: Dispatch) -> None:
    names = short_names(dispatch.menu)
    assert names[0] == "/roadmap"
    assert "/help" not in names
    assert not {name.removeprefix("/") for name in names} & TAKEN
    assert {"remind", "join", "leave", "who", "status", "topic"} <= TAKEN


def test_no_more_commands_than_slack_takes() -> None:
    menu = Menu(Command(f"c{number}", "About it", _run) for number in range(80))
    assert len(short_names(menu)) == 49


def test_long_questions_are_cut_at_a_word(dispatch: Dispatch) -> None:
    asked = question(dispatch.menu, "drift " * 100).arguments["question"]
    assert len(asked) <= 300
    assert asked.endswith("drift")
    assert question(dispatch.menu, "") == Invocation("ask")


def test_without_a_way_to_ask_there_is_help() -> None:
    assert question(Menu([Command("other", "About it", _run)]), "why?") == Invocation("help")
    plain = Menu([Command("ask", "Ask", _run, (Parameter("words", "Which", Words(5)),))])
    assert question(plain, "abcdefgh").arguments == {"words": "abcde"}


async def _run(_: Request) -> Reply:
    return Reply("x")
