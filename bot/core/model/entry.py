"""What every piece of content has in common, and the limits its words keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import Len, Predicate

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 48
"""Longest id, in characters, so that a button that names one fits Discord's 100-character token."""

ANSWER_LENGTH = 3_000
"""Longest answer, in characters: the longest of 248 real FAQ answers measured 2,696."""


def is_slug(text: str) -> bool:
    """Whether `text` can be an id: lower-case words and digits joined by single hyphens."""
    return len(text) <= SLUG_LENGTH and _SLUG.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether `text` is an address that both platforms will turn into a link."""
    return text.startswith("https://") and " " not in text


Slug = Annotated[str, Predicate(is_slug)]
WebAddress = Annotated[str, Predicate(is_web_address)]
Title = Annotated[str, Len(1, 75)]
"""Fits the label of an option in a Slack menu (75 characters)."""
Line = Annotated[str, Len(1, 200)]
Paragraph = Annotated[str, Len(1, 1_000)]
Answer = Annotated[str, Len(1, ANSWER_LENGTH)]
Question = Annotated[str, Len(1, 200)]
Wording = Annotated[str, Len(1, 90)]
"""One question as somebody types it into a chat, on one line of a phone or two."""
Keyword = Annotated[str, Len(1, 40)]
"""A word or a short expression."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that can be looked up: it has an id that is never reused."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: Slug
    aliases: tuple[Slug, ...] = ()
    """Ids that this entry had before; everything said of them now means this entry."""
    phrasings: Annotated[tuple[Wording, ...], Len(0, 8)] = ()
    """How members ask for it in their own words; these feed `/ask`."""
    keywords: Annotated[tuple[Keyword, ...], Len(0, 40)] = ()
    """Words that members use for it and that its name and phrasings lack: slang, errors, products. They feed `/ask`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A page that we are sure of: official documentation, a project's home, a paper."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    title: Title
    url: WebAddress
