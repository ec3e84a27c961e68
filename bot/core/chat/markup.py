"""What texts consist of, for every door: the nodes of the Markdown subset that they are written in.

Paragraphs, bold, italic, code, links, lists, quotes and fenced code; nothing else. HTML stays text, and nothing in it
can mention anybody. Doors render the nodes; only this module and `markdown` know how they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

_MOMENT = re.compile(r"at:(\d{1,11}):([A-Za-z0-9_+/-]+)")
"""The address of a moment: seconds since 1970, and a zone. Member text is escaped, so nobody writes one by typing."""
_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")

_SIGN = r"[^\\`*_\[\]\x00-\x1f]"
"""What stands for itself wherever it stands within a line."""
_BOLD = re.compile(rf"\*\*([^\W_](?:{_SIGN}*[^\W_])?)\*\*")
_SENTENCE = re.compile(rf"(?![>+~\s-]|\d+[.)])(?:{_SIGN}|(?<![^ ]){_BOLD.pattern}(?![^ .,:;]))+(?<!\s)")
"""A line of words, some of them bold, that no other rule could read as anything else."""


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
        local = self.at.astimezone(_zone(self.zone))
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
    """The nodes of a text. Total: whatever is outside the subset, or nested absurdly deep, comes out as words.

    Most texts are sentences with a bold word here and there. They are read here, six times as fast as by the parser,
    which takes a tenth of a start to import.
    """
    nodes = _sentences(markdown)
    if nodes is None:
        from bot.core.chat.markdown import read

        nodes = read(markdown)
    return nodes


def _sentences(markdown: str) -> tuple[Node, ...] | None:
    """The paragraphs of a text that has only words and bold words; None for any other."""
    paragraphs = []
    for part in markdown.strip("\n").split("\n\n"):
        inlines: list[Inline] = []
        for line in part.split("\n"):
            if _SENTENCE.fullmatch(line) is None:
                return None
            if inlines:
                inlines.append(Plain(" "))
            for place, words in enumerate(_BOLD.split(line)):
                if words:
                    inlines.append(Strong((Plain(words),)) if place % 2 else Plain(words))
        paragraphs.append(Paragraph(tuple(inlines)))
    return tuple(paragraphs)


def moment_at(url: str) -> Moment | None:
    """The instant that `moment` wrote as this address; None for any other address."""
    match = _MOMENT.fullmatch(url)
    if match is None:
        return None
    try:
        _zone(match[2])
    except (KeyError, ValueError, OSError):  # a name that no zone has, that cannot be one, or that is a folder's
        return None
    return Moment(datetime.fromtimestamp(int(match[1]), UTC), match[2])


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # only where a text tells a time: a start does without

    return ZoneInfo(name)
