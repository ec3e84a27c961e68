"""What people do on Slack, in as many kinds as the bot tells apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.chat.reply import Audience

Body = Mapping[str, Any]


class Unreadable(ValueError):
    """A payload that Slack cannot have sent, or that this version doesn't know."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who did something, and the ways back to them."""

    user: str
    name: str = ""
    channel: str = ""
    """Empty where it wasn't in any: in the Home tab, in a modal, through a global shortcut."""
    thread: str = ""
    response_url: str = ""
    """Takes five messages within 30 minutes."""
    trigger: str = ""
    """Opens a modal within 3 seconds."""


@dataclass(frozen=True, slots=True)
class Slash:
    """A slash command."""

    source: Source
    command: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message that mentions the bot, or stands in its direct messages."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu."""

    source: Source
    token: str
    chosen: tuple[str, ...]
    on: Audience
    modal: str = ""
    """The modal that it stands in."""
    home: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent."""

    source: Source
    metadata: str
    state: Body = field(hash=False)


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Somebody types into a menu that has too many options to show."""

    source: Source
    metadata: str
    name: str
    partial: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; `text` is the message that it was used on, `author` the person who wrote that."""

    source: Source
    callback: str
    text: str = ""
    author: str = ""
    """Empty where there is no message, or an app wrote it."""


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the Home tab."""

    source: Source


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The workspace removed the bot, or took its token away."""


Received = Slash | Said | Pressed | Submitted | Suggesting | Shortcut | HomeOpened | Uninstalled
