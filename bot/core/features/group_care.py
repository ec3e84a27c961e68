"""`/group edit, invite, role, remove, home`: what owners and co-owners look after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.core.acts.challenging import readjust
from bot.core.acts.group_places import appoint, invite, invited, offer_home, remove, settle, unsettle
from bot.core.acts.grouping import Standing, edit, living, standing
from bot.core.acts.meeting import meet
from bot.core.chat.blocks import Buttons, Option, Text
from bot.core.chat.command import Command
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Choice, Parameter, Someone, Words, YesNo
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.group_card import card
from bot.core.features.group_desk import (
    DAYS,
    GROUP,
    HOURS,
    JOINING,
    GroupDesk,
    chosen_phase,
    days,
    fitting,
    open_it,
    phase_or_any,
    reader,
    who,
)
from bot.core.features.group_replies import (
    ABOUT,
    NAME,
    SIZE,
    at_home,
    edit_form,
    home_code,
    invitation_code,
    invitation_for,
)
from bot.core.model.group import Joining, Purpose, Role
from bot.core.model.member import Member
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

PERSON = Parameter("person", "Whom: type @ and choose", Someone())
INVITEE = Parameter("person", "Whom; otherwise a code for anyone", Someone(), required=False)
ROLE = Parameter(
    "role",
    "What they are from now on",
    Choice(
        (
            Option("owner", "Owner", "Hands the group over; the owner of now becomes co-owner"),
            Option("co-owner", "Co-owner", "May edit and invite"),
            Option("member", "Member"),
        )
    ),
)
ENTRY = Parameter("group", "Its name, or a code for this channel", Words(200), required=False)
STOP = Parameter("stop", "Live here no longer", YesNo(), required=False)
CODE = Parameter("code", "A code for another channel, or platform", YesNo(), required=False)
END = Parameter("stop", "End all open invitations", YesNo(), required=False)


@dataclass(frozen=True, slots=True)
class GroupCareFeature:
    """The commands of those who run a group. `new_code` makes a word that nobody can guess."""

    shelf: Shelf
    database: Database
    new_code: Callable[[], str]

    def menu(self) -> Iterable[Command]:
        """The commands."""
        phase = Parameter("phase", "Which phase it works on", phase_or_any(self.shelf), required=False)
        desk = GroupDesk(self.database)

        async def change(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, where: self._edit(request, stores, member, where, request.get(phase))
            )

        async def ask_in(request: Request) -> Answer:
            code = self.new_code()
            return await desk.act(request, lambda stores, _, where: self._invite(request, stores, where, code))

        async def role(request: Request) -> Answer:
            return await desk.act(request, lambda stores, member, where: self._role(request, stores, member, where))

        async def take_out(request: Request) -> Answer:
            return await desk.act(request, lambda stores, member, where: self._remove(request, stores, member, where))

        async def home(request: Request) -> Answer:
            return await self._home(request, desk)

        yield Command(
            "group edit",
            "Change a study group: name, words, pace, phase, size, who may join",
            change,
            (GROUP, NAME, ABOUT, HOURS, DAYS, SIZE, phase, JOINING),
            shareable=False,
            by_right=True,
            examples=("group edit", "group edit hours:8 days:weekend"),
        )
        yield Command(
            "group invite",
            "Invite a person to a study group, or make a code that lasts seven days",
            ask_in,
            (INVITEE, GROUP, END),
            shareable=False,
            by_right=True,
            examples=("group invite",),
        )
        yield Command(
            "group role",
            "Make somebody co-owner or the owner of a study group, or member again",
            role,
            (PERSON, ROLE, GROUP),
            shareable=False,
            by_right=True,
        )
        yield Command(
            "group remove",
            "Take somebody out of a study group",
            take_out,
            (PERSON, GROUP),
            shareable=False,
            also=("group kick",),
            by_right=True,
        )
        yield Command(
            "group home",
            "Let a study group live in this channel or thread",
            home,
            (ENTRY, STOP, CODE),
            shareable=False,
            by_right=True,
            examples=("group home",),
        )

    async def _edit(
        self, request: Request, stores: Stores, member: Member, where: Standing, phase: str | None
    ) -> Answer:
        group = living(where.helping())
        given = set(request.values) - {GROUP.name}
        if not given:
            return edit_form(group)
        words = request.get(ABOUT)
        weekdays = days(request)
        changed = replace(
            group,
            name=fitting(request, NAME) if NAME.name in given else group.name,
            about=group.about if words is None else words.strip("- ") and words,
            hours=request.get(HOURS) or group.hours,
            days=group.days if weekdays is None else weekdays,
            size=request.get(SIZE) or group.size,
            phase=group.phase if phase is None else chosen_phase(self.shelf.library, phase),
            joining=Joining(request.get(JOINING) or group.joining.value),
        )
        await edit(stores, request.scene, where, changed)
        await readjust(stores, self.shelf.library, changed, request.scene.at)
        where = await standing(stores, request.scene, member, changed)
        reads = await reader(stores, request, member, changed)
        return card(self.shelf.library, where, reads, await stores.groups.homes(group.number))

    async def _invite(self, request: Request, stores: Stores, where: Standing, code: str) -> Reply:
        group, person = where.helping(), request.get(INVITEE)
        if request.get(END):
            count = await stores.groups.withdraw(group.number)
            words = f"{count} open {'invitation has' if count == 1 else 'invitations have'} ended."
            return Reply("Invitations ended", (Text(words), Buttons((open_it(group),))))
        invitation = await invite(stores, request.scene, where, code, person)
        return invitation_for(person, group, invitation) if person else invitation_code(group, invitation)

    async def _role(self, request: Request, stores: Stores, member: Member, where: Standing) -> Reply:
        role = Role(request[ROLE])
        mate = await appoint(stores, request.scene, where, request[PERSON], role)
        reads = await reader(stores, request, member, where.group)
        called = {Role.OWNER: "the owner", Role.CO_OWNER: "a co-owner", Role.MEMBER: "a member"}[role]
        words = f"In **{escape(where.group.name)}**, {who(reads, mate.member)} is {called} from now on."
        return Reply("The role is changed", (Text(words), Buttons((open_it(where.group),))))

    async def _remove(self, request: Request, stores: Stores, member: Member, where: Standing) -> Reply:
        mate = await remove(stores, request.scene, where, request[PERSON])
        reads = await reader(stores, request, member, where.group)
        words = f"{who(reads, mate.member)} is no longer in **{escape(where.group.name)}**."
        if where.group.joining is Joining.OPEN:
            words += " It is open to everyone, so they could come back."
        return Reply("Taken out", (Text(words), Buttons((open_it(where.group),))))

    async def _home(self, request: Request, desk: GroupDesk) -> Answer:
        code = self.new_code()

        async def with_code(stores: Stores) -> Reply | None:
            invitation = await invited(stores, request.scene, request.get(ENTRY), Purpose.HOME)
            group = await stores.groups.one(invitation.group) if invitation else None
            if invitation is None or group is None:
                return None
            await meet(stores, request.scene)
            return at_home(group, new=await settle(stores, request.scene, living(group), invitation))

        async def as_owner(stores: Stores, member: Member, where: Standing) -> Reply:
            group = where.leading()
            if request.get(CODE):
                return home_code(group, await offer_home(stores, request.scene, where, code))
            if request.get(STOP):
                words = (
                    "This channel is free again."
                    if await unsettle(stores, request.scene, where)
                    else ("It doesn't live in this channel.")
                )
                return Reply(f"{group.name} doesn't live here", (Text(words), Buttons((open_it(group),))))
            return at_home(group, new=await settle(stores, request.scene, living(group), None))

        return await self.database.write(with_code) or await desk.act(request, as_owner)
