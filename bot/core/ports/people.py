"""Who is known, and which communities they belong to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.chat.scene import Caller, Channel, Person, Space
from bot.core.model.member import Community, Member, SpaceSettings, Visibility


class People(Protocol):
    """Humans and their accounts."""

    async def known(self, person: Person) -> Member | None:
        """Who an account belongs to; None for somebody who did nothing yet that is kept."""
        ...

    async def meet(
        self,
        caller: Caller,
        at: datetime,
        zone: str | None = None,
        visibility: Visibility = Visibility.COMMUNITY,
    ) -> Member:
        """Who an account belongs to, noting its present name; somebody new is kept from now on.

        `zone` is what their platform says; it counts until they choose one themselves. `visibility` is for somebody
        new.
        """
        ...

    async def choose_zone(self, number: int, zone: str) -> None:
        """Note the time zone that a member chose."""
        ...

    async def choose(self, number: int, visibility: Visibility, alias: str | None) -> None:
        """Keep who may see a member, and as whom; boards are right about it from now on."""
        ...

    async def looks_like(self, number: int, name: str) -> bool:
        """Whether a name could be mistaken for the name or alias of somebody else in a community of the member's."""
        ...

    async def older(self, one: int, two: int) -> tuple[int, int]:
        """Two members, the one met first in front. Raises LookupError where one of them isn't known."""
        ...

    async def member(self, number: int) -> Member | None:
        """Somebody by number; None where they deleted themselves or never were."""
        ...

    async def accounts(self, number: int) -> Sequence[Person]:
        """The accounts of a member, the oldest first."""
        ...

    async def part(self, person: Person, at: datetime) -> None:
        """Take an account off its member; it is somebody new from now on, called as before, with nothing else."""
        ...


class Communities(Protocol):
    """Servers and workspaces, and who is in them."""

    async def known(self, space: Space) -> Community | None:
        """The community that a server or workspace belongs to."""
        ...

    async def at(self, space: Space, at: datetime) -> Community:
        """The same, noting the present name of the server or workspace; one that is new begins now."""
        ...

    async def community(self, number: int) -> Community | None:
        """A community by number."""
        ...

    async def spaces(self, number: int) -> Sequence[SpaceSettings]:
        """The servers and workspaces of a community, by their references."""
        ...

    async def settle(self, community: Community) -> None:
        """Keep what the organisers decided: the name, the visibility of new members, the days of keeping."""
        ...

    async def post_boards(self, space: Space, channel: Channel | None) -> None:
        """Where the weekly boards of a server or workspace go; None for nowhere."""
        ...

    async def organiser(self, space: Space, person: Person) -> bool:
        """Whether somebody was made an organiser of the community there, under whichever of their accounts."""
        ...

    async def organisers(self, number: int) -> Sequence[Member]:
        """Whom the organisers of a community made organisers beside those of the platform, the first one first."""
        ...

    async def appoint(self, number: int, member: int, at: datetime) -> bool:
        """Make a member an organiser; False where they are one."""
        ...

    async def dismiss(self, number: int, member: int) -> bool:
        """Make an appointed organiser a plain member again; False where they aren't one."""
        ...

    async def part(self, space: Space, at: datetime) -> Community:
        """Let a server or workspace go: from now on it is a community of its own, with the settings of the old one.

        Study groups that meet nowhere else go along. Members with an account there are members of the new community;
        of the old one only those who have an account in what remains of it.
        """
        ...

    async def join(self, community: int, member: int, at: datetime) -> None:
        """Note that a member was seen in a community. Nothing happens where that is known."""
        ...

    async def leave(self, community: int, member: int, at: datetime) -> bool:
        """Note that a member left a community, whose boards then show them no more; False where they weren't in it.

        Whoever writes there again is back.
        """
        ...

    async def former(self, member: int) -> Sequence[Community]:
        """The communities that a member left, or that it was noticed they had left, the latest first."""
        ...

    async def removed(self, space: Space, at: datetime) -> None:
        """Note that the bot was removed from a server or workspace. It is back where somebody writes there again."""
        ...

    async def present(self, platform: str, spaces: Collection[Space], at: datetime) -> None:
        """Note which servers or workspaces of a platform the bot is in: those, and no others."""
        ...

    async def of(self, member: int) -> Sequence[Community]:
        """The communities that a member is in, the one joined last first."""
        ...
