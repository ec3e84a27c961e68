"""Discord's Markdown as its client reads it: what a reader sees, and what would be formatted or notified."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

_RULES: list[tuple[str, re.Pattern[str]]] = [
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("fence", re.compile(r"```(?:([A-Za-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```")),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("strong", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("emphasis", re.compile(r"\*(?=\S)((?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)")),
    ("emphasis", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_(?!\w)")),
    ("strike", re.compile(r"~~([\s\S]+?)~~(?!_)")),
    ("spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
    ("link", re.compile(r"\[((?:\\[\s\S]|[^\]\\])+)\]\((https?://[^\s)]+)\)")),
    ("address", re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")),
    ("address", re.compile(r"<(https?://[^ >]+)>")),
    ("mention", re.compile(r"<@!?\d+>|<@&\d+>|<#\d+>|@everyone|@here|</[^:]+:\d+>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[a-z0-9_+~-]+:")),
    ("time", re.compile(r"<t:(-?\d+)(?::[a-zA-Z])?>")),
]
_OPENINGS: list[tuple[str, re.Pattern[str]]] = [
    ("heading", re.compile(r"#{1,3} +")),
    ("small", re.compile(r"-# +")),
    ("quote", re.compile(r">(?:>>)? ")),
    ("item", re.compile(r"[-*] +")),
    ("number", re.compile(r"\d+\. +")),
]


@dataclass
class Read:
    """What a text shows, and how."""

    words: str = ""
    styles: list[str] = field(default_factory=list)
    """The names of the rules that found something."""


def read(markdown: str) -> Read:
    """A text as Discord's client shows it. The signs of lists, headings and quotes are not shown as words."""
    shown = Read()
    _read(markdown, shown, opens=True)
    return shown


def words(markdown: str) -> str:
    """Only the words, without signs that show nothing."""
    return read(markdown).words.replace("\u200b", "")


def _read(text: str, shown: Read, *, opens: bool) -> None:
    position = 0
    fresh = opens
    while position < len(text):
        if fresh and (found := _opening(text, position)):
            shown.styles.append(found[0])
            position = found[1]
            fresh = found[0] in ("quote", "item", "number")
            continue
        rest = _rule(text, position)
        if rest is None:
            sign = text[position]
            shown.words += sign
            position += 1
            fresh = sign == "\n" or (fresh and sign == " ")
            continue
        name, match = rest
        position = match.end()
        fresh = False
        if name == "escape":
            shown.words += match[1]
            continue
        shown.styles.append(name)
        inside = [group for group in match.groups() if group is not None]
        if name in ("fence", "code"):
            shown.words += match[2]
        elif name == "time":
            shown.words += _moment(int(match[1]))
        elif name in ("address", "mention", "emoji"):
            shown.words += inside[0] if inside else match[0]
        else:
            _read(inside[0], shown, opens=False)


def _moment(seconds: int) -> str:
    """An instant as a reader sees it whose clock shows UTC."""
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at:%A} {at.day} {at:%B %Y} ({at:%H:%M} UTC)"


def _opening(text: str, position: int) -> tuple[str, int] | None:
    for name, pattern in _OPENINGS:
        if match := pattern.match(text, position):
            return name, match.end()
    return None


def _rule(text: str, position: int) -> tuple[str, re.Match[str]] | None:
    """The rule that applies here; of styles that begin alike the longest match counts."""
    found = [(name, match) for name, pattern in _RULES if (match := pattern.match(text, position))]
    if not found:
        return None
    first = found[0]
    if first[0] in ("strong", "emphasis"):
        return max(found, key=lambda one: len(one[1][0]))
    return first
