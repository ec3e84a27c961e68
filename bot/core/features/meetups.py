"""`/meetup list`, `show`, `dates`, `answer`, `where`: what is planned, and who comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.acts.attending import answer, attendance, runs
from bot.core.acts.meeting import community_of
from bot.core.acts.meetup_dates import upcoming
from bot.core.chat.blocks import Button, Buttons, Items, Option, Select, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Choice, Parameter
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.meetup_cards import about, spoken_when, target, titled, when
from bot.core.features.meetup_desk import DAY, LIST, MEETUP, SCHEDULE, Changed, MeetupDesk
from bot.core.features.naming import short
from bot.core.model.meetup import Coming, Gathering, seats
from bot.core.model.member import Member, Visibility
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

ANSWERS = (Option("going", "Going"), Option("maybe", "Maybe"), Option("no", "Can't come"))
SAID = (
    ("yes", "going"), ("coming", "going"), ("i'm coming", "going"), ("i'm going", "going"), ("i come", "going"),
    ("join", "going"), ("perhaps", "maybe"), ("not going", "no"), ("not coming", "no"), ("i can't", "no"),
    ("can't", "no"), ("cannot come", "no"),
)  # fmt: skip
LISTED = 15
"""Dates that a list shows."""
SOON = timedelta(days=92)
"""So far ahead does the list look."""
PER_SERIES = 3
"""Dates of one series that the list shows."""


@dataclass(frozen=True, slots=True)
class MeetupsFeature:
    """`/meetup` and what everybody can do there."""

    shelf: Shelf
    database: Database
    changed: Changed

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        coming = Parameter("answer", "Whether you come", Choice(ANSWERS, SAID))
        desk = MeetupDesk(self.shelf, self.database, self.changed)

        async def show(request: Request) -> Reply:
            return await desk.look(request, lambda stores, member, one: desk.card(request, stores, member, one))

        async def dates(request: Request) -> Reply:
            return await desk.look(request, lambda stores, member, one: _dates(request, stores, one))

        async def where(request: Request) -> Reply:
            return await desk.look(request, lambda stores, member, one: _where(request, stores, member, one))

        async def say(request: Request) -> Answer:
            said = Coming(request[coming])
            return await desk.act(
                request, lambda stores, member, one: _answered(request, desk, stores, member, one, said)
            )

        yield Group(
            "meetup",
            "Meetups: what is planned, and who comes",
            default="meetup list",
            shorthand=("meetup answer", "meetup show"),
            also=("meetups", "event", "events"),
        )
        yield Command("meetup list", "The meetups that are planned here", self._list, examples=("meetup list",))
        yield Command(
            "meetup show", "A meetup: when, who comes, what is to be done", show, (MEETUP, DAY),
            examples=("meetup show", "meetup show Paper club"), also=("meetup next", "meetup who", "meetup details"),
        )  # fmt: skip
        yield Command("meetup dates", "The next dates of a meetup that repeats", dates, (MEETUP,))
        yield Command(
            "meetup answer", "Say whether you come: going, maybe, no", say, (coming, MEETUP, DAY), shareable=False,
            examples=("meetup answer going",),
        )  # fmt: skip
        yield Command(
            "meetup where", "Where a meetup is, for those who go", where, (MEETUP, DAY), shareable=False,
        )  # fmt: skip

    async def _list(self, request: Request) -> Reply:
        scene = request.scene

        async def work(stores: Stores) -> list[tuple[Gathering, int, int]]:
            member = await stores.people.known(request.caller.person)
            community = await community_of(stores, scene, member)
            living = await stores.meetups.living(community.number, scene.at) if community else []
            found: list[Gathering] = []
            for meetup in living:
                found += await upcoming(stores, meetup, scene.at, SOON, PER_SERIES)
            found = sorted(found, key=lambda one: (one.at, one.meetup.number))[:LISTED]
            taken = [
                seats(await stores.meetups.answers(one.meetup.number, one.day), one.meetup.capacity) for one in found
            ]
            return [(one, len(each.going), len(each.waiting)) for one, each in zip(found, taken, strict=True)]

        found = await self.database.read(work)
        if not found:
            return Reply(
                "No meetup is planned here",
                (Text("Plan one, and people can say that they come."), Buttons((SCHEDULE,))),
            )
        options = tuple(Option(target(one), titled(one), short(spoken_when(one))) for one, _, _ in found)
        return Reply(
            "Meetups here",
            (
                Items(tuple(f"**{escape(one.meetup.title)}**: {when(one)}{_taken(*rest)}" for one, *rest in found)),
                Select("Open one", Invocation("meetup show"), "meetup", options),
                Buttons((Button("To my calendar", Invocation("meetup calendar")), SCHEDULE)),
            ),
        )


async def _dates(request: Request, stores: Stores, one: Gathering) -> Reply:
    found = await upcoming(stores, one.meetup, request.scene.at, timedelta(days=366), 10)
    title = f"{one.meetup.title}: next dates"
    if not found:
        return Reply(title, (Text("There is no date to come."), Buttons((about_it(one), LIST))))
    options = tuple(Option(target(each), short(spoken_when(each), 75)) for each in found)
    return Reply(
        title,
        (
            Items(tuple(when(each) for each in found), "numbers"),
            Select("Open one", Invocation("meetup show"), "meetup", options),
            Buttons((about_it(one), LIST)),
        ),
    )


async def _where(request: Request, stores: Stores, member: Member | None, one: Gathering) -> Reply:
    """The place, for those who go and those who run it; what to do about it for others."""
    found = await attendance(stores, one)
    number = member.number if member else None
    title = f"Where is {one.meetup.title}?"
    going = Button("Going", about("answer", one, answer="going"), main=True)
    if number not in found.seats.seated and not await runs(stores, request.scene, member, one.meetup):
        place = found.seats.place_in_line(number) if number is not None else None
        words = (
            f"You are number {place} on the waiting list. I tell you when a place becomes free, and then where it is."
            if place
            else "Only those who go are told where it is."
        )
        return Reply(title, (Text(words), Buttons((about_it(one),) if place else (going, about_it(one)))))
    words = escape(one.meetup.place) or "The host hasn't said yet where it is. Ask again nearer to the time."
    return Reply(title, (Text(words), Text(f"It begins {when(one)}."), Buttons((about_it(one),))))


async def _answered(
    request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering, said: Coming
) -> Reply:
    found = await answer(stores, request.scene, member, one, said)
    place = found.seats.place_in_line(member.number)
    match said:
        case Coming.GOING if place:
            words = f"All places are taken. You are number {place} on the waiting list; I tell you when one is free."
        case Coming.GOING if member.visibility is Visibility.PRIVATE:
            words = "You go. You are private, so I name you nowhere, nor in reminders: press “Remind me”."
        case Coming.GOING:
            words = "You go. I remind you an hour and ten minutes before it begins."
        case Coming.MAYBE:
            words = "You may come. Press “Going” when you know; that is what gives you a place."
        case _:
            words = "You can't come. Thank you for saying so."
    return await desk.card(request, stores, member, one, words)


def about_it(one: Gathering) -> Button:
    """Back to the meetup."""
    return Button("The meetup", about("show", one))


def _taken(going: int, waiting: int) -> str:
    words = f" · {going} {'goes' if going == 1 else 'go'}" if going else ""
    return f"{words}, {waiting} {'waits' if waiting == 1 else 'wait'}" if waiting else words
