"""What is due when, what waits, and what failed and why: all that an operator or organiser asks of the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    names: Mapping[int, str] = field(default_factory=dict)
    """What the posts of an appointment are about, by its number: a meetup's title or a group's name, member text."""


async def look(stores: Stores, now: datetime, days: int, community: int | None = None) -> Agenda:
    """The agenda of the next days, and of as many past ones; it changes nothing.

    That of a `community` holds what is posted in its channels; what is told to one person alone is nobody else's.
    """
    within = timedelta(days=days)
    appointments = await stores.schedule.due(now + within, MOST + 1, community)
    coming = [one for appointment in appointments for one in _occurrences(appointment, now, now + within)]
    recent = await stores.schedule.recent(now - within, MOST + 1, community)
    paused = await stores.schedule.paused(MOST + 1, community)
    told = [*appointments, *(one.appointment for one in recent), *paused] if community is not None else []
    return Agenda(
        sorted(coming, key=lambda one: (one.due, one.appointment.number))[: MOST + 1],
        [one for one in recent if one.result is Result.PLANNED],
        [one for one in recent if one.result is not Result.PLANNED],
        paused,
        await _names(stores, told),
    )


async def _names(stores: Stores, appointments: Iterable[Appointment]) -> dict[int, str]:
    """What each is about: its meetup, or else the study group that lives in the channel."""
    found: dict[str, str] = {}
    names: dict[int, str] = {}
    for appointment in appointments:
        plan = appointment.plan
        meetup = plan.details.get("meetup")
        about = f"meetup {meetup}" if meetup else plan.to
        if about not in found:
            one = await stores.meetups.one(int(meetup)) if meetup else None
            group = await stores.groups.home(plan.to) if not meetup else None
            found[about] = one.title if one else group.name if group else ""
        names[appointment.number] = found[about]
    return names


def _occurrences(appointment: Appointment, now: datetime, until: datetime) -> Iterator[Coming]:
    """Each time that an appointment is due, the next one even where it is overdue."""
    plan, occurrence = appointment.plan, appointment.next
    for _ in range(MOST):
        if occurrence is None or plan.due(occurrence) > until:
            return
        yield Coming(plan.due(occurrence), appointment)
        occurrence = plan.next(max(plan.due(occurrence), now))
