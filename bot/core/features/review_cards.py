"""What a reviewer sees: what waits, one criterion after the other, the whole, and what the verdict brought about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.core.acts.reviewing import Desk, Finished
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Text
from bot.core.chat.reply import Reply
from bot.core.features.milestone_cards import Queued
from bot.core.features.milestone_words import (
    OVERVIEW,
    REVIEW,
    about_project,
    day,
    link,
    opening,
    points,
    project_name,
    quote,
    scored,
    who,
    who_plainly,
)
from bot.core.features.naming import short
from bot.core.model.library import Library
from bot.core.model.milestone import APPROVALS, Judged, State, Submission, Verdict

NOTES = {
    State.CHANGES: "Somebody else has asked for changes meanwhile. Your review is welcome all the same: "
    "the author reads both.",
    State.PASSED: "This project has passed meanwhile. Your review is welcome all the same: the author reads it.",
    State.REPLACED: "A newer version was handed in meanwhile. You may end this review, which the author reads; "
    "but only reviews of the newer version count.",
}
"""What a reviewer should know of a version that doesn't wait any more."""


def waiting_card(library: Library, waiting: Sequence[Queued], drafts: Sequence[Submission], zone: tzinfo) -> Reply:
    """What somebody may review, and the reviews that they have begun."""
    blocks: list[Block] = []
    steps = [
        Button(f"Go on: {project_name(library, one)}", about_project("review", one.number), main=place == 0)
        for place, one in enumerate(drafts[:3])
    ]
    begun = {one.number for one in drafts[:3]}
    options = tuple(
        Option(
            str(one.number),
            short(project_name(library, one), 75),
            f"By {who_plainly(author)}, {day(one.at, zone)}, {_reviews(reviews)}",
        )
        for one, reviews, author in waiting
        if one.number not in begun
    )
    if options:
        blocks.append(Text("Choose a project; those with the fewest reviews come first. You judge it by its rubric."))
        blocks.append(Select("Review", REVIEW, "project", options))
    elif steps:
        blocks.append(Text("Nothing else waits for you; this is what you have begun."))
    else:
        blocks.append(Text("No project of a peer waits for your review just now. Look again in a day or two."))
    return Reply("Review a peer", (*blocks, Buttons((*steps, Button("All projects", OVERVIEW)))))


def criterion_card(library: Library, desk: Desk, one: Judged) -> Reply:
    """One criterion, with what each score looks like, and ways forward and back."""
    number, judged = desk.submission.number, desk.review.judged
    blocks: list[Block] = [*_project(library, desk)]
    if one.place == 1 and desk.submission.notes:
        blocks.append(Text(f"**The author's notes**\n\n{quote(desk.submission.notes)}"))
    blocks.append(Items(tuple(f"**{points(score)}**: {words}" for score, words in enumerate(one.meanings))))
    if one.score is not None:
        mine = f"You gave **{points(one.score)}**."
        missing = "\n\nA score this low needs a word of why, so that the author can mend it." if one.unsaid else ""
        blocks.append(Text(f"{mine}\n\n{quote(one.words)}" if one.words else f"{mine}{missing}"))
    blocks.append(score_select(number, one))
    steps = []
    if one.score is not None:
        label = "Change my comment" if one.words else "Say why"
        steps.append(Button(label, about_project("comment", number, one.place), main=one.unsaid))
    if one.place > 1:
        steps.append(Button("Back", about_project("review", number, one.place - 1)))
    if one.score is not None and one.place < len(judged):
        steps.append(Button("On", about_project("review", number, one.place + 1)))
    steps.append(Button("The whole review", about_project("whole", number)))
    work = opening("Open the work", desk.submission.link)
    return Reply(f"Criterion {one.place} of {len(judged)}: {one.title}", (*blocks, Buttons((*steps, *work))))


def score_select(number: int, one: Judged) -> Select:
    """A criterion's scores, each with its words."""
    return Select(
        "Your score",
        about_project("score", number, one.place),
        "score",
        tuple(Option(str(score), points(score), short(words)) for score, words in enumerate(one.meanings)),
    )


def whole_card(library: Library, desk: Desk) -> Reply:
    """All scores and words of a draft, and how to end it."""
    number, review = desk.submission.number, desk.review
    blocks: list[Block] = [*_project(library, desk)]
    if desk.submission.notes:
        blocks.append(Text(f"**The author's notes**\n\n{quote(desk.submission.notes)}"))
    blocks.append(Items(tuple(scored(one) for one in review.judged), title="Your review"))
    if review.words:
        blocks.append(Text(quote(review.words)))
    if not review.says_something:
        blocks.append(Text("Add a sentence of your own: it helps the author most, and only then earns you points."))
    options = tuple(
        Option(str(one.place), one.title, "no score yet" if one.score is None else points(one.score))
        for one in review.judged
    )
    blocks.append(Select("Go back to a criterion", about_project("review", number), "criterion", options))
    words = Button("Change my words" if review.words else "Say something", about_project("words", number))
    work = opening("Open the work", desk.submission.link)
    if review.open is not None:
        blocks.append(Text(f"“{review.open.title}” still lacks {'its words' if review.open.unsaid else 'a score'}."))
        go_on = Button("Go on", about_project("review", number, review.open.place), main=True)
        return Reply("Your review so far", (*blocks, Buttons((go_on, words, *work))))
    if desk.organiser:
        blocks.append(Text("You are an organiser here: your approval alone passes it."))
    steps = (
        Button("Approve", about_project("approve", number), main=True),
        Button("Ask for changes", about_project("changes", number)),
        words,
    )
    return Reply("Your review", (*blocks, Buttons((*steps, *work))))


def over_card(library: Library, desk: Desk) -> Reply:
    """A review that has its verdict, which is final."""
    words = (
        f"You have given your verdict on **{project_name(library, desk.submission)}**, and that is final. "
        "A newer version, if there is one, you can review anew."
    )
    return Reply(
        "Your review is in",
        (
            Text(words),
            Items(tuple(scored(one) for one in desk.review.judged)),
            *((Text(quote(desk.review.words)),) if desk.review.words else ()),
            Buttons((Button("Review another", REVIEW, main=True), Button("All projects", OVERVIEW))),
        ),
    )


def finished_card(library: Library, done: Finished) -> Reply:
    """What the verdict brought about."""
    if done.again:
        return over_card(library, done.desk)
    desk, counted = done.desk, done.count
    lines = [_outcome(project_name(library, desk.submission), done)]
    if desk.review.verdict is Verdict.APPROVED and desk.submission.state is State.WAITING:
        lines.append(f"It has {counted.approvals} of {APPROVALS} approvals now.")
        if counted.set_aside:
            lines.append(
                "The author has approved a project of yours before, so your approval counts only once somebody else "
                "approves it too, whose work they haven't approved, or an organiser does. "
                "Your words reach the author in any case."
            )
    if done.points:
        lines.append(f"You get {done.points} points for your review.")
    steps = [Button("Review another", REVIEW, main=True), Button("All projects", OVERVIEW)]
    if desk.review.verdict is Verdict.CHANGES:
        steps.append(Button("Tell me of a new version", about_project("tell", desk.submission.number)))
    return Reply("Thank you for your review", (Text("\n\n".join(lines)), Buttons(tuple(steps))))


def _outcome(name: str, done: Finished) -> str:
    state = done.desk.submission.state
    if done.passed:
        return f"With your approval, **{name}** has passed: the phase is completed, and its author gets a badge."
    if done.desk.review.verdict is Verdict.CHANGES:
        return f"The author of **{name}** reads what to change, and can hand in a new version."
    return {
        State.CHANGES: f"You approved **{name}**. Somebody else asked for changes, so a new version comes first.",
        State.REPLACED: f"You approved an older version of **{name}**, so it doesn't count; the author reads it.",
        State.PASSED: f"You approved **{name}**, which has passed already; the author reads your review.",
    }.get(state, f"You approved **{name}**.")


def _project(library: Library, desk: Desk) -> Sequence[Block]:
    one = desk.submission
    facts = (
        ("Project", project_name(library, one)),
        ("By", who(desk.author)),
        ("Work", link(one.link)),
        ("Handed in", f"{day(one.at, desk.reviewer.clock)}, version {one.version}"),
    )
    note = NOTES.get(one.state)
    return (Facts(facts), Text(note)) if note else (Facts(facts),)


def _reviews(number: int) -> str:
    return {0: "no review yet", 1: "1 review"}.get(number, f"{number} reviews")
