"""`/group`: founding a study group, looking at it, joining, leaving and ending it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.group_ending import Ending, archive, depart, ending, restore
from bot.core.acts.group_places import choose_to_join, join
from bot.core.acts.grouping import Standing, create, standing
from bot.core.acts.meeting import community_of, meet
from bot.core.chat.blocks import Button, Buttons, Select, Table, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter, Words, YesNo
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.group_card import card
from bot.core.features.group_desk import (
    CREATE,
    DAYS,
    FIND,
    GROUP,
    HOURS,
    JOINING,
    LIST,
    GroupDesk,
    about,
    chosen_phase,
    days,
    fitting,
    nowhere,
    open_it,
    options,
    phase_or_any,
    phase_words,
    reader,
    which,
    who,
)
from bot.core.features.meetup_desk import Changed
from bot.core.model import group as model
from bot.core.model.group import USUAL_HOURS, Joining
from bot.core.model.member import Member
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

SHOWN = 50
"""Groups in a list; a community with more looks with `/group find`."""

SURE = Parameter("sure", "Yes, do it", YesNo(), required=False)

BACK = (
    "It is back, but lives in no channel yet: type `/group home` in the one that is meant. Study prompts that were "
    "set up there go on then. Meetups and challenges that were cancelled with it stay cancelled; plan new ones with "
    "`/meetup schedule` and `/challenge plan`."
)
FOUNDED = (
    "You own it. Let it live in a channel, so that everybody there sees its week: type `/group home` in that channel. "
    "Then invite others."
)
FOUNDED_BEFORE = (
    "You founded it before, so nothing was changed. `/group edit` changes its phase, its hours and who may join."
)


@dataclass(frozen=True, slots=True)
class GroupsFeature:
    """The commands that everybody uses."""

    shelf: Shelf
    database: Database
    changed: Changed

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        name = Parameter("name", "What to call it, 2 to 40 characters", Words(200))
        phase = Parameter("phase", "Which phase it works on", phase_or_any(self.shelf), required=False)
        entry = Parameter("group", "Its name, or the code of an invitation", Words(200), required=False)
        undo = Parameter("undo", "Bring it back", YesNo(), required=False)

        async def found(request: Request) -> Answer:
            draft = model.Group(
                number=0,
                community=0,
                name=fitting(request, name),
                phase=chosen_phase(self.shelf.library, request.get(phase)),
                hours=request.get(HOURS) or USUAL_HOURS,
                days=days(request) or (),
                joining=Joining(request.get(JOINING) or "open"),
            )
            return await self._found(request, draft)

        async def show_list(request: Request) -> Reply:
            return await self._list(request)

        async def show(request: Request) -> Reply:
            return await GroupDesk(self.database).look(
                request, lambda stores, member, where: self._card(request, stores, member, where)
            )

        async def enter(request: Request) -> Answer:
            return await self._enter(request, request.get(entry))

        async def leave(request: Request) -> Answer:
            answer = await GroupDesk(self.database).act(
                request, lambda stores, member, where: self._leave(request, stores, member, where)
            )
            self.changed(request.scene.at)
            return answer

        async def end(request: Request) -> Answer:
            back = bool(request.get(undo))
            answer = await GroupDesk(self.database).act(
                request, lambda stores, member, where: self._end(request, stores, member, where, back=back)
            )
            self.changed(request.scene.at)
            return answer

        yield Group(
            "group",
            "Study groups: find one, found one, see its week",
            default="group show",
            shorthand=("group show",),
            also=("groups", "study group", "study groups"),
        )
        yield Command(
            "group show",
            "A study group: its phase, its pace, who is in it",
            show,
            (GROUP,),
            by_right=True,
            examples=("group", "group Night Owls"),
            also=("group members", "group who", "group mine"),
        )
        yield Command(
            "group list", "The study groups of this community", show_list, examples=("group list",), also=("group all",)
        )
        yield Command(
            "group create",
            "Found a study group; you own it",
            found,
            (name, phase, HOURS, DAYS, JOINING),
            shareable=False,
            examples=("group create Night Owls phase:2 hours:6",),
            also=("group found", "group make"),
        )
        yield Command(
            "group join",
            "Join a study group, by its name or with a code",
            enter,
            (entry,),
            shareable=False,
            by_right=True,
            examples=("group join Night Owls",),
        )
        yield Command("group leave", "Leave a study group", leave, (GROUP, SURE), shareable=False)
        yield Command(
            "group archive",
            "End a study group; its past stays, and it can be brought back",
            end,
            (GROUP, SURE, undo),
            shareable=False,
            also=("group delete", "group close", "group end"),
            by_right=True,
        )

    async def _found(self, request: Request, draft: model.Group) -> Answer:
        async def work(stores: Stores) -> Answer:
            member = await meet(stores, request.scene)
            community = await community_of(stores, request.scene, member)
            if community is None:
                return nowhere()
            planned = replace(draft, community=community.number)
            group, new = await create(stores, request.scene, member, planned)
            where = await standing(stores, request.scene, member, group)
            return await self._card(request, stores, member, where, Text(FOUNDED if new else FOUNDED_BEFORE))

        return await self.database.write(work)

    async def _list(self, request: Request) -> Reply:
        async def work(stores: Stores) -> Reply:
            member = await stores.people.known(request.caller.person)
            community = await community_of(stores, request.scene, member)
            if community is None and request.place.space is None:
                return nowhere()
            return self._table(list(await stores.groups.living(community.number)) if community else [])

        return await self.database.read(work)

    def _table(self, groups: list[tuple[model.Group, int]]) -> Reply:
        if not groups:
            return Reply(
                "There is no study group here yet",
                (Text("Found the first one: a name is enough, the rest can be changed later."), Buttons((CREATE,))),
            )
        groups.sort(key=lambda pair: (pair[0].name.casefold(), pair[0].number))
        rows = tuple(
            (group.name, phase_words(self.shelf.library, group.phase), group.pace, places(group, count))
            for group, count in groups[:SHOWN]
        )
        left = len(groups) - len(rows)
        more = [Text(f"… and {left} more. `/group find` looks for those that suit you.")] if left else []
        menu = {group: places(group, count) for group, count in groups[:25]}
        return Reply(
            "Study groups here",
            (
                Table(("Group", "Phase", "Pace", "Places"), rows),
                *more,
                Select("Open a group", Invocation("group show"), "group", options(menu)),
                Buttons((FIND, CREATE)),
            ),
        )

    async def _card(
        self, request: Request, stores: Stores, member: Member | None, where: Standing, *first: Text
    ) -> Reply:
        reads = await reader(stores, request, member, where.group)
        homes = await stores.groups.homes(where.group.number)
        return card(self.shelf.library, where, reads, homes, first, shared=request.invocation.shared)

    async def _enter(self, request: Request, text: str | None) -> Answer:
        async def work(stores: Stores) -> Answer:
            member = await meet(stores, request.scene)
            groups, invitation = await choose_to_join(stores, request.scene, member, text)
            if len(groups) != 1:
                return which(request, groups)
            new = await join(stores, request.scene, member, groups[0], invitation)
            where = await standing(stores, request.scene, member, groups[0])
            name = escape(groups[0].name)
            words = f"You are in **{name}** already."
            if new:
                words = f"Welcome to **{name}**. Say hello, and check in when you have learnt something: `/checkin`."
            return await self._card(request, stores, member, where, Text(words))

        return await self.database.write(work)

    async def _leave(self, request: Request, stores: Stores, member: Member, where: Standing) -> Reply:
        group, name = where.group, escape(where.group.name)
        if where.me is None:
            return Reply("You are not in that group", (Text(f"**{name}** goes on without you."), Buttons((FIND, LIST))))
        if not request.get(SURE):
            alone = len(where.mates) == 1
            words = "Your progress stays yours."
            if alone:
                over = await ending(stores, request.scene.at, group)
                words = " ".join(("You are the last one, so it will be archived.", *with_it(over)))
            return Reply(
                f"Leave {group.name}?",
                (Text(words), Buttons((Button("Leave it", about("leave", group, sure="yes")), open_it(group)))),
            )
        reads = await reader(stores, request, member, group)
        owner = await depart(stores, request.scene.at, group, member.number)
        if isinstance(owner, Ending):
            return ended(group, owner)
        words = f"**{name}** goes on without you."
        if where.owner == where.me:
            words += f" It belongs to {who(reads, owner.member)} now."
        return Reply(f"You left {group.name}", (Text(words), Buttons((FIND, LIST))))

    async def _end(self, request: Request, stores: Stores, member: Member, where: Standing, *, back: bool) -> Reply:
        group = where.group
        if back:
            await restore(stores, request.scene, member, where)
            again = await stores.groups.one(group.number) or group
            where = await standing(stores, request.scene, member, again)
            homeless = not await stores.groups.homes(group.number)
            return await self._card(request, stores, member, where, *([Text(BACK)] if homeless else []))
        where.leading()
        if not request.get(SURE):
            sure = Button("Archive it", about("archive", group, sure="yes"))
            over = with_it(Ending() if group.archived else await ending(stores, request.scene.at, group))
            words = "Its name and channels become free and its invitations end. Its past weeks are kept."
            return Reply(f"Archive {group.name}?", (Text(" ".join((words, *over))), Buttons((sure, open_it(group)))))
        return ended(group, await archive(stores, request.scene, where))


def places(group: model.Group, count: int) -> str:
    """How full a group is, in words."""
    taken = f"{count} of {group.size}"
    if count >= group.size:
        return f"{taken}, full"
    return taken if group.joining is Joining.OPEN else f"{taken}, by invitation"


def ended(group: model.Group, over: Ending) -> Reply:
    """What is said when a group has ended."""
    back = Button("Bring it back", about("archive", group, undo="yes"))
    words = " ".join(("Its past weeks are kept. Whoever owned it can bring it back.", *with_it(over, done=True)))
    return Reply(f"{group.name} is archived", (Text(words), Buttons((back, LIST))))


def with_it(over: Ending, *, done: bool = False) -> tuple[str, ...]:
    """What ends with a group, or has ended, in a sentence; none where nothing does."""
    count = "1 meetup" if over.meetups == 1 else f"{over.meetups} meetups"
    what = " and ".join(([count] if over.meetups else []) + (["its challenge"] if over.challenge else []))
    if not what:
        return ()
    are = "is" if over.meetups + over.challenge == 1 else "are"
    first = f"{what[:1].upper()}{what[1:]}"
    return (f"{first} {are if done else f'{are} to be'} cancelled, and I tell those who may come.",)
