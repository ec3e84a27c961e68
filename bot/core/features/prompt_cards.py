"""What those who look after study prompts are shown: how they stand, and a preview before they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.acts.prompting import SETUP, STATUS, Desk
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.features.prompt_words import ANSWERS, about_what, bank_words, days_words, moment_words, when_words
from bot.core.model.appointment import Delivery, Result
from bot.core.model.group import Group
from bot.core.model.library import Library
from bot.core.model.prompting import Bank, Series
from bot.core.model.recurrence import Occurrence

PREVIEWED = 3
HOLIDAYS = Invocation("prompts holidays")

RESULTS = {
    Result.PLANNED: "not posted yet, I keep trying.",
    Result.SENT: "posted.",
    Result.SKIPPED: "left out.",
    Result.FAILED: "could not be posted.",
}


def status_card(
    library: Library, here: Desk, phase: str | None, title: str = "Study prompts here", *first: str
) -> Reply:
    """How they stand; `first` are sentences about what was just done."""
    series, bank = here.series, here.bank
    if series is None or bank is None:
        return nothing_card(may=here.may)
    facts = [
        ("When", when_words(series)),
        ("Tasks", about_what(library, series, here.group, phase)),
        ("Next", _next(here, series)),
        ("Last", last_words(here.last, series.zone) if here.last else "none yet"),
        ("In the bank", bank_words(bank)),
    ]
    if here.off:
        facts.append(("Days off", "; ".join(days_words(one.first, one.last) for one in here.off)))
    if series.silent:
        facts.append(("Sound", "none"))
    blocks: list[Block] = [Text(one) for one in first]
    return Reply(title, (*blocks, Facts(tuple(facts)), Buttons(tuple(_steps(here)))), permalink=STATUS)


def nothing_card(*, may: bool) -> Reply:
    """What is said where there are none."""
    if may:
        words = "I can post a short task here each day: at your hour, from your phase, with its answer for afterwards."
        return Reply(
            "No study prompts here yet",
            (Text(words), Buttons((Button("Set them up", SETUP, main=True), Button("A task now", _PRACTICE)))),
            permalink=STATUS,
        )
    words = "An organiser, or the owner of the study group that lives here, can set them up. A task for you alone:"
    return Reply(
        "No study prompts here yet", (Text(words), Buttons((Button("A task now", _PRACTICE),))), permalink=STATUS
    )


_PRACTICE = Invocation("practice task")


def preview_card(
    library: Library,
    draft: Series,
    group: Group | None,
    phase: str | None,
    bank: Bank,
    times: Sequence[Occurrence],
    save: Invocation,
    before: Series | None,
) -> Reply:
    """What would be kept, with the next times, and what it takes the place of, before it is."""
    facts = [
        ("When", when_words(draft)),
        ("Tasks", about_what(library, draft, group, phase)),
        ("In the bank", bank_words(bank)),
        ("First task", bank.next.title if bank.next else "none"),
        ("Sound", "none, nobody is notified" if draft.silent else "as for every message here"),
        ("Talk", "in a thread below each, where the platform has threads" if draft.thread else "in the channel"),
    ]
    shown = tuple(moment_words(one.at, draft.zone) for one in times)
    return Reply(
        "Study prompts: is this right?",
        (
            Facts(tuple(facts)),
            Items(shown, title="The next ones come"),
            Text("Nothing is kept yet. Press “Save” and they begin." if before is None else _instead(before)),
            Buttons((Button("Save", save, main=True), Button("Start over", SETUP))),
        ),
        permalink=SETUP,
    )


def _instead(before: Series) -> str:
    return f"Nothing is kept yet. Press “Save” and they come in place of those at {when_words(before)}."


def holidays_card(here: Desk, today: date) -> Reply:
    """The days off that are still to come, each with a way to have prompts again."""
    coming = [one for one in here.off if one.last >= today]
    lines = Items(tuple(days_words(one.first, one.last) for one in coming))
    words = Text("No days off are planned. Add them with `/prompts holidays from:2026-12-24 to:2027-01-01`.")
    steps = [Button("Study prompts here", STATUS)]
    if here.may:
        steps += [
            Button(f"Remove {days_words(one.first, one.last)}", HOLIDAYS.with_arguments({"remove": str(one.number)}))
            for one in coming[:20]
        ]
    return Reply("Days off", (lines if coming else words, Buttons(tuple(steps))), permalink=HOLIDAYS)


def last_words(last: Delivery, zone: str) -> str:
    """What became of the latest one, in Markdown."""
    why = f" {escape(last.why)}" if last.why else ""
    return f"{moment_words(last.due, zone)}: {RESULTS[last.result]}{why}"


def _next(here: Desk, series: Series) -> str:
    if here.paused:
        why = here.appointment.why if here.appointment else ""
        return f"paused. {escape(why)}".strip()
    upcoming = here.next(1)
    return moment_words(upcoming[0].at, series.zone) if upcoming else "none"


def _steps(here: Desk) -> list[Button]:
    mine = Button("My answers", ANSWERS)
    if not here.may:
        return [mine]
    change, off = Button("Change", SETUP), Button("Days off", HOLIDAYS)
    if here.paused:
        return [Button("Resume", Invocation("prompts resume"), main=True), change, off, mine]
    return [
        Button("Post one now", Invocation("prompts now")),
        Button("Skip the next", Invocation("prompts skip")),
        Button("Pause", Invocation("prompts pause")),
        change,
        off,
        mine,
    ]
