"""Who comes into a group and where it lives: joining, inviting, roles, and homes."""

from __future__ import annotations

from bot.core.acts.auditing import audit
from bot.core.acts.codes import plain
from bot.core.acts.grouping import Standing, living, meant, room_for_one_more, standing
from bot.core.chat.markup import escape
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Person, Scene
from bot.core.model.group import INVITED_FOR, MOST_HOMES, Group, Home, Invitation, Joining, Mate, Purpose, Role
from bot.core.model.member import Member
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores


async def invited(stores: Stores, scene: Scene, text: str | None, *purposes: Purpose) -> Invitation | None:
    """The invitation whose code `text` is; None where it is no code, but perhaps a name.

    Raises `Refusal` where it has ended, is for somebody else, or for something else.
    """
    found = await stores.groups.invitation(plain(text or ""))
    if found is None:
        return None
    if found.ends <= scene.at:
        raise Refusal("That code has ended; they last seven days. Ask for a new one.")
    if found.purpose not in purposes:
        raise Refusal(
            "That code is for a channel: type `/group home` with it in the channel that the group is to live in."
            if found.purpose is Purpose.HOME
            else "That code is for people: they type `/group join` with it."
        )
    return found


async def choose_to_join(
    stores: Stores, scene: Scene, member: Member, text: str | None
) -> tuple[list[Group], Invitation | None]:
    """The groups that may be meant by who wants to join one, and the invitation that they have."""
    invitation = await invited(stores, scene, text, Purpose.PERSON, Purpose.ANYONE)
    if invitation is None:
        return list(await meant(stores, scene, member, text)), None
    group = await stores.groups.one(invitation.group)
    return [group] if group else [], invitation


async def join(stores: Stores, scene: Scene, member: Member, group: Group, invitation: Invitation | None) -> bool:
    """Bring the caller into a group; False where they are in it already. Raises `Refusal` that says why not."""
    where = await standing(stores, scene, member, living(group))
    if where.me is not None:
        return False
    name = escape(group.name)
    if invitation is not None and invitation.person is not None:
        accounts = {one.reference for one in await stores.people.accounts(member.number)}
        if invitation.person not in accounts:
            raise Refusal(f"That invitation to **{name}** is for somebody else. Ask its owner for one of your own.")
    elif invitation is None and group.joining is Joining.INVITATION and not where.organiser:
        raise Refusal(f"**{name}** is by invitation. Ask somebody in it for a code, then type `/group join` with it.")
    if not where.free:
        raise Refusal(f"**{name}** is full: all {group.size} places are taken. `/group find` looks for another one.")
    await room_for_one_more(stores, member)
    role = Role.MEMBER if where.mates else Role.OWNER
    await stores.groups.enter(group.number, member.number, role, scene.at)
    if invitation is not None and invitation.purpose is Purpose.PERSON:
        await stores.groups.withdraw(group.number, invitation.code)
    return True


async def invite(stores: Stores, scene: Scene, where: Standing, code: str, person: Person | None) -> Invitation:
    """Make a code that lasts seven days, for one person or for whoever has it. Raises `Refusal`."""
    group = living(where.helping())
    if not where.free:
        raise Refusal(f"**{escape(group.name)}** is full: all {group.size} places are taken. Make it larger first.")
    if person is not None and await _mate(stores, where, person) is not None:
        raise Refusal(f"They are in **{escape(group.name)}** already.")
    purpose = Purpose.ANYONE if person is None else Purpose.PERSON
    return await _kept(
        stores,
        scene,
        Invitation(code, group.number, purpose, scene.at + INVITED_FOR, person.reference if person else None),
    )


async def offer_home(stores: Stores, scene: Scene, where: Standing, code: str) -> Invitation:
    """Make a code with which a group can be brought into one more channel, also on another platform."""
    group = living(where.leading())
    return await _kept(stores, scene, Invitation(code, group.number, Purpose.HOME, scene.at + INVITED_FOR))


async def _kept(stores: Stores, scene: Scene, invitation: Invitation) -> Invitation:
    await stores.groups.invite(invitation)
    return invitation


async def appoint(stores: Stores, scene: Scene, where: Standing, person: Person, role: Role) -> Mate:
    """Give somebody in the group another role; a new owner takes the place of the old one. Raises `Refusal`."""
    group = living(where.leading())
    mate = await _in_it(stores, where, person)
    if mate == where.owner and role is not Role.OWNER:
        raise Refusal(f"**{escape(group.name)}** needs an owner: make somebody else the owner first.")
    if role is Role.OWNER:
        for owner in [one for one in where.mates if one.role is Role.OWNER and one != mate]:
            await stores.groups.enter(group.number, owner.member.number, Role.CO_OWNER, scene.at)
    await stores.groups.enter(group.number, mate.member.number, role, scene.at)
    await _noted(stores, scene, where, mate)
    return mate


async def remove(stores: Stores, scene: Scene, where: Standing, person: Person) -> Mate:
    """Take somebody out of the group. Raises `Refusal`."""
    group = where.leading()
    mate = await _in_it(stores, where, person)
    if mate == where.owner:
        raise Refusal(f"**{escape(group.name)}** needs an owner: make somebody else the owner first.")
    await stores.groups.leave(group.number, mate.member.number, scene.at)
    await _noted(stores, scene, where, mate)
    return mate


async def _noted(stores: Stores, scene: Scene, where: Standing, mate: Mate) -> None:
    """What an organiser did with a member of somebody else's group stands in the log."""
    if not where.owns:
        await audit(
            stores,
            scene,
            where.group.community,
            Act.GROUP_MEMBER,
            about=mate.member.number,
            words=where.group.name,
        )


async def _mate(stores: Stores, where: Standing, person: Person) -> Mate | None:
    known = await stores.people.known(person)
    return next((mate for mate in where.mates if known is not None and mate.member.number == known.number), None)


async def _in_it(stores: Stores, where: Standing, person: Person) -> Mate:
    mate = await _mate(stores, where, person)
    if mate is None:
        raise Refusal(f"They are not in **{escape(where.group.name)}**. Invite them first: `/group invite`.")
    return mate


async def settle(stores: Stores, scene: Scene, group: Group, invitation: Invitation | None) -> bool:
    """Let a group live in the channel where this is said; False where it does already. Raises `Refusal`."""
    channel, space = scene.place.channel, scene.place.space
    if channel is None or space is None:
        raise Refusal(
            "A group lives in a channel of a server or workspace. Say that again in the channel that is meant."
        )
    taken = await stores.groups.home(channel.reference)
    if taken is not None and taken.number == group.number:
        return False
    if taken is not None:
        raise Refusal(f"**{escape(taken.name)}** lives in this channel. Choose another one, or a thread.")
    homes = await stores.groups.homes(living(group).number)
    if len(homes) >= MOST_HOMES:
        raise Refusal(f"**{escape(group.name)}** lives in {MOST_HOMES} channels already, which is the most.")
    await stores.groups.settle(group.number, Home(channel.reference, space.reference))
    if invitation is not None:
        await stores.groups.withdraw(group.number, invitation.code)
    return True


async def unsettle(stores: Stores, scene: Scene, where: Standing) -> bool:
    """Let a group live in this channel no longer; False where it doesn't. Raises `Refusal`."""
    group = where.leading()
    channel = scene.place.channel
    homes = await stores.groups.homes(group.number)
    if channel is None or channel.reference not in {home.channel for home in homes}:
        return False
    await stores.groups.unsettle(channel.reference)
    return True
