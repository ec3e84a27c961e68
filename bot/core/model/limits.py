"""The limits that the words of the content keep: what its fields' annotations mean.

Only whoever checks content needs them. A start, which reads what was checked already, does without them and without the
library that they are made of; so entries import them for type checkers alone.
"""

from __future__ import annotations

import re
from typing import Annotated

from annotated_types import Ge, Le, Len, Predicate

__all__ = [
    "ANSWER_LENGTH",
    "SLUG_LENGTH",
    "Answer",
    "Ge",
    "Keyword",
    "Le",
    "Len",
    "Line",
    "Paragraph",
    "Question",
    "Slug",
    "Title",
    "WebAddress",
    "Wording",
    "is_slug",
    "is_web_address",
]

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
