"""What is due when, what waits, and what failed and why: everything that an operator asks of the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.model.appointment import Appointment, Delivery, Result
from bot.core.ports.database import Stores

MOST = 200
"""Lines of each part."""

_RESULTS = {Result.SKIPPED: "skipped", Result.FAILED: "failed"}


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
    missed: Sequence[Delivery]
    """Failed or skipped lately."""
    paused: Sequence[Appointment]


async def look(stores: Stores, now: datetime, days: int) -> Agenda:
    """The agenda of the next days, and of as many past ones; it changes nothing."""
    within = timedelta(days=days)
    appointments = await stores.schedule.due(now + within, MOST + 1)
    coming = [one for appointment in appointments for one in _occurrences(appointment, now, now + within)]
    recent = await stores.schedule.unsent(now - within, MOST + 1)
    return Agenda(
        sorted(coming, key=lambda one: (one.due, one.appointment.number))[: MOST + 1],
        [one for one in recent if one.result is Result.PLANNED],
        [one for one in recent if one.result is not Result.PLANNED],
        await stores.schedule.paused(MOST + 1),
    )


def _occurrences(appointment: Appointment, now: datetime, until: datetime) -> Iterator[Coming]:
    """Each time that an appointment is due, the next one even where it is overdue."""
    plan, occurrence = appointment.plan, appointment.next
    for _ in range(MOST):
        if occurrence is None or plan.due(occurrence) > until:
            return
        yield Coming(plan.due(occurrence), appointment)
        occurrence = plan.next(max(plan.due(occurrence), now))


def written(agenda: Agenda, days: int) -> list[str]:
    """The agenda as lines for a terminal. Nothing of what members wrote is in it."""
    within = f"{days} days" if days != 1 else "day"
    parts = (
        (f"Due within {within}", [_coming(one) for one in agenda.coming]),
        ("Waiting to be sent", [_waiting(one) for one in agenda.waiting]),
        (f"Failed or skipped within {within}", [_missed(one) for one in agenda.missed]),
        ("Paused", [f"{_what(one)}: {one.why or 'by hand'}" for one in agenda.paused]),
    )
    lines: list[str] = []
    for title, found in parts:
        more = ["  … and more"] if len(found) > MOST else []
        lines += [title, *(f"  {one}" for one in found[:MOST] or ["nothing"]), *more, ""]
    return lines[:-1]


def _coming(one: Coming) -> str:
    return f"{_both(one.due, one.appointment)}  {_what(one.appointment)}"


def _waiting(one: Delivery) -> str:
    tried = ("not tried yet", "tried once", "tried twice")[one.tries] if one.tries < 3 else f"tried {one.tries} times"
    return f"{_both(one.due, one.appointment)}  {_what(one.appointment)}: {tried}{f'; {one.why}' if one.why else ''}"


def _missed(one: Delivery) -> str:
    return f"{_both(one.due, one.appointment)}  {_what(one.appointment)}: {_RESULTS[one.result]}. {one.why}"


def _both(at: datetime, appointment: Appointment) -> str:
    """An instant in UTC and in the zone of what is due."""
    zone = appointment.plan.recurrence.zone
    local = at.astimezone(ZoneInfo(zone))
    return f"{at:%Y-%m-%d %H:%M} UTC ({local:%a %d %b %H:%M} {zone})"


def _what(appointment: Appointment) -> str:
    plan = appointment.plan
    return f"{plan.kind} of {plan.owner} → {plan.to}{' directly' if plan.direct else ''}"
