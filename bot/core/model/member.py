"""Somebody who learns here: one human, whichever platforms they write from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import Enum
from zoneinfo import ZoneInfo


class Visibility(Enum):
    """Who may see somebody on boards, trackers and pictures."""

    PUBLIC = "public"
    """Everyone, also outside of the community."""
    COMMUNITY = "community"
    """Members of the same community; what counts until somebody chooses."""
    PRIVATE = "private"
    """Nobody else."""


@dataclass(frozen=True, slots=True)
class Member:
    """A human with one or more accounts. Everything that is kept hangs on its number, never on an account."""

    number: int
    name: str
    """As the platform last showed it: member text, never markup."""
    zone: str | None = None
    """The name of their time zone; None until they or their platform told it."""
    alias: str | None = None
    """What boards show instead of the name, where they chose one: member text."""
    visibility: Visibility = Visibility.COMMUNITY

    @property
    def shown(self) -> str:
        """The name for others to see: member text, never markup."""
        return self.alias or self.name

    @property
    def clock(self) -> tzinfo:
        """Their time zone; UTC while it isn't known."""
        return ZoneInfo(self.zone) if self.zone else UTC


@dataclass(frozen=True, slots=True)
class Community:
    """People who learn together: a server, a workspace, or several of them joined."""

    number: int
    name: str
    """Member text, never markup."""
