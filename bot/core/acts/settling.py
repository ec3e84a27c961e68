"""What is known of a caller beyond what their platform says: the time zone they chose, and whether they organise."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.chat.scene import Scene
from bot.core.ports.database import Stores


async def settled(stores: Stores, scene: Scene, *, zone: bool, organiser: bool) -> Scene:
    """The scene with the caller's own time zone, where `zone` is asked for, and their right to organise."""
    if zone:
        member = await stores.people.known(scene.caller.person)
        if member is not None and member.zone and (member.zone_chosen or scene.zone_name is None):
            scene = replace(scene, zone=ZoneInfo(member.zone))
    space = scene.place.space
    if (
        organiser
        and not scene.caller.organiser
        and space is not None
        and await stores.communities.organiser(space, scene.caller.person, scene.caller.roles)
    ):
        scene = replace(scene, caller=replace(scene.caller, organiser=True))
    return scene
