"""What everything about study prompts says alike: which tasks, when, and a task as it is posted."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.chat.blocks import Button, Buttons, Facts, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.features.group_desk import phase_words
from bot.core.features.naming import day_name, phase_name
from bot.core.features.practice import open_reveal
from bot.core.model.group import WEEKDAYS, Group
from bot.core.model.library import Library
from bot.core.model.practice import Prompt
from bot.core.model.prompting import ALL_DAYS, Bank, Series

ANSWERS = Invocation("prompts answers")


def about_task(command: str, prompt: Prompt) -> Invocation:
    """One of the commands, for a task."""
    return Invocation(f"prompts {command}", {"task": prompt.id})


def prompt_card(library: Library, prompt: Prompt) -> Reply:
    """A task as it is posted in a channel, without its answer."""
    steps = (
        Button("Done", about_task("done", prompt), main=True),
        Button("Answer privately", about_task("answer", prompt)),
        Button("Reveal", open_reveal(prompt)),
    )
    return Reply(
        prompt.title,
        (
            Text(prompt.task),
            Facts(
                (
                    ("Takes", f"about {prompt.minutes} minutes"),
                    ("Show", prompt.show),
                    ("Phase", phase_name(library, library.phases[prompt.phase])),
                )
            ),
            Buttons(steps),
        ),
        permalink=about_task("task", prompt),
    )


def low_card(library: Library, series: Series, group: str, bank: Bank) -> Reply:
    """What whoever set prompts up is told two weeks before they begin anew; `group` is member text, or empty."""
    where = f"of **{escape(group)}**" if group else "in a channel that you set up"
    count = f"{len(bank.left)} {'task is' if len(bank.left) == 1 else 'tasks are'} left"
    words = f"The study prompts {where} run low: {count} of {len(bank.prompts)}. Then they begin again from the first."
    way_on = (
        "If the group is ready, let it go on to the next phase: `/group edit` in its channel. Or choose another phase"
    )
    alone = "Choose another phase"
    follows = series.phase is None and series.group is not None
    return Reply(
        "Study prompts run low",
        (
            Text(words),
            Text(f"{way_on if follows else alone} with `/prompts setup` there. You needn't do anything: they go on."),
            Buttons((Button("See the roadmap", Invocation("roadmap overview")),)),
        ),
    )


def about_what(library: Library, series: Series, group: Group | None, phase: str | None) -> str:
    """Which tasks come, in Markdown."""
    if series.phase is None and group is not None:
        return f"follow **{escape(group.name)}**: {phase_words(library, phase)}"
    return phase_words(library, phase)


def when_words(series: Series) -> str:
    """`09:00 on Mon, Wed (Europe/Berlin)`."""
    days = "every day" if series.days == ALL_DAYS else f"on {', '.join(WEEKDAYS[day] for day in series.days)}"
    return f"{series.at:%H:%M} {days} ({series.zone})"


def moment_words(at: datetime, zone: str) -> str:
    """`Mon 30 Nov at 09:00`, by the clock of a zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_name(local.date())} at {local:%H:%M}"


def days_words(first: date, last: date) -> str:
    """`Thu 24 Dec to Fri 1 Jan`."""
    return day_name(first) if first == last else f"{day_name(first)} to {day_name(last)}"


def bank_words(bank: Bank) -> str:
    """How many tasks are left, in words."""
    if not bank.prompts:
        return "no tasks yet"
    if not bank.left:
        return f"all {len(bank.prompts)} were posted; the next one begins again from the first"
    return f"{len(bank.left)} of {len(bank.prompts)} tasks left"
