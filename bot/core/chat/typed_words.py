"""Which parameter of a command takes which of the words behind it: `6 senior`, `phase:6`, `did: read minutes 30`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.command import USER, Command, spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import AnyParameter, Words, reads_exactly, shown
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene

_WORD = re.compile(r'(?:(?P<name>[A-Za-z][A-Za-z0-9_]*):)?(?:["“”](?P<quoted>[^"“”]*)["“”](?=\s|$)|(?P<bare>\S+))')


def arguments_of(command: Command, text: str, scene: Scene) -> dict[str, str]:
    """Named words go to their parameter; the others to the first free parameter that can read them."""
    found: dict[str, str] = {}
    free = {parameter.name: parameter for parameter in command.all_parameters}
    position = 0
    while match := _WORD.search(text, position):
        name, quoted = (match["name"] or "").lower(), match["quoted"]  # telephones begin a line with a capital
        start = match.start()
        first = name if name == next(iter(free), None) and not free[name].by_name else None
        if first and isinstance(free[name].kind, Words) and quoted is None:
            start += len(name) + 1  # the text of a first, free parameter goes on to the end even where it is named
        elif name in free:
            position = match.end()
            if isinstance(free.pop(name).kind, Words) and quoted is None:
                position = _text_end(text, position, free, scene)
                found[name] = text[start + len(name) + 1 : position].strip()
            else:
                found[name] = match["bare"] if quoted is None else quoted
            continue
        if quoted is None and (end := _said_end(text, match, free, scene)):
            found[name := _meant(match["bare"].rstrip(":"), free)] = _unquoted(text[match.end() : end].strip())
            del free[name]
            position = end
            continue
        unnamed = [one for one in free.values() if not (one is USER or one.by_name)]  # nobody is addressed by mistake
        if not unnamed:
            bare = Invocation(command.name)
            raise Refusal(
                f"I don't know what “{shown(match[0])}” means here. {_usage(command)}",
                Buttons((Button(spoken(bare), bare), Button("Help", Invocation("help")))),
            )
        limit = _limit(text, match.end(), free, unnamed, scene)
        if start > match.start():
            parameter, value, position = free[name], text[start:limit].strip(), limit
        else:
            parameter, value, position = _taken(unnamed, text, start, limit, scene)
        del free[parameter.name]
        found[parameter.name] = _unquoted(value)
    return found


def _text_end(text: str, start: int, free: Mapping[str, AnyParameter], scene: Scene) -> int:
    """Where a named text ends: at another name, or at a word that another parameter reads as it stands."""
    for word in _WORD.finditer(text, start):
        exact = any(reads_exactly(one, _unquoted(word[0]), scene) for one in free.values() if one is not USER)
        if exact or _named(text, word, free, scene):
            return word.start()
    return len(text)


def _named(text: str, word: re.Match[str], free: Mapping[str, AnyParameter], scene: Scene) -> bool:
    """Whether this word within a text names a parameter, and what stands behind it is for that."""
    return (word["name"] or "").lower() in free or _said_end(text, word, free, scene) > 0


def _meant(word: str, free: Mapping[str, AnyParameter]) -> str:
    """The name of the parameter that a word names."""
    word = word.lower()
    return next((name for name, one in free.items() if word in one.also), word)


def _said_end(text: str, name: re.Match[str], free: Mapping[str, AnyParameter], scene: Scene) -> int:
    """Where the value ends behind a name that stands alone: `did: read`, `from friday`; 0 where it is no name.

    It is one where the words behind it are read exactly; for free text, where a colon says so, or it must be named.
    """
    word = name["bare"] or ""
    parameter = free.get(_meant(word.rstrip(":"), free))
    following = list(itertools.islice(_WORD.finditer(text, name.end()), 4))
    if parameter is None or name["name"] or not following:
        return 0
    if isinstance(parameter.kind, Words):
        others = {one: kind for one, kind in free.items() if kind is not parameter}
        return _text_end(text, name.end(), others, scene) if word.endswith(":") or parameter.by_name else 0
    ends = [one.end() for one in reversed(following)]
    exact = (end for end in ends if reads_exactly(parameter, _unquoted(text[name.end() : end].strip()), scene))
    return next(exact, 0)


def _limit(text: str, start: int, free: Mapping[str, AnyParameter], unnamed: list[AnyParameter], scene: Scene) -> int:
    """Where unnamed words end: at the next named one of a parameter that is still free, and isn't their own."""
    own = next((parameter.name for parameter in unnamed if isinstance(parameter.kind, Words)), None)
    others = {name: parameter for name, parameter in free.items() if name != own}
    for word in _WORD.finditer(text, start):
        if _named(text, word, others, scene):
            return word.start()
    return len(text)


def _taken(free: list[AnyParameter], text: str, start: int, limit: int, scene: Scene) -> tuple[AnyParameter, str, int]:
    """Which parameter takes how many of the unnamed words: an exact reading first, then free text, then a near miss."""
    words = list(itertools.islice(_WORD.finditer(text, start, limit), 7))
    for end in [word.end() for word in words[5::-1]]:
        for parameter in free:
            if reads_exactly(parameter, _unquoted(text[start:end]), scene):
                return parameter, text[start:end], end
    everything = text[start:limit].strip()
    for parameter in free:
        if isinstance(parameter.kind, Words):
            return parameter, everything, limit
    following = words[1:] if len(free) > 1 else []
    exact = (word for word in following if any(reads_exactly(one, _unquoted(word[0]), scene) for one in free))
    end = next((word.start() for word in exact), limit)
    value = text[start:end].strip()
    return next((one for one in free if reads(one, _unquoted(value), scene)), free[0]), value, end


def _unquoted(value: str) -> str:
    match = _WORD.fullmatch(value)
    return match["quoted"] if match and match["quoted"] is not None and match["name"] is None else value


def reads(parameter: AnyParameter, value: str, scene: Scene) -> bool:
    """Whether a parameter makes something of `value`, by guessing where it does so."""
    try:
        parameter.kind.read(value, scene)
    except Refusal:
        return False
    return True


def _usage(command: Command) -> str:
    takes = ", ".join(f"`{parameter.name}`" for parameter in command.parameters)
    return f"`/{command.name}` takes {takes}." if takes else f"`/{command.name}` takes nothing more."
