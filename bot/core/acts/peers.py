"""Whether somebody is still there for the others of a community to see."""

from __future__ import annotations

from bot.core.model.member import Member
from bot.core.ports.database import Stores


async def peer(stores: Stores, number: int | None, community: int) -> Member | None:
    """A member of a community; None for somebody who left it or deleted themselves."""
    if number is None or not await belongs(stores, number, community):
        return None
    return await stores.people.member(number)


async def belongs(stores: Stores, number: int, community: int) -> bool:
    """Whether a member is in a community."""
    return any(one.number == community for one in await stores.communities.of(number))
