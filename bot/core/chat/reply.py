"""What a person is answered: a reply to read, or a form to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.core.chat.blocks import Block, Button, Buttons, Select, Spoiler
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import AnyParameter


class Audience(Enum):
    """Who reads a reply."""

    CALLER = "caller"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to read.

    Raises ValueError if two of its buttons would be the same to the platform: no library refuses that, and the
    second one would never work.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    audience: Audience = Audience.CALLER
    permalink: Invocation | None = None
    """What shows this reply again, for sharing and for its further pages; set by the door where a feature doesn't."""
    replaces: bool = False
    """Whether it takes the place of the message whose button was pressed; decided by the door."""
    page: int = 1
    """Which page of it is wanted, from 1, where a platform needs pages; set by the door."""

    def __post_init__(self) -> None:
        tokens = [invocation.token for invocation in carried(self.blocks)]
        if len(set(tokens)) != len(tokens):
            twice = next(token for token in tokens if tokens.count(token) > 1)
            raise ValueError(f"two buttons of one reply are the same: {twice}")


def carried(blocks: tuple[Block, ...]) -> Iterator[Invocation]:
    """What the buttons, menus and spoilers of these blocks stand for."""
    for block in blocks:
        match block:
            case Buttons():
                yield from (button.invocation for button in block.buttons if isinstance(button, Button))
            case Select():
                yield block.carried
            case Spoiler():
                yield block.reveal
            case _:
                pass


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form; its answer becomes the argument named like its parameter."""

    parameter: AnyParameter
    value: str = ""
    """What stands in the field already."""


@dataclass(frozen=True, slots=True)
class Form:
    """Questions whose answers complete an invocation."""

    title: str
    invocation: Invocation
    questions: tuple[Question, ...]
    words: str = ""
    """Why the form is shown, if something was wrong; plain text."""
    submit: str = "Send"


Answer = Reply | Form
