"""Texts as Slack's rich text: elements that say what is bold or a link, so that no member's word formats anything.

Slack prefers rich text to its own `mrkdwn`, in which a star or a colon that somebody typed would change how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, assert_never

from bot.adapters.slack.limits import ADDRESS, short
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

Kit = dict[str, Any]
"""A piece of Block Kit. What the functions here return may be remembered and must not be changed."""

DEEPEST = 8
"""Deepest list that is still indented further."""
_PLAIN: tuple[str, ...] = ()


@lru_cache(maxsize=2_048)
def rich(markdown: str) -> tuple[Kit, ...]:
    """The elements of a rich text block for a text of the Markdown subset; none where nothing is to be seen."""
    return _elements(parse(markdown))


@lru_cache(maxsize=2_048)
def rich_line(markdown: str) -> tuple[Kit, ...]:
    """The same on one line, as what goes inside a section; for values, and for the words behind a mention."""
    return tuple(_merged(_flat(parse(markdown), " ")))


@lru_cache(maxsize=2_048)
def rich_items(items: tuple[str, ...], numbered: bool, start: int) -> tuple[Kit, ...]:
    """A list, each of whose items is a text of the Markdown subset."""
    bullets = Bullets(tuple(parse(item) for item in items), start if numbered else None)
    return tuple(_list(bullets, 0))


def words(text: str, *styles: str) -> Kit:
    """Words exactly as they are, in some styles: bold, italic, code."""
    element: Kit = {"type": "text", "text": seen(text)}
    return {**element, "style": dict.fromkeys(styles, True)} if styles else element


def section(elements: Sequence[Kit]) -> Kit:
    """One run of text; Slack refuses elements that say nothing."""
    some = [element for element in elements if element.get("text") != ""]
    return {"type": "rich_text_section", "elements": some or [words(" ")]}


def said(elements: Sequence[Kit]) -> Kit:
    """A whole block of one run of text."""
    return {"type": "rich_text", "elements": [section(elements)]}


def preformatted(text: str) -> Kit:
    """Text in a box, in letters of one width."""
    return {"type": "rich_text_preformatted", "elements": [words(seen(text) or " ")]}


def seen(text: str) -> str:
    """Text without what no client shows and JSON cannot carry: half of a surrogate pair becomes �."""
    return text if text.isprintable() else "".join(_seen(sign) for sign in text)


def _seen(sign: str) -> str:
    if "\ud800" <= sign <= "\udfff":
        return "�"
    return "" if (sign < " " or "\x7f" <= sign <= "\x9f") and sign not in "\n\t" else sign


def _elements(nodes: tuple[Node, ...]) -> tuple[Kit, ...]:
    """Paragraphs that follow one another share a section, with an empty line between them."""
    elements: list[Kit] = []
    run: list[Kit] = []
    for node in nodes:
        match node:
            case Paragraph():
                run += [*([words("\n\n")] if run else []), *_inlines(node.inlines, _PLAIN)]
                continue
            case Bullets():
                made = _list(node, 0)
            case Quote():
                made = [{"type": "rich_text_quote", "elements": _merged(_flat(node.nodes, "\n")) or [words(" ")]}]
            case Fence():
                made = [preformatted(node.text)]
            case _:
                assert_never(node)
        elements += [*_run(run), *made]
        run = []
    return (*elements, *_run(run))


def _run(run: list[Kit]) -> list[Kit]:
    return [section(_merged(run))] if run else []


def _list(bullets: Bullets, depth: int) -> list[Kit]:
    """A list as one after another of Slack's: theirs hold only lines, so whatever else an item has stands between."""
    made: list[Kit] = []
    lines: list[Kit] = []
    number = bullets.start

    def close() -> None:
        nonlocal number
        if lines:
            made.append(_lines(list(lines), depth, number))
            number = None if number is None else number + len(lines)
            lines.clear()

    for item in bullets.items:
        line: list[Kit] = []
        after: list[Kit] = []
        for node in item:
            match node:
                case Bullets():
                    after += _list(node, depth + 1)
                case Fence():
                    after.append(preformatted(node.text))
                case Paragraph() | Quote():
                    line += [*([words("\n")] if line else []), *_flat((node,), "\n")]
                case _:
                    assert_never(node)
        lines.append(section(_merged(line)))
        if after:
            close()
            made += after
    close()
    return made


def _lines(lines: list[Kit], depth: int, number: int | None) -> Kit:
    kind = "bullet" if number is None else "ordered"
    made: Kit = {"type": "rich_text_list", "style": kind, "indent": min(depth, DEEPEST), "elements": lines}
    if number is not None and number > 1:
        made["offset"] = number - 1
    return made


def _flat(nodes: tuple[Node, ...], between: str) -> list[Kit]:
    """Nodes as words alone, for places that hold nothing else; lists keep their marks."""
    flat: list[Kit] = []
    for node in nodes:
        if flat:
            flat.append(words(between))
        match node:
            case Paragraph():
                flat += _inlines(node.inlines, _PLAIN)
            case Quote():
                flat += _flat(node.nodes, between)
            case Fence():
                flat.append(words(node.text, "code"))
            case Bullets():
                for place, item in enumerate(node.items):
                    mark = "•" if node.start is None else f"{node.start + place}."
                    flat += [words(f"{between if place else ''}{mark} "), *_flat(item, between)]
            case _:
                assert_never(node)
    return flat


def _inlines(inlines: Iterable[Inline], styles: tuple[str, ...]) -> list[Kit]:
    made: list[Kit] = []
    for inline in inlines:
        match inline:
            case Plain():
                made.append(words(inline.text, *styles))
            case Strong():
                made += _inlines(inline.inlines, (*styles, "bold"))
            case Emphasis():
                made += _inlines(inline.inlines, (*styles, "italic"))
            case Literal():
                made.append(words(inline.text, *styles, "code"))
            case Anchor():
                made += _link(inline, styles)
            case Moment():
                made.append(_date(inline, styles))
            case Break():
                made.append(words("\n", *styles))
            case _:
                assert_never(inline)
    return made


def _link(anchor: Anchor, styles: tuple[str, ...]) -> list[Kit]:
    """A link, whose words have one style throughout; an address that Slack wouldn't take is written out, shortened."""
    inside = _inlines(anchor.inlines, styles)
    text = "".join(element["text"] for element in inside if "text" in element)
    if len(anchor.url) > ADDRESS:
        return [*inside, words(f" ({short(anchor.url, 200)})", *styles)]
    link: Kit = {"type": "link", "url": seen(anchor.url), "text": text or anchor.url}
    each = [element.get("style", {}) for element in inside]
    style = {name: True for name in (each[0] if each else {}) if all(name in one for one in each)}
    return [{**link, "style": style} if style else link]


def _date(moment: Moment, styles: tuple[str, ...]) -> Kit:
    """An instant as the reader's own clock shows it; the fallback is for clients that cannot tell."""
    date: Kit = {
        "type": "date",
        "timestamp": int(moment.at.timestamp()),
        "format": "{date_long} at {time}",
        "fallback": moment.words,
    }
    return {**date, "style": dict.fromkeys(styles, True)} if styles else date


def _merged(elements: Iterable[Kit]) -> list[Kit]:
    """Neighbours of one style joined, and what is empty left out."""
    merged: list[Kit] = []
    for element in elements:
        if element["type"] == "text" and not element["text"]:
            continue
        last = merged[-1] if merged else None
        alike = last is not None and last["type"] == element["type"] == "text"
        if alike and last is not None and last.get("style") == element.get("style"):
            merged[-1] = {**last, "text": last["text"] + element["text"]}
        else:
            merged.append(element)
    return merged
