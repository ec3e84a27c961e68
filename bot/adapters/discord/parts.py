"""Each block of a reply as Discord components, with what they take of a message's room."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from bot.adapters.discord import sizes
from bot.adapters.discord.custom_id import numbered
from bot.adapters.discord.markdown import discord_markdown, discord_words, fenced, hanging, link, literal
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
from bot.core.chat.scene import Person

Component = dict[str, object]

ACTIONS, BUTTON, SELECT, TEXT, GALLERY, FILE, SEPARATOR = 1, 2, 3, 10, 12, 13, 14
MAIN, OTHER, LINK = 1, 2, 5
MENUS = 8
"""Most menus for one choice: 200 options."""
NAMED = 5
"""Most options that are named in words where no menu can carry them."""
WIDE = 56
"""Columns of a table that are still readable as program text on a telephone held sideways; our own measure."""


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a message, with those inside it."""

    component: Component
    count: int = 1
    text: int = 0
    """The length of what it says."""
    hidden: bool = False
    """Whether it stays covered until the reader asks for it."""


def parts(block: Block) -> tuple[Part, ...]:
    """What shows a block. Files and pictures are shown by name; `render` sends them along."""
    match block:
        case Text() | Facts() | Items() | Table() | Code():
            return said(block)
        case Spoiler():
            covered = tuple(
                Part(part.component, part.count, part.text, hidden=True) for part in said(Text(block.markdown))
            )
            return (*text(f"-# {discord_words(block.label)} (hidden: press to read)"), *covered)
        case Buttons():
            return tuple(_buttons(block))
        case Select():
            return tuple(_select(block))
        case Divider():
            return (Part({"type": SEPARATOR}),)
        case Mention():
            return text(f"{_name(block.person)} {discord_markdown(block.words)}")
        case Picture() | File():
            raise TypeError("files are shown by `attached`")
        case _:
            assert_never(block)


def text(content: str) -> tuple[Part, ...]:
    """Words; nothing where there are none."""
    return (Part({"type": TEXT, "content": content}, text=sizes.units(content)),) if content.strip() else ()


def attached(block: Picture | File, name: str) -> tuple[Part, ...]:
    """A file or a picture that is sent along under this name."""
    if len(block.data) > sizes.FILE_BYTES:
        return text(f"**{discord_words(name)}** is too large for Discord ({len(block.data) / 1e6:,.1f} MB).")
    url = f"attachment://{name}"
    match block:
        case Picture():
            item: Component = {"media": {"url": url}}
            if alt := sizes.cut(block.alt.strip(), sizes.ALT):
                item["description"] = alt
            return (Part({"type": GALLERY, "items": [item]}),)
        case File():
            return (*text(discord_words(block.about)), Part({"type": FILE, "file": {"url": url}}))


@lru_cache(maxsize=2_048)
def said(block: Text | Facts | Items | Table | Code) -> tuple[Part, ...]:
    """A block that is only read. What was said before is remembered: the curriculum repeats itself."""
    return text(_said(block))


def _said(block: Text | Facts | Items | Table | Code) -> str:
    match block:
        case Text():
            return discord_markdown(block.markdown)
        case Facts():
            return "\n".join(_fact(label, discord_markdown(value)) for label, value in block.facts)
        case Items():
            lines = [f"**{discord_words(block.title)}**"] if block.title.strip() else []
            for number, item in enumerate(block.items, block.start):
                mark = f"{number}." if block.style == "numbers" else "-"
                lines.append(f"{mark} {hanging(discord_markdown(item), len(mark) + 1)}")
            return "\n".join(lines)
        case Table():
            return _table(block)
        case Code():
            return fenced(block.text, block.language)
        case _:
            assert_never(block)


def _fact(label: str, value: str) -> str:
    return f"**{discord_words(label)}:**{' ' if value.count(chr(10)) == 0 else chr(10)}{value}"


def _table(table: Table) -> str:
    """Columns side by side where a telephone has room for them; otherwise each row as a line of a list."""
    rows = [[" ".join(cell.split()) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(table.columns))]
    if sum(widths) + 2 * len(widths) <= WIDE:
        lines = [
            "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return fenced("\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]]))
    head, *body = rows
    return "\n".join(_row(head, row) for row in body) if body else _row(head, head)


def _row(head: list[str], row: list[str]) -> str:
    first, *others = row
    named = [f"{discord_words(name)}: {discord_words(cell)}" for name, cell in zip(head[1:], others, strict=True)]
    return "- " + " · ".join([f"**{discord_words(first)}**" if first else "", *named])


def _width(cell: str) -> int:
    """Columns that a text takes in program text."""
    if cell.isascii():
        return len(cell)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in cell
    )


def _name(person: Person) -> str:
    """A person so that Discord tells them; those of other platforms by their name there."""
    number = snowflake(person)
    return f"<@{number}>" if number else f"@{discord_words(person.reference)}"


def snowflake(person: Person) -> str | None:
    """A person's number on Discord."""
    platform, _, number = person.reference.partition(":")
    return number if platform == "discord" and number.isascii() and number.isdigit() else None


def _buttons(block: Buttons) -> Iterator[Part]:
    """Five in a row. An address that is too long for a button is a link in words."""
    fitting = [one for one in block.buttons if isinstance(one, Button) or sizes.units(one.url) <= sizes.ADDRESS]
    for start in range(0, len(fitting), sizes.ROW):
        row = [_button(button) for button in fitting[start : start + sizes.ROW]]
        yield Part({"type": ACTIONS, "components": row}, count=1 + len(row))
    for one in block.buttons:
        if isinstance(one, LinkButton) and one not in fitting:
            yield from text(link(discord_words(one.label), one.url))


def _button(button: Button | LinkButton) -> Component:
    label = sizes.label(button.label, sizes.BUTTON_LABEL)
    if isinstance(button, LinkButton):
        return {"type": BUTTON, "style": LINK, "label": label, "url": button.url}
    style = MAIN if button.main else OTHER
    return {"type": BUTTON, "style": style, "label": label, "custom_id": button.invocation.token}


def _select(block: Select) -> Iterator[Part]:
    """One menu for every 25 options. What no menu can carry is named, with what to type for it."""
    token = block.carried.token
    fitting = [option for option in block.options if 0 < sizes.units(option.value) <= sizes.OPTION]
    left = [option for option in block.options if option not in fitting]
    for number, start in enumerate(range(0, len(fitting), sizes.OPTIONS), 1):
        options = fitting[start : start + sizes.OPTIONS]
        custom_id = numbered(token, number) if number <= MENUS else None
        if custom_id is None:
            left += options
            continue
        menu: Component = {"type": SELECT, "custom_id": custom_id, "options": [menu_option(one) for one in options]}
        if block.many:
            menu["max_values"] = len(options)
        several = len(fitting) > sizes.OPTIONS
        name = f"{block.label} ({start + 1}–{start + len(options)})" if several else block.label
        if name.strip():
            menu["placeholder"] = sizes.cut(name, sizes.PLACEHOLDER)
        yield Part({"type": ACTIONS, "components": [menu]}, count=2)
    if left:
        ways = [f"- {discord_words(one.label)}: {literal(spoken(_chosen(block, one)))}" for one in left[:NAMED]]
        more = [f"… and {len(left) - NAMED} more, which you can type"] if len(left) > NAMED else []
        yield from text("\n".join([f"**{discord_words(block.label)}**", *ways, *more]))


def _chosen(block: Select, option: Option) -> Invocation:
    return block.invocation.with_arguments({block.argument: option.value})


def menu_option(option: Option) -> Component:
    """An option of a menu, in a message or in a form."""
    shown: Component = {"label": sizes.label(option.label, sizes.OPTION, option.value), "value": option.value}
    if about := " ".join(option.about.split()):
        shown["description"] = sizes.cut(about, sizes.OPTION)
    return shown
