"""What Slack takes, and no more. Sources: docs.slack.dev/reference, and what others measured where it says nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """How much one surface holds."""

    blocks: int
    size: int
    """Characters of its blocks as JSON.

    Slack refuses messages with `msg_blocks_too_long` from about 12,000 characters of text on, containers included
    (bolt-js issues 2509 and 2867: one with 11,341 was refused), and says nowhere how it counts. So we count everything.
    """


MESSAGE = Room(blocks=50, size=11_000)
VIEW = Room(blocks=100, size=40_000)
"""A modal or the Home tab; a view's documented limit is 250 kB."""

TEXT = 3_000
"""Characters of a section's text; we keep to it in rich text as well, for which Slack names no limit."""
HEADER = 150
BUTTONS = 25
"""Elements of one actions block."""
BUTTON_LABEL = 75
ADDRESS = 3_000
"""Characters of a link."""
OPTIONS = 100
OPTION_LABEL = 75
OPTION_VALUE = 75
"""Slack's reference says 150, its published types say 75: the smaller number can't be wrong."""
VIEW_TITLE = 24
INPUT_LABEL = 2_000
INPUT_TEXT = 3_000
"""Most characters that a text field can be told to take."""
METADATA = 3_000
FALLBACK = 3_000
"""Characters of the `text` beside the blocks: notifications and screen readers say it."""
FRAME = 20_480
"""Bytes of one Socket Mode frame; after a longer one Slack hangs up with code 1009 (revelrylabs/slax 614)."""
SLASH_COMMANDS = 50
"""Commands of one app."""


def short(text: str, limit: int) -> str:
    """`text`, cut with a visible … where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
