"""Reading a typed line: `/roadmap phase 6`, `/roadmap 6`, `/interview senior phase:6`, `/ask what is drift?`."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.command import Command, Group, Menu, spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.nearness import bare, close, nearly
from bot.core.chat.parameter import LINE_LENGTH, EntryId, Someone, Words, YesNo, reads_exactly, shown
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Caller, Scene
from bot.core.chat.typed_words import arguments_of, reads

MOST_MEANT = 3
"""Most commands that are offered in place of one that there isn't."""
COMMAND = 60
"""So alike, in percent, must a command's name be to be offered for another."""
MOST_NAMED = 8
"""Most commands of a group that are named in a sentence; `/help` lists more."""
LABEL_LENGTH = 75
"""Longest line on a button, in characters: Slack's limit for a label."""

_HELP = Invocation("help")
_ASK = "ask"
"""What takes a line that no command knows, as a question."""


def read_line(menu: Menu, line: str, scene: Scene) -> Invocation:
    """What a typed line asks for. Raises `Refusal` with "did you mean" where no command is called so."""
    text = line.strip()
    if len(text) > LINE_LENGTH:
        raise Refusal(f"That is {len(text):,} characters long; I read up to {LINE_LENGTH:,}. Please say it shorter.")
    text = text.lstrip("/! ")
    if not text:
        raise Refusal("Type a command behind the slash.", _help_button())
    text = _by_its_name(menu, text)
    words = text.split()
    for count in (3, 2, 1):
        command = menu.command(name := _first(words, count))
        if command is None or len(words) < count:
            continue
        behind = _behind(text, count)
        if name == command.name or menu.group(words[0].lower()) is None:
            return Invocation(command.name, arguments_of(command, behind, scene))
        if (invocation := _all_read(command, behind, scene)) is not None:  # a group may be called “New Horizons”
            return invocation
    if (group := menu.group(_first(words, 1))) is not None:
        return _in_group(menu, group, _behind(text, 1), scene)
    raise _unknown(menu, words[0], _behind(text, 1), scene)


def _by_its_name(menu: Menu, text: str) -> str:
    """The line with the name of a group in front, where it begins with another word for it: `/reminders`."""
    words = text.split()
    for count in (2, 1):
        if len(words) >= count and (group := menu.called(_first(words, count))) is not None:
            return f"{group.name} {_behind(text, count)}"
    return text


def _first(words: list[str], count: int) -> str:
    """The first words as names are written; signs behind them don't matter: `/help!`."""
    return " ".join(bare(word.lower()) for word in words[:count])


def _all_read(command: Command, text: str, scene: Scene) -> Invocation | None:
    """The command with these words, where it reads all of them."""
    try:
        arguments = arguments_of(command, text, scene)
    except Refusal:
        return None
    given = [one for one in command.all_parameters if one.name in arguments]
    read = all(reads(one, arguments[one.name], scene) for one in given)
    return Invocation(command.name, arguments) if read else None


def _behind(text: str, words: int) -> str:
    for _ in range(words):
        text = text.lstrip()
        text = text[len(text.split(maxsplit=1)[0]) :]
    return text.strip()


def _in_group(menu: Menu, group: Group, rest: str, scene: Scene) -> Invocation:
    """The bare word is the default command; otherwise the first, it or a shorthand, that reads everything behind it."""
    if not rest:
        return Invocation(group.default)
    read: list[Invocation] = []
    begun: list[Invocation] = []
    for command in filter(None, map(menu.command, dict.fromkeys((group.default, *group.shorthand)))):
        try:
            arguments = arguments_of(command, rest, scene)
        except Refusal:
            continue
        wrong = [
            one
            for one in command.all_parameters
            if one.name in arguments and not reads(one, arguments[one.name], scene)
        ]
        if not wrong and all(one.name in arguments for one in command.parameters if one.required):
            return Invocation(command.name, arguments)
        if not wrong:
            begun.append(Invocation(command.name, arguments))
            continue
        if not any(isinstance(one.kind, Someone) and f"{one.name}:" not in rest.lower() for one in wrong):
            read.append(Invocation(command.name, arguments))  # but no word without an @ was meant for a person
    if begun:
        return begun[0]  # its command asks for the rest
    usable = [command for command in menu.under(group) if command.allows(scene.caller)]
    names = {command.name.removeprefix(f"{group.name} "): command.name for command in usable}
    meant, behind = _close_to(rest.split(maxsplit=1)[0], names), _behind(rest, 1)
    before, _, end = rest.rpartition(" ")
    if not meant and end.lower() in names:  # `/progress git done`
        meant, behind = [end.lower()], before
    if meant or not read:
        invocations = [_again(menu, names[name], behind, scene) for name in meant] or _elsewhere(usable, rest, scene)
        problem = f"`/{group.name}` knows nothing called “{shown(rest)}”."
        if invocations:
            raise _did_you_mean(problem, invocations)
        if 1 < len(names) <= MOST_NAMED:
            problem = f"{problem} It knows {', '.join(f'`{name}`' for name in names)}."
        bare_word = Invocation(group.default)
        raise Refusal(problem, Buttons((Button(spoken(bare_word), bare_word), _usage_button(group))))
    if len(read) > 1 and (near := _near(menu, read)):
        raise _did_you_mean(f"`/{group.name}` knows nothing called “{shown(rest)}”.", near)
    return read[0]  # its command says what is wrong with the argument, and offers others


def _elsewhere(commands: Iterable[Command], rest: str, scene: Scene) -> list[Invocation]:
    """The commands that read all of these words, and some of them exactly: `/privacy private`."""
    found: list[tuple[int, Invocation]] = []
    for command in commands:
        invocation = _all_read(command, rest, scene)
        if invocation is None or not invocation.fits or len(spoken(invocation)) > LABEL_LENGTH:
            continue
        given = {one: invocation.arguments[one.name] for one in command.parameters if one.name in invocation.arguments}
        exact = [one for one, text in given.items() if one.by_name or reads_exactly(one, text, scene)]
        if any(isinstance(one.kind, Words) and not one.by_name for one in given):
            continue  # that would read anything
        if any(not isinstance(one.kind, YesNo) for one in exact):  # “off” alone says nothing
            found.append((len(exact), invocation))
    most = max((count for count, _ in found), default=0)
    return [invocation for count, invocation in found if count == most][:MOST_MEANT]


def _near(menu: Menu, read: Iterable[Invocation]) -> list[Invocation]:
    """The same commands with what is nearly called so: `/roadmap kubernets` may mean a phase or a skill."""
    found: list[Invocation] = []
    for invocation in read:
        command = menu.command(invocation.command)
        for parameter in command.parameters if command else ():
            if (text := invocation.arguments.get(parameter.name)) and isinstance(parameter.kind, EntryId):
                values = [option.value for option in close(text, parameter.kind.options())]
                found += [invocation.with_arguments({parameter.name: value}) for value in values]
    return found[:MOST_MEANT]


def _unknown(menu: Menu, word: str, behind: str, scene: Scene) -> Refusal:
    """What it may have meant, of what this person may use: nobody is sent to a closed door.

    `/done git` is `/progress done git` without its group; `/raodmap 6` is misspelt.
    """
    within = [one.name for one in menu if one.name.endswith(f" {word.lower()}") and one.allows(scene.caller)]
    bare = {head.name: _bare(menu, head.name) for head in menu.heads()}
    usable = [name for name, one in bare.items() if _may(menu, one, scene.caller)]
    joined = word.lower() + next(iter(behind.lower().split()), "")
    if behind and joined in usable:  # `/check in`
        invocations = [_again(menu, joined, _behind(behind, 1), scene)]
    else:
        names = within[:MOST_MEANT] or _close_to(word, usable)
        invocations = [_again(menu, name, behind, scene) for name in names]
    problem = f"I know no command called “{shown(word)}”."
    if all(one == _HELP for one in invocations) and menu.command(_ASK) is not None:
        question = _again(menu, _ASK, f"{word} {behind}".strip(), scene)
        if question.arguments:
            look = Button("Look for an answer", question)
            return Refusal(f"{problem} Shall I look for an answer?", Buttons((look, Button("Help", _HELP))))
    return _did_you_mean(problem, invocations)


def _again(menu: Menu, name: str, behind: str, scene: Scene) -> Invocation:
    """A command with the words that were typed behind another, where it reads all of them; else the bare command."""
    bare = _bare(menu, name)
    try:
        invocation = read_line(menu, f"{name} {behind}", scene)
    except Refusal:
        return bare
    command = menu.command(invocation.command)
    given = [one for one in (command.all_parameters if command else ()) if one.name in invocation.arguments]
    every = all(reads(one, invocation.arguments[one.name], scene) for one in given)
    may = _may(menu, invocation, scene.caller)
    return invocation if every and may and invocation.fits and len(spoken(invocation)) <= LABEL_LENGTH else bare


def _may(menu: Menu, invocation: Invocation, caller: Caller) -> bool:
    command = menu.command(invocation.command)
    return command is not None and command.allows(caller)


def _close_to(word: str, names: Iterable[str]) -> list[str]:
    return nearly(word.lower()[:40], names, MOST_MEANT, COMMAND)


def _bare(menu: Menu, name: str) -> Invocation:
    group = menu.group(name)
    return Invocation(group.default if group else name)


def _did_you_mean(problem: str, invocations: list[Invocation]) -> Refusal:
    if not invocations:
        return Refusal(f"{problem} `/help` lists what I can do.", _help_button())
    buttons = tuple(Button(spoken(invocation), invocation) for invocation in invocations if invocation != _HELP)
    return Refusal(f"{problem} Did you mean one of these?", Buttons((*buttons, Button("Help", _HELP))))


def _usage_button(group: Group) -> Button:
    return Button(f"How to use /{group.name}", _HELP.with_arguments({"command": group.name}))


def _help_button() -> Buttons:
    return Buttons((Button("Help", _HELP),))
