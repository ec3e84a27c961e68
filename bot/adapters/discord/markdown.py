"""Texts in Discord's own Markdown, so that they show what the core means and nothing that a member slipped in."""

from __future__ import annotations

import re
from functools import lru_cache
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

_SIGNS = re.compile(r"[\\*_~`|<\[@]|:(?=//|[\w~+-]+:)")
"""What Discord reads anywhere in a line: styles, spoilers, links, mentions, times and emoji (`:name:`)."""
_OPENING = re.compile(r"^(\s*)(#{1,3}|-#|[-+]|>{1,3})(?=\s)", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)\.(?=\s)", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,20}")
_IN_A_LINK = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"})
_APART = "\u200b"
"""Shows nothing; keeps signs apart that would mean something side by side."""


@lru_cache(maxsize=2_048)
def discord_markdown(markdown: str) -> str:
    """A text of the Markdown subset as Discord writes it."""
    return "\n\n".join(_node(node) for node in parse(markdown))


@lru_cache(maxsize=2_048)
def discord_words(words: str) -> str:
    """Words that are not Markdown, shown exactly as they are."""
    return _numbers_and_openings(_SIGNS.sub(r"\\\g<0>", words))


def fenced(text: str, language: str = "") -> str:
    """A block of code. Three backticks inside it are kept apart by a sign that shows nothing."""
    known = language if _LANGUAGE.fullmatch(language) else ""
    return f"```{known}\n{text.replace('```', f'`{_APART}`{_APART}`')}\n```"


def _node(node: Node) -> str:
    match node:
        case Paragraph():
            return _numbers_and_openings(_line(node.inlines))
        case Bullets():
            lines = []
            for number, item in enumerate(node.items, node.start or 0):
                mark = f"{number}." if node.start is not None else "-"
                lines.append(f"{mark} " + hanging("\n".join(_node(child) for child in item), len(mark) + 1))
            return "\n".join(lines)
        case Quote():
            quoted = "\n\n".join(_node(child) for child in node.nodes)
            return "\n".join(f"> {line}" for line in quoted.split("\n"))
        case Fence():
            return fenced(node.text, node.language)
        case _:
            assert_never(node)


def hanging(text: str, width: int) -> str:
    """All lines but the first indented, so that they stay inside a list's item."""
    return text.replace("\n", "\n" + " " * width)


def _line(inlines: tuple[Inline, ...]) -> str:
    """Inlines one behind the other; styles that would run into one another are kept apart."""
    line = ""
    before: Inline | None = None
    for inline in inlines:
        written = _inline(inline)
        if line and written:
            runs_on = written[0] in "*`" and line[-1] == written[0]
            in_a_word = isinstance(before, Emphasis) and line[-1] == "_" and (written[0].isalnum() or written[0] == "_")
            if runs_on or in_a_word:
                line += _APART
        line += written
        before = inline
    return line


def _inline(inline: Inline) -> str:
    match inline:
        case Plain():
            return _SIGNS.sub(r"\\\g<0>", inline.text)
        case Literal():
            return literal(inline.text)
        case Strong():
            return _styled("**", _line(inline.inlines))
        case Emphasis():
            words = _line(inline.inlines)
            # Discord ends *…* at an escaped asterisk, but not _…_.
            return _styled("_" if r"\*" in words else "*", words)
        case Anchor():
            return link(_line(inline.inlines), inline.url)
        case Moment():
            return f"<t:{int(inline.at.timestamp())}:F>"
        case Break():
            return "\n"
        case _:
            assert_never(inline)


def _styled(mark: str, words: str) -> str:
    return f"{mark}{words}{mark}" if words.strip() else words


def link(words: str, url: str) -> str:
    """A link; Discord refuses words that themselves look like an address, so these stand before it."""
    url = url.translate(_IN_A_LINK)
    if not words.strip():
        return url
    if r"\://" in words:
        return url if words.replace("\\", "") == url else f"{words} {url}"
    return f"[{words.replace(']', f'{chr(92)}]')}]({url})"


def literal(text: str) -> str:
    """Code within a sentence, between more backticks than stand in it."""
    if not text.strip():
        return text
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    mark = "`" * (longest + 1)
    room = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{mark}{room}{text}{room}{mark}"


def _numbers_and_openings(text: str) -> str:
    """Disarm what Discord reads only where a line begins: headings, small print, lists, quotes."""
    return _NUMBER.sub(r"\1\.", _OPENING.sub(r"\1\\\2", text))
