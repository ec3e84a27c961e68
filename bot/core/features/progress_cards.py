"""What `/progress` shows: the whole path, one phase, one skill, and what came of marking skills."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.acts.learning import Mine, Settled
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.features.badges import badge_lines, earned
from bot.core.features.naming import phase_name, phase_options, short
from bot.core.features.roadmap import open_milestone, open_skill
from bot.core.model import milestone
from bot.core.model.library import Library
from bot.core.model.progress import Count, Standing, State, Step, count, next_step, whole
from bot.core.model.roadmap import Phase, Skill

SHOW = Invocation("progress show")
NEXT = Invocation("next")
WORDS = {
    State.TODO: "○ to do",
    State.SKIPPED: "– left out",
    State.DOING: "▸ doing",
    State.DONE: "✓ done",
}
"""A symbol and a word for each state: neither stands alone."""
_PROJECTS = {
    milestone.State.WAITING: " Its project waits for reviews.",
    milestone.State.CHANGES: " Reviewers asked for changes of its project.",
    milestone.State.PASSED: " ◆ Its project has passed.",
}
_VERBS = {
    State.DONE: ("Done", "done"),
    State.DOING: ("Started", "started"),
    State.SKIPPED: ("Left out", "left out"),
    State.TODO: ("Taken back", "taken back"),
}


def mark_as(state: State, skill: Skill | None = None) -> Invocation:
    """What puts a skill into a state; without one it offers which."""
    name = {State.DONE: "done", State.DOING: "start", State.SKIPPED: "skip", State.TODO: "undo"}[state]
    return Invocation(f"progress {name}", {"skill": skill.id} if skill else {})


def open_mine(library: Library, phase: Phase) -> Invocation:
    """What shows the caller's states in a phase."""
    return Invocation("progress phase", {"number": str(library.number(phase))})


def points_words(points: int) -> str:
    """`1 point`, `20 points`."""
    return f"{points:,} {'point' if points == 1 else 'points'}"


def show_card(library: Library, whose: Mine | None, *, own: bool = True) -> Reply:
    """The whole path: a line for each phase."""
    where = whose.standing if whose else Standing({})
    total = whole(library, where)
    blocks: list[Block] = []
    if not own and whose:
        blocks.append(Text(f"This is how far **{escape(whose.member.shown)}** has come."))
    elif not where.states:
        blocks.append(
            Text("Nothing is marked yet. When you finish a skill, press “Done” on it, and I keep count for you.")
        )
    sums = [("Done", f"{total.done} of {total.skills} skills ({total.percent}%)")]
    if total.skipped:
        sums.append(("Left out", str(total.skipped)))
    if where.past:
        sums.append(("Also done", f"{where.past} that the roadmap no longer lists"))
    if whose:
        sums.append(("Points", f"{whose.points:,}"))
    projects = whose.projects if whose else {}
    if not own:
        projects = {phase: state for phase, state in projects.items() if state is milestone.State.PASSED}
    lines = tuple(_phase_line(library, phase, where, projects.get(phase.id)) for phase in library.roadmap.phases)
    blocks += [Facts(tuple(sums)), Items(lines, title="Phases")]
    if whose and whose.badges:
        blocks.append(Items(tuple(badge_lines(library, whose.badges)), title="Badges"))
    if not own:
        return Reply("Progress of a member", (*blocks, Buttons((Button("My own progress", SHOW),))))
    blocks.append(Select("Open a phase", Invocation("progress phase"), "number", phase_options(library)))
    steps = [
        Button("What next?", NEXT, main=True),
        Button("Check in", Invocation("checkin write")),
        Button("Streak", Invocation("streak show")),
        Button("Why these points?", Invocation("progress why")),
    ]
    return Reply("Your progress", (*blocks, Buttons(tuple(steps))), permalink=SHOW)


def phase_mine_card(library: Library, phase: Phase, where: Standing) -> Reply:
    """One phase: a line for each skill, and menus to mark several at once."""
    lines = tuple(f"{WORDS[where.of(skill)]}: {skill.title}" for skill in phase.skills)
    blocks: list[Block] = [Text(_counted(count(phase.skills, where))), Items(lines, title="Skills")]
    for label, state in (
        ("Mark as done", State.DONE),
        ("Mark as started", State.DOING),
        ("Leave out", State.SKIPPED),
    ):
        open_ones = [one for one in phase.skills if where.of(one) not in (State.DONE, state)]
        if open_ones:
            blocks.append(Select(label, mark_as(state), "skill", _options(open_ones), many=True))
    blocks.append(Select("Open a skill", Invocation("progress skill"), "skill", _options(phase.skills)))
    steps = [Button("What next?", NEXT, main=True), Button("The project", open_milestone(library, phase))]
    place = library.number(phase)
    for label, other in (("Previous", place - 1), ("Next", place + 1)):
        beside = library.phases.get(str(other))
        if beside is not None:
            steps.append(Button(f"{label}: {beside.title}", open_mine(library, beside)))
    steps.append(Button("All phases", SHOW))
    return Reply(
        f"Your {phase_name(library, phase)}", (*blocks, Buttons(tuple(steps))), permalink=open_mine(library, phase)
    )


def skill_mine_card(library: Library, phase: Phase, skill: Skill, where: Standing) -> Reply:
    """One skill: the caller's state, and what they can do about it."""
    state = where.of(skill)
    done, start = Button("Done", mark_as(State.DONE, skill), main=True), Button("Start", mark_as(State.DOING, skill))
    skip, undo = Button("Leave out", mark_as(State.SKIPPED, skill)), Button("Undo", mark_as(State.TODO, skill))
    steps = {
        State.TODO: [done, start, skip],
        State.DOING: [done, skip, undo],
        State.SKIPPED: [done, start, undo],
        State.DONE: [Button("What next?", NEXT, main=True), undo],
    }[state]
    return Reply(
        skill.title,
        (
            Text(skill.summary),
            Facts((("You", WORDS[state]), ("To prove it", skill.proof))),
            Buttons(
                (
                    *steps,
                    Button("What to know", open_skill(skill)),
                    Button(phase_name(library, phase), open_mine(library, phase)),
                )
            ),
        ),
        permalink=Invocation("progress skill", {"skill": skill.id}),
    )


def settled_card(library: Library, settled: Settled, group_phase: Phase | None) -> Reply:
    """What came of marking skills, in the order of what matters."""
    blocks: list[Block] = []
    if settled.changed and len(settled.changed) + len(settled.same) + len(settled.finished) > 1:
        blocks.append(Items(tuple(skill.title for skill in settled.changed), title=_VERBS[settled.wanted][0]))
    if settled.changed:
        words = _points(settled)
        if words:
            blocks.append(Text(words))
    blocks += earned(settled.badges)
    if settled.same:
        as_it_was = (
            "not marked" if settled.wanted is State.TODO else f"already {WORDS[settled.wanted].split(' ', 1)[1]}"
        )
        blocks.append(Text(f"Nothing changed for {_names(settled.same)}: {as_it_was}."))
    if settled.finished:
        blocks.append(
            Text(f"{_names(settled.finished)} stays done. To change that, take it back with “Undo” on the skill.")
        )
    phases = _touched(library, settled)
    blocks += [
        Text(f"**{phase_name(library, phase)}**: {_counted(count(phase.skills, settled.after))}") for phase in phases
    ]
    ended = [phase for phase in phases if _ends(phase, settled)]
    blocks += [
        Text(f"That was the last skill of {phase.title}. The project **{phase.milestone.title}** proves them all.")
        for phase in ended
    ]
    step = next_step(library, settled.after, group_phase)
    steps = _ways_on(library, settled, step, ended)
    steps += [Button(phase_name(library, phase), open_mine(library, phase)) for phase in phases[:2]]
    return Reply(_title(settled), (*blocks, Buttons((*steps, Button("My progress", SHOW)))), permalink=SHOW)


def take_back_card(library: Library, where: Standing) -> Reply:
    """What can be taken back."""
    marked = [skill for phase in library.roadmap.phases for skill in phase.skills if where.of(skill) is not State.TODO]
    if not marked:
        return Reply("Nothing to take back", (Text("You have marked no skill yet."), Buttons((Button("Next", NEXT),))))
    options = tuple(Option(one.id, one.title, WORDS[where.of(one)]) for one in marked)
    return Reply(
        "Take back",
        (
            Text("Points that a skill was given go with it. Nothing else changes."),
            Select("Which skill?", mark_as(State.TODO), "skill", options, many=True),
            Buttons((Button("My progress", SHOW),)),
        ),
        permalink=mark_as(State.TODO),
    )


def _ways_on(library: Library, settled: Settled, step: Step | None, ended: Sequence[Phase]) -> list[Button]:
    one = settled.changed[0] if len(settled.changed) == 1 else None
    steps: list[Button] = []
    if one is not None and settled.wanted is State.DOING:
        steps.append(Button("Done", mark_as(State.DONE, one), main=True))
        steps.append(Button("What to know", open_skill(one)))
    elif step is not None:
        steps.append(Button(f"Next: {step.skill.title}", NEXT, main=True))
    else:
        steps.append(Button("What now?", NEXT, main=True))
    steps += [Button(f"Project: {phase.milestone.title}"[:75], open_milestone(library, phase)) for phase in ended]
    if one is not None and settled.wanted is not State.TODO:
        steps.append(Button("Undo", mark_as(State.TODO, one)))
    return steps


def _title(settled: Settled) -> str:
    first, many = _VERBS[settled.wanted]
    if not settled.changed:
        return "Nothing to take back" if settled.wanted is State.TODO else "Nothing new"
    if len(settled.changed) == 1:
        return f"{first}: {settled.changed[0].title}"
    return f"{len(settled.changed)} skills {many}"


def _points(settled: Settled) -> str:
    if settled.points > 0:
        return f"**+{points_words(settled.points)}.** Well done."
    if settled.points < 0:
        return f"{points_words(-settled.points).capitalize()} went back with it."
    if settled.wanted is State.DONE:
        return "It counts. Today's limit for points is reached, so it gives none; tomorrow there is room again."
    return ""


def _touched(library: Library, settled: Settled) -> list[Phase]:
    skills = (*settled.changed, *settled.same, *settled.finished)
    touched = {library.skills[skill.id][0].id for skill in skills}
    return [phase for phase in library.roadmap.phases if phase.id in touched]


def _ends(phase: Phase, settled: Settled) -> bool:
    """Whether this was what a phase still lacked."""
    return all(settled.after.settled(one) for one in phase.skills) and any(
        one in settled.changed for one in phase.skills
    )


def _phase_line(library: Library, phase: Phase, where: Standing, project: milestone.State | None) -> str:
    counted = count(phase.skills, where)
    doing = [skill.title for skill in phase.skills if where.of(skill) is State.DOING]
    begun = "✓" if counted.percent == 100 else "▸" if counted.done or doing else "○"
    line = f"{begun} **{library.number(phase)}. {phase.title}**: {_counted(counted)}"
    doing_words = f" Doing: {', '.join(doing)}." if doing else ""
    return f"{line}{doing_words}{_PROJECTS.get(project, '') if project else ''}"


def _counted(counted: Count) -> str:
    left_out = f", {counted.skipped} left out" if counted.skipped else ""
    return f"{counted.done} of {counted.skills} done ({counted.percent}%){left_out}."


def _options(skills: Sequence[Skill]) -> tuple[Option, ...]:
    return tuple(Option(skill.id, skill.title, short(skill.summary)) for skill in skills)


def _names(skills: Sequence[Skill]) -> str:
    return ", ".join(f"**{skill.title}**" for skill in skills)
