"""Appointments and deliveries as rows: the columns to ask for, and what they are made into."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

from bot.adapters.database.session import Row, unstamped
from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.recurrence import Recurrence

_COLUMNS = (
    "SELECT a.id, a.kind, a.owner, a.destination, a.direct, a.first_day, a.local_time, a.zone, a.rule, a.lead_seconds, "
    "a.details, a.community, a.maker, a.state, a.why, a.next_day"
)
APPOINTMENT = _COLUMNS + " FROM appointments a "
DELIVERY = (
    _COLUMNS + ", d.id, d.day, d.due, CASE WHEN d.claimer IS NULL THEN d.tries ELSE d.tries - 1 END, "
    "d.result, d.why, d.message, d.done_at, d.unsure "
    "FROM deliveries d JOIN appointments a ON a.id = d.appointment "
)


def appointment(found: Row) -> Appointment:
    """An appointment, from the first columns of a row."""
    (number, kind, owner, to, direct, first, at, zone, rule, lead, details, community, maker, state, why, day) = found[
        :16
    ]
    recurrence = Recurrence(date.fromisoformat(first), time.fromisoformat(at), zone, rule)
    plan = Plan(
        kind=kind,
        owner=owner,
        to=to,
        recurrence=recurrence,
        direct=bool(direct),
        lead=timedelta(seconds=lead),
        details=json.loads(details),
        community=community,
        maker=maker,
    )
    following = recurrence.on(date.fromisoformat(day)) if day else None
    return Appointment(number, plan, State(state), why, following)


def delivery(found: Row) -> Delivery:
    """A delivery with its appointment."""
    number, day, due, tries, result, why, message, done_at, unsure = found[16:]
    return Delivery(
        number,
        appointment(found),
        date.fromisoformat(day),
        unstamped(due),
        tries,
        Result(result),
        why,
        message,
        None if done_at is None else unstamped(done_at),
        bool(unsure),
    )
