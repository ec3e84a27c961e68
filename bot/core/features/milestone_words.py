"""Words that everything about milestones says alike: who, when, which project, and what members wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from bot.core.chat.blocks import Block, LinkButton, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import shown
from bot.core.chat.scene import Scene
from bot.core.features.naming import phase_name, short
from bot.core.model.library import Library
from bot.core.model.member import Member, Visibility
from bot.core.model.milestone import Judged, Review, State, Submission, Verdict
from bot.core.model.roadmap import SCORES, Phase

STATUS = Invocation("milestone status")
REVIEW = Invocation("milestone review")
OVERVIEW = Invocation("milestone show")

STATES = {
    State.WAITING: "waiting for reviews",
    State.CHANGES: "changes were asked for",
    State.PASSED: "passed",
    State.WITHDRAWN: "withdrawn",
    State.REPLACED: "replaced by a newer version",
}


def about_phase(command: str, library: Library, phase: Phase) -> Invocation:
    """One of the commands, for a phase."""
    return Invocation(f"milestone {command}", {"phase": str(library.number(phase))})


def about_project(command: str, number: int, criterion: int | None = None) -> Invocation:
    """One of the commands, for something that was handed in, or for one criterion of the review of it."""
    arguments = {"project": str(number)}
    return Invocation(f"milestone {command}", arguments | ({"criterion": str(criterion)} if criterion else {}))


def project_name(library: Library, submission: Submission) -> str:
    """`Phase 6 · Monitoring & Production`."""
    phase = library.phases.get(submission.phase)
    return phase_name(library, phase) if phase else "A phase that is no longer on the roadmap"


def who(member: Member | None) -> str:
    """Somebody as peers see them, in Markdown."""
    return shown(_name(member), 30)


def who_plainly(member: Member | None) -> str:
    """The same for places that know no Markdown."""
    return short(" ".join(_name(member).split()), 30)


def _name(member: Member | None) -> str:
    if member is None:
        return "somebody who left"
    return "a member" if member.visibility is Visibility.PRIVATE else member.shown


def day(at: datetime, zone: tzinfo) -> str:
    """`23 Nov 2026`, by the clock of whoever reads it."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def clock(scene: Scene, member: Member | None) -> tzinfo:
    """The zone in which dates are told to somebody."""
    return member.clock if member and member.zone else scene.zone


def link(address: str) -> str:
    """An address as words, all of it to be seen; `opening` opens it."""
    return escape(address) if address else "no longer kept"


def opening(label: str, address: str) -> tuple[LinkButton, ...]:
    """A button that opens a member's link; none where it is no longer kept."""
    return (LinkButton(label, address),) if address else ()


def quote(text: str) -> str:
    """Member text with its lines as paragraphs, between quotation marks."""
    paragraphs = "\n\n".join(escape(line) for line in text.split("\n") if line.strip())
    return f"“{paragraphs}”"


def given_back(*texts: str | None) -> tuple[Block, ...]:
    """What somebody wrote that could not be kept, so that it isn't lost."""
    kept = [quote(text) for text in texts if text and text.strip()]
    return (Text("\n\n".join(["What you wrote, so that it isn't lost:", *kept])),) if kept else ()


def scored(one: Judged) -> str:
    """A criterion with its score and what that means, in Markdown."""
    if one.score is None:
        return f"**{one.title}**: no score yet"
    words = f" {escape(one.words)}" if one.words else ""
    return f"**{one.title}**: {points(one.score)}, “{one.meanings[one.score]}”{words}"


def points(score: int) -> str:
    """`3 of 4`."""
    return f"{score} of {SCORES - 1}"


def said(review: Review, reviewer: Member | None, zone: tzinfo) -> Iterable[str]:
    """The heading of a review, and what it says about the whole."""
    verdict = "Approved" if review.verdict is Verdict.APPROVED else "Changes asked for"
    organiser = ", an organiser" if review.organiser else ""
    when = f", {day(review.at, zone)}" if review.at else ""
    yield f"**{verdict}** by {who(reviewer)}{organiser}{when}"
    if review.words:
        yield quote(review.words)
