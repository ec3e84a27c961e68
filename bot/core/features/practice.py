"""Short tasks that end in something to show, with a model answer for afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Spoiler, Text
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.naming import chosen_place, covered, entry_kind, phase_kind, phase_name
from bot.core.features.roadmap import open_skill
from bot.core.model.library import Library
from bot.core.model.practice import Prompt
from bot.core.ports.shelf import Shelf

MOST = 10_000


@dataclass(frozen=True, slots=True)
class PracticeFeature:
    """`/practice`: a task of a phase, and its model answer."""

    shelf: Shelf

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        phase = Parameter("phase", "Only tasks of this phase", phase_kind(self.shelf), required=False)
        number = Parameter("number", "Which of them, from 1", Whole(1, MOST), required=False)
        task = Parameter(
            "task",
            "Which task",
            entry_kind("task", lambda: [(one, one.title, one.task) for one in self.shelf.library.prompts]),
        )

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(phase)
            wanted = library.phases[chosen].id if chosen else None
            found = [one for one in library.prompts if wanted in (None, one.phase)]
            if not found:
                return Reply("No such task yet", (Text("I have no task of that phase yet."),))
            place = chosen_place(request.scene, request.get(number), len(found))
            return task_card(library, found, place, chosen)

        async def reveal(request: Request) -> Reply:
            library = self.shelf.library
            return reveal_card(library, library.one(Prompt, request[task]), hidden=covered(request))

        yield Group(
            "practice",
            "A task of five to twenty minutes",
            "practice task",
            shorthand=("practice task",),
            also=("practise", "exercise", "exercises"),
        )
        yield Command(
            "practice task",
            "A short task of a phase that ends in something to show",
            show,
            (phase, number),
            addressable=True,
            examples=("practice", "practice 3"),
            by_day=ByDay.LIGHTLY,
        )
        yield Command("practice reveal", "A task with its model answer", reveal, (task,), addressable=True)


def task_card(library: Library, found: list[Prompt], place: int, phase: str | None) -> Reply:
    """One task, without its answer."""
    prompt = found[place - 1]
    _, skill = library.skills[prompt.skill]
    browse = Invocation("practice task", {"phase": phase} if phase else {})
    first = (Button("From the first task", browse.with_arguments({"number": "1"})),)
    steps = (
        Button("Show a model answer", open_reveal(prompt), main=True),
        Button("Next task", browse.with_arguments({"number": str(place % len(found) + 1)})),
        *(first if phase and 1 < place < len(found) else ()),
        Button(f"Skill: {skill.title}", open_skill(skill)),
    )
    standing = (("Task", f"{place} of {len(found)} of the phase; some use what earlier ones made"),) if phase else ()
    return Reply(
        prompt.title,
        (
            Text(prompt.task),
            Facts(
                (
                    ("Takes", f"about {prompt.minutes} minutes"),
                    ("Show", prompt.show),
                    ("Phase", phase_name(library, library.phases[prompt.phase])),
                    *standing,
                )
            ),
            Buttons(steps),
        ),
        permalink=browse.with_arguments({"number": str(place)}),
    )


def reveal_card(library: Library, prompt: Prompt, *, hidden: bool = False) -> Reply:
    """A task with its model answer; `hidden` covers the answer, for a channel where others still work on it."""
    _, skill = library.skills[prompt.skill]
    answer: Block = Spoiler("a model answer", prompt.reveal, open_reveal(prompt)) if hidden else Text(prompt.reveal)
    steps = (Button(f"Skill: {skill.title}", open_skill(skill)), Button("Another task", Invocation("practice task")))
    return Reply(prompt.title, (Text(prompt.task), answer, Buttons(steps)), permalink=open_reveal(prompt))


def open_reveal(prompt: Prompt) -> Invocation:
    """What shows a task with its model answer."""
    return Invocation("practice reveal", {"task": prompt.id})
