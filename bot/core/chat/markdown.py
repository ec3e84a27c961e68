"""Reading the Markdown subset into the nodes of `markup`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.core.chat.markup import (
    Anchor,
    Break,
    Bullets,
    Emphasis,
    Fence,
    Inline,
    Literal,
    Node,
    Paragraph,
    Plain,
    Quote,
    Strong,
    moment_at,
)

_DEPTH = 20
"""Deepest nesting that is read as such; beyond it the parser would drop words."""


def read(markdown: str) -> tuple[Node, ...]:
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
                elif (at := moment_at(url)) is not None:
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
