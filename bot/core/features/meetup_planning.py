"""`/meetup schedule`, `confirm`, `edit`, `move`, `cancel`: what a host plans, looks at, and changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.attending import check_on
from bot.core.acts.convening import cancel, cancel_all, confirm, draft, edit, move
from bot.core.acts.meeting import meet
from bot.core.acts.meetup_dates import FAR, upcoming
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Text
from bot.core.chat.command import ByDay, Command
from bot.core.chat.markup import escape
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.features.meetup_agenda import proposed
from bot.core.features.meetup_cards import about, spoken_when, when
from bot.core.features.meetup_desk import DAY, LIST, MEETUP, Changed, MeetupDesk, understood
from bot.core.features.meetup_forms import (
    CAPACITY,
    LENGTH,
    PLACE,
    SURE,
    TITLE,
    TO,
    WHEN,
    WHOLE,
    filled_form,
    fitting,
    given_place,
    new_form,
    required,
    sure,
    title_and_time,
)
from bot.core.model.meetup import (
    USUAL_LENGTH,
    Gathering,
    Meetup,
    State,
    gathering,
)
from bot.core.model.member import Member
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

PREVIEWED = 3
"""Dates that a preview shows."""


@dataclass(frozen=True, slots=True)
class MeetupPlanningFeature:
    """What a host does before a meetup."""

    shelf: Shelf
    database: Database
    changed: Changed

    def menu(self) -> Iterable[Command]:
        """The commands."""
        desk = MeetupDesk(self.shelf, self.database, self.changed)

        async def confirmed(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: self._confirm(request, desk, stores, member, one), running=True
            )

        async def edited(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: self._edit(request, desk, stores, member, one), running=True
            )

        async def moved(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: self._move(request, desk, stores, member, one), running=True
            )

        async def cancelled(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: self._cancel(request, desk, stores, member, one), running=True
            )

        asked = (TITLE, WHEN, PLACE, CAPACITY, LENGTH)
        yield Command(
            "meetup schedule", "Plan a meetup, once or again and again, and look at it first", self._schedule, asked,
            shareable=False,
            by_day=ByDay.TRULY,
            examples=(
                "meetup schedule Paper club next friday 18:00",
                "meetup schedule Office hours first monday each month 19:00 Europe/Berlin until june",
            ),
            also=("meetup plan", "meetup create", "meetup new", "meetup add"),
        )  # fmt: skip
        yield Command("meetup confirm", "Let what you looked at take place", confirmed, (MEETUP,), shareable=False)
        yield Command(
            "meetup edit", "Change a meetup with all its dates to come", edited, (MEETUP, *asked),
            shareable=False,
            by_day=ByDay.TRULY,
        )  # fmt: skip
        yield Command(
            "meetup move", "Let one date take place at another time", moved, (MEETUP, DAY, TO),
            shareable=False,
            by_day=ByDay.TRULY,
        )  # fmt: skip
        yield Command(
            "meetup cancel", "Cancel one date of a meetup, or all of them", cancelled, (MEETUP, DAY, WHOLE, SURE),
            shareable=False,
        )  # fmt: skip

    async def _schedule(self, request: Request) -> Answer:
        scene, place = request.scene, request.place
        if place.channel is None or place.space is None:
            return Reply(
                "A meetup is announced in a channel",
                (Text("Type that again in the channel where it is to be announced."), Buttons((LIST,))),
            )
        title, time, problem = title_and_time(request)
        if title is None or time is None:
            return new_form(title or "", request, problem if title else "")
        said, understood_as = time
        channel, space = place.channel.reference, place.space

        async def work(stores: Stores) -> Reply:
            member = await meet(stores, scene)
            community = await stores.communities.at(space, scene.at)
            group = await stores.groups.home(channel)
            homes = await stores.groups.homes(group.number) if group else []
            channels = dict.fromkeys((channel, *(home.channel for home in homes)))
            planned = Meetup(
                number=0,
                community=community.number,
                title=title,
                recurrence=understood_as.recurrence,
                channels=tuple(channels),
                space=space.reference,
                host=member.number,
                group=group.number if group else None,
                place=given_place(request) or "",
                capacity=request.get(CAPACITY) or None,
                length=request.get(LENGTH) or USUAL_LENGTH,
                said=said,
            )
            return await self._preview(
                request, stores, await draft(stores, scene, member, planned), understood_as.words
            )

        return await self.database.write(work)

    async def _preview(self, request: Request, stores: Stores, meetup: Meetup, words: str) -> Reply:
        """What was understood, with the next dates, to be confirmed."""
        dates = await upcoming(stores, meetup, request.scene.at, FAR, PREVIEWED)
        first = dates[0] if dates else gathering(meetup, meetup.recurrence.first)
        group = await stores.groups.one(meetup.group) if meetup.group is not None else None
        facts = [
            ("Places", str(meetup.capacity) if meetup.capacity else "as many as come"),
            ("For", f"{meetup.length} minutes"),
            ("Where", escape(meetup.place) if meetup.place else "you can add it later"),
        ]
        if group is not None:
            facts.append(("Study group", escape(group.name)))
        blocks: list[Block] = [
            Text(f"I understood: {escape(words)}."),
            Items(tuple(when(one) for one in dates), "numbers", title="The next dates"),
            Facts(tuple(facts)),
        ]
        if items := proposed(self.shelf.library, group, first.day):
            blocks.append(Items(items, title="The agenda that I would propose; you can write another"))
        days = meetup.lead(request.scene.at).days
        before = "a week" if days == 7 else "a day" if days < 2 else f"{days} days"
        again = f"the first date now, each further one {before} before it" if meetup.repeats else "it now"
        channels = "here" if len(meetup.channels) == 1 else "here and in the group's other homes"
        steps = (
            Button("Schedule it", about("confirm", first), main=True),
            Button("Change it", about("edit", first)),
            Button("Throw it away", about("cancel", first, all="yes", sure="yes")),
        )
        blocks += [
            Text(f"Nobody else sees this yet. When you confirm, I announce {again}, {channels}."),
            Buttons(steps),
        ]
        return Reply(f"{meetup.title}: is this right?", tuple(blocks), permalink=about("show", first))

    async def _confirm(
        self, request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering
    ) -> Answer:
        first = await confirm(stores, request.scene, one.meetup)
        return await desk.card(
            request, stores, member, first, "It is planned, and announced in a moment. People answer with the buttons."
        )

    async def _edit(self, request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
        meetup = one.meetup
        check_on(meetup)
        if all(request.get(one) is None for one in (TITLE, WHEN, PLACE, CAPACITY, LENGTH)):
            return filled_form(meetup, one)
        said = request.get(WHEN) or meetup.said
        time = understood(said, request.scene, meetup) if said != meetup.said else None
        title, place, capacity = request.get(TITLE), given_place(request), request.get(CAPACITY)
        changed = replace(
            meetup,
            title=meetup.title if title is None else fitting(title),
            recurrence=time.recurrence if time else meetup.recurrence,
            said=said,
            place=meetup.place if place is None else place,
            capacity=meetup.capacity if capacity is None else capacity or None,
            length=request.get(LENGTH) or meetup.length,
        )
        kept = await edit(stores, request.scene, meetup, changed, rescheduled=time is not None)
        if kept.state is State.DRAFT:
            return await self._preview(request, stores, kept, time.words if time else kept.said)
        found = await upcoming(stores, kept, request.scene.at, FAR, 1)
        changes = await stores.meetups.changes(kept.number)
        shown = found[0] if found else gathering(kept, one.day, changes.get(one.day))
        read = (f"I understood: {escape(time.words)}.",) if time else ()
        return await desk.card(request, stores, member, shown, *read, "Changed, for all dates to come.")

    async def _move(self, request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
        said = request.get(TO)
        if said is None:
            return Form(
                "Move one date", about("move", one), (Question(required(TO)),), words=f"Now: {spoken_when(one)}"
            )
        time = understood(said, request.scene, one.meetup)
        if time.recurrence.rule:
            raise Refusal("One date moves to one time. To change the whole series, use `/meetup edit`.")
        moved = await move(stores, request.scene, one, time.recurrence)
        read = f"I understood: {escape(time.words)}."
        return await desk.card(request, stores, member, moved, read, "Moved. I tell those who may come.")

    async def _cancel(
        self, request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering
    ) -> Answer:
        meetup, whole = one.meetup, request.get(WHOLE) or not one.meetup.repeats
        if whole and not meetup.repeats and meetup.state is State.ON and one.ends <= request.scene.at:
            raise Refusal("That date is over, so there is nothing to cancel.")
        if not request.get(SURE):
            return sure(one)
        if not whole:
            gone = await cancel(stores, request.scene, one)
            return await desk.card(request, stores, member, gone, "That date is cancelled. I tell those who may come.")
        draft = meetup.state is State.DRAFT
        over = await cancel_all(stores, request.scene.at, meetup)
        if draft:
            return Reply(f"{meetup.title} is thrown away", (Text("Nobody saw it."), Buttons((LIST,))))
        return await desk.card(
            request, stores, member, replace(one, meetup=over), "It is cancelled. I tell those who may come."
        )
