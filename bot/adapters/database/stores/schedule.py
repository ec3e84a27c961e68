"""Appointments and deliveries."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

from bot.adapters.database.session import Row, Session, row, stamp, unstamped
from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.recurrence import Occurrence, Recurrence

_COLUMNS = (
    "SELECT a.id, a.kind, a.owner, a.destination, a.direct, a.first_day, a.local_time, a.zone, a.rule, a.lead_seconds, "
    "a.details, a.community, a.maker, a.state, a.why, a.next_day"
)
_APPOINTMENT = _COLUMNS + " FROM appointments a "
_DELIVERY = (
    _COLUMNS + ", d.id, d.day, d.due, d.tries, d.result, d.why, d.message, d.done_at "
    "FROM deliveries d JOIN appointments a ON a.id = d.appointment "
)
_CLAIM = (
    "UPDATE deliveries SET tries = tries + 1, try_at = :until, claimer = :claimer WHERE id IN ("
    "SELECT id FROM deliveries WHERE result = 'planned' AND try_at <= :now ORDER BY try_at, id LIMIT :most"
)


class SqlSchedule:
    """`Schedule` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, plan: Plan, at: datetime) -> Appointment:
        """Write a plan down."""
        following, rule = plan.next(at), plan.recurrence
        [(number,)] = await self._session.rows(
            "INSERT INTO appointments (kind, owner, destination, direct, first_day, local_time, zone, rule, "
            "lead_seconds, details, community, maker, made_at, next_day, next_due) "
            "VALUES (:kind, :owner, :destination, :direct, :first_day, :local_time, :zone, :rule, "
            ":lead, :details, :community, :maker, :at, :next_day, :next_due) RETURNING id",
            kind=plan.kind,
            owner=plan.owner,
            destination=plan.to,
            direct=int(plan.direct),
            first_day=rule.first.isoformat(),
            local_time=rule.at.isoformat("minutes"),
            zone=rule.zone,
            rule=rule.rule,
            lead=int(plan.lead.total_seconds()),
            details=json.dumps(dict(plan.details), ensure_ascii=False),
            community=plan.community,
            maker=plan.maker,
            at=stamp(at),
            next_day=following.day.isoformat() if following else None,
            next_due=stamp(plan.due(following)) if following else None,
        )
        return Appointment(number, plan, next=following)

    async def one(self, number: int) -> Appointment | None:
        """An appointment by number."""
        found = await row(self._session, _APPOINTMENT + "WHERE a.id = :id", id=number)
        return _appointment(found) if found else None

    async def of(self, owner: str) -> list[Appointment]:
        """The appointments of an owner that haven't ended."""
        rows = await self._session.rows(
            _APPOINTMENT + "WHERE a.owner = :owner AND a.state <> 'ended' ORDER BY a.id", owner=owner
        )
        return [_appointment(found) for found in rows]

    async def change(self, number: int, state: State, why: str, following: Occurrence | None) -> None:
        """Pause, resume or end an appointment."""
        await self._session.rows(
            "UPDATE appointments SET state = :state, why = :why, next_day = :day, "
            "next_due = CAST(:at AS BIGINT) - lead_seconds * 1000000 WHERE id = :id",
            state=state.value,
            why=why,
            day=following.day.isoformat() if following else None,
            at=stamp(following.at) if following else None,
            id=number,
        )

    async def due(self, now: datetime, most: int) -> list[Appointment]:
        """Active appointments whose next occurrence is due."""
        rows = await self._session.rows(
            _APPOINTMENT + "WHERE a.state = 'active' AND a.next_due IS NOT NULL AND a.next_due <= :now "
            "ORDER BY a.next_due LIMIT :most",
            now=stamp(now),
            most=most,
        )
        return [_appointment(found) for found in rows]

    async def plan(self, number: int, day: date, due: datetime, result: Result = Result.PLANNED, why: str = "") -> bool:
        """Note a delivery of an appointment."""
        added = await self._session.rows(
            "INSERT INTO deliveries (appointment, day, due, result, try_at, why, done_at) "
            "VALUES (:appointment, :day, :due, :result, :due, :why, :done_at) "
            "ON CONFLICT (appointment, day) DO NOTHING RETURNING id",
            appointment=number,
            day=day.isoformat(),
            due=stamp(due),
            result=result.value,
            why=why,
            done_at=None if result is Result.PLANNED else stamp(due),
        )
        return bool(added)

    async def claim(self, now: datetime, lease: timedelta, most: int, claimer: str) -> list[Delivery]:
        """Take planned deliveries whose time to be tried has come."""
        await self._session.rows(
            _CLAIM + self._session.skip_locked + ")",
            until=stamp(now + lease),
            now=stamp(now),
            most=most,
            claimer=claimer,
        )
        rows = await self._session.rows(_DELIVERY + "WHERE d.claimer = :claimer ORDER BY d.due, d.id", claimer=claimer)
        return [_delivery(one) for one in rows]

    async def done(self, number: int, result: Result, at: datetime, *, why: str = "", message: str = "") -> None:
        """Note what became of a delivery."""
        await self._session.rows(
            "UPDATE deliveries SET result = :result, done_at = :at, why = :why, message = :message, claimer = NULL "
            "WHERE id = :id",
            result=result.value,
            at=stamp(at),
            why=why,
            message=message,
            id=number,
        )

    async def again(self, number: int, at: datetime, why: str) -> None:
        """Give a delivery free, to be tried again from an instant on."""
        await self._session.rows(
            "UPDATE deliveries SET try_at = :at, why = :why, claimer = NULL WHERE id = :id AND result = 'planned'",
            at=stamp(at),
            why=why,
            id=number,
        )

    async def wake(self) -> datetime | None:
        """When there is something to do next."""
        [(appointment,)] = await self._session.rows(
            "SELECT MIN(next_due) FROM appointments WHERE state = 'active' AND next_due IS NOT NULL"
        )
        [(delivery,)] = await self._session.rows("SELECT MIN(try_at) FROM deliveries WHERE result = 'planned'")
        times = [one for one in (appointment, delivery) if one is not None]
        return unstamped(min(times)) if times else None

    async def latest(self, owner: str, until: datetime, most: int) -> list[Delivery]:
        """The deliveries of all that an owner ever planned which were due until an instant, the newest first."""
        rows = await self._session.rows(
            _DELIVERY + "WHERE a.owner = :owner AND d.due <= :until ORDER BY d.due DESC, d.id DESC LIMIT :most",
            owner=owner,
            until=stamp(until),
            most=most,
        )
        return [_delivery(found) for found in rows]

    async def history(self, number: int, most: int) -> list[Delivery]:
        """The latest deliveries of an appointment, the newest first."""
        rows = await self._session.rows(
            _DELIVERY + "WHERE d.appointment = :id ORDER BY d.due DESC, d.id DESC LIMIT :most", id=number, most=most
        )
        return [_delivery(found) for found in rows]


def _appointment(found: Row) -> Appointment:
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


def _delivery(found: Row) -> Delivery:
    number, day, due, tries, result, why, message, done_at = found[16:]
    return Delivery(
        number,
        _appointment(found),
        date.fromisoformat(day),
        unstamped(due),
        tries - 1 if Result(result) is Result.PLANNED else tries,
        Result(result),
        why,
        message,
        None if done_at is None else unstamped(done_at),
    )
