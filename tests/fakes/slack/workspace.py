"""A workspace: its people and channels, and what has been posted, shown and sent, as somebody there would see it."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import Any

TEAM, BOT_USER, BOT, APP = "T0TEAM", "U0BOT", "B0BOT", "A0APP"


@dataclass
class Message:
    """A message of the bot's."""

    ts: str
    channel: str
    content: dict[str, Any]
    only_for: str | None = None
    """The user who alone sees it."""
    thread: str | None = None

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.content["blocks"]
        return blocks


@dataclass
class View:
    """A modal or Home tab that somebody looks at."""

    id: str
    user: str
    body: dict[str, Any]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.body["blocks"]
        return blocks


@dataclass(frozen=True)
class Posted:
    """A new message appeared, or one took the place of another."""

    message: Message
    replaced: bool = False


@dataclass(frozen=True)
class Shown:
    """A view appeared or changed."""

    view: View
    replaced: bool = False


@dataclass(frozen=True)
class Uploaded:
    """A file arrived in a channel."""

    channel: str
    filename: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True)
class Wrong:
    """A form stays open, and its fields say what is wrong."""

    errors: dict[str, str]


Event = Posted | Shown | Uploaded | Wrong


@dataclass
class ResponseUrl:
    """One that a request carried."""

    channel: str
    user: str
    message: Message | None
    """What `replace_original` replaces."""
    left: int = 5


@dataclass
class Fault:
    """What Slack does instead of answering a call properly."""

    status: int = 200
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    wait: float = 0
    """Seconds of silence before it."""
    done: bool = False
    """Whether the work is done all the same."""


class Workspace:
    """Everything that a fake Slack remembers."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, bool] = {}
        """Whether the bot is in it, by id; one that isn't here doesn't exist."""
        self.private: set[str] = set()
        """Channels that the bot can't join by itself."""
        self.archived: set[str] = set()
        self.messages: list[Message] = []
        self.kept = 100
        """Messages that are remembered."""
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.triggers: dict[str, float] = {}
        """When each trigger runs out."""
        self.uploads: dict[str, tuple[str, bytes, str]] = {}
        self.events: list[Event] = []
        self.refused: list[str] = []
        """What was wrong with what the bot sent; tests expect it to be empty."""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, deque[Fault]] = {}
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """One that was never given before."""
        return next(self._numbers)

    def person(self, user: str, name: str, zone: str = "Europe/Berlin", *, admin: bool = False) -> None:
        """Somebody joins."""
        profile = {"display_name": name, "real_name": f"{name} Example"}
        self.people[user] = {
            "id": user, "team_id": TEAM, "name": name.lower(), "tz": zone, "profile": profile,
            "is_admin": admin, "is_owner": False, "deleted": False,
        }  # fmt: skip

    def direct(self, user: str) -> str:
        """The channel in which somebody talks with the bot alone."""
        return f"D{user[1:]}"

    def post(
        self, channel: str, content: dict[str, Any], only_for: str | None = None, thread: str | None = None
    ) -> Message:
        """A message appears."""
        message = Message(f"1700000000.{self.number():06}", channel, content, only_for, thread)
        self.messages.append(message)
        del self.messages[: -self.kept]
        self.events.append(Posted(message))
        return message

    def forget(self) -> None:
        """Drop what happened, so that thousands of requests leave nothing behind here."""
        for memory in (self.messages, self.events, self.calls, self.views, self.response_urls, self.triggers):
            memory.clear()

    def fault(self, method: str, *faults: Fault) -> None:
        """The next calls of a method go wrong, one after another."""
        self.faults.setdefault(method, deque()).extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method so far."""
        return [arguments for name, arguments in self.calls if name == method]
