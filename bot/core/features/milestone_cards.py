"""What members see of their own milestones: the project, where their work is, and what reviewers said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from bot.core.acts.handing_in import HandedIn, Version
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Table, Text
from bot.core.chat.reply import Reply
from bot.core.features.milestone_words import (
    OVERVIEW,
    REVIEW,
    STATES,
    STATUS,
    about_phase,
    about_project,
    day,
    given_back,
    link,
    opening,
    project_name,
    quote,
    said,
    scored,
    who_plainly,
)
from bot.core.features.naming import phase_name, short
from bot.core.features.roadmap import milestone_card, open_phase
from bot.core.model.library import Library
from bot.core.model.member import Member
from bot.core.model.milestone import APPROVALS, Count, State, Submission
from bot.core.model.roadmap import Phase

Queued = tuple[Submission, int, Member | None]
"""Something that waits, how many reviews it has, and its author."""


def overview_card(library: Library, stand: Mapping[str, Submission]) -> Reply:
    """Every phase's project, and where the caller's work on it is."""
    return Reply(
        "The project of each phase",
        (
            Text(
                "Each phase ends with a project. You hand in a link, peers review it, and "
                f"{APPROVALS} approvals by peers, or one by an organiser, complete the phase."
            ),
            Items(
                tuple(
                    f"**{phase.title}**, {phase.milestone.title}: {_state(stand.get(phase.id))}"
                    for phase in library.roadmap.phases
                ),
                "numbers",
            ),
            Select(
                "Open a project",
                OVERVIEW,
                "phase",
                tuple(
                    Option(str(number), f"{number}. {phase.title}", short(phase.milestone.title))
                    for number, phase in enumerate(library.roadmap.phases, 1)
                ),
            ),
            Buttons((Button("Review a peer", REVIEW), Button("Where mine are", STATUS))),
        ),
    )


def project_card(library: Library, phase: Phase, mine: Submission | None, zone: tzinfo) -> Reply:
    """The brief and the rubric of a phase's project, and where the caller's own is."""
    brief = milestone_card(library, phase)
    blocks: list[Block] = [Facts((("Yours", _state(mine)),)), *brief.blocks[:-1]]
    if mine is not None:
        blocks[0] = Facts((("Yours", _state(mine)), ("Handed in", day(mine.at, zone)), ("Link", link(mine.link))))
    work = opening("Open my work", mine.link) if mine else ()
    steps = Buttons((*_steps(library, phase, mine), Button("All projects", OVERVIEW), *work))
    return Reply(brief.title, (*blocks, steps))


def _steps(library: Library, phase: Phase, mine: Submission | None) -> list[Button]:
    again = Button("Hand in a new version", about_phase("submit", library, phase))
    reviews = Button("What reviewers said", about_phase("status", library, phase))
    back = Button("Take it back", about_phase("withdraw", library, phase))
    match mine.state if mine else None:
        case State.WAITING:
            return [reviews, again, back]
        case State.CHANGES:
            return [Button(again.label, again.invocation, main=True), reviews, back]
        case State.PASSED:
            return [Button(reviews.label, reviews.invocation, main=True)]
        case _:
            return [Button("Hand in my work", again.invocation, main=True)]


def handed_in_card(library: Library, phase: Phase, outcome: HandedIn, reviews: int, *, private: bool) -> Reply:
    """What came of handing something in; `reviews` is how many the version before it had."""
    steps = Buttons(
        (
            Button("Review a peer meanwhile", REVIEW, main=True),
            *((tell_me(outcome.submission),) if outcome.submission.state.live else ()),
            Button("The project", about_phase("show", library, phase)),
            Button("Where mine are", STATUS),
            *opening("Open my work", outcome.submission.link),
        )
    )
    name = phase_name(library, phase)
    if not outcome.new and outcome.submission.state is State.PASSED:
        words = "Your project of this phase has passed already, so there is nothing left to hand in."
        return Reply(f"{name} is completed", (Text(words), steps))
    if not outcome.new:
        return Reply(f"{name} is handed in already", (Text("It is the very same, and waits for reviews."), steps))
    blocks: list[Block] = [
        Text(
            f"Peers can review it now. {APPROVALS} approvals by peers, or one by an organiser, complete the phase. "
            "You may review theirs, too: it earns points, and shows you how others did it."
        ),
        Facts((("Link", link(outcome.submission.link)), ("Version", str(outcome.submission.version)))),
    ]
    if reviews:
        blocks.append(Text("It takes the place of the version before, whose reviews stay as history and don't count."))
    if private:
        blocks.append(
            Text("Reviewers see “a member” in place of your name; what the link itself tells them, they see.")
        )
    return Reply(f"{name} is handed in", (*blocks, steps))


def tell_me(submission: Submission) -> Button:
    """What lets somebody be told directly; nobody is who didn't press it."""
    return Button("Tell me when something happens", about_project("tell", submission.number))


def told_card(library: Library, submission: Submission, *, wanted: bool) -> Reply:
    """What is said to who wants to be told directly, or no longer."""
    name = project_name(library, submission)
    words = (
        f"When something happens to the project of **{name}**, I write to you directly, here on this platform. "
        "`/milestone status` always shows it, too."
        if wanted
        else f"I write to you no more about the project of **{name}**. `/milestone status` shows where it is."
    )
    other = (
        Button("Don't tell me after all", about_project("tell", submission.number).with_arguments({"stop": "yes"}))
        if wanted
        else tell_me(submission)
    )
    title = "I will tell you" if wanted else "I won't tell you"
    return Reply(title, (Text(words), Buttons((Button("Where mine are", STATUS, main=True), other))))


def nowhere_card(*texts: str | None) -> Reply:
    """What to say where no community is known to review anything."""
    return Reply(
        "Ask me this in your community",
        (
            Text(
                "Peers of your community review projects, and I don't know yet which one is yours. "
                "Ask me once in your server or workspace; from then on it works here, too."
            ),
            *given_back(*texts),
            Buttons((Button("The projects", OVERVIEW),)),
        ),
    )


def really_withdraw_card(library: Library, phase: Phase) -> Reply:
    """Ask before work is taken back."""
    sure = about_phase("withdraw", library, phase).with_arguments({"sure": "yes"})
    return Reply(
        f"Take back {phase_name(library, phase)}?",
        (
            Text("Nobody will review it then. You can hand in a new version at any time; reviews stay as history."),
            Buttons((Button("Yes, take it back", sure), Button("No, keep it", about_phase("show", library, phase)))),
        ),
    )


def withdrawn_card(library: Library, phase: Phase, *, done: bool) -> Reply:
    """What came of taking work back."""
    name = phase_name(library, phase)
    words = "Hand in a new version whenever you like." if done else "Nothing of this phase waits for a review."
    title = f"{name} is taken back" if done else f"Nothing to take back of {name}"
    return Reply(title, (Text(words), Buttons((Button("The project", about_phase("show", library, phase)),))))


def status_card(
    library: Library, mine: Sequence[tuple[Submission, Count]], queue: Sequence[Queued], zone: tzinfo
) -> Reply:
    """Where the caller's work is, and for organisers what waits in their community."""
    lines = tuple(
        f"**{project_name(library, one)}**: {_counted(one, count)}, version {one.version}, {day(one.at, zone)}"
        for one, count in mine
    )
    blocks: list[Block] = [Items(lines) if lines else Text("You haven't handed anything in yet.")]
    phases = [library.phases[one.phase] for one, _ in mine if one.phase in library.phases]
    if phases:
        options = tuple(Option(str(library.number(one)), phase_name(library, one)) for one in phases)
        blocks.append(Select("What reviewers said", STATUS, "phase", options))
    if queue:
        rows = tuple(
            (project_name(library, one), who_plainly(author), day(one.at, zone), str(reviews))
            for one, reviews, author in queue
        )
        blocks += [Text("**Waiting in this community**"), Table(("Project", "By", "Since", "Reviews"), rows)]
    steps = Buttons((Button("Review a peer", REVIEW, main=bool(queue)), Button("All projects", OVERVIEW)))
    return Reply("Your projects", (*blocks, steps))


def reviews_card(library: Library, phase: Phase, versions: Sequence[Version], zone: tzinfo) -> Reply:
    """All that reviewers said about somebody's work on one phase, the newest version first."""
    blocks: list[Block] = []
    for version in versions:
        one = version.submission
        heading = f"**Version {one.version}**, {day(one.at, zone)}: {STATES[one.state]}. {link(one.link)}"
        blocks.append(Text("\n\n".join([heading, quote(one.notes)] if one.notes else [heading])))
        for review, reviewer in version.reviews:
            blocks.append(Text("\n\n".join(said(review, reviewer, zone))))
            blocks.append(Items(tuple(scored(judged) for judged in review.judged)))
        if not version.reviews:
            blocks.append(Text("No review yet."))
    if not versions:
        blocks.append(Text("You haven't handed in anything for this phase yet."))
    work = opening("Open my work", versions[0].submission.link) if versions else ()
    steps = (
        Button("The project", about_phase("show", library, phase), main=True),
        Button("Where mine are", STATUS),
        Button("The phase", open_phase(library, phase)),
    )
    return Reply(f"What reviewers said: {phase.title}", (*blocks, Buttons((*steps, *work))))


def _state(mine: Submission | None) -> str:
    return STATES[mine.state] if mine else "not handed in yet"


def _counted(one: Submission, count: Count) -> str:
    if one.state is not State.WAITING:
        return STATES[one.state]
    waiting = f"waiting for reviews, {count.approvals} of {APPROVALS} approvals"
    return f"{waiting} ({count.set_aside} more once somebody else approves too)" if count.set_aside else waiting
