"""The words of an agenda: as lines for a terminal, and what both the terminal and the chat say of a delivery."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.acts.agenda import MOST, Agenda, Coming
from bot.core.model.appointment import Appointment, Delivery, Result

BY_HAND = "by hand"
_RESULTS = {Result.SENT: "posted", Result.SKIPPED: "skipped", Result.FAILED: "failed"}


def written(agenda: Agenda, days: int) -> list[str]:
    """The agenda as lines for a terminal. Nothing of what members wrote is in it."""
    within = f"{days} days" if days != 1 else "day"
    parts = (
        (f"Due within {within}", [_coming(one) for one in agenda.coming]),
        ("Waiting to be sent", [_waiting(one) for one in agenda.waiting]),
        (f"Failed or skipped within {within}", [_missed(one) for one in agenda.done]),
        ("Paused", [f"{_what(one)}: {one.why or BY_HAND}" for one in agenda.paused]),
    )
    lines: list[str] = []
    for title, found in parts:
        more = ["  … and more"] if len(found) > MOST else []
        lines += [title, *(f"  {one}" for one in found[:MOST] or ["nothing"]), *more, ""]
    return lines[:-1]


def _coming(one: Coming) -> str:
    return f"{_both(one.due, one.appointment)}  {_what(one.appointment)}"


def _waiting(one: Delivery) -> str:
    return (
        f"{_both(one.due, one.appointment)}  {_what(one.appointment)}: {tried(one)}{f'; {one.why}' if one.why else ''}"
    )


def tried(one: Delivery) -> str:
    """How often it was tried to post something."""
    return ("not tried yet", "tried once", "tried twice")[one.tries] if one.tries < 3 else f"tried {one.tries} times"


def _missed(one: Delivery) -> str:
    return f"{_both(one.due, one.appointment)}  {_what(one.appointment)}: {became(one)}"


def became(one: Delivery) -> str:
    """What became of a delivery, and why, with the remedy where there is one."""
    return f"{_RESULTS[one.result]}. {one.why}".strip()


def _both(at: datetime, appointment: Appointment) -> str:
    """An instant in UTC and in the zone of what is due."""
    zone = appointment.plan.recurrence.zone
    local = at.astimezone(ZoneInfo(zone))
    return f"{at:%Y-%m-%d %H:%M} UTC ({local:%a %d %b %H:%M} {zone})"


def _what(appointment: Appointment) -> str:
    plan = appointment.plan
    return f"{plan.kind} of {plan.owner} → {plan.to}{' directly' if plan.direct else ''}"
