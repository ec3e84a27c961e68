"""Saying things to dispatch, and looking into what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Mention, Select, Spoiler, Text
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
from bot.core.chat.reply import Answer, Form, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene
from bot.core.dispatch import Dispatch

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A Monday."""

HOSTILE = (
    "**bold** *it* `code`",
    "[click](https://evil.example)",
    "![pic](https://evil.example/p.png)",
    "<b onclick=x>html</b> <script>alert(1)</script>",
    "@everyone @here <@1> <!channel> <!here|x> <#C1>",
    "```\nfence\n```",
    "> quote",
    "# head\n- list\n1. list",
    "||spoiler|| ~~gone~~ __under__ _it_",
    "\\*not\\* \\",
    "a`b``c```",
    "\u202eright to left\u202c שלום",
    "&lt;b&gt; &amp; &#42;&#42;x&#42;&#42;",
    "\x00\x07\x1b[31m\u2028\u2029\u200b",
    "\ud83d half a pair",
    "👩\u200d👩\u200d👧\u200d👦🚀" * 20,
    "*" * 2_000,
    "{0} {} %s %(x)s ${x}",
)
"""What a member may write, meaning well or not."""


def scene(
    *, organiser: bool = False, direct: bool = False, at: datetime = NOW, zone: tzinfo = UTC, who: str = "ana"
) -> Scene:
    """Somebody in a channel of the test platform, or alone with the bot."""
    place = Place("test", None if direct else Channel("test:general"))
    return Scene(Caller(Person(f"test:{who}"), who, organiser), place, at, zone)


async def said(dispatch: Dispatch, line: str, where: Scene | None = None) -> Reply:
    """The reply to a typed line."""
    return a_reply(await dispatch.typed(line, where or scene()))


def a_reply(answer: Answer) -> Reply:
    assert isinstance(answer, Reply), answer
    return answer


def a_form(answer: Answer) -> Form:
    assert isinstance(answer, Form), answer
    return answer


def buttons(reply: Reply) -> dict[str, Invocation]:
    """The buttons of a reply, by their labels."""
    return {
        button.label: button.invocation
        for block in reply.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
        if isinstance(button, Button)
    }


def selects(reply: Reply) -> dict[str, Select]:
    """The menus of a reply, by their labels."""
    return {block.label: block for block in reply.blocks if isinstance(block, Select)}


def markdowns(block: Block) -> Iterator[str]:
    """Every text of a block that is Markdown."""
    match block:
        case Text() | Spoiler():
            yield block.markdown
        case Facts():
            yield from (value for _, value in block.facts)
        case Items():
            yield from block.items
        case Mention():
            yield block.words
        case _:
            pass


def words_of(markdown: str) -> str:
    """A text's words in their order, without any markup, on one line."""
    return " ".join("".join(_words(parse(markdown))).split())


def leaves(markdown: str) -> list[str]:
    """The words of each paragraph and each fence, however deep in lists and quotes."""
    return [text.strip("\n") for text in _words(parse(markdown)) if text.strip()]


def marked(markdown: str) -> Iterator[str]:
    """The words of a text that are anything but plain words in a paragraph."""
    for node in parse(markdown):
        if isinstance(node, Paragraph):
            for inline in node.inlines:
                if not isinstance(inline, Plain):
                    yield "".join(_inline(inline))
        else:
            yield "".join(_words((node,)))


def _words(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Paragraph():
                yield "".join(word for inline in node.inlines for word in _inline(inline))
            case Bullets():
                yield from (word for item in node.items for word in _words(item))
            case Quote():
                yield from _words(node.nodes)
            case Fence():
                yield node.text
        yield "\n"


def _inline(inline: Inline) -> Iterator[str]:
    match inline:
        case Plain() | Literal():
            yield inline.text
        case Strong() | Emphasis():
            yield from (word for inner in inline.inlines for word in _inline(inner))
        case Anchor():
            yield from (word for inner in inline.inlines for word in _inline(inner))
            yield f" {inline.url}"
        case Moment():
            yield inline.words
        case Break():
            yield "\n"
