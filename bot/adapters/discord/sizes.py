"""Discord's limits on what is sent, and cutting texts to them so that it shows.

The numbers are those of https://docs.discord.com/developers/components/reference and of the official API description.
Lengths are counted in UTF-16 code units, the strictest reading of "characters".
"""

from __future__ import annotations

COMPONENTS = 40
"""Components in a message, those inside others included."""
TEXT = 4_000
"""All text of a message."""
TITLE = 250
"""Our own limit for a title, so that the rest has room."""
ROW = 5
"""Buttons in a row."""
BUTTON_LABEL = 80
ADDRESS = 512
"""The address that a button opens."""
OPTIONS = 25
"""Options of a menu, and choices of a command's option."""
OPTION = 100
"""An option's label, value or description; also a choice's name and value."""
PLACEHOLDER = 150
CUSTOM_ID = 100
ALT = 1_024
"""What a picture shows, in words."""
FILES = 10
"""Files of a message."""
FILE_BYTES = 10 * 1024 * 1024
"""A file, in servers that nobody boosts; also what we put into one message in all."""
THREAD_NAME = 100
MODAL_TITLE = 45
MODAL_ROWS = 5
"""Questions of a modal, a text among them counted too."""
FIELD_LABEL = 45
FIELD_ABOUT = 100
FIELD_TEXT = 4_000
"""What can be written into a field of a modal."""
OPTION_TEXT = 6_000
"""What can be written into a text option of a command."""


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, with a visible … where it is longer than `limit`; never cut inside a character."""
    if units(text) <= limit:
        return text
    kept = text[: limit - 1]
    while units(kept) > limit - 1:
        kept = kept[:-1]
    return f"{kept}…"


def label(text: str, limit: int, otherwise: str = "…") -> str:
    """A text for a button, an option or a field, which may not be blank; `otherwise` stands in for a blank one."""
    return cut(" ".join(text.split()) or otherwise, limit)
