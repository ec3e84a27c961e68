"""Who somebody is to the community, each time they do something that is kept."""

from __future__ import annotations

from bot.core.chat.scene import Scene
from bot.core.model.member import Community, Member
from bot.core.ports.database import Stores


async def meet(stores: Stores, scene: Scene) -> Member:
    """The caller as a member, and as one of the community where they are; somebody new is kept from now on."""
    if scene.place.space is None:
        return await stores.people.meet(scene.caller, scene.at, scene.zone_name)
    community = await stores.communities.at(scene.place.space, scene.at)
    member = await stores.people.meet(scene.caller, scene.at, scene.zone_name, community.visibility)
    await stores.communities.join(community.number, member.number, scene.at)
    return member


async def community_of(stores: Stores, scene: Scene, member: Member | None) -> Community | None:
    """The community that is meant: where the caller is, or in a direct message the one that they joined last."""
    if scene.place.space is not None:
        return await stores.communities.known(scene.place.space)
    joined = await stores.communities.of(member.number) if member else []
    return joined[0] if joined else None
