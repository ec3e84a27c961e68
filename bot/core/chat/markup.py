"""The Markdown subset that texts are written in, parsed once for every door.

Paragraphs, bold, italic, code, links, lists, quotes and fenced code; nothing else. HTML stays text, and nothing in it
can mention anybody. Doors render the nodes; only this module knows Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_DEPTH = 20
"""Deepest nesting that is read as such; beyond it the parser would drop words."""
_MOMENT = re.compile(r"at:(\d{1,11}):([A-Za-z0-9_+/-]+)")
"""The address of a moment: seconds since 1970, and a zone. Member text is escaped, so nobody writes one by typing."""
_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Plain:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic words."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """Code within a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that open a page."""

    inlines: tuple[Inline, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, which each reader sees as their own clock shows it, where the platform can do that."""

    at: datetime
    """A UTC instant, whole seconds."""
    zone: str
    """The zone of the place where it happens."""

    @property
    def words(self) -> str:
        """For where nobody knows the reader's clock: `Monday 7 December 2026, 19:00 Europe/Berlin (18:00 UTC)`."""
        local = self.at.astimezone(ZoneInfo(self.zone))
        there = f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} {self.zone}"
        if local.utcoffset() == self.at.utcoffset():
            return there
        day = "" if local.date() == self.at.date() else f"{self.at:%A}, "
        return f"{there} ({day}{self.at:%H:%M} UTC)"


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


Inline = Plain | Strong | Emphasis | Literal | Anchor | Moment | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `start` is its first number, or None where it isn't numbered."""

    items: tuple[tuple[Node, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted paragraphs."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code."""

    text: str
    language: str


Node = Paragraph | Bullets | Quote | Fence


def escape(text: str) -> str:
    """Member text as Markdown that shows exactly these words: every sign that Markdown could read is disarmed."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def moment(at: datetime, zone: str) -> str:
    """Markdown for an instant at a place; `zone` is the name of that place's zone."""
    one = Moment(at.astimezone(UTC).replace(microsecond=0), zone)
    return f"[{escape(one.words)}](at:{int(one.at.timestamp())}:{zone})"


@lru_cache(maxsize=4_096)
def parse(markdown: str) -> tuple[Node, ...]:
    """The nodes of a text. Total: whatever is outside the subset, or nested absurdly deep, comes out as words."""
    tokens = _markdown().parse(markdown)
    if any(token.level >= _DEPTH for token in _flat(tokens)):
        return (Paragraph((Plain(markdown),)),)
    return _nodes(SyntaxTreeNode(tokens))


def foreign(markdown: str) -> list[str]:
    """What stands in a text that the subset doesn't have, in an editor's words; for the content check."""
    names = {
        "heading": "a heading",
        "table": "a table",
        "image": "a picture",
        "html_block": "HTML",
        "html_inline": "HTML",
        "hr": "a horizontal line",
        "code_block": "code indented by four spaces (use a fence)",
    }
    types = {token.type.removesuffix("_open") for token in _flat(_full().parse(markdown))}
    return sorted({names[kind] for kind in types if kind in names})


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    """All tokens, with those inside a paragraph."""
    for token in tokens:
        yield token
        yield from token.children or ()


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False, "maxNesting": _DEPTH + 1}).enable(
        ["fence", "blockquote", "list", "emphasis", "backticks", "link", "escape", "newline", "balance_pairs"]
    )


@lru_cache(maxsize=1)
def _full() -> MarkdownIt:
    """What other programs read as Markdown."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _nodes(parent: SyntaxTreeNode) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for child in parent.children:
        match child.type:
            case "paragraph":
                nodes.append(Paragraph(_inlines(child.children[0])))
            case "bullet_list":
                nodes.append(Bullets(tuple(_nodes(item) for item in child.children)))
            case "ordered_list":
                nodes.append(Bullets(tuple(_nodes(item) for item in child.children), int(child.attrs.get("start", 1))))
            case "blockquote":
                nodes.append(Quote(_nodes(child)))
            case _:  # a fence: the parser has no other rule
                nodes.append(Fence(child.content.rstrip("\n"), child.info.strip()))
    return tuple(nodes)


def _inlines(parent: SyntaxTreeNode) -> tuple[Inline, ...]:
    inlines: list[Inline] = []
    for child in parent.children:
        match child.type:
            case "strong":
                inlines.append(Strong(_inlines(child)))
            case "em":
                inlines.append(Emphasis(_inlines(child)))
            case "code_inline":
                inlines.append(Literal(child.content))
            case "link":
                url = str(child.attrs["href"])
                inside = _inlines(child)
                if url.startswith("https://"):
                    inlines.append(Anchor(inside, url))
                elif (at := _moment(url)) is not None:
                    inlines.append(at)
                else:
                    inlines.extend(inside)
            case "softbreak":
                inlines.append(Plain(" "))
            case "hardbreak":
                inlines.append(Break())
            case _:  # text, and the signs that an escape stands for; the parser leaves some of it empty
                if child.content:
                    inlines.append(Plain(child.content))
    return tuple(inlines)


def _moment(url: str) -> Moment | None:
    match = _MOMENT.fullmatch(url)
    if match is None:
        return None
    try:
        ZoneInfo(match[2])
    except (KeyError, ValueError, OSError):  # a name that no zone has, that cannot be one, or that is a folder's
        return None
    return Moment(datetime.fromtimestamp(int(match[1]), UTC), match[2])
