"""An agenda for a study group's meetup, proposed from the phase that it is in: another skill each week."""

from __future__ import annotations

from datetime import date

from bot.core.features.naming import phase_name
from bot.core.model.group import Group
from bot.core.model.library import Library

ROUND = "A round: what has each of you done since last time, and where are you stuck?"
CLOSING = "Until next time: who does what?"


def proposed(library: Library, group: Group | None, day: date) -> tuple[str, ...]:
    """The items, as Markdown; none for people who share no phase."""
    phase = library.phases.get(group.phase or "") if group else None
    if phase is None:
        return ()
    skill = phase.skills[day.toordinal() // 7 % len(phase.skills)]
    return (
        ROUND,
        f"{phase_name(library, phase)}: **{skill.title}**. One explains it, the others ask.",
        f"Practise together for twenty minutes: `/practice {library.number(phase)}` gives you a task.",
        f"The project of the phase, {phase.milestone.title}: show what you have, ask what you don't know.",
        CLOSING,
    )
