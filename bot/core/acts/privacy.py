"""What somebody decides about themselves: who sees them and as whom, taking everything along, leaving, and going."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.acts.group_ending import depart, depart_everywhere
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.meetup_leaving import step_back
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Person, Scene
from bot.core.model.alias import UnfitAlias, alias_of
from bot.core.model.member import Community, Member, Visibility
from bot.core.ports.database import Stores
from bot.core.ports.privacy import Item


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of somebody, in numbers."""

    member: Member
    accounts: Sequence[Person]
    communities: Sequence[Community]
    former: Sequence[Community]
    """Those that they left."""
    kept: Mapping[str, int]
    """How much of each kind."""


async def known(stores: Stores, scene: Scene) -> Known | None:
    """What is kept of the caller; None for nothing."""
    member = await stores.people.known(scene.caller.person)
    if member is None:
        return None
    return Known(
        member,
        await stores.people.accounts(member.number),
        await stores.communities.of(member.number),
        await stores.communities.former(member.number),
        await stores.privacy.kept(member.number),
    )


async def choose(stores: Stores, scene: Scene, visibility: Visibility | None, alias: str | None) -> Member:
    """Keep who sees the caller, and as whom; None for what stays as it is. Raises `Refusal` where the alias cannot be.

    An alias is looked at when it is chosen; nobody loses theirs because somebody of that name comes later.
    """
    member = await meet(stores, scene)
    chosen = member.alias
    if alias is not None:
        chosen = await _alias(stores, member, alias)
    member = replace(member, visibility=visibility or member.visibility, alias=chosen)
    await stores.people.choose(member.number, member.visibility, member.alias)
    return member


async def export(stores: Stores, scene: Scene) -> Mapping[str, Sequence[Item]] | None:
    """Everything that is kept of the caller; None for nothing."""
    member = await stores.people.known(scene.caller.person)
    return None if member is None else await stores.privacy.export(member.number)


async def leave(stores: Stores, scene: Scene) -> Community | None:
    """Take the caller out of the community here, and out of its groups; None where they aren't in it.

    Everything stays theirs. What they write there later brings them back.
    """
    member, community = await membership(stores, scene)
    if member is None or community is None:
        return None
    await stores.groups.touch(member.number)
    await step_back(stores, member.number, scene.at, {community.number})
    for group in await stores.groups.of(member.number):
        if group.community == community.number:
            await depart(stores, scene.at, group, member.number)
    await stores.communities.dismiss(community.number, member.number)
    await stores.communities.leave(community.number, member.number, scene.at)
    return community


async def membership(stores: Stores, scene: Scene) -> tuple[Member | None, Community | None]:
    """The caller, and the community here that they are in."""
    member = await stores.people.known(scene.caller.person)
    community = await community_of(stores, scene, member)
    joined = await stores.communities.of(member.number) if member else []
    return member, community if community in joined else None


async def delete(stores: Stores, scene: Scene) -> bool:
    """Let go of everything that is kept of the caller; False where nothing is."""
    member = await stores.people.known(scene.caller.person)
    if member is None:
        return False
    await go(stores, member.number, scene.at)
    return True


async def go(stores: Stores, member: int, at: datetime) -> None:
    """Let go of a member: their groups go on with whoever comes next, and so does their place at meetups."""
    await stores.groups.touch(member)
    await step_back(stores, member, at)
    await depart_everywhere(stores, at, member)
    await stores.privacy.forget(member, at)


async def _alias(stores: Stores, member: Member, text: str) -> str | None:
    try:
        alias = alias_of(text)
    except UnfitAlias as problem:
        raise Refusal(str(problem)) from None
    if alias is not None and alias != member.alias and await stores.people.looks_like(member.number, alias):
        raise Refusal("Somebody in your community is called so, or nearly so. Choose another alias.")
    return alias
