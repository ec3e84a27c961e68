"""From appointments to deliveries: what has become due is planned once, and never in a burst.

Of several occurrences that were missed, while the bot was down or the clock jumped, only the last can still be posted;
the others are recorded as skipped. So nobody finds a week of study prompts on a Monday morning.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.core.model.appointment import Appointment, Result, State
from bot.core.model.recurrence import Occurrence
from bot.core.ports.database import Stores
from bot.core.schedule.kinds import Kind

AT_ONCE = 50
"""Appointments that are planned in one unit of work; members' acts come between two."""
RECORDED = 50
"""Missed occurrences of one appointment that get a record, the latest ones."""

MOMENT = timedelta(microseconds=1)

MISSED = "I was away when it was due."
"""Why an occurrence is recorded as skipped that a later one has overtaken."""
OVER = "It has come to its end."
TOO_LATE = "It was due so long ago that it no longer helped."


async def plan_due(stores: Stores, kinds: Mapping[str, Kind], now: datetime) -> int:
    """Plan what has become due; how many appointments were looked at: where these are `AT_ONCE`, there may be more."""
    appointments = await stores.schedule.due(now, AT_ONCE)
    for appointment in appointments:
        if appointment.next is not None:
            await _plan(stores, appointment, appointment.next, kinds, now)
    return len(appointments)


async def _plan(
    stores: Stores, appointment: Appointment, first: Occurrence, kinds: Mapping[str, Kind], now: datetime
) -> None:
    plan, schedule = appointment.plan, stores.schedule
    *missed, last = plan.recurrence.within(first.at - MOMENT, now + plan.lead, RECORDED) or [first]
    for occurrence in missed:
        await schedule.plan(appointment.number, occurrence.day, plan.due(occurrence), Result.SKIPPED, MISSED)
    kind = kinds.get(plan.kind)
    if kind is None or now - plan.due(last) > kind.grace:
        await schedule.plan(appointment.number, last.day, plan.due(last), Result.SKIPPED, TOO_LATE)
    else:
        await schedule.plan(appointment.number, last.day, plan.due(last), grace=kind.grace)
    following = plan.next(now)
    state = State.ACTIVE if following else State.ENDED
    await schedule.change(appointment.number, state, "" if following else OVER, following)
