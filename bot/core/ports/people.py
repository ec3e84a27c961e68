"""Who is known, and which communities they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.member import Community, Member


class People(Protocol):
    """Humans and their accounts."""

    async def known(self, person: Person) -> Member | None:
        """Who an account belongs to; None for somebody who did nothing yet that is kept."""
        ...

    async def meet(self, caller: Caller, at: datetime, zone: str | None = None) -> Member:
        """Who an account belongs to, noting its present name; somebody new is kept from now on.

        `zone` is what their platform says; it counts until they choose one themselves.
        """
        ...

    async def member(self, number: int) -> Member | None:
        """Somebody by number; None where they deleted themselves or never were."""
        ...

    async def accounts(self, number: int) -> Sequence[Person]:
        """The accounts of a member, the oldest first."""
        ...


class Communities(Protocol):
    """Servers and workspaces, and who is in them."""

    async def known(self, space: Space) -> Community | None:
        """The community that a server or workspace belongs to."""
        ...

    async def at(self, space: Space, at: datetime) -> Community:
        """The same; one that is new begins now."""
        ...

    async def join(self, community: int, member: int, at: datetime) -> None:
        """Note that a member was seen in a community. Nothing happens where that is known."""
        ...

    async def of(self, member: int) -> Sequence[Community]:
        """The communities that a member is in, the one joined last first."""
        ...
