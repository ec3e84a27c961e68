"""`/milestone`: the project that ends a phase, handing it in, and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from bot.core.acts.handing_in import HandedIn, Version, follow, hand_in, history, standing, versions, withdraw
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.peers import peer
from bot.core.acts.reviewing import Bar, Barred
from bot.core.chat.address import Address
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.command import Command, Group
from bot.core.chat.parameter import Parameter, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.milestone_cards import (
    Queued,
    handed_in_card,
    nowhere_card,
    overview_card,
    project_card,
    really_withdraw_card,
    reviews_card,
    status_card,
    told_card,
    withdrawn_card,
)
from bot.core.features.milestone_words import STATUS, clock
from bot.core.features.naming import phase_kind
from bot.core.model.member import Visibility
from bot.core.model.milestone import WORDS, Count, Submission, count, current
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

QUEUE = 25
"""Lines of the organisers' queue."""


@dataclass(frozen=True, slots=True)
class MilestonesFeature:
    """`/milestone` for whoever has work to show; `ReviewingFeature` adds what reviewers need."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        which = Parameter("phase", "Which phase's project", phase_kind(self.shelf), required=False)
        phase = Parameter("phase", "Which phase's project", phase_kind(self.shelf))
        link = Parameter("link", "Where your work is: an https address", Address())
        notes = Parameter("notes", "What reviewers should know", Words(WORDS, lines=True), required=False)
        sure = Parameter("sure", "Whether you mean it", YesNo(), required=False)

        async def show(request: Request) -> Reply:
            return await self._show(request, request.get(which))

        async def submit(request: Request) -> Reply:
            return await self._submit(request, request[phase], request[link], request.get(notes) or "")

        async def take_back(request: Request) -> Reply:
            return await self._withdraw(request, request[phase], sure=request.get(sure) or False)

        project = Parameter("project", "The number of what was handed in", Whole(1, 999_999_999))
        stop = Parameter("stop", "Be told no longer", YesNo(), required=False)

        async def tell(request: Request) -> Reply:
            return await self._tell(request, request[project], wanted=not request.get(stop))

        async def status(request: Request) -> Reply:
            chosen = request.get(which)
            return await (self._status(request) if chosen is None else self._reviews(request, chosen))

        yield Group(
            "milestone",
            "The project that ends a phase: hand it in, review a peer's",
            "milestone show",
            also=("milestones",),
        )
        yield Command(
            "milestone show",
            "A phase's project, how it is judged, and where yours is",
            show,
            (which,),
            shareable=False,
            examples=("milestone", "milestone show 2"),
        )
        yield Command(
            "milestone submit",
            "Hand in your project for review",
            submit,
            (phase, link, notes),
            shareable=False,
            examples=("milestone submit 2 https://github.com/me/my-project",),
        )
        yield Command("milestone withdraw", "Take your project back", take_back, (phase, sure), shareable=False)
        yield Command(
            "milestone tell",
            "Be told directly what becomes of a project of yours, or one that you reviewed",
            tell,
            (project, stop),
            shareable=False,
        )
        yield Command(
            "milestone status",
            "Where your projects are, and what reviewers said",
            status,
            (which,),
            shareable=False,
            by_right=True,
            examples=("milestone status",),
        )

    async def _show(self, request: Request, chosen: str | None) -> Reply:
        library = self.shelf.library

        async def reading(stores: Stores) -> tuple[dict[str, Submission], tzinfo]:
            member = await stores.people.known(request.caller.person)
            stand = await standing(stores, library, member.number) if member else {}
            return stand, clock(request.scene, member)

        stand, zone = await self.database.read(reading)
        if chosen is None:
            return overview_card(library, stand)
        phase = library.phases[chosen]
        return project_card(library, phase, stand.get(phase.id), zone)

    async def _submit(self, request: Request, chosen: str, link: str, notes: str) -> Reply:
        library, scene = self.shelf.library, request.scene
        phase = library.phases[chosen]

        async def act(stores: Stores) -> tuple[HandedIn, int, bool]:
            member = await meet(stores, scene)
            community = await community_of(stores, scene, member)
            if community is None:
                raise Barred(Bar.NOWHERE)
            outcome = await hand_in(stores, library, member.number, community.number, phase, link, notes, scene.at)
            before = await stores.reviews.about(outcome.before.number) if outcome.before else ()
            return outcome, len(before), member.visibility is Visibility.PRIVATE

        try:
            outcome, reviews, private = await self.database.write(act)
        except Barred:
            return nowhere_card(link, notes)
        return handed_in_card(library, phase, outcome, reviews, private=private)

    async def _withdraw(self, request: Request, chosen: str, *, sure: bool) -> Reply:
        library = self.shelf.library
        phase = library.phases[chosen]

        async def live(stores: Stores) -> bool:
            member = await stores.people.known(request.caller.person)
            mine = current(await versions(stores, library, member.number, phase)) if member else None
            return mine is not None and mine.state.live

        async def act(stores: Stores) -> bool:
            member = await stores.people.known(request.caller.person)
            return member is not None and await withdraw(stores, library, member.number, phase, request.scene.at)

        if sure:
            return withdrawn_card(library, phase, done=await self.database.write(act))
        if await self.database.read(live):
            return really_withdraw_card(library, phase)
        return withdrawn_card(library, phase, done=False)

    async def _tell(self, request: Request, number: int, *, wanted: bool) -> Reply:
        person = request.caller.person

        async def act(stores: Stores) -> Submission | None:
            member = await stores.people.known(person)
            return await follow(stores, member.number, number, person if wanted else None) if member else None

        submission = await self.database.write(act)
        if submission is None:
            raise Refusal(
                "That is no project of yours, nor one that you reviewed.", Buttons((Button("Where mine are", STATUS),))
            )
        return told_card(self.shelf.library, submission, wanted=wanted)

    async def _status(self, request: Request) -> Reply:
        library, scene = self.shelf.library, request.scene

        async def reading(stores: Stores) -> tuple[list[tuple[Submission, Count]], list[Queued], tzinfo]:
            member = await stores.people.known(scene.caller.person)
            stand = await standing(stores, library, member.number) if member else {}
            mine = [
                (one, count(one.member, await stores.reviews.about(one.number)))
                for one in sorted(stand.values(), key=lambda one: -one.number)
            ]
            here = await community_of(stores, scene, member) if scene.caller.organiser else None
            waiting = await stores.submissions.queue(here.number, QUEUE) if here else ()
            queue = [(one, reviews, await peer(stores, one.member, one.community)) for one, reviews in waiting]
            return mine, queue, clock(request.scene, member)

        return status_card(library, *await self.database.read(reading))

    async def _reviews(self, request: Request, chosen: str) -> Reply:
        library = self.shelf.library
        phase = library.phases[chosen]

        async def reading(stores: Stores) -> tuple[list[Version], tzinfo]:
            member = await stores.people.known(request.caller.person)
            mine = await versions(stores, library, member.number, phase) if member else []
            return await history(stores, mine), clock(request.scene, member)

        return reviews_card(library, phase, *await self.database.read(reading))
