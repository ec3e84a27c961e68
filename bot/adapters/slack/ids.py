"""Slack's people and channels as the core names them: `slack:T0123.U0456`, workspace and id."""

from __future__ import annotations

from bot.core.chat.scene import Channel, Person, Space

PLATFORM = "slack"


def person(team: str, user: str) -> Person:
    """Somebody of a workspace. Raises ValueError for what cannot be an id."""
    return Person(f"{PLATFORM}:{team}.{user}")


def channel(team: str, place: str) -> Channel:
    """A channel of a workspace. Raises ValueError for what cannot be an id."""
    return Channel(f"{PLATFORM}:{team}.{place}")


def space(team: str, name: str = "") -> Space:
    """A workspace, and how it is called. Raises ValueError for what cannot be an id."""
    return Space(f"{PLATFORM}:{team}", name)


def user_of(person: Person) -> str | None:
    """The id by which Slack knows a person; None for somebody of another platform."""
    platform, _, rest = person.reference.partition(":")
    return rest.rpartition(".")[2] if platform == PLATFORM else None
