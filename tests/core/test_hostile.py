"""Whatever members write is shown as words, never as markup, in whatever command and parameter they write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Button, Buttons, Select
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.neutral import neutral
from bot.core.chat.parameter import AnyParameter, Choice, Day, EntryId, Someone, Words, Zone, choices
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Channel, Place, Scene, Space
from bot.core.chat.time_of_day import TimeOfDay
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch
from tests.core.helpers import HOSTILE, markdowns, marked, scene, words_of

MARK = "zqxj"
"""Stands in no word of the curriculum."""

WRITTEN = (
    *(f"{MARK} {text} {MARK}" for text in HOSTILE),
    *(
        form.format(MARK)
        for form in (
            "{}", "**{0}**", "*{0}*", "`{0}`", "``{0}``", "[{0}](https://evil.example/{0})", "![{0}](https://evil.example)",
            "<https://evil.example/{0}>", "https://evil.example/{0}", "- {0}", "1. {0}", "> {0}", "# {0}",
            "a\n\n- {0}", "a  \n{0}", "a\\\n{0}", "{0}\\", "”** {0} **“", "\\`{0}\\`", "_{0}_", "@{0}", "<@{0}>",
            "<!{0}>", "```\n{0}\n```",
        )
    ),
)  # fmt: skip
PLACE = Place("test", Channel("test:general"), Space("test:server"))


def here(who: str) -> Scene:
    """An organiser in a server; each test has its own, for whoever guesses codes too often isn't listened to."""
    return replace(scene(organiser=True, who=who), place=PLACE)


HERE = here("hostile")
KEEPING = (
    *("progress", "checkin", "break", "group", "settings", "link", "leaderboard", "season", "milestone", "privacy"),
    *("prompts", "challenge", "meetup", "remindme"),
)
"""Heads of commands that write down what is written, and need not repeat it."""


def good(parameter: AnyParameter) -> str:
    """Something that a parameter can read."""
    if options := choices(parameter.kind):
        return options[0].value
    match parameter.kind:
        case Whole():
            return "8"
        case Day():
            return "today"
        case TimeOfDay():
            return "9:00"
        case Someone():
            return "test:ben"
        case _:
            return "drift"


def invocations(command: Command, text: str) -> Iterator[Invocation]:
    """The command with the text in each of its parameters in turn, the others being right, and in all of them."""
    for parameter in command.all_parameters:
        others = {one.name: good(one) for one in command.parameters if one.required}
        yield Invocation(command.name, {**others, parameter.name: text})
    if command.all_parameters:
        yield Invocation(command.name, {one.name: text for one in command.all_parameters})


def shows_only_words(answer: Answer) -> bool:
    """Checks an answer, and says whether what was written is shown in it."""
    assert answer.title != "Something went wrong on my side"
    assert plain(answer).startswith(answer.title)
    assert neutral(answer)["title"] == answer.title
    shown = MARK in answer.title  # plain text on every door
    if isinstance(answer, Form):
        assert MARK not in answer.words
        return shown
    for block in answer.blocks:
        for markdown in markdowns(block):
            assert not [
                words for words in marked(markdown) if (MARK in words or "evil" in words) and not _written(words)
            ]
            shown = shown or MARK in words_of(markdown)
        if isinstance(block, Buttons):
            assert not any(MARK in button.label for button in block.buttons)
            assert all(button.invocation.fits for button in block.buttons if isinstance(button, Button))
        if isinstance(block, Select):
            assert MARK not in block.label
    return shown


def _written(words: str) -> bool:
    """Whether words that we made bold are what somebody wrote, sign by sign, perhaps cut at the end: a group's name."""
    return any(_printable(words).removesuffix("…") in _printable(text) for text in WRITTEN)


def _printable(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@pytest.mark.slow
async def test_member_text_is_never_markup(dispatch: Dispatch) -> None:
    shown: dict[str, int] = {}
    for command in dispatch.menu:
        for text in WRITTEN:
            for invocation in invocations(command, text):
                answer = await dispatch.invoke(invocation, here(command.name.replace(" ", "-")))
                shown[command.name] = shown.get(command.name, 0) + shows_only_words(answer)
    quoting = {command.name for command in dispatch.menu if any(_quotes(one) for one in command.parameters)}
    repeating = {name for name, times in shown.items() if times}
    assert repeating <= quoting
    assert {name for name in quoting - repeating if name.split()[0] not in KEEPING} == set()


def _quotes(parameter: AnyParameter) -> bool:
    """Whether what it cannot read is quoted when it says so."""
    return isinstance(parameter.kind, Words | EntryId | Choice | Zone)


@pytest.mark.slow
async def test_a_hostile_line_is_never_markup(dispatch: Dispatch) -> None:
    shown = 0
    names = [command.name for command in dispatch.menu] + [group.name for group in dispatch.menu.groups]
    for name in names:
        for text in WRITTEN:
            shown += shows_only_words(await dispatch.typed(f"/{name} {text}", HERE))
    for text in WRITTEN:
        for line in (f"/{text}", text, f"/roadmap{text}", f"/interview 6 {text} senior"):
            shown += shows_only_words(await dispatch.typed(line, HERE))
        shown += shows_only_words(await dispatch.pressed(text, HERE, on=Audience.CALLER))
        shown += shows_only_words(
            await dispatch.pressed("roadmap phase?number=", HERE, on=Audience.CALLER, chosen=[text])
        )
    assert shown > len(names)


@given(text=st.text(st.characters(exclude_categories=()) | st.sampled_from("*_`[]()<>#->\\|~@!“”\n"), max_size=80))
async def test_any_question_is_never_markup(dispatch: Dispatch, text: str) -> None:
    answer = await dispatch.invoke(Invocation("ask", {"question": f"{MARK} {text}"}), HERE)
    assert isinstance(answer, Reply)
    assert shows_only_words(answer) is (answer.title == "I don't know that")


async def test_a_callers_name_is_never_shown(dispatch: Dispatch) -> None:
    for token in ("!roadmap overview", "!faq", "help"):
        answer = await dispatch.pressed(token, scene(who="zqxj"), on=Audience.CALLER)
        assert isinstance(answer, Reply)
        assert "test:zqxj" in plain(answer) or not token.startswith("!")
        assert not any("zqxj" in text for block in answer.blocks for text in markdowns(block))
