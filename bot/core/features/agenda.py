"""`/agenda`: what I post in this community and when, what became of the last posts, and what has to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby

from bot.core.acts.agenda import MOST, Agenda, look
from bot.core.acts.challenging import CHALLENGE
from bot.core.acts.meeting import community_of
from bot.core.acts.meetup_posts import ANNOUNCEMENT, NEWS, REMINDER
from bot.core.acts.posting import BOARDS, TRACKER
from bot.core.acts.prompting import PROMPT
from bot.core.chat.blocks import Block, Button, Buttons, Items, Text
from bot.core.chat.command import ByDay, Command, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.whole import Whole
from bot.core.features.agenda_words import BY_HAND, became, tried
from bot.core.features.naming import day_name
from bot.core.model.appointment import Appointment, Delivery, Result
from bot.core.ports.database import Database, Stores

DAYS = 7
"""How far it looks, forward and back."""
LINES = 12
"""Lines on one page."""

AGENDA = Invocation("agenda")
PAGE = Parameter("page", "Which page", Whole(1, 4 * MOST // LINES + 1), required=False)

NAMES: Mapping[str, str] = {
    PROMPT: "a study prompt",
    CHALLENGE: "a milestone challenge",
    TRACKER: "the week of a study group",
    BOARDS: "the weekly boards",
    ANNOUNCEMENT: "the announcement of a meetup",
    REMINDER: "the reminder of a meetup",
    NEWS: "news of a meetup",
}
"""What is posted in channels for a community, by the name of its kind."""


@dataclass(frozen=True, slots=True)
class AgendaFeature:
    """`/agenda`."""

    database: Database

    def menu(self) -> Iterable[Command]:
        """The command."""

        async def shown(request: Request) -> Reply:
            scene = request.scene

            async def work(stores: Stores) -> Agenda | None:
                community = await community_of(stores, scene, await stores.people.known(request.caller.person))
                return await look(stores, scene.at, DAYS, community.number) if community else None

            return agenda_card(await self.database.read(work), scene, request.get(PAGE) or 1)

        yield Command(
            "agenda",
            "For organisers: what I post here and when, the last results, what failed and what to do",
            shown,
            (PAGE,),
            right=Right.ORGANISER,
            shareable=False,
            by_day=ByDay.LIGHTLY,
            examples=("agenda",),
        )


def agenda_card(agenda: Agenda | None, scene: Scene, page: int) -> Reply:
    """A page of it; of None, where no community is known yet, that nothing is planned."""
    lines = list(_lines(agenda, scene)) if agenda else []
    if not lines:
        words = f"I post nothing here within {DAYS} days, and nothing failed. These are what I could post:"
        offers = (
            Button("Study prompts", Invocation("prompts status")),
            Button("Weekly boards", Invocation("settings show")),
            Button("Meetups", Invocation("meetup list")),
        )
        return Reply("Nothing on the agenda", (Text(words), Buttons(offers)), permalink=AGENDA)
    pages = -(-len(lines) // LINES)
    page = min(page, pages)
    blocks: list[Block] = [
        Items(tuple(line for _, line in some), title=title)
        for title, some in groupby(lines[(page - 1) * LINES : page * LINES], key=lambda one: one[0])
    ]
    steps = [
        Button(label, _page(to))
        for label, to in (("Earlier page", page - 1), ("Next page", page + 1))
        if 0 < to <= pages
    ]
    steps.append(Button("Look again", _page(page)))
    of = f" ({page} of {pages})" if pages > 1 else ""
    return Reply(f"Agenda{of}", (*blocks, Buttons(tuple(steps))), permalink=_page(page))


def _page(number: int) -> Invocation:
    return AGENDA.with_arguments({"page": str(number)}) if number > 1 else AGENDA


def _lines(agenda: Agenda, scene: Scene) -> Iterator[tuple[str, str]]:
    """Each line with the title that it stands under: what has to be mended first."""
    for paused in agenda.paused[:MOST]:
        yield "Paused", f"{_what(paused, agenda, scene)}: {escape(paused.why) or BY_HAND}"
    for waiting in agenda.waiting[:MOST]:
        why = f"; {escape(waiting.why)}" if waiting.why else ""
        yield (
            "Waiting to be posted",
            f"{_when(waiting.due, scene)}: {_what(waiting.appointment, agenda, scene)}, {tried(waiting)}{why}",
        )
    done = agenda.done[:MOST]
    yield from (
        (f"Failed in the last {DAYS} days", _done(one, agenda, scene)) for one in done if one.result is Result.FAILED
    )
    for coming in agenda.coming[:MOST]:
        yield f"Due within {DAYS} days", f"{_when(coming.due, scene)}: {_what(coming.appointment, agenda, scene)}"
    yield from ((f"The last {DAYS} days", _done(one, agenda, scene)) for one in done if one.result is not Result.FAILED)


def _done(one: Delivery, agenda: Agenda, scene: Scene) -> str:
    return f"{_when(one.due, scene)}: {_what(one.appointment, agenda, scene)}, {escape(became(one))}"


def _when(at: datetime, scene: Scene) -> str:
    """An instant in UTC, and by the clock of whoever asks where that shows another time."""
    there = _clock(at, UTC)
    here = _clock(at, scene.zone)
    zone = f" ({here} {scene.zone_name})" if scene.zone_name and here != there else ""
    return f"**{there} UTC**{zone}"


def _clock(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{day_name(local.date())} {local:%H:%M}"


def _what(appointment: Appointment, agenda: Agenda, scene: Scene) -> str:
    """What is posted, about what, and where."""
    plan, channel = appointment.plan, scene.place.channel
    what = NAMES.get(plan.kind, "a post")
    if name := agenda.names.get(appointment.number):
        what = f"{what} ({escape(name)})"
    if channel is not None and channel.reference == plan.to:
        return f"{what} in this channel"
    return f"{what} in {plan.platform.capitalize()}'s channel `{plan.to.partition(':')[2]}`"
