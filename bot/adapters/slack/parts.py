"""Each block of a reply as Block Kit: what it says as rich text, what it offers as buttons and menus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.adapters.slack.ids import user_of
from bot.adapters.slack.limits import TEXT, short
from bot.adapters.slack.offers import Number, buttons, select, spoiler
from bot.adapters.slack.rich import Kit, preformatted, rich, rich_items, rich_line, said, section, words
from bot.adapters.slack.tables import table
from bot.core.chat.blocks import (
    Block,
    Buttons,
    Code,
    Divider,
    Facts,
    File,
    Items,
    Mention,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.pages import paged


def parts(block: Block, number: Number) -> list[Kit]:
    """A block as Block Kit: as many blocks as it takes. What cannot be cut is shortened with a visible …."""
    match block:
        case Text() | Facts() | Items() | Code():
            return [_rich(elements(piece)) for piece in pieces(block)]
        case Table():
            return [_rich(table(piece)) for piece in pieces(block) if isinstance(piece, Table)]
        case Picture():
            return [said([words(short(f"Picture: {block.alt}", TEXT), "italic")])]
        case File():
            line = [words(short(block.name, TEXT // 2), "bold"), words(short(f": {block.about}", TEXT // 2))]
            return [said(line)]
        case Spoiler():
            return spoiler(block, number)
        case Buttons():
            return buttons(block, number)
        case Select():
            return select(block, number)
        case Divider():
            return [{"type": "divider"}]
        case Mention():
            return [said(_mention(block))]
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


def _rich(made: Sequence[Kit]) -> Kit:
    return {"type": "rich_text", "elements": list(made) or [section([])]}


def pieces(block: Block, limit: int = TEXT) -> Iterator[Block]:
    """The block whole, or cut where one run of text would be longer than so many characters."""
    if size(block) <= limit:
        yield block
        return
    for page in paged((block,), lambda blocks: sum(size(one) for one in blocks) <= limit):
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
