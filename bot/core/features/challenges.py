"""`/challenge`: the project of a phase, done together by a study group until a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.acts.challenging import at_once, begin, cancel, open_challenge, proposed, told
from bot.core.acts.grouping import Standing, living
from bot.core.chat.blocks import Buttons, Option, Select, Text
from bot.core.chat.command import ByDay, Command
from bot.core.chat.command import Group as CommandGroup
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Day, Parameter, YesNo
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.challenge_cards import (
    about_challenge,
    cancel_card,
    none_card,
    preview_card,
    status_card,
)
from bot.core.features.group_desk import GROUP, GroupDesk, open_it, reader
from bot.core.features.naming import phase_kind, phase_options
from bot.core.model.challenge import Challenge
from bot.core.model.group import Group
from bot.core.model.member import Member
from bot.core.model.roadmap import Phase
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

START = Parameter("start", "The first day: today, next monday, 2026-12-01", Day(), required=False)
DEADLINE = Parameter("deadline", "The last day, if it isn't to follow the pace", Day(), required=False)
SAVE = Parameter("save", "Yes to plan it at once, without a preview", YesNo(), required=False)
SURE = Parameter("sure", "Yes, do it", YesNo(), required=False)
SHOWN = 10
"""Posts that are looked at for what didn't go as planned."""


@dataclass(frozen=True, slots=True)
class ChallengesFeature:
    """`/challenge` and what stands under it."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command | CommandGroup]:
        """The commands."""
        phase = Parameter("phase", "Which phase's project; else the group's", phase_kind(self.shelf), required=False)
        desk = GroupDesk(self.database)

        async def status(request: Request) -> Reply:
            return await desk.look(request, lambda stores, member, where: self._status(request, stores, member, where))

        async def plan(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, where: self._plan(request, stores, member, where, request.get(phase))
            )

        async def start(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, where: self._start(request, stores, member, where, request.get(phase))
            )

        async def end(request: Request) -> Answer:
            return await desk.act(request, lambda stores, member, where: self._cancel(request, stores, member, where))

        yield CommandGroup("challenge", "A phase's project, done together until a deadline", "challenge status")
        for name, about, run, parameters, examples in (
            ("status", "How your group's challenge stands", status, (GROUP,), ("challenge",)),
            (
                "plan",
                "Plan a challenge at your group's pace, with a preview first",
                plan,
                (GROUP, phase, START, SAVE),
                ("challenge plan", "challenge plan start:2027-01-11"),
            ),
            (
                "start",
                "Open a challenge at once",
                start,
                (phase, DEADLINE, GROUP),
                ("challenge start", "challenge start 2 deadline:2027-01-31"),
            ),
            ("cancel", "Call your group's challenge off", end, (GROUP, SURE), ()),
        ):
            yield Command(
                f"challenge {name}",
                about,
                run,
                parameters,
                shareable=False,
                examples=examples,
                by_day=ByDay.LIGHTLY,
                by_right=True,
            )

    async def _status(self, request: Request, stores: Stores, member: Member | None, where: Standing) -> Reply:
        challenge = await stores.challenges.latest(where.group.number)
        if challenge is None:
            return none_card(where.group, helps=where.helps)
        return await self._card(request, stores, member, where, challenge)

    async def _plan(
        self, request: Request, stores: Stores, member: Member, where: Standing, chosen: str | None
    ) -> Reply:
        group = living(where.helping())
        if (running := await open_challenge(stores, group, request.scene.at)) is not None and not request.get(SAVE):
            return await self._card(request, stores, member, where, running, "There is a challenge already")
        phase = self._phase(group, chosen)
        if phase is None:
            return self._which_phase(group, "plan")
        follows = chosen is None
        challenge = proposed(self.shelf.library, group, phase, request.scene, request.get(START), follows=follows)
        if request.get(SAVE):
            kept = await begin(stores, request.scene, where, challenge)
            return await self._card(request, stores, member, where, kept, "The challenge is planned")
        more = {} if follows else {"phase": str(self.shelf.library.number(phase))}
        save = about_challenge("plan", group, **more, start=challenge.first.isoformat(), save="yes")
        return preview_card(self.shelf.library, group, challenge, phase, save)

    async def _start(
        self, request: Request, stores: Stores, member: Member, where: Standing, chosen: str | None
    ) -> Reply:
        group = living(where.helping())
        phase = self._phase(group, chosen)
        if phase is None:
            return self._which_phase(group, "start", request.get(DEADLINE))
        challenge = at_once(self.shelf.library, group, phase, request.scene, request.get(DEADLINE))
        kept = await begin(stores, request.scene, where, challenge)
        return await self._card(request, stores, member, where, kept, "The challenge opens within a minute")

    async def _cancel(self, request: Request, stores: Stores, member: Member, where: Standing) -> Reply:
        group, sure = where.helping(), request.get(SURE)
        find = cancel(stores, request.scene, where) if sure else open_challenge(stores, group, request.scene.at)
        challenge = await find
        if challenge is None:
            return none_card(group, helps=True)
        if not sure:
            return cancel_card(group)
        return await self._card(request, stores, member, where, challenge, "The challenge is called off")

    async def _card(
        self,
        request: Request,
        stores: Stores,
        member: Member | None,
        where: Standing,
        challenge: Challenge,
        title: str = "",
    ) -> Reply:
        found = await told(stores, self.shelf.library, challenge)
        if found is None:
            return none_card(where.group, helps=where.helps)
        reads = await reader(stores, request, member, where.group)
        past = await stores.schedule.latest(challenge.owner, request.scene.at, SHOWN)
        goes_on = await open_challenge(stores, where.group, request.scene.at) is not None
        return status_card(self.shelf.library, found, reads, past, helps=where.helps, goes_on=goes_on, title=title)

    def _phase(self, group: Group, chosen: str | None) -> Phase | None:
        return self.shelf.library.phases.get(chosen or group.phase or "")

    def _which_phase(self, group: Group, command: str, deadline: date | None = None) -> Reply:
        more = {"deadline": deadline.isoformat()} if deadline else {}
        carried = Invocation(f"challenge {command}", {"group": str(group.number), **more})
        options: tuple[Option, ...] = phase_options(self.shelf.library)
        words = Text("The group goes through all phases, so say which one's project it takes on.")
        return Reply(
            "Which phase?", (words, Select("Choose a phase", carried, "phase", options), Buttons((open_it(group),)))
        )
