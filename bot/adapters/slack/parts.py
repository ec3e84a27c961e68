"""Each block of a reply as Block Kit: what it says as rich text, what it offers as buttons and menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import assert_never

from bot.adapters.slack.ids import user_of
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
from bot.adapters.slack.rich import Kit, preformatted, rich, rich_items, rich_line, section, seen, words
from bot.adapters.slack.tables import table
from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Code,
    Divider,
    Facts,
    File,
    Items,
    LinkButton,
    Mention,
    Option,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.command import spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.pages import paged

PRESS, CHOOSE, OPEN = "press", "choose", "open"
"""How the action ids of buttons, menus and links begin. A number follows, for they must differ within a message."""

Number = Callable[[], int]
"""Gives the next number for an action id."""


def parts(block: Block, number: Number) -> list[Kit]:
    """A block as Block Kit: as many blocks as it takes. What cannot be cut is shortened with a visible …."""
    match block:
        case Text() | Facts() | Items() | Code():
            return [_rich(elements(piece)) for piece in _pieces(block)]
        case Table():
            return [_rich(table(piece)) for piece in _pieces(block) if isinstance(piece, Table)]
        case Picture():
            return [_rich([section([words(short(f"Picture: {block.alt}", TEXT), "italic")])])]
        case File():
            line = [words(short(block.name, TEXT // 2), "bold"), words(short(f": {block.about}", TEXT // 2))]
            return [_rich([section(line)])]
        case Spoiler():
            show = _button(Button(f"Show {block.label}", block.reveal), number)
            return [_labelled(f"Hidden: {block.label}", show)]
        case Buttons():
            return _buttons(block, number)
        case Select():
            return _select(block, number)
        case Divider():
            return [{"type": "divider"}]
        case Mention():
            return [_rich([section(_mention(block))])]
        case _:
            assert_never(block)


def elements(block: Block) -> list[Kit]:
    """The elements of the rich text that says a block which is only text; none for the others."""
    match block:
        case Text():
            return list(rich(block.markdown))
        case Items():
            listed = rich_items(block.items, block.style == "numbers", block.start)
            return [section([words(short(block.title, TEXT), "bold")]), *listed] if block.title else list(listed)
        case Facts():
            run: list[Kit] = []
            for label, value in block.facts:
                line_end = [words("\n")] if run else []
                run += [*line_end, words(f"{short(label, TEXT // 2)}: ", "bold"), *rich_line(value)]
            return [section(run)] if run else []
        case Code():
            return [preformatted(block.text)]
        case _:
            return []


def plain_text(text: str, limit: int) -> Kit:
    """Text without any markup, for labels; a space where there is none, for Slack refuses nothing at all."""
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


def _rich(made: Sequence[Kit]) -> Kit:
    return {"type": "rich_text", "elements": list(made) or [section([])]}


def _pieces(block: Block) -> Iterator[Block]:
    """The block whole, or cut where one run of text would be too long."""
    if size(block) <= TEXT:
        yield block
        return
    for page in paged((block,), lambda blocks: sum(size(one) for one in blocks) <= TEXT):
        yield from page


def size(block: Block) -> int:
    """Characters of a block that is only text."""
    match block:
        case Text():
            return len(block.markdown)
        case Items():
            return len(block.title) + sum(len(item) + 1 for item in block.items)
        case Facts():
            return sum(len(label) + len(value) + 3 for label, value in block.facts)
        case Code():
            return len(block.text)
        case Table():
            widths = [
                max(len(row[place]) for row in (block.columns, *block.rows)) for place in range(len(block.columns))
            ]
            return (len(block.rows) + 2) * (sum(widths) + 2 * len(widths))
        case _:
            return 0


def _mention(block: Mention) -> list[Kit]:
    """The only thing that tells somebody; whoever isn't on Slack is named."""
    user = user_of(block.person)
    who: Kit = words(f"@{block.person.reference}") if user is None else {"type": "user", "user_id": user}
    said = rich_line(block.words)
    return [who, words(" "), *said] if said else [who]


def _buttons(block: Buttons, number: Number) -> list[Kit]:
    rows: list[Kit] = []
    rest = iter(block.buttons)
    while row := [_button(one, number) for one in islice(rest, BUTTONS)]:
        rows.append({"type": "actions", "elements": row})
    rows += [
        _rich([section([words(short(f"{one.label}: {one.url}", TEXT))])])
        for one in block.buttons
        if isinstance(one, LinkButton) and len(one.url) > ADDRESS
    ]
    return rows


def _button(button: Button | LinkButton, number: Number) -> Kit:
    """Its value is its meaning, so that it works as long as the message lasts."""
    label = plain_text(button.label, BUTTON_LABEL)
    if isinstance(button, LinkButton):
        made: Kit = {"type": "button", "action_id": f"{OPEN} {number()}", "text": label}
        return {**made, "url": button.url} if len(button.url) <= ADDRESS else made
    made = {"type": "button", "action_id": f"{PRESS} {number()}", "text": label, "value": button.invocation.token}
    return {**made, "style": "primary"} if button.main else made


def _select(block: Select, number: Number) -> list[Kit]:
    """A menu beside its label; several where there are many options. What no menu can carry says what to type."""
    fitting, others = choosable(block.options)
    menus: list[Kit] = []
    for start in range(0, len(fitting), OPTIONS):
        some = fitting[start : start + OPTIONS]
        which = f" ({start + 1}–{start + len(some)} of {len(fitting)})" if len(fitting) > OPTIONS else ""
        menu = {
            "type": "static_select",
            "action_id": f"{CHOOSE} {number()} {block.carried.token}",
            "placeholder": plain_text("Choose…", OPTION_LABEL),
            "options": [option(one) for one in some],
        }
        menus.append(_labelled(f"{short(block.label, TEXT - len(which))}{which}", menu))
    said = [_typed(one, block.invocation.with_arguments({block.argument: one.value})) for one in others]
    if said and not menus:
        menus.append(_labelled(block.label))
    return [*menus, *(_rich([section(line)]) for line in said)]


def _typed(one: Option, invocation: Invocation) -> list[Kit]:
    return [words(f"{short(one.label, TEXT // 2)}: "), words(short(spoken(invocation), TEXT // 2), "code")]


def _labelled(label: str, accessory: Kit | None = None) -> Kit:
    made: Kit = {"type": "section", "text": plain_text(label, TEXT)}
    return made if accessory is None else {**made, "accessory": accessory}
