"""What is due when, what waits, and what failed and why: all that an operator or organiser asks of the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.model.appointment import Appointment, Delivery, Result
from bot.core.ports.database import Stores

MOST = 200
"""Lines of each part."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One occurrence that is to be posted."""

    due: datetime
    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to know, at one instant."""

    coming: Sequence[Coming]
    waiting: Sequence[Delivery]
    """Due, and not there yet."""
    done: Sequence[Delivery]
    """What became of the others lately: the failed and skipped, and of one community also what was posted."""
    paused: Sequence[Appointment]


async def look(stores: Stores, now: datetime, days: int, community: int | None = None) -> Agenda:
    """The agenda of the next days, and of as many past ones; it changes nothing.

    That of a `community` holds what is posted in its channels; what is told to one person alone is nobody else's.
    """
    within = timedelta(days=days)
    appointments = await stores.schedule.due(now + within, MOST + 1, community)
    coming = [one for appointment in appointments for one in _occurrences(appointment, now, now + within)]
    recent = await stores.schedule.recent(now - within, MOST + 1, community)
    return Agenda(
        sorted(coming, key=lambda one: (one.due, one.appointment.number))[: MOST + 1],
        [one for one in recent if one.result is Result.PLANNED],
        [one for one in recent if one.result is not Result.PLANNED],
        await stores.schedule.paused(MOST + 1, community),
    )


def _occurrences(appointment: Appointment, now: datetime, until: datetime) -> Iterator[Coming]:
    """Each time that an appointment is due, the next one even where it is overdue."""
    plan, occurrence = appointment.plan, appointment.next
    for _ in range(MOST):
        if occurrence is None or plan.due(occurrence) > until:
            return
        yield Coming(plan.due(occurrence), appointment)
        occurrence = plan.next(max(plan.due(occurrence), now))
