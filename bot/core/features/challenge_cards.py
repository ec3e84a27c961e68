"""What is posted of a challenge, and what those who look after one are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from bot.core.acts.challenging import Outcome, Told, step_of
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.features.group_desk import open_it, who
from bot.core.features.milestone_words import REVIEW, STATES, about_phase
from bot.core.features.naming import day_name, phase_name
from bot.core.features.prompt_cards import RESULTS
from bot.core.model.appointment import Delivery, Result
from bot.core.model.challenge import Challenge, Step
from bot.core.model.group import Group, Onlooker
from bot.core.model.library import Library
from bot.core.model.milestone import State
from bot.core.model.roadmap import Phase

HOME = Onlooker(mate=True)
"""Who reads in a group's own channels."""
NAMES = {
    Step.OPENING: "opening",
    Step.MIDWAY: "half-way",
    Step.DEADLINE: "last day",
    Step.RESULT: "result",
    Step.MOVED: "news of the move",
    Step.CANCELLED: "news of the end",
}


def about_challenge(command: str, group: Group, **more: str) -> Invocation:
    """A command about a group's challenge."""
    return Invocation(f"challenge {command}", {"group": str(group.number), **more})


def post(library: Library, found: Told, step: Step, now: datetime) -> Reply:
    """A post of a challenge, for everybody in the group's channels."""
    match step:
        case Step.OPENING:
            return _opening(library, found)
        case Step.MIDWAY:
            words = f"Half of the time is over; the deadline is {_day(found.challenge.deadline)}. {_handed_in(found)}"
            return _said(library, found, f"Half-way: {found.phase.milestone.title}", words)
        case Step.DEADLINE:
            return _said(library, found, f"The last day: {found.phase.milestone.title}", _last_day(found, now))
        case Step.RESULT:
            return _result(library, found)
        case Step.MOVED:
            words = f"The pace of the group or the phase changed: the deadline is {_day(found.challenge.deadline)} now."
            return _said(library, found, f"New deadline: {found.phase.milestone.title}", words)
        case Step.CANCELLED:
            words = "The challenge is called off. What you have made isn't lost: you can hand it in at any time."
            return _said(library, found, f"Called off: {found.phase.milestone.title}", words)
        case _:
            assert_never(step)


def _opening(library: Library, found: Told) -> Reply:
    challenge, milestone = found.challenge, found.phase.milestone
    hand_in = (
        f"Hand in a link with the button below, or `/milestone submit {library.number(found.phase)}`. Peers review it."
    )
    return Reply(
        f"Challenge: {milestone.title}",
        (
            Text(f"**{escape(found.group.name)}** takes on the project of {phase_name(library, found.phase)}."),
            Text(milestone.brief),
            Items(milestone.deliverables, title="What to hand in"),
            Facts(
                (
                    ("Deadline", f"{_day(challenge.deadline)}, until midnight ({challenge.zone})"),
                    ("Late", f"counted as late until {_day(challenge.closes)}"),
                )
            ),
            Text(hand_in),
            Buttons(_steps(library, found)),
        ),
        permalink=about_challenge("status", found.group),
    )


def _said(library: Library, found: Told, title: str, words: str) -> Reply:
    steps = Buttons(_steps(library, found))
    return Reply(title, (Text(words), steps), permalink=about_challenge("status", found.group))


def _steps(library: Library, found: Told) -> tuple[Button, ...]:
    return (
        Button("Hand in my work", about_phase("submit", library, found.phase), main=True),
        Button("The project", about_phase("show", library, found.phase)),
        Button("Review a peer", REVIEW),
        Button("How it stands", about_challenge("status", found.group)),
    )


def _last_day(found: Told, now: datetime) -> str:
    challenge = found.challenge
    until = f"{_day(challenge.closes)}"
    if now >= challenge.late_from:
        return (
            f"The deadline was {_day(challenge.deadline)}. What comes until {until} counts as late. {_handed_in(found)}"
        )
    words = f"Today until midnight ({challenge.zone}) you can hand in your work; until {until} it counts as late."
    return f"{words} Something unfinished that peers can look at is better than nothing. {_handed_in(found)}"


def _handed_in(found: Told) -> str:
    return f"{len(found.outcomes)} of {found.mates} {'has' if len(found.outcomes) == 1 else 'have'} handed in."


def _result(library: Library, found: Told) -> Reply:
    blocks = standings(found.outcomes, HOME)
    if not found.outcomes:
        blocks = [
            Text("Nobody handed in this time. The project stays open: you can hand it in whenever you are ready.")
        ]
    passed = sum(one.state is State.PASSED for one in found.outcomes)
    words = f"The challenge of {phase_name(library, found.phase)} is over. {_handed_in(found)} {passed} passed."
    steps = (
        Button("Review a peer", REVIEW, main=True),
        Button("Hand in my work", about_phase("submit", library, found.phase)),
        Button("The project", about_phase("show", library, found.phase)),
    )
    return Reply(
        f"Result: {found.phase.milestone.title}",
        (Text(words), *blocks, Buttons(steps)),
        permalink=about_challenge("status", found.group),
    )


def standings(outcomes: Sequence[Outcome], reads: Onlooker) -> list[Block]:
    """Who passed and whose work is in review, as far as the reader may see; the others are counted."""
    blocks: list[Block] = []
    for title, some in (
        ("Passed", [one for one in outcomes if one.state is State.PASSED]),
        ("In review", [one for one in outcomes if one.state is not State.PASSED]),
    ):
        lines = [_line(one, reads) for one in some if reads.sees(one.member)]
        if hidden := len(some) - len(lines):
            lines.append("a member who isn't named here" if hidden == 1 else f"{hidden} members who aren't named here")
        if lines:
            blocks.append(Items(tuple(lines), title=title))
    return blocks


def _line(one: Outcome, reads: Onlooker) -> str:
    changes = f", {STATES[one.state]}" if one.state is State.CHANGES else ""
    return f"**{who(reads, one.member)}**{changes}{', late' if one.late else ''}"


def preview_card(library: Library, group: Group, challenge: Challenge, phase: Phase, save: Invocation) -> Reply:
    """A proposal, before anything is kept."""
    pace = f"With {group.hours} {'hour' if group.hours == 1 else 'hours'} a week, this phase takes that long."
    return Reply(
        f"Challenge for {group.name}: is this right?",
        (
            Facts((("Project", f"{phase.milestone.title}, {phase_name(library, phase)}"), *dates(challenge))),
            Text(f"{pace} When the pace or the phase changes, what is still to come moves with it."),
            Text("Nothing is kept yet. Press “Start it then” and it is planned."),
            Buttons((Button("Start it then", save, main=True), open_it(group))),
        ),
        permalink=about_challenge("plan", group),
    )


def dates(challenge: Challenge) -> tuple[tuple[str, str], ...]:
    """When what comes."""
    found = [("Opens", f"{_day(challenge.first)} at {challenge.opens:%H:%M} ({challenge.zone})")]
    if challenge.midway:
        found.append(("Half-way", _day(challenge.midway)))
    found.append(("Deadline", f"{_day(challenge.deadline)}, until midnight"))
    found.append(("Late until", _day(challenge.closes)))
    found.append(("Result", _day(challenge.days[Step.RESULT])))
    return tuple(found)


def status_card(
    library: Library,
    found: Told,
    reads: Onlooker,
    past: Sequence[Delivery],
    *,
    helps: bool,
    goes_on: bool,
    title: str = "",
) -> Reply:
    """How a challenge stands; where it `goes_on`, it may be called off, and else another one planned."""
    group, challenge, phase = found.group, found.challenge, found.phase
    blocks: list[Block] = []
    if challenge.cancelled:
        blocks.append(Text("It was called off."))
    blocks.append(Facts((("Project", f"{phase.milestone.title}, {phase_name(library, phase)}"), *dates(challenge))))
    blocks.append(Text(_handed_in(found)))
    blocks += standings(found.outcomes, reads)
    if troubles := [_trouble(one, challenge) for one in past if one.result is not Result.SENT]:
        blocks.append(Items(tuple(troubles), title="What didn't go as planned"))
    steps = [*_steps(library, found)[:3], open_it(group)]
    if helps and goes_on:
        steps.append(Button("Call it off", about_challenge("cancel", group)))
    if helps and not goes_on and not group.archived:
        steps.append(Button("Plan another one", about_challenge("plan", group)))
    permalink = about_challenge("status", group)
    return Reply(title or f"Challenge of {group.name}", (*blocks, Buttons(tuple(steps))), permalink=permalink)


def none_card(group: Group, *, helps: bool) -> Reply:
    """What is said where a group has no challenge."""
    words = "A challenge is the project of a phase, done together: with a deadline, a nudge half-way and a result."
    if helps:
        steps = (Button("Plan one", about_challenge("plan", group), main=True), open_it(group))
    else:
        words += " The group's owner or a co-owner can plan one."
        steps = (Button("The projects", Invocation("milestone show")), open_it(group))
    return Reply(
        f"{group.name} has no challenge", (Text(words), Buttons(steps)), permalink=about_challenge("status", group)
    )


def cancel_card(group: Group) -> Reply:
    """Ask before a challenge is called off."""
    words = "Nothing more is posted of it. What members handed in stays, and its reviews go on."
    sure = Button("Yes, call it off", about_challenge("cancel", group, sure="yes"))
    back = Button("No, keep it", about_challenge("status", group))
    return Reply(f"Call the challenge of {group.name} off?", (Text(words), Buttons((sure, back))))


def _trouble(one: Delivery, challenge: Challenge) -> str:
    day = day_name(one.due.astimezone(challenge.clock).date())
    return f"{day}, {NAMES[step_of(one.appointment)]}: {RESULTS[one.result]} {escape(one.why)}".strip()


def _day(day: date) -> str:
    return f"{day_name(day)} {day.year}"
