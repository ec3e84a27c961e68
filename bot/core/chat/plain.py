"""Replies and forms as plain text: for terminals, notifications, screen readers and scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

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
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.command import spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import (
    Anchor,
    Break,
    Bullets,
    Emphasis,
    Fence,
    Inline,
    Literal,
    Moment,
    Node,
    Paragraph,
    Plain,
    Quote,
    Strong,
    parse,
)
from bot.core.chat.reply import Answer, Form

Way = Callable[[Invocation], str]
"""How to say what a button does where it cannot be pressed."""


def plain(answer: Answer, way: Way = spoken) -> str:
    """The whole answer in words; nothing is left out, and buttons say what to do instead, by default what to type."""
    if isinstance(answer, Form):
        return _form(answer)
    parts = [answer.title, "=" * len(answer.title), *(_block(block, way) for block in answer.blocks)]
    return "\n".join([*parts[:2], *(f"\n{part}" for part in parts[2:])])


def plain_markdown(markdown: str) -> str:
    """A text of the Markdown subset in words."""
    return "\n\n".join(_node(node) for node in parse(markdown))


def plain_line(markdown: str) -> str:
    """The same on one line, for labels, cells and menus."""
    return " ".join(plain_markdown(markdown).split())


def _block(block: Block, way: Way) -> str:
    match block:
        case Text():
            return plain_markdown(block.markdown)
        case Facts():
            return "\n".join(f"{label}: {plain_line(value)}" for label, value in block.facts)
        case Items():
            numbered = block.style == "numbers"
            lines = [
                f"{f'{number}.' if numbered else '-'} {plain_markdown(item)}"
                for number, item in enumerate(block.items, block.start)
            ]
            return "\n".join([f"{block.title}:", *lines] if block.title else lines)
        case Table():
            return _table(block)
        case Code():
            return _indented(block.text)
        case Picture():
            return f"[Picture: {block.alt}]"
        case File():
            return f"[File {block.name}: {block.about}]"
        case Spoiler():
            return f"[Hidden: {block.label}. To see it: {way(block.reveal)}]"
        case Buttons():
            return "\n".join(_button(button, way) for button in block.buttons)
        case Select():
            options = [
                f"  {option.label}{f' ({option.about})' if option.about else ''}: "
                f"{way(block.invocation.with_arguments({block.argument: option.value}))}"
                for option in block.options
            ]
            lines = [f"{block.label}:", *options]
            if block.many:
                lines.append(f"  Several at once: {spoken(block.invocation)} {block.argument}:one,two")
            return "\n".join(lines)
        case Divider():
            return "-" * 20
        case Mention():
            return f"@{block.person.reference} {plain_line(block.words)}".rstrip()
        case _:
            assert_never(block)


def _button(button: Button | LinkButton, way: Way) -> str:
    if isinstance(button, LinkButton):
        return f"> {button.label}: {button.url}"
    shared = " (for all to see)" if button.invocation.shared else ""
    return f"> {button.label}: {way(button.invocation)}{shared}"


def _form(form: Form) -> str:
    lines = [form.title, "=" * len(form.title), ""]
    if form.words:
        lines += [form.words, ""]
    for question in form.questions:
        optional = "" if question.parameter.required else " (optional)"
        value = f" [{question.value}]" if question.value else ""
        lines.append(f"  {question.parameter.name}: {question.parameter.about}{optional}{value}")
    command = spoken(form.invocation)
    wanted = " ".join(f"{question.parameter.name}:…" for question in form.questions if question.parameter.required)
    return "\n".join([*lines, "", f"To answer, type {command} {wanted}".rstrip()])


def _table(table: Table) -> str:
    """Columns side by side, each as wide as its widest cell."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _node(node: Node) -> str:
    match node:
        case Paragraph():
            return _words(node.inlines)
        case Bullets():
            lines = []
            for number, item in enumerate(node.items, node.start or 0):
                mark = f"{number}." if node.start is not None else "-"
                lines.append(f"{mark} " + _hanging("\n".join(_node(child) for child in item), len(mark) + 1))
            return "\n".join(lines)
        case Quote():
            quoted = "\n\n".join(_node(child) for child in node.nodes)
            return "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
        case Fence():
            return _indented(node.text)
        case _:
            assert_never(node)


def _words(inlines: tuple[Inline, ...]) -> str:
    words = []
    for inline in inlines:
        match inline:
            case Plain() | Literal():
                words.append(inline.text)
            case Strong() | Emphasis():
                words.append(_words(inline.inlines))
            case Anchor():
                words.append(f"{_words(inline.inlines)} ({inline.url})")
            case Moment():
                words.append(inline.words)
            case Break():
                words.append("\n")
            case _:
                assert_never(inline)
    return "".join(words)


def _hanging(text: str, width: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * width}{line}" if line else line for line in rest)])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))
