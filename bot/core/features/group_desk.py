"""What all `/group` commands share: which group is meant, whom words name, what to say where there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.acts.grouping import Standing, meant, onlooker, standing
from bot.core.acts.meeting import meet
from bot.core.chat.blocks import Button, Buttons, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Choice, EntryId, Parameter, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.naming import phase_kind, phase_name, phase_options, short
from bot.core.model.group import Group, Onlooker, Unfit, group_name, read_days
from bot.core.model.library import Library
from bot.core.model.member import Member
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

GROUP = Parameter("group", "Its name; else the one of this channel, or yours", Words(200), required=False)
HOURS = Parameter("hours", "Hours a week for each", Whole(1, 60, "hours"), required=False)
DAYS = Parameter("days", "Days to learn on: mon wed, weekend, any", Words(80), required=False)
JOINING = Parameter(
    "joining",
    "Who may join",
    Choice((Option("open", "Open to everyone"), Option("invitation", "By invitation only"))),
    required=False,
)

ANY_PHASE = Option("any", "All phases", "It goes through the whole roadmap")

Act = Callable[[Stores, Member, Standing], Awaitable[Answer]]
Look = Callable[[Stores, Member | None, Standing], Awaitable[Reply]]

FIND = Button("Find a group", Invocation("group find"), main=True)
LIST = Button("All groups here", Invocation("group list"))
CREATE = Button("Found a group", Invocation("group create"))


def about(command: str, group: Group, **more: str) -> Invocation:
    """A command about a group, named by its number, which makes short buttons."""
    return Invocation(f"group {command}", {"group": str(group.number), **more})


@dataclass(frozen=True, slots=True)
class GroupDesk:
    """Finds the group that a request means, and lets something be done with it in one unit of work."""

    database: Database

    async def act(self, request: Request, act: Act) -> Answer:
        """What `act` answers, having changed something."""

        async def work(stores: Stores) -> Answer:
            member = await meet(stores, request.scene)
            groups = await meant(stores, request.scene, member, request.get(GROUP))
            if len(groups) != 1:
                return which(request, groups)
            return await act(stores, member, await standing(stores, request.scene, member, groups[0]))

        return await self.database.write(work)

    async def look(self, request: Request, look: Look) -> Reply:
        """What `look` answers, having only read."""

        async def work(stores: Stores) -> Reply:
            member = await stores.people.known(request.caller.person)
            groups = await meant(stores, request.scene, member, request.get(GROUP))
            if len(groups) != 1:
                return which(request, groups)
            return await look(stores, member, await standing(stores, request.scene, member, groups[0]))

        return await self.database.read(work)


async def reader(stores: Stores, request: Request, member: Member | None, group: Group) -> Onlooker:
    """Who reads the answer to a request: the caller alone, or everybody where it is shared."""
    shared = request.invocation.shared and not request.place.direct
    home = request.place.channel is not None and await stores.groups.home(request.place.channel.reference) == group
    return await onlooker(stores, request.scene, member, group, shared=shared, home=home)


def which(request: Request, groups: Sequence[Group]) -> Reply:
    """The question which of several groups is meant, or what to do for somebody who is in none."""
    if not groups:
        return Reply(
            "You are in no study group yet",
            (Text("Find one that suits you, or found your own and invite others."), Buttons((FIND, LIST, CREATE))),
        )
    options = tuple(Option(str(one.number), one.name, one.pace) for one in groups)
    select = Select("Which of these groups?", request.invocation, "group", options)
    if not select.carried.fits:
        return Reply(
            "Which study group?", (Text("Say that again with `group:` and the group's name."), Buttons((LIST,)))
        )
    return Reply("Which study group?", (select,))


def nowhere() -> Reply:
    """What to say where there is no community that groups could belong to."""
    return Reply(
        "Study groups live in a server or workspace",
        (
            Text("Say that again in a channel of yours, and I'll know which groups you mean."),
            Buttons((Button("Help", Invocation("help", {"command": "group"})),)),
        ),
    )


def who(reads: Onlooker, member: Member) -> str:
    """Somebody's name for whoever reads it, as Markdown."""
    return escape(member.shown) if reads.sees(member) else "a member"


def phase_or_any(shelf: Shelf) -> EntryId:
    """A phase by number, id or title, or `any`."""
    phases = phase_kind(shelf)

    def find(text: str) -> str | None:
        return ANY_PHASE.value if text.casefold() in ("any", "all", "none") else phases.find(text)

    return EntryId("phase", lambda: (ANY_PHASE, *phase_options(shelf.library)), find)


def chosen_phase(library: Library, value: str | None) -> str | None:
    """The id of a phase that was chosen; None for all of them."""
    return library.phases[value].id if value and value != ANY_PHASE.value else None


def phase_words(library: Library, phase: str | None) -> str:
    """A stored phase in words; one that leads nowhere any more counts as all of them."""
    found = library.phases.get(phase or "")
    return phase_name(library, found) if found else "all phases"


def options(groups: Mapping[Group, str]) -> tuple[Option, ...]:
    """Groups to choose from, each with what is said about it."""
    return tuple(Option(str(group.number), group.name, short(words)) for group, words in groups.items())


def fitting(request: Request, name: Parameter[str]) -> str:
    """The group's name that was given. Raises `Refusal` where it cannot be one."""
    try:
        return group_name(request[name])
    except Unfit as problem:
        raise Refusal(str(problem)) from None


def days(request: Request) -> tuple[int, ...] | None:
    """The weekdays that were given, if any were. Raises `Refusal` where they are none."""
    text = request.get(DAYS)
    try:
        return None if text is None else read_days(text)
    except Unfit as problem:
        raise Refusal(str(problem)) from None


def open_it(group: Group) -> Button:
    """Back to the group."""
    return Button("The group", about("show", group))
