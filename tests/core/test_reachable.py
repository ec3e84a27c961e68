"""Everything that can be reached from `/help` by pressing: no door leads to nothing, and no words are lost."""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.app import forgetful_database
from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Code,
    Facts,
    File,
    Items,
    LinkButton,
    Mention,
    Picture,
    Select,
    Spoiler,
    Table,
)
from bot.core.chat.command import Right, spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.neutral import neutral
from bot.core.chat.parameter import choices
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Form, Reply, carried
from bot.core.chat.scene import Person, Scene
from bot.core.chat.typed import read_line
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from tests.conftest import new_dispatch
from tests.core.helpers import a_reply, leaves, markdowns, scene
from tests.fakes.shelf import FakeShelf

BERLIN = ZoneInfo("Europe/Berlin")
HERE = scene(organiser=True, zone=BERLIN, who="walker")
KEEPING = (
    "zone set",
    "link",
    "unlink",
    "settings",
    "privacy leave",
    "privacy delete",
    "privacy set",
    "remindme quiet",
    "remindme direct",
)
"""Commands that write something down: what they answer depends on what was done before, so nobody presses them here."""
FILLED = {
    "hours": "8",
    "start": "next monday",
    "question": "what is data drift?",
    "did": "Read about joins",
    "minutes": "30",
    "blocker": "The labs are down",
    "day": "today",
    "from": "next monday",
    "to": "next monday",
    "reason": "A feast",
    "name": "Night Owls",
    "phase": "2",
    "days": "weekend",
    "joining": "open",
    "person": "test:ben",
    "role": "member",
    "link": "https://example.org/work",
    "notes": "Run it twice.",
    "time": "9:00",
    "zone": "Berlin",
    "silent": "no",
    "words": "I sorted it.",
    "task": "drift",
    "when": "in 40 days at 9:00",
    "what": "in 40 days at 9:00 read the paper",
}
"""What is written into the forms."""
KEPT = (
    *("progress", "next", "checkin", "streak", "break", "group", "milestone", "leaderboard", "season", "badges"),
    *("privacy", "audit", "agenda", "about", "prompts", "challenge", "meetup", "remindme"),
)
"""Heads of commands about what is kept of somebody: what they answer changes with what was pressed before."""

Way = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]
"""What is pressed: a token, what is chosen from its menu, and what is filled into its form."""


@dataclass(frozen=True)
class Step:
    """Something that was pressed, and what came of it."""

    token: str
    chosen: tuple[str, ...]
    filled: tuple[tuple[str, str], ...]
    answer: Answer

    def __repr__(self) -> str:
        return f"{self.token} {self.chosen} {self.filled} → {self.answer.title}"

    @property
    def shared(self) -> bool:
        """Whether everyone was to see it."""
        return self.token.startswith("!")

    @property
    def kept(self) -> bool:
        """Whether it depends on what is kept of whoever asks."""
        return Invocation.from_token(self.token).command.split()[0] in KEPT


@pytest.fixture(scope="session")
def dispatch(shelf: FakeShelf) -> Iterator[Dispatch]:
    """The whole menu over a database of its own, for what is reached depends on what was done before."""
    database = forgetful_database()
    yield new_dispatch(shelf, AskFeature(shelf), database)
    asyncio.run(database.close())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def steps(dispatch: Dispatch) -> list[Step]:
    """All of them, breadth first."""
    found: list[Step] = []
    waiting: deque[Way] = deque([("help", (), ())])
    seen: set[Way] = set(waiting)
    while waiting:
        token, chosen, filled = waiting.popleft()
        found.append(Step(token, chosen, filled, await _press(dispatch, token, chosen, filled)))
        new = [way for way in _ways_on(found[-1].answer) if way not in seen]
        seen.update(new)
        waiting.extend(new)
    return found


async def _press(
    dispatch: Dispatch,
    token: str,
    chosen: tuple[str, ...] = (),
    filled: tuple[tuple[str, str], ...] = (),
    here: Scene = HERE,
) -> Answer:
    return await dispatch.pressed(token, here, on=Audience.CALLER, chosen=chosen, filled=dict(filled))


def _ways_on(answer: Answer) -> Iterator[Way]:
    if isinstance(answer, Form):
        names = [question.parameter.name for question in answer.questions]
        yield answer.invocation.token, (), tuple((name, FILLED[name]) for name in names)
        return
    for token, chosen in _pressable(answer.blocks):
        if not Invocation.from_token(token).command.startswith(KEEPING):
            yield token, chosen, ()


def _pressable(blocks: tuple[Block, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in blocks:
        match block:
            case Buttons():
                yield from ((one.invocation.token, ()) for one in block.buttons if isinstance(one, Button))
            case Select():
                yield from ((block.carried.token, (option.value,)) for option in block.options)
            case Spoiler():
                yield block.reveal.token, ()
            case _:
                pass


def test_hundreds_of_replies_and_every_command_are_reached(dispatch: Dispatch, steps: list[Step]) -> None:
    assert len(steps) > 500
    reached = {Invocation.from_token(step.token).command for step in steps}
    unreached = {command.name for command in dispatch.menu} - reached
    described = {step.chosen[0] for step in steps if step.token == "help?command="}
    assert all(name.split()[0] in described for name in unreached), unreached


def test_every_button_reads_back(steps: list[Step]) -> None:
    for step in steps:
        assert Invocation.from_token(step.token).token == step.token
        if isinstance(step.answer, Reply):
            for invocation in carried(step.answer.blocks):
                assert Invocation.from_token(invocation.token) == invocation
            assert step.answer.permalink is not None
            assert Invocation.from_token(step.answer.permalink.token) == step.answer.permalink


def test_no_button_leads_to_trouble(steps: list[Step]) -> None:
    for step in steps:
        if isinstance(step.answer, Form):
            assert step.answer.questions, step
            continue
        assert step.answer.title not in (
            "Something went wrong on my side",
            "That button no longer works",
            "That didn't work",
        ), step
        assert step.answer.title.strip()
        assert step.answer.blocks, step
        assert step.answer.audience is (Audience.EVERYONE if step.shared else Audience.CALLER), step
        assert step.answer.replaces is not step.shared, step


def test_every_reply_leads_on(steps: list[Step]) -> None:
    for step in steps:
        if isinstance(step.answer, Reply) and not step.shared and step.token != "content":
            assert list(carried(step.answer.blocks)), step


@pytest.mark.slow
def test_in_plain_words_nothing_is_dropped(steps: list[Step]) -> None:
    for step in steps:
        text = f" {_tokens(plain(step.answer))} "
        for words in _words(step.answer):
            assert f" {_tokens(words)} " in text or not _tokens(words), (step, words)


def test_in_json_nothing_is_dropped(steps: list[Step]) -> None:
    for step in steps:
        strings = set(_strings(json.loads(json.dumps(neutral(step.answer)))))
        for text in _texts(step.answer):
            assert text in strings, (step, text)


def test_labels_have_room_on_every_platform(steps: list[Step]) -> None:
    """Slack shows 75 characters of a button and of an option, Discord 100 of what is said about an option."""
    for step in steps:
        if isinstance(step.answer, Reply):
            for block in step.answer.blocks:
                if isinstance(block, Buttons):
                    assert all(0 < len(button.label) <= 75 for button in block.buttons), step
                elif isinstance(block, Select):
                    assert all(0 < len(option.label) <= 75 for option in block.options), step
                    assert all(len(option.about) <= 100 for option in block.options), step


def test_at_most_one_next_step_is_the_likeliest(steps: list[Step]) -> None:
    mains = []
    for step in steps:
        if isinstance(step.answer, Reply):
            blocks = [block for block in step.answer.blocks if isinstance(block, Buttons)]
            main = [one for block in blocks for one in block.buttons if isinstance(one, Button) and one.main]
            assert len(main) <= 1, step
            assert main == [button for block in blocks for button in block.buttons[:1] if button in main], step
            mains += main
    assert len(mains) > len(steps) / 4


async def test_answers_can_be_addressed_to_somebody_but_for_those_that_are_ones_own(dispatch: Dispatch) -> None:
    own = {command.name for command in dispatch.menu if not command.addressable}
    assert own >= {"help", "about", "content"}
    for command in dispatch.menu:
        given = {
            one.name: "8" if isinstance(one.kind, Whole) else "drift" for one in command.parameters if one.required
        }
        for one in command.parameters:
            if one.required and (options := choices(one.kind)):
                given[one.name] = options[0].value
        answer = await dispatch.invoke(Invocation(command.name, {**given, "user": "test:ben"}), HERE)
        if command.name in own:
            assert answer.title == "That button no longer works", command.name
        elif answer.title != "That didn't work":  # there is nothing yet that it could show
            reply = a_reply(answer)
            assert reply.audience is Audience.EVERYONE, command.name
            assert reply.blocks[0] == Mention(Person("test:ben"), "this is for you."), command.name


def test_what_a_button_does_can_be_typed_instead(dispatch: Dispatch, steps: list[Step]) -> None:
    for step in steps:
        pressed = Invocation.from_token(step.token)
        blank = {name: ",".join(step.chosen) for name, value in pressed.arguments.items() if not value}
        meant = Invocation(pressed.command, {**pressed.arguments, **blank, **dict(step.filled)})
        command = dispatch.menu.command(meant.command)
        assert command is not None
        assert read_line(dispatch.menu, spoken(meant), HERE) == Invocation(command.name, meant.arguments), step


async def test_what_a_button_shows_is_what_typing_it_shows(dispatch: Dispatch, steps: list[Step]) -> None:
    for step in [step for step in steps if not step.kept][::5]:
        if isinstance(step.answer, Reply) and not step.shared and not step.filled and not step.chosen:
            typed = await dispatch.typed(spoken(Invocation.from_token(step.token)), HERE)
            assert typed == replace(step.answer, replaces=False, permalink=a_reply(typed).permalink), step


async def test_pressing_again_shows_the_same_and_so_does_the_permalink(dispatch: Dispatch, steps: list[Step]) -> None:
    for step in [step for step in steps if not step.kept][::5]:
        assert await _press(dispatch, step.token, step.chosen, step.filled) == step.answer, step
        if isinstance(step.answer, Reply):
            assert step.answer.permalink is not None
            again = a_reply(await _press(dispatch, step.answer.permalink.token))
            assert again.title == step.answer.title, step


async def test_members_come_as_far_as_organisers_but_for_what_is_theirs(dispatch: Dispatch, steps: list[Step]) -> None:
    for step in [step for step in steps if not step.kept][::3]:
        answer = await _press(dispatch, step.token, step.chosen, step.filled, scene(zone=BERLIN, who="walker"))
        command = dispatch.menu.command(Invocation.from_token(step.token).command)
        assert command is not None
        if command.right is Right.ORGANISER:
            assert answer.title == "That didn't work"
        elif not step.token.startswith("help"):
            assert answer == step.answer, step


def _words(answer: Answer) -> Iterator[str]:
    """All the words of an answer, without markup."""
    yield answer.title
    if isinstance(answer, Form):
        for question in answer.questions:
            yield question.parameter.name
            yield question.parameter.about
        return
    for block in answer.blocks:
        if not isinstance(block, Spoiler):
            yield from (leaf for text in markdowns(block) for leaf in leaves(text))
        yield from _labels(block)


def _labels(block: Block) -> Iterator[str]:
    """The words of a block that are plain text."""
    match block:
        case Facts():
            yield from (label for label, _ in block.facts)
        case Items():
            yield block.title
        case Table():
            yield from block.columns
            yield from (cell for row in block.rows for cell in row)
        case Code():
            yield from block.text.split("\n")
        case Picture():
            yield block.alt
        case File():
            yield from (block.name, block.about)
        case Spoiler():
            yield block.label
        case Buttons():
            yield from (button.label for button in block.buttons)
            yield from (button.url for button in block.buttons if isinstance(button, LinkButton))
        case Select():
            yield block.label
            yield from (text for option in block.options for text in (option.label, option.about))
        case Mention():
            yield block.person.reference
        case _:
            pass


def _texts(answer: Answer) -> Iterator[str]:
    """Every string of an answer, as it is."""
    yield answer.title
    if isinstance(answer, Form):
        yield from (text for one in answer.questions for text in (one.parameter.name, one.parameter.about, one.value))
        yield answer.invocation.token
        return
    for block in answer.blocks:
        yield from markdowns(block)
        yield from (block.text.split("\n") if isinstance(block, Code) else _labels(block))
    yield from (invocation.token for invocation in carried(answer.blocks))


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            yield from (text for one in value for text in _strings(one))
        case dict():
            yield from (text for one in value.values() for text in _strings(one))
        case _:
            pass


def _tokens(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))
