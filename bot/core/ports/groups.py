"""Study groups: what they agreed on, who is in them, where they live, and how their weeks went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.core.model.group import Group, Home, Invitation, Mate, Role
from bot.core.model.tracker import Learner


class Groups(Protocol):
    """The groups of all communities. Names are compared as `folded` makes them; a member who is gone is in no group."""

    async def add(self, group: Group, at: datetime) -> Group:
        """Keep a new group; its number is given. The caller has made sure that its name is free."""
        ...

    async def change(self, group: Group, at: datetime) -> None:
        """Keep what a group agreed on now, archived or not. The caller has made sure that its name is free."""
        ...

    async def one(self, number: int) -> Group | None:
        """A group by number, archived or not."""
        ...

    async def named(self, community: int, name: str) -> Group | None:
        """The living group of a community that is called so."""
        ...

    async def living(self, community: int) -> Sequence[tuple[Group, int]]:
        """The groups that live in a community, or have a home there, with their members counted; the oldest first."""
        ...

    async def communities(self, group: int) -> frozenset[int]:
        """The communities that a group lives in: its own, and those of its homes."""
        ...

    async def of(self, member: int) -> Sequence[Group]:
        """The living groups that somebody is in, the one joined last first."""
        ...

    async def mates(self, group: int) -> Sequence[Mate]:
        """Who is in a group, the one who joined first first."""
        ...

    async def near(self, group: int, community: int) -> frozenset[int]:
        """The numbers of those in a group who are in this community, too."""
        ...

    async def enter(self, group: int, member: int, role: Role, at: datetime) -> None:
        """Note that somebody is in a group, in this role; who left and comes back starts anew."""
        ...

    async def leave(self, group: int, member: int, at: datetime) -> None:
        """Note that somebody left."""
        ...

    async def home(self, channel: str) -> Group | None:
        """The living group of a channel."""
        ...

    async def homes(self, group: int) -> Sequence[Home]:
        """Where a group lives, with the message of its tracker."""
        ...

    async def settle(self, group: int, home: Home) -> None:
        """Note that a group lives in a channel, and nobody else any more."""
        ...

    async def unsettle(self, channel: str) -> None:
        """Note that no group lives in a channel."""
        ...

    async def coming(self, channel: str, appointment: int) -> None:
        """Note that an appointment is to post a group's week in a channel."""
        ...

    async def tracked(self, channel: str, message: str | None, at: datetime, changes: int = 0) -> None:
        """Note which message shows a group's week in a channel; None for none, and none that is coming.

        It was up to date at `at`, when the home had so many changes.
        """
        ...

    async def stale(self, since: datetime) -> Sequence[tuple[Group, Home]]:
        """Messages that don't show all changes, or are older than `since`; each with its living group."""
        ...

    async def touch(self, member: int) -> None:
        """Note for every message that shows a member that something about them changed.

        The other methods here do so by themselves.
        """
        ...

    async def invite(self, invitation: Invitation) -> None:
        """Keep an invitation."""
        ...

    async def invitation(self, code: str) -> Invitation | None:
        """The invitation with this code, over or not."""
        ...

    async def withdraw(self, group: int, code: str | None = None) -> int:
        """Forget an invitation of a group, or all of them; how many there were."""
        ...

    async def week(self, group: int, monday: date) -> Sequence[Learner]:
        """What is stored of each member of a group for a week, in the order of `mates`."""
        ...

    async def states(self, member: int) -> Mapping[str, str]:
        """What somebody did with each skill, by the id that was stored: `doing`, `done`, `skipped`."""
        ...

    async def zones(self, group: int) -> Sequence[str]:
        """The time zones of a group's members, as far as they are known: one a member."""
        ...

    async def keep(self, group: int, monday: date, body: str, at: datetime) -> bool:
        """Keep a week of a group as it was; False where it is kept already, and then nothing changes."""
        ...

    async def kept(self, group: int, monday: date) -> str | None:
        """A week of a group as it was."""
        ...

    async def unkept(self, monday: date, before: datetime) -> Sequence[Group]:
        """The living groups, made before an instant, whose week isn't kept yet."""
        ...
