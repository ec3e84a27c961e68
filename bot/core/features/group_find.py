"""`/group find`: which group suits somebody, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.acts.meeting import community_of
from bot.core.chat.blocks import Block, Button, Buttons, Items, Text
from bot.core.chat.command import Command
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.group_desk import ANY_PHASE, CREATE, LIST, about, nowhere, phase_or_any
from bot.core.features.groups import places
from bot.core.model.group import Group, Joining
from bot.core.model.library import Library
from bot.core.model.matching import Fit, Offer, Wish, fit, likely
from bot.core.model.tracker import position
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

BEST = 5
"""Groups that are offered."""
LOOKED_AT = 100
"""Groups whose members' clocks are compared with the caller's."""

Found = tuple[Fit, Group, int]


@dataclass(frozen=True, slots=True)
class FindGroupFeature:
    """The command."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command]:
        """It alone."""
        phase = Parameter(
            "phase", "Which phase; otherwise the one you are in", phase_or_any(self.shelf), required=False
        )
        hours = Parameter("hours", "How many hours you have in a week", Whole(1, 60, "hours"), required=False)

        async def find(request: Request) -> Reply:
            return await self._find(request, request.get(phase), request.get(hours))

        yield Command(
            "group find",
            "Study groups that suit your phase, your pace and your waking hours, and why",
            find,
            (phase, hours),
            shareable=False,
            examples=("group find", "group find phase:2 hours:6"),
        )

    async def _find(self, request: Request, phase: str | None, hours: int | None) -> Reply:
        library, scene = self.shelf.library, request.scene

        async def work(stores: Stores) -> Reply:
            member = await stores.people.known(scene.caller.person)
            community = await community_of(stores, scene, member)
            if community is None and scene.place.space is None:
                return nowhere()
            states = await stores.groups.states(member.number) if member else {}
            zone = member.zone if member else scene.zone_name
            wish = Wish(_wanted(library, phase, states), hours, ZoneInfo(zone) if zone else None)
            mine = {group.number for group in (await stores.groups.of(member.number) if member else ())}
            here = await stores.groups.living(community.number) if community else []
            free = [(one, count) for one, count in here if count < one.size and one.number not in mine]
            closer = likeliest(library, wish, free)
            zones = {one.number: await stores.groups.zones(one.number) for one, _ in closer}
            return found(ranked(library, wish, closer, zones, scene.at), wish)

        return await self.database.read(work)


def likeliest(library: Library, wish: Wish, groups: Iterable[tuple[Group, int]]) -> list[tuple[Group, int]]:
    """The groups that suit best by phase and pace, those with fewer members first: only their clocks are looked at."""
    scores: dict[tuple[str | None, int], float] = {}

    def score(group: Group) -> float:
        kind = (group.phase, group.hours)
        if kind not in scores:
            scores[kind] = likely(wish, _phase_number(library, group), group.hours)
        return scores[kind]

    return sorted(groups, key=lambda one: (-score(one[0]), one[1], one[0].number))[:LOOKED_AT]


def ranked(
    library: Library, wish: Wish, groups: Iterable[tuple[Group, int]], zones: Mapping[int, Sequence[str]], at: datetime
) -> list[Found]:
    """The groups that suit best, the best first."""
    scored = []
    for group, count in groups:
        clocks = [ZoneInfo(zone) for zone in zones[group.number]]
        offer = Offer(_phase_number(library, group), group.hours, clocks)
        scored.append((fit(wish, offer, at), group, count))
    scored.sort(key=lambda one: (-one[0].score, one[1].name.casefold(), one[1].number))
    return scored[:BEST]


def _phase_number(library: Library, group: Group) -> int | None:
    phase = library.phases.get(group.phase or "")
    return library.number(phase) if phase else None


def found(best: Sequence[Found], wish: Wish) -> Reply:
    """What was found, with the reasons."""
    if not best:
        return Reply(
            "No study group has a free place for you",
            (Text("Found one yourself: others who look for a group will find it."), Buttons((CREATE, LIST))),
        )
    lines = [
        f"**{escape(group.name)}** fits {one.score} of 100: {one.why}. {escape(places(group, count))}."
        for one, group, count in best
    ]
    blocks: list[Block] = [Items(tuple(lines), "numbers")]
    if wish.zone is None:
        blocks.append(Text("I don't know your time zone yet, so shared waking hours count half for every group."))
    doors = [
        Button(f"Join {group.name}", about("join", group), main=place == 0)
        if group.joining is Joining.OPEN
        else Button(f"Look at {group.name}", about("show", group), main=place == 0)
        for place, (_, group, _) in enumerate(best)
    ]
    return Reply("Study groups that suit you", (*blocks, Buttons((*doors, LIST, CREATE))))


def _wanted(library: Library, phase: str | None, states: Mapping[str, str]) -> int | None:
    """The number of the phase that is looked for: the given one, else the one that the caller is in."""
    if phase is not None:
        return None if phase == ANY_PHASE.value else int(phase)
    where = position(library, states) if states else None
    return library.number(where[0]) if where else None
