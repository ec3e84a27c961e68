"""What organisers decide about their community, and two communities that become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.acts.auditing import audit
from bot.core.acts.codes import NewCode, NotGood, issue, opened, plain
from bot.core.acts.meeting import meet
from bot.core.chat.scene import Caller, Person, Scene, Space
from bot.core.model.member import Community, Member, SpaceSettings
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores
from bot.core.ports.joining import Carried


@dataclass(frozen=True, slots=True)
class Overview:
    """A community as its organisers see it."""

    community: Community
    spaces: Sequence[SpaceSettings]
    organisers: Sequence[Member]


@dataclass(frozen=True, slots=True)
class United:
    """Two communities that are one now."""

    overview: Overview
    carried: Carried


@dataclass(frozen=True, slots=True)
class AlreadyUnited:
    """The code is this community's own."""


async def overview(stores: Stores, scene: Scene, space: Space) -> Overview:
    """Everything that is set here; asking makes the community known."""
    await meet(stores, scene)
    community = await stores.communities.at(space, scene.at)
    return Overview(
        community,
        await stores.communities.spaces(community.number),
        await stores.communities.organisers(community.number),
    )


async def invite(stores: Stores, scene: Scene, space: Space, new_code: NewCode) -> str:
    """A code by which another server or workspace joins this community."""
    community = await stores.communities.at(space, scene.at)
    return await issue(stores, scene, new_code, "community", community.number)


async def look(stores: Stores, scene: Scene, space: Space, code: str) -> Overview | AlreadyUnited | NotGood:
    """The community that a code opens. Nothing is joined, and the code is still good."""
    found = await _two(stores, scene, space, code)
    if not isinstance(found, tuple):
        return found
    number = found[0].number
    return Overview(found[0], await stores.communities.spaces(number), await stores.communities.organisers(number))


async def unite(stores: Stores, scene: Scene, space: Space, code: str) -> United | AlreadyUnited | NotGood:
    """Let the community here become part of the one that the code opens, whose settings then hold."""
    found = await _two(stores, scene, space, code)
    if not isinstance(found, tuple):
        return found
    keeper, other = found
    await stores.codes.spend(plain(code))
    carried = await stores.joining.communities(keeper.number, other.number)
    await audit(stores, scene, keeper.number, Act.UNITED, words=other.name)
    return United(await overview(stores, scene, space), carried)


async def part(stores: Stores, scene: Scene, space: Space) -> Community | None:
    """Let this server or workspace be a community of its own again; None where it is one."""
    community = await stores.communities.at(space, scene.at)
    if len(await stores.communities.spaces(community.number)) < 2:
        return None
    new = await stores.communities.part(space, scene.at)
    await audit(stores, scene, community.number, Act.PARTED, words=new.name)
    return new


async def appoint(stores: Stores, scene: Scene, space: Space, person: Person) -> tuple[Member, bool]:
    """Make somebody an organiser; whether they weren't one. Somebody unknown is kept, under their account alone."""
    community = await stores.communities.at(space, scene.at)
    member = await stores.people.known(person) or await stores.people.meet(Caller(person, ""), scene.at)
    new = await stores.communities.appoint(community.number, member.number, scene.at)
    if new:
        await audit(stores, scene, community.number, Act.ORGANISER_ADDED, about=member.number)
    return member, new


async def dismiss(stores: Stores, scene: Scene, space: Space, person: Person) -> bool:
    """Make an appointed organiser a plain member again; False where they weren't one."""
    community = await stores.communities.at(space, scene.at)
    member = await stores.people.known(person)
    if member is None or not await stores.communities.dismiss(community.number, member.number):
        return False
    await audit(stores, scene, community.number, Act.ORGANISER_REMOVED, about=member.number)
    return True


async def _two(
    stores: Stores, scene: Scene, space: Space, code: str
) -> tuple[Community, Community] | AlreadyUnited | NotGood:
    """The community that a code opens, and the one here."""
    member = await meet(stores, scene)
    here = await stores.communities.at(space, scene.at)
    found = await opened(stores, scene, member, code, "community")
    if isinstance(found, NotGood):
        return found
    there = await stores.communities.community(found.community or 0)
    if there is None:
        return NotGood.UNKNOWN
    return AlreadyUnited() if there.number == here.number else (there, here)
