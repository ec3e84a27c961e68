"""`/progress`: what somebody has learnt, marking it, and where their points come from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.acts.learning import Mine, mine, seen, settle
from bot.core.chat.blocks import Button, Buttons, Table, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Day, Parameter, Someone
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.naming import day_name, phase_kind, skill_kind, skills_kind
from bot.core.features.progress_cards import (
    SHOW,
    phase_mine_card,
    points_words,
    settled_card,
    show_card,
    skill_mine_card,
    take_back_card,
)
from bot.core.model.learning_day import ROLL_OVER
from bot.core.model.library import Library
from bot.core.model.progress import Standing, State, next_step
from bot.core.model.roadmap import Phase
from bot.core.ports.database import Database, Stores
from bot.core.ports.progress import Explained, GroupHere
from bot.core.ports.shelf import Shelf

LINES = 15
"""Lines of the ledger at once."""
LAST = 999_999_999

Run = Callable[[Request], Awaitable[Reply]]


def phase_of(library: Library, group: GroupHere | None) -> Phase | None:
    """The phase that a study group is in, under its present name."""
    return library.phases.get(group.phase) if group and group.phase else None


SAID = {"done": ("finished", "completed", "add"), "undo": ("remove", "unmark", "reset")}
"""Other words that people type for marking."""


@dataclass(frozen=True, slots=True)
class ProgressFeature:
    """`/progress` and what stands under it."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        number = Parameter("number", "Its number, 1 to 7, or its name", phase_kind(self.shelf))
        skill = Parameter("skill", "Which skill", skill_kind(self.shelf))
        skills = Parameter("skill", "Which skill, or several with commas", skills_kind(self.shelf), required=False)
        member = Parameter("member", "Whose progress, where they let others see it", Someone(), required=False)
        day = Parameter("day", "Only one day: today, yesterday, 2026-12-01", Day(learning=True), required=False)
        before = Parameter("before", "Only lines before this number", Whole(1, LAST), required=False)

        async def show(request: Request) -> Reply:
            library, person = self.shelf.library, request.get(member)
            if person is None or person == request.caller.person:
                return show_card(library, await self._mine(request))
            found = await self.database.read(lambda stores: seen(stores, library, request.scene, person))
            if found is None:
                raise Refusal(
                    "There is no progress of theirs that I may show you here.", Buttons((Button("My progress", SHOW),))
                )
            return show_card(library, found, own=False)

        async def show_phase(request: Request) -> Reply:
            library = self.shelf.library
            return phase_mine_card(library, library.phases[request[number]], _standing(await self._mine(request)))

        async def show_skill(request: Request) -> Reply:
            library = self.shelf.library
            return skill_mine_card(library, *library.skills[request[skill]], _standing(await self._mine(request)))

        async def why(request: Request) -> Reply:
            on, until = request.get(day), request.get(before)

            async def look(stores: Stores) -> tuple[Sequence[Explained], int] | None:
                known = await stores.people.known(request.caller.person)
                if known is None:
                    return None
                lines = await stores.progress.explained(known.number, before=until, day=on, limit=LINES + 1)
                return lines, await stores.progress.points(known.number)

            return why_card(await self.database.read(look), on, more=until is not None)

        yield Group(
            "progress",
            "What you have learnt, and what your points are for",
            default="progress show",
            shorthand=("progress skill",),
            also=("my progress", "stats", "profile", "me"),
        )
        yield Command(
            "progress show",
            "How far you have come, phase by phase",
            show,
            (member,),
            examples=("progress",),
            also=("progress me", "progress mine", "progress list"),
        )
        yield Command("progress phase", "Your skills in one phase", show_phase, (number,), shareable=False)
        yield Command(
            "progress skill",
            "Where you stand with one skill",
            show_skill,
            (skill,),
            shareable=False,
            examples=("progress git",),
        )
        for state, name, about in (
            (State.DONE, "done", "Mark skills as done"),
            (State.DOING, "start", "Mark skills as started"),
            (State.SKIPPED, "skip", "Leave skills out, for example because you know them"),
            (State.TODO, "undo", "Take back what you marked, and its points"),
        ):
            yield Command(
                f"progress {name}",
                about,
                self._marking(state, skills),
                (skills,),
                shareable=False,
                examples=(f"progress {name} git",),
                also=tuple(f"progress {word}" for word in SAID.get(name, ())),
            )
        yield Command(
            "progress why",
            "Where your points come from, line by line",
            why,
            (day, before),
            shareable=False,
            examples=("progress why day:yesterday",),
            also=("progress points", "points", "my points"),
        )

    async def _mine(self, request: Request) -> Mine | None:
        library = self.shelf.library
        return await self.database.read(lambda stores: mine(stores, library, request.scene))

    def _marking(self, state: State, skills: Parameter[str]) -> Run:
        async def run(request: Request) -> Reply:
            library, chosen = self.shelf.library, request.get(skills)
            if chosen is None:
                return _offered(library, state, await self._mine(request))
            ids = chosen.split(",")
            settled = await self.database.write(lambda stores: settle(stores, library, request.scene, ids, state))
            return settled_card(library, settled, phase_of(library, settled.group))

        return run


def _standing(whose: Mine | None) -> Standing:
    return whose.standing if whose else Standing({})


def _offered(library: Library, state: State, whose: Mine | None) -> Reply:
    """What to mark where nothing was named: the phase in which the next step is."""
    where = _standing(whose)
    if state is State.TODO:
        return take_back_card(library, where)
    step = next_step(library, where, phase_of(library, whose.group) if whose else None)
    return phase_mine_card(library, step.phase if step else library.roadmap.phases[-1], where)


def why_card(found: tuple[Sequence[Explained], int] | None, on: date | None, *, more: bool) -> Reply:
    """Lines of the ledger, the newest first, each with what everything until then sums to."""
    lines, points = found or ((), 0)
    steps = [Button("My progress", SHOW)]
    if not lines:
        about = f" for {day_name(on)}" if on else ""
        return Reply(
            "No points here" if on or more else "No points yet",
            (
                Text(
                    f"There is no line{about}. Finishing a skill and checking in give points. "
                    f"A day runs from {ROLL_OVER:%H:%M} to {ROLL_OVER:%H:%M} by your own clock."
                ),
                Buttons((Button("What next?", Invocation("next"), main=True), *steps)),
            ),
        )
    shown = lines[:LINES]
    rows = tuple((day_name(one.line.day), one.line.words, f"{one.line.points:+,}", f"{one.sum:,}") for one in shown)
    if len(lines) > LINES:
        older = {"day": on.isoformat()} if on else {}
        steps.insert(0, Button("Older lines", Invocation("progress why", {**older, "before": str(shown[-1].number)})))
    return Reply(
        f"Why you have {points_words(points)}",
        (
            Text("Every line is one act; the newest is first. “Sum” is what you had after it."),
            Table(("Day", "Why", "Points", "Sum"), rows),
            Buttons(tuple(steps)),
        ),
    )
