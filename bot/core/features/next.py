"""`/next`: what comes next for whoever asks, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.learning import mine
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import phase_name
from bot.core.features.progress import phase_of
from bot.core.features.progress_cards import SHOW, mark_as, open_mine
from bot.core.features.roadmap import open_skill
from bot.core.model import milestone
from bot.core.model.library import Library
from bot.core.model.progress import Standing, State, Step, Why, count, next_step
from bot.core.model.roadmap import Phase
from bot.core.ports.database import Database
from bot.core.ports.shelf import Shelf


@dataclass(frozen=True, slots=True)
class NextFeature:
    """`/next`."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command]:
        """The command."""

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            found = await self.database.read(lambda stores: mine(stores, library, request.scene))
            where, projects = (found.standing, found.projects) if found else (Standing({}), {})
            step = next_step(library, where, phase_of(library, found.group) if found else None)
            card = end_card() if step is None else step_card(library, step, where)
            waits = [library.phases[phase] for phase, state in projects.items() if state is milestone.State.CHANGES]
            return replace(card, blocks=(*map(mend, waits), *card.blocks)) if waits else card

        yield Command("next", "Your next step, and why", show, shareable=False, examples=("next",), also=("what next",))


def step_card(library: Library, step: Step, where: Standing) -> Reply:
    """The next step, with everything that can be done about it."""
    phase, skill = step.phase, step.skill
    counted = count(phase.skills, where)
    blocks: list[Block] = [
        Text(f"{skill.summary}\n\n*Why this one:* {_reason(library, step)}"),
        Facts((("To prove it", skill.proof), (phase_name(library, phase), f"{counted.done} of {counted.skills} done"))),
    ]
    steps = [Button(f"Open {skill.title}", open_skill(skill), main=True), Button("Done", mark_as(State.DONE, skill))]
    if step.why is not Why.STARTED:
        steps.append(Button("Start", mark_as(State.DOING, skill)))
    steps.append(Button("Leave out", mark_as(State.SKIPPED, skill)))
    if step.why is Why.FIRST:
        steps.append(Button("I know some already", open_mine(library, phase)))
    return Reply(f"Next: {skill.title}", (*blocks, Buttons((*steps, Button("My progress", SHOW)))))


def mend(phase: Phase) -> Text:
    """What waits for its author before anything new."""
    return Text(
        f"Reviewers asked for changes of your project of **{phase.title}**: `/milestone status` shows what they say."
    )


def end_card() -> Reply:
    """There is no next skill."""
    return Reply(
        "You have reached the end of the roadmap",
        (
            Text("Every skill is done or left out. Build a portfolio project next, or practise for interviews."),
            Buttons(
                (
                    Button("Portfolio projects", Invocation("projects"), main=True),
                    Button("Interview questions", Invocation("interview browse")),
                    Button("My progress", SHOW),
                )
            ),
        ),
    )


def _reason(library: Library, step: Step) -> str:
    if step.heading_for is not None:
        return f"**{step.heading_for.title}**, which comes after it, builds on it."
    return {
        Why.STARTED: "you have started it. Finish it, or leave it out, before you begin another.",
        Why.GROUP: f"your study group is in {phase_name(library, step.phase)}.",
        Why.FIRST: "it is the first step of the roadmap, and most other skills build on it.",
    }.get(step.why, f"it is the first in {phase_name(library, step.phase)} that you haven't done.")
