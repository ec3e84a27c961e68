"""Texts as nodes that the page turns into elements one by one, so that no text can become markup on its way."""

from __future__ import annotations

from typing import assert_never

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
from bot.core.chat.neutral import Json


def nodes(markdown: str) -> Json:
    """The nodes of a text: `{"node": "paragraph", "inside": [...]}` and so on."""
    return [_node(node) for node in parse(markdown)]


def _node(node: Node) -> Json:
    match node:
        case Paragraph():
            return {"node": "paragraph", "inside": _inlines(node.inlines)}
        case Bullets():
            items: list[Json] = [[_node(child) for child in item] for item in node.items]
            return {"node": "list", "start": node.start, "items": items}
        case Quote():
            return {"node": "quote", "inside": [_node(child) for child in node.nodes]}
        case Fence():
            return {"node": "fence", "text": node.text, "language": node.language}
        case _:
            assert_never(node)


def _inlines(inlines: tuple[Inline, ...]) -> list[Json]:
    return [_inline(inline) for inline in inlines]


def _inline(inline: Inline) -> Json:
    match inline:
        case Plain():
            return {"node": "words", "text": inline.text}
        case Strong():
            return {"node": "strong", "inside": _inlines(inline.inlines)}
        case Emphasis():
            return {"node": "emphasis", "inside": _inlines(inline.inlines)}
        case Literal():
            return {"node": "code", "text": inline.text}
        case Anchor():
            return {"node": "link", "inside": _inlines(inline.inlines), "url": inline.url}
        case Moment():
            return {"node": "moment", "at": inline.at.isoformat(), "text": inline.words}
        case Break():
            return {"node": "break"}
        case _:
            assert_never(inline)
