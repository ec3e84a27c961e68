"""How study groups end, by themselves or by their owner, and come back: what was planned for them ends with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.acts.auditing import audit
from bot.core.acts.challenging import call_off, open_challenge
from bot.core.acts.convening import cancel_all
from bot.core.acts.grouping import Standing, room_for_one_more
from bot.core.chat.markup import escape
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.group import Group, Mate, Role, successor
from bot.core.model.member import Member
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends with a group, or would."""

    meetups: int = 0
    challenge: bool = False


async def ending(stores: Stores, at: datetime, group: Group) -> Ending:
    """What would end with a group, if it were archived."""
    meetups = await stores.meetups.of_group(group.number, at)
    challenge = await open_challenge(stores, group, at)
    return Ending(len(meetups), challenge is not None)


async def archive(stores: Stores, scene: Scene, where: Standing) -> Ending:
    """End a group: it keeps its past, and frees its name, its channels and its invitations; what ended with it."""
    group = where.leading()
    if group.archived:
        return Ending()
    ended = await _end(stores, scene.at, group)
    if not where.owns:
        await audit(stores, scene, group.community, Act.GROUP_ARCHIVED, words=group.name)
    return ended


async def _end(stores: Stores, at: datetime, group: Group) -> Ending:
    """Meetups and the challenge are called off while the channels are still known, so that people are told there."""
    meetups = await stores.meetups.of_group(group.number, at)
    for meetup in meetups:
        await cancel_all(stores, at, meetup)
    challenge = await call_off(stores, at, group)
    await stores.groups.change(replace(group, archived=True), at)
    await stores.groups.withdraw(group.number)
    for home in await stores.groups.homes(group.number):
        await stores.groups.unsettle(home.channel)
    return Ending(len(meetups), challenge is not None)


async def restore(stores: Stores, scene: Scene, member: Member, where: Standing) -> Group:
    """Bring an archived group back; somebody who brings back a group of none owns it. Raises `Refusal`."""
    group = where.group
    if where.mates:
        where.leading()
    if group.archived:
        taken = await stores.groups.named(group.community, group.name)
        if taken is not None:
            raise Refusal(
                f"There is another group called **{escape(taken.name)}** now, so I can't bring this one back."
            )
        if not where.mates:
            await room_for_one_more(stores, member)
            await stores.groups.enter(group.number, member.number, Role.OWNER, scene.at)
        group = replace(group, archived=False)
        await stores.groups.change(group, scene.at)
        if where.mates and not where.owns:
            await audit(stores, scene, group.community, Act.GROUP_RESTORED, words=group.name)
    return group


async def depart(stores: Stores, at: datetime, group: Group, member: int) -> Mate | Ending:
    """Note that a member left; who owns the group now, or what ended with it where nobody is left."""
    await stores.groups.leave(group.number, member, at)
    mates = await stores.groups.mates(group.number)
    owner = successor(mates)
    if owner is None:
        return await _end(stores, at, group)
    if owner.role is not Role.OWNER:
        await stores.groups.enter(group.number, owner.member.number, Role.OWNER, at)
    return owner


async def depart_everywhere(stores: Stores, at: datetime, member: int) -> None:
    """Leave every group, as somebody does who deletes themselves."""
    for group in await stores.groups.of(member):
        await depart(stores, at, group, member)
