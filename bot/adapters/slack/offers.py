"""What a reply offers to press or to choose, as Block Kit; each button's value is its meaning, and needs no memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.adapters.slack.limits import (
    ADDRESS,
    BUTTON_LABEL,
    BUTTONS,
    OPTION_LABEL,
    OPTION_VALUE,
    OPTIONS,
    TEXT,
    short,
)
from bot.adapters.slack.rich import Kit, said, seen, words
from bot.core.chat.blocks import Block, Button, Buttons, LinkButton, Mention, Option, Select, Spoiler, Text
from bot.core.chat.command import spoken
from bot.core.chat.invocation import Invocation

PRESS, CHOOSE, OPEN, PICK, TAKE = "press", "choose", "open", "pick", "take"
"""How the action ids of buttons, menus and links begin. A number follows, for they must differ within a message.

Slack tells of each single option that is picked in a menu of several; so such a menu is only looked at when the button
below it is pressed, which takes what is picked then.
"""
TAKEN = "Take these"
"""What stands on that button."""
LABEL = 300
"""Characters of a menu's label."""
OFFER = 9_000
"""Characters that the JSON of one row of buttons, or of one menu, may have: it must fit on a page of its own."""
FEW = 10
"""Options of one block that no menu can carry."""

T = TypeVar("T")
Number = Callable[[], int]
"""Gives the next number for an action id."""


def handy(block: Block) -> Iterator[Block]:
    """A block as several, where it holds more buttons, options or words than one of Slack's."""
    match block:
        case Buttons():
            for buttons in _batches(block.buttons, BUTTONS, lambda one: len(json.dumps(_button(one, int)))):
                yield Buttons(tuple(buttons))
        case Select():
            fitting, others = choosable(block.options)
            menus = list(_batches(fitting, OPTIONS, lambda one: len(json.dumps(option(one)))))
            start = 1
            for some in menus:
                which = f" ({start}–{start + len(some) - 1} of {len(fitting)})" if len(menus) > 1 else ""
                yield replace(block, label=f"{short(block.label, LABEL)}{which}", options=tuple(some))
                start += len(some)
            for some in _batches(others, FEW, lambda one: min(len(one.label) + len(one.value), TEXT)):
                yield replace(block, options=tuple(some))
        case Mention() if len(block.words) > TEXT:
            yield replace(block, words="")
            yield Text(block.words)
        case _:
            yield block


def buttons(block: Buttons, number: Number) -> list[Kit]:
    """A row of buttons, and in words each address that is too long for one."""
    kit: list[Kit] = []
    if block.buttons:
        kit.append({"type": "actions", "elements": [_button(one, number) for one in block.buttons]})
    long = [one for one in block.buttons if isinstance(one, LinkButton) and len(one.url) > ADDRESS]
    return [*kit, *(said([words(short(f"{one.label}: {one.url}", TEXT))]) for one in long)]


def _button(button: Button | LinkButton, number: Number) -> Kit:
    """Its value is its meaning, so that it works as long as the message lasts."""
    label = plain_text(button.label, BUTTON_LABEL)
    if isinstance(button, LinkButton):
        made: Kit = {"type": "button", "action_id": f"{OPEN} {number()}", "text": label}
        return {**made, "url": button.url} if len(button.url) <= ADDRESS else made
    made = {"type": "button", "action_id": f"{PRESS} {number()}", "text": label, "value": button.invocation.token}
    return {**made, "style": "primary"} if button.main else made


def select(block: Select, number: Number) -> list[Kit]:
    """A menu beside its label. What no menu can carry says what to type."""
    fitting, others = choosable(block.options)
    kit: list[Kit] = []
    if fitting and block.many:
        kit += _several(block, fitting, number)
    elif fitting:
        menu = {
            "type": "static_select",
            "action_id": f"{CHOOSE} {number()} {block.carried.token}",
            "placeholder": plain_text("Choose…", OPTION_LABEL),
            "options": [option(one) for one in fitting],
        }
        kit.append(labelled(block.label, menu))
    elif others:
        kit.append(labelled(block.label))
    typed = [_typed(one, block.invocation.with_arguments({block.argument: one.value})) for one in others]
    return [*kit, *(said(line) for line in typed)]


def _several(block: Select, fitting: list[Option], number: Number) -> list[Kit]:
    """A menu of which several are picked, and the button that takes them."""
    name = f"{PICK} {number()}"
    menu = {
        "type": "multi_static_select",
        "action_id": name,
        "placeholder": plain_text("Choose one or more…", OPTION_LABEL),
        "options": [option(one) for one in fitting],
    }
    take = {
        "type": "button",
        "action_id": f"{TAKE} {number()} {block.carried.token}",
        "text": plain_text(TAKEN, BUTTON_LABEL),
        "value": name,
    }
    return [{**labelled(block.label, menu), "block_id": name}, {"type": "actions", "elements": [take]}]


def _typed(one: Option, invocation: Invocation) -> list[Kit]:
    return [words(f"{short(one.label, TEXT // 2)}: "), words(short(spoken(invocation), TEXT // 2), "code")]


def spoiler(block: Spoiler, number: Number) -> list[Kit]:
    """What is hidden, and a button that shows it to whoever presses."""
    return [labelled(f"Hidden: {block.label}", _button(Button(f"Show {block.label}", block.reveal), number))]


def plain_text(text: str, limit: int) -> Kit:
    """Text without any markup, for labels; a space where there is none, for Slack refuses empty ones."""
    return {"type": "plain_text", "text": short(" ".join(seen(text).split()), limit) or " ", "emoji": False}


def option(one: Option) -> Kit:
    """An option of a menu."""
    made: Kit = {"text": plain_text(one.label, OPTION_LABEL), "value": one.value}
    return {**made, "description": plain_text(one.about, OPTION_LABEL)} if one.about else made


def choosable(options: Iterable[Option]) -> tuple[list[Option], list[Option]]:
    """The options that a menu can carry, and those whose value is too long for one."""
    fitting: list[Option] = []
    others: list[Option] = []
    for one in options:
        (fitting if 0 < len(one.value) <= OPTION_VALUE else others).append(one)
    return fitting, others


def _batches(things: Sequence[T], most: int, length: Callable[[T], int]) -> Iterator[list[T]]:
    """Things in their order, at most so many together, and not too long together."""
    batch: list[T] = []
    size = 0
    for thing in things:
        if batch and (len(batch) == most or size + length(thing) > OFFER):
            yield batch
            batch, size = [], 0
        batch.append(thing)
        size += length(thing)
    if batch:
        yield batch


def labelled(label: str, accessory: Kit | None = None) -> Kit:
    """A line, and what can be pressed or chosen beside it."""
    made: Kit = {"type": "section", "text": plain_text(label, TEXT)}
    return made if accessory is None else {**made, "accessory": accessory}
