"""The roadmap in chat: the whole path, a phase, a skill, a milestone, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Table, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import link, phase_kind, phase_name, phase_options, short, skill_kind, skills_of
from bot.core.features.remembered import Remembered
from bot.core.model.library import Library
from bot.core.model.roadmap import Milestone, Phase, Skill
from bot.core.ports.shelf import Shelf

OVERVIEW = Invocation("roadmap overview")


def open_phase(library: Library, phase: Phase) -> Invocation:
    """What shows a phase."""
    return Invocation("roadmap phase", {"number": str(library.number(phase))})


def open_skill(skill: Skill) -> Invocation:
    """What shows a skill."""
    return Invocation("roadmap skill", {"skill": skill.id})


def open_milestone(library: Library, phase: Phase) -> Invocation:
    """What shows how a phase's project is judged."""
    return Invocation("roadmap milestone", {"phase": str(library.number(phase))})


@dataclass(frozen=True, slots=True)
class RoadmapFeature:
    """`/roadmap` and what stands under it."""

    shelf: Shelf

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        number = Parameter("number", "Its number, 1 to 7, or its name", phase_kind(self.shelf))
        skill = Parameter("skill", "Which skill", skill_kind(self.shelf))
        phase = Parameter("phase", "Which phase's project", phase_kind(self.shelf))
        after = Parameter("after", "The last skill you finished", skill_kind(self.shelf), required=False)

        overviews = Remembered(self.shelf, lambda library, _: overview(library))
        phases = Remembered(self.shelf, lambda library, name: phase_card(library, library.phases[name]))
        skills = Remembered(self.shelf, lambda library, name: skill_card(library, *library.skills[name]))
        milestones = Remembered(self.shelf, lambda library, name: milestone_card(library, library.phases[name]))

        async def show_overview(request: Request) -> Reply:
            return overviews[""]

        async def show_phase(request: Request) -> Reply:
            return phases[request[number]]

        async def show_skill(request: Request) -> Reply:
            return skills[request[skill]]

        async def show_milestone(request: Request) -> Reply:
            return milestones[request[phase]]

        async def show_next(request: Request) -> Reply:
            return next_step(self.shelf.library, request.get(after))

        yield Group(
            "roadmap",
            "The seven phases from first steps to LLMs in production",
            default="roadmap overview",
            shorthand=("roadmap phase", "roadmap skill"),
        )
        yield Command(
            "roadmap overview",
            "The whole path at a glance",
            show_overview,
            addressable=True,
            examples=("roadmap",),
            also=("roadmap phases", "roadmap list", "roadmap all"),
        )
        yield Command(
            "roadmap phase",
            "One phase: how long, what to learn, which tools, which project",
            show_phase,
            (number,),
            addressable=True,
            examples=("roadmap 6", "roadmap phase llmops"),
        )
        yield Command(
            "roadmap skill",
            "One skill: what to know, how to practise it, how to prove it",
            show_skill,
            (skill,),
            addressable=True,
            examples=("roadmap skill data-drift", "roadmap git"),
        )
        yield Command(
            "roadmap milestone",
            "The project that ends a phase, and how it is judged",
            show_milestone,
            (phase,),
            addressable=True,
            examples=("roadmap milestone 1",),
        )
        yield Command(
            "roadmap next",
            "What to learn next, and why",
            show_next,
            (after,),
            addressable=True,
            examples=("roadmap next after:git", "roadmap what next"),
            also=("roadmap what next",),
        )


def overview(library: Library) -> Reply:
    """The whole path: every phase with its weeks, and a way into each."""
    roadmap = library.roadmap
    rows = tuple(
        (str(number), phase.title, f"{phase.weeks} weeks", str(len(phase.skills)))
        for number, phase in enumerate(roadmap.phases, 1)
    )
    return Reply(
        roadmap.title,
        (
            Text(roadmap.summary),
            Table(("Phase", "What", "How long", "Skills"), rows),
            Text(
                f"The whole path takes **{roadmap.months} months**, depending on where you start and your weekly hours."
            ),
            _phase_select(library),
            Buttons(
                (
                    Button("What next?", Invocation("next"), main=True),
                    Button("My progress", Invocation("progress show")),
                    Button("Plan my dates", Invocation("plan dates")),
                    Button("Ask a question", Invocation("ask")),
                )
            ),
        ),
        permalink=OVERVIEW,
    )


def phase_card(library: Library, phase: Phase) -> Reply:
    """One phase: its frame, its skills by area, its project, and the phases beside it."""
    phases = library.roadmap.phases
    place = library.number(phase) - 1
    areas: dict[str, list[str]] = {}
    for skill in phase.skills:
        areas.setdefault(skill.area, []).append(skill.title)
    steps = [
        Button("The project", open_milestone(library, phase), main=True),
        Button("Interview questions", Invocation("interview browse", {"phase": str(place + 1)})),
    ]
    if place > 0:
        steps.append(Button(f"Previous: {phases[place - 1].title}", open_phase(library, phases[place - 1])))
    if place + 1 < len(phases):
        steps.append(Button(f"Next: {phases[place + 1].title}", open_phase(library, phases[place + 1])))
    steps.append(Button("My progress here", Invocation("progress phase", {"number": str(place + 1)})))
    steps.append(Button("All phases", OVERVIEW))
    return Reply(
        phase_name(library, phase),
        (
            Facts(
                (
                    ("How long", f"{phase.weeks} weeks"),
                    ("You learn", phase.learn),
                    ("Key tools", ", ".join(phase.tools)),
                    ("Project", f"**{phase.milestone.title}**"),
                )
            ),
            Text(phase.why),
            Items(tuple(f"**{area}**: {', '.join(titles)}" for area, titles in areas.items()), title="Skills"),
            Select(
                "Open a skill",
                Invocation("roadmap skill"),
                "skill",
                tuple(Option(skill.id, skill.title, short(skill.summary)) for skill in phase.skills),
            ),
            Buttons(tuple(steps)),
        ),
        permalink=open_phase(library, phase),
    )


def skill_card(library: Library, phase: Phase, skill: Skill) -> Reply:
    """One skill: what to know, how to practise and prove it, where to read on."""
    blocks: list[Block] = [
        Text(skill.summary),
        Items(skill.know, title="What to know"),
        Text(f"**Practise**\n\n{skill.practice}"),
        Text(f"**Prove it**\n\n{skill.proof}"),
    ]
    if skill.links:
        blocks.append(Items(tuple(link(one) for one in skill.links), title="Read on"))
    needed = skills_of(library, skill.needs)
    if needed:
        blocks.append(Facts((("Comes after", ", ".join(one.title for one in needed)),)))
    place = phase.skills.index(skill)
    neighbours = [("Previous", one) for one in phase.skills[max(place - 1, 0) : place]]
    neighbours += [("Next", one) for one in phase.skills[place + 1 : place + 2]]
    beside = {one.id for _, one in neighbours}
    steps = [
        Button("What next?", Invocation("roadmap next", {"after": skill.id}), main=True),
        Button("Done", Invocation("progress done", {"skill": skill.id})),
        Button("My state", Invocation("progress skill", {"skill": skill.id})),
    ]
    steps += [Button(f"First: {one.title}", open_skill(one)) for one in needed if one.id not in beside]
    steps += [Button(f"{where}: {one.title}", open_skill(one)) for where, one in neighbours]
    steps.append(Button("Remind me…", Invocation("remindme later", {"text": skill.title})))
    steps.append(Button(phase_name(library, phase), open_phase(library, phase)))
    return Reply(skill.title, (*blocks, Buttons(tuple(steps))), permalink=open_skill(skill))


def milestone_card(library: Library, phase: Phase) -> Reply:
    """The project of a phase: what to hand in, how peers judge it, what usually goes wrong."""
    milestone: Milestone = phase.milestone
    rubric = tuple(f"**{one.title}**: 0 is “{one.scores[0]}”, 4 is “{one.scores[-1]}”" for one in milestone.criteria)
    return Reply(
        milestone.title,
        (
            Text(milestone.brief),
            Items(milestone.deliverables, title="Hand in"),
            Items(rubric, title="Peers judge each of these from 0 to 4"),
            Items(milestone.checklist, title="Before you hand it in"),
            Items(milestone.pitfalls, title="What usually goes wrong"),
            Items(milestone.stretch, title="If you want more"),
            Buttons(
                (
                    Button("Hand it in", Invocation("milestone show", {"phase": str(library.number(phase))})),
                    Button(phase_name(library, phase), open_phase(library, phase)),
                    Button("All phases", OVERVIEW),
                )
            ),
        ),
        permalink=open_milestone(library, phase),
    )


def next_step(library: Library, after: str | None) -> Reply:
    """The skill that follows `after` on the roadmap, or the very first, with the reason."""
    path = [(phase, skill) for phase in library.roadmap.phases for skill in phase.skills]
    place = 0 if after is None else path.index(library.skills[after]) + 1
    if place == len(path):
        return Reply(
            "You have reached the end of the roadmap",
            (
                Text("That was the last skill. Build a portfolio project next, or practise for interviews."),
                Buttons(
                    (
                        Button("Portfolio projects", Invocation("projects"), main=True),
                        Button("Interview questions", Invocation("interview browse")),
                    )
                ),
            ),
        )
    phase, skill = path[place]
    blocks: list[Block] = [Text(f"{skill.summary}\n\n*Why this one:* {_reason(library, path, place)}")]
    steps = [
        Button(f"Open {skill.title}", open_skill(skill), main=True),
        Button("I know that, what next?", Invocation("roadmap next", {"after": skill.id})),
    ]
    if place > 0 and path[place - 1][0] is not phase:
        before = path[place - 1][0]
        blocks.append(Text(f"Before you go on: **{before.milestone.title}** proves what you learnt in {before.title}."))
        steps.append(Button("The project", open_milestone(library, before)))
    if after is None:
        last = tuple(
            Option(one.skills[-1].id, f"{number}. {one.title}", f"Then go on with phase {number + 1}")
            for number, one in enumerate(library.roadmap.phases[:-1], 1)
        )
        blocks.append(Select("I have finished a phase already", Invocation("roadmap next"), "after", last))
    return Reply(f"Next: {skill.title}", (*blocks, Buttons(tuple(steps))))


def _reason(library: Library, path: list[tuple[Phase, Skill]], place: int) -> str:
    phase, skill = path[place]
    if place == 0:
        return "it is the first step of the roadmap, and most other skills build on it."
    needed = skills_of(library, skill.needs)
    if needed:
        return f"it builds on {', '.join(one.title for one in needed)}."
    if path[place - 1][0] is not phase:
        return f"it opens {phase_name(library, phase)}."
    return f"it follows {path[place - 1][1].title} in {phase_name(library, phase)}."


def _phase_select(library: Library) -> Select:
    return Select("Open a phase", Invocation("roadmap phase"), "number", phase_options(library))
