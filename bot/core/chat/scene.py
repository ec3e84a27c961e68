"""Who speaks, where and when: what every question brings with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

_REFERENCE = re.compile(r"[a-z]+:[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform, named as `platform:id`."""

    reference: str

    def __post_init__(self) -> None:
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError("a person is named platform:id")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or thread on a platform, named as `platform:id`."""

    reference: str

    def __post_init__(self) -> None:
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError("a channel is named platform:id")


@dataclass(frozen=True, slots=True)
class Space:
    """A server or workspace on a platform, named as `platform:id`; one or several make up a community."""

    reference: str
    name: str = field(default="", compare=False)
    """As the platform shows it, where it says: member text, never markup."""

    def __post_init__(self) -> None:
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError("a space is named platform:id")


@dataclass(frozen=True, slots=True)
class Caller:
    """The person who asks. Rights come from the platform at every question, never from a button."""

    person: Person
    name: str
    """As the platform shows it: member text, never markup."""
    organiser: bool = False
    roles: frozenset[str] = frozenset()
    """The roles that they have there, as `platform:id`, where the platform tells them with each question (Discord)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the question was asked."""

    platform: str
    """One word for the log: `discord`, `slack`, `playground`, `shell`."""
    channel: Channel | None = None
    """None in a direct message."""
    space: Space | None = None
    """The server or workspace; None where the platform doesn't say, as in Discord's direct messages."""

    @property
    def direct(self) -> bool:
        """Whether only the caller reads here, so that there is nobody to share with."""
        return self.channel is None


@dataclass(frozen=True, slots=True)
class Scene:
    """Who asks, where, and at which instant."""

    caller: Caller
    place: Place
    at: datetime
    """A UTC instant."""
    zone: tzinfo = UTC
    """The caller's zone, for dates in words; plain UTC where it isn't known."""

    @property
    def zone_name(self) -> str | None:
        """The name of the caller's zone; None where nobody knows it."""
        return getattr(self.zone, "key", None)
