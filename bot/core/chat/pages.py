"""Cutting a long reply into pages where a platform's messages are short. Nothing is dropped, and order is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.chat.blocks import Block, Code, Facts, Items, Spoiler, Table, Text

Fits = Callable[[Sequence[Block]], bool]

_FENCE = re.compile(r"^(```|~~~)")


def paged(blocks: Sequence[Block], fits: Fits) -> list[tuple[Block, ...]]:
    """The blocks on as few pages as reading in order allows; there is always one page, which may be empty.

    `fits` says whether some blocks have room on one page together. A block that has room on no page, and cannot be
    cut, gets a page to itself: its renderer shortens it visibly.
    """
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if fits([*pages[-1], block]):
            pages[-1].append(block)
            continue
        first = True
        for part in _small(block, fits):
            page = pages[-1]
            whole = None if first or not page else _joined(page[-1], part)
            if whole is not None and fits([*page[:-1], whole]):
                page[-1] = whole
            elif fits([*page, part]) or not page:
                page.append(part)
            else:
                pages.append([part])
            first = False
    return [tuple(page) for page in pages]


def _small(block: Block, fits: Fits) -> list[Block]:
    """The parts of a block, cut again as long as one of them has no room even on an empty page."""
    small: list[Block] = []
    for part in _parts(block):
        if fits([part]) or (halves := _halves(part)) is None:
            small.append(part)
        else:
            small += [piece for half in halves for piece in _small(half, fits)]
    return small


def _parts(block: Block) -> list[Block]:
    """Where a reader would turn the page: between paragraphs, items, facts, rows and lines."""
    match block:
        case Text():
            return [Text(paragraph) for paragraph in _paragraphs(block.markdown)]
        case Spoiler():
            return [replace(block, markdown=paragraph) for paragraph in _paragraphs(block.markdown)]
        case Items():
            return [
                Items((item,), block.style, "" if place else block.title, block.start + place)
                for place, item in enumerate(block.items)
            ]
        case Facts():
            return [Facts((fact,)) for fact in block.facts]
        case Table():
            return [Table(block.columns, (row,)) for row in block.rows]
        case Code():
            return [Code(line, block.language) for line in block.text.split("\n")]
        case _:
            return [block]


def _joined(before: Block, after: Block) -> Block | None:
    """Two parts of one block as one again."""
    match before, after:
        case Text(), Text():
            return Text(f"{before.markdown}\n\n{after.markdown}")
        case Spoiler(), Spoiler():
            return replace(before, markdown=f"{before.markdown}\n\n{after.markdown}")
        case Items(), Items():
            return replace(before, items=before.items + after.items)
        case Facts(), Facts():
            return Facts(before.facts + after.facts)
        case Table(), Table():
            return Table(before.columns, before.rows + after.rows)
        case Code(), Code():
            return Code(f"{before.text}\n{after.text}", before.language)
        case _:
            return None


def _halves(part: Block) -> tuple[Block, Block] | None:
    """A part, which holds one thing, cut in its middle; None where it cannot be cut."""
    match part:
        case Text():
            return _each(part.markdown, Text)
        case Spoiler():
            return _each(part.markdown, lambda half: replace(part, markdown=half))
        case Items():
            return _each(part.items[0], lambda half: replace(part, items=(half,)))
        case Code():
            return _each(part.text, lambda half: Code(half, part.language))
        case Facts():
            label, value = part.facts[0]
            return _each(value, lambda half: Facts(((label, half),)))
        case _:
            return None


def _each(text: str, make: Callable[[str], Block]) -> tuple[Block, Block] | None:
    """`make` of both halves of a text, cut between words where there are any, and with its code fence closed."""
    if len(text) < 2:
        return None
    middle = len(text) // 2
    if (space := text.rfind(" ", 1, middle)) > 0:
        middle = space
    first, second = text[:middle], text[middle:]
    if _FENCE.match(text) and "\n" in text:
        opening, _, rest = text.partition("\n")
        lines = rest.rstrip().removesuffix("```").removesuffix("~~~").rstrip("\n").split("\n")
        if len(lines) > 1:
            half, close = len(lines) // 2, opening[:3]
            first, second = ("\n".join([opening, *some, close]) for some in (lines[:half], lines[half:]))
    return make(first), make(second)


def _paragraphs(markdown: str) -> list[str]:
    """The paragraphs of a text; a code fence stays in one piece, and so does a list's item with what is inside it."""
    paragraphs: list[list[str]] = []
    fenced, apart = False, True
    for line in markdown.strip("\n").split("\n"):
        if not line.strip() and not fenced:
            apart = True
            continue
        if not apart:
            paragraphs[-1].append(line)
        elif paragraphs and line.startswith(" ") and not fenced:
            paragraphs[-1] += ["", line]
        else:
            paragraphs.append([line])
        apart = False
        if _FENCE.match(line.strip()):
            fenced = not fenced
    return ["\n".join(lines) for lines in paragraphs] or [markdown]
