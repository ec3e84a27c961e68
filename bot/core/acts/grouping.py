"""Which group is meant, who may do what in it, and how groups begin and change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.acts.auditing import audit
from bot.core.acts.meeting import community_of
from bot.core.chat.markup import escape
from bot.core.chat.parameter import shown
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.group import MOST_GROUPS, Group, Mate, Onlooker, Role, folded, successor
from bot.core.model.member import Community, Member
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores


@dataclass(frozen=True, slots=True)
class Standing:
    """A group with everybody in it, as the caller stands to it."""

    group: Group
    mates: Sequence[Mate]
    me: Mate | None
    """The caller, where they are in it."""
    organiser: bool
    """Whether the caller organises a community that the group lives in, and asks from there."""

    @property
    def owner(self) -> Mate | None:
        """Who owns it; where the owner is gone, who comes next. None for a group of none."""
        return successor(self.mates)

    @property
    def owns(self) -> bool:
        """Whether the caller is its owner, who needs no other right."""
        return self.me is not None and self.me == self.owner

    @property
    def leads(self) -> bool:
        """Whether the caller may do everything."""
        return self.organiser or self.owns

    @property
    def helps(self) -> bool:
        """Whether the caller may edit and invite."""
        return self.leads or (self.me is not None and self.me.role is Role.CO_OWNER)

    @property
    def free(self) -> int:
        """Places left."""
        return max(0, self.group.size - len(self.mates))

    def leading(self) -> Group:
        """The group, for what its owner may do. Raises `Refusal` for others."""
        if not self.leads:
            raise Refusal(f"Only the owner of **{escape(self.group.name)}** or an organiser can do that.")
        return self.group

    def helping(self) -> Group:
        """The group, for what its owner and co-owners may do. Raises `Refusal` for others."""
        if not self.helps:
            raise Refusal(
                f"Only the owner and co-owners of **{escape(self.group.name)}**, or an organiser, can do that."
            )
        return self.group


async def meant(stores: Stores, scene: Scene, member: Member | None, named: str | None) -> Sequence[Group]:
    """The groups that may be meant: the named one, else the group of this channel, else those that the caller is in.

    Raises `Refusal` where nothing is called so, as far as the caller can see.
    """
    if named is not None:
        if found := await _named(stores, scene, member, named):
            return found
        raise Refusal(f"I know no study group called “{shown(named)}” here. `/group list` shows those that there are.")
    if scene.place.channel is not None:
        home = await stores.groups.home(scene.place.channel.reference)
        if home is not None:
            return [home]
    return await stores.groups.of(member.number) if member else []


async def _named(stores: Stores, scene: Scene, member: Member | None, named: str) -> Sequence[Group]:
    mine = await stores.groups.of(member.number) if member else []
    community = await community_of(stores, scene, member)
    bare = named.removeprefix("#").strip()
    if bare.isascii() and bare.isdigit() and len(bare) < 18:
        group = await stores.groups.one(int(bare))
        if group is None or (group not in mine and not await _lives_here(stores, group, community)):
            return []
        return [group]
    here = await stores.groups.named(community.number, named) if community else None
    if here is not None:
        return [here]
    others = [group for group, _ in await stores.groups.living(community.number)] if community else []
    seen = {group.number: group for group in (*mine, *others)}.values()
    name = folded(named)
    exact = [group for group in seen if folded(group.name) == name]
    return exact or [group for group in seen if name and name in folded(group.name)][:25]


async def _lives_here(stores: Stores, group: Group, community: Community | None) -> bool:
    return community is not None and community.number in await stores.groups.communities(group.number)


async def standing(stores: Stores, scene: Scene, member: Member | None, group: Group) -> Standing:
    """How the caller stands to a group."""
    mates = await stores.groups.mates(group.number)
    me = next((mate for mate in mates if member and mate.member.number == member.number), None)
    organiser = False
    if scene.caller.organiser and scene.place.space is not None:
        community = await stores.communities.known(scene.place.space)
        organiser = await _lives_here(stores, group, community)
    return Standing(group, mates, me, organiser)


async def onlooker(
    stores: Stores, scene: Scene, member: Member | None, group: Group, *, shared: bool = False, home: bool = False
) -> Onlooker:
    """Who is about to read something about a group: the caller, or, where it is `shared`, everybody who reads there.

    In a group's own home everybody is taken for one of it.
    """
    community = await community_of(stores, scene, member)
    near = await stores.groups.near(group.number, community.number) if community else frozenset()
    if shared:
        return Onlooker(mate=home, near=near)
    mine = await stores.groups.of(member.number) if member else []
    return Onlooker(member.number if member else None, any(one.number == group.number for one in mine), near)


async def create(stores: Stores, scene: Scene, member: Member, draft: Group) -> tuple[Group, bool]:
    """Found a group, with the caller as its owner; the same group again where they just did, and then False.

    Raises `Refusal` where the name is taken, or the caller is in too many groups.
    """
    taken = await stores.groups.named(draft.community, draft.name)
    if taken is not None:
        owner = (await standing(stores, scene, member, taken)).owner
        if owner is not None and owner.member.number == member.number:
            return taken, False
        raise _name_taken(taken)
    await room_for_one_more(stores, member)
    group = await stores.groups.add(draft, scene.at)
    await stores.groups.enter(group.number, member.number, Role.OWNER, scene.at)
    return group, True


async def edit(stores: Stores, scene: Scene, where: Standing, changed: Group) -> None:
    """Keep what the group agreed on now. Raises `Refusal` where that cannot be."""
    where.helping()
    if folded(changed.name) != folded(where.group.name):
        taken = await stores.groups.named(changed.community, changed.name)
        if taken is not None:
            raise _name_taken(taken)
    if changed.size < len(where.mates):
        raise Refusal(
            f"**{escape(where.group.name)}** has {len(where.mates)} members already, so it cannot be smaller than that."
        )
    await stores.groups.change(changed, scene.at)
    if not where.owns and (where.me is None or where.me.role is not Role.CO_OWNER):
        await audit(stores, scene, changed.community, Act.GROUP_CHANGED, words=where.group.name)


def living(group: Group) -> Group:
    """The group. Raises `Refusal` for an archived one."""
    if group.archived:
        raise Refusal(f"**{escape(group.name)}** is archived; its owner can bring it back.")
    return group


async def room_for_one_more(stores: Stores, member: Member) -> None:
    """Raises `Refusal` for somebody who is in as many groups as can be."""
    if len(await stores.groups.of(member.number)) >= MOST_GROUPS:
        raise Refusal(
            f"You are in {MOST_GROUPS} study groups already, which is the most. Leave one first: `/group leave`."
        )


def _name_taken(taken: Group) -> Refusal:
    return Refusal(f"There is a study group called **{escape(taken.name)}** already. Join it, or choose another name.")
