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
    zone_chosen: bool = False
    """Whether they chose the time zone themselves; then no platform changes it."""

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
    visibility: Visibility = Visibility.COMMUNITY
    """What counts for its new members until they choose."""
    retention_days: int = 365
    """For how long members' words are kept."""


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """One server or workspace of a community."""

    reference: str
    """As `platform:id`."""
    name: str
    """As the platform last showed it; empty where it doesn't say. Member text, never markup."""
    boards: str | None = None
    """The channel where weekly boards are posted, as `platform:id`; None for nowhere."""
    role: str | None = None
    """The role whose members organise, as `platform:id`; None for none."""

    @property
    def platform(self) -> str:
        """Where it is: `discord`, `slack`, `playground`."""
        return self.reference.partition(":")[0]
