"""Appointments and deliveries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.adapters.database.session import row, stamp, unstamped
from bot.adapters.database.stores.keeping import ACCOUNTS, Keeping, Kept
from bot.adapters.database.stores.schedule_rows import APPOINTMENT, DELIVERY, appointment, delivery
from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.recurrence import Occurrence

_TOLD = f"direct = 1 AND destination IN {ACCOUNTS}"
"""What is told to a member alone."""
_MINE = f"({_TOLD} OR maker IN {ACCOUNTS})"
_CLAIM = (
    "UPDATE deliveries SET tries = tries + 1, unsure = CASE WHEN claimer IS NULL THEN unsure ELSE 1 END, "
    "try_at = :until, claimer = :claimer WHERE id IN (SELECT id FROM deliveries WHERE result = 'planned' "
)
_TIDY = (
    "UPDATE deliveries SET result = 'skipped', done_at = :now, claimer = NULL, "
    "why = CASE WHEN why = '' THEN :why ELSE why END WHERE result = 'planned' AND latest < :now AND try_at <= :now",
    "UPDATE deliveries SET try_at = :near WHERE result = 'planned' AND try_at > :far",
)


_POSTED_IN = (
    " AND a.direct = 0 AND (a.community = :community OR EXISTS (SELECT 1 FROM spaces s WHERE s.community = :community "
    "AND (a.owner = 'boards:' || s.reference OR EXISTS (SELECT 1 FROM group_homes h WHERE h.space = s.reference "
    "AND a.owner = 'tracker:' || h.channel))))"
)


class SqlSchedule(Keeping):
    """`Schedule` in SQL. People stand in it by their accounts."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ()
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("appointments",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "appointments",
            ("appointments", "deliveries"),
            "kind first_day local_time zone rule state made_at",
            "SELECT a.kind, a.first_day, a.local_time, a.zone, a.rule, a.state, a.made_at FROM appointments a "
            f"WHERE {_MINE} ORDER BY a.id",
        ),
    )

    async def add(self, plan: Plan, at: datetime) -> Appointment:
        """Write a plan down."""
        following, rule = plan.next(at), plan.recurrence
        [(number,)] = await self._session.rows(
            "INSERT INTO appointments (kind, owner, platform, destination, direct, first_day, local_time, zone, rule, "
            "lead_seconds, details, community, maker, made_at, next_day, next_due) "
            "VALUES (:kind, :owner, :platform, :destination, :direct, :first_day, :local_time, :zone, :rule, "
            ":lead, :details, :community, :maker, :at, :next_day, :next_due) RETURNING id",
            kind=plan.kind,
            owner=plan.owner,
            platform=plan.platform,
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
        await self._announce()
        return Appointment(number, plan, next=following)

    async def absorb(self, keeper: int, other: int) -> None:
        """Nothing goes over: accounts stay what they are, whosever they become."""

    async def forget(self, member: int) -> None:
        """What is told to them alone goes; what they planned for others stays, as made by nobody."""
        told = f"(SELECT id FROM appointments WHERE {_TOLD})"
        await self._session.rows(f"DELETE FROM deliveries WHERE appointment IN {told}", member=member)
        await self._session.rows(f"DELETE FROM appointments WHERE {_TOLD}", member=member)
        await self._session.rows(f"UPDATE appointments SET maker = '' WHERE maker IN {ACCOUNTS}", member=member)

    async def unite(self, keeper: int, other: int) -> None:
        """What is planned in one community is planned in the other."""
        await self._session.rows(
            "UPDATE appointments SET community = :keeper WHERE community = :other", keeper=keeper, other=other
        )

    async def disband(self, community: int) -> None:
        """What is planned in a community goes."""
        here = "(SELECT id FROM appointments WHERE community = :community)"
        await self._session.rows(f"DELETE FROM deliveries WHERE appointment IN {here}", community=community)
        await self._session.rows("DELETE FROM appointments WHERE community = :community", community=community)

    async def one(self, number: int) -> Appointment | None:
        """An appointment by number."""
        found = await row(self._session, APPOINTMENT + "WHERE a.id = :id", id=number)
        return appointment(found) if found else None

    async def of(self, owner: str) -> list[Appointment]:
        """The appointments of an owner that haven't ended."""
        rows = await self._session.rows(
            APPOINTMENT + "WHERE a.owner = :owner AND a.state <> 'ended' ORDER BY a.id", owner=owner
        )
        return [appointment(found) for found in rows]

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
        await self._announce()

    async def due(self, now: datetime, most: int, community: int | None = None) -> list[Appointment]:
        """Active appointments whose next occurrence is due."""
        which, there = _posted_in(community)
        rows = await self._session.rows(
            f"{APPOINTMENT}WHERE a.state = 'active' AND a.next_due IS NOT NULL AND a.next_due <= :now{which} "
            "ORDER BY a.next_due LIMIT :most",
            now=stamp(now),
            most=most,
            **there,
        )
        return [appointment(found) for found in rows]

    async def plan(
        self,
        number: int,
        day: date,
        due: datetime,
        result: Result = Result.PLANNED,
        why: str = "",
        *,
        grace: timedelta = timedelta(days=7),
    ) -> bool:
        """Note a delivery of an appointment."""
        added = await self._session.rows(
            "INSERT INTO deliveries (appointment, day, due, platform, latest, result, try_at, why, done_at) "
            "VALUES (:appointment, :day, :due, (SELECT platform FROM appointments WHERE id = :appointment), "
            ":latest, :result, :due, :why, :done_at) ON CONFLICT (appointment, day) DO NOTHING RETURNING id",
            appointment=number,
            day=day.isoformat(),
            due=stamp(due),
            latest=stamp(due + grace),
            result=result.value,
            why=why,
            done_at=None if result is Result.PLANNED else stamp(due),
        )
        return bool(added)

    async def claim(
        self, now: datetime, lease: timedelta, most: int, claimer: str, platform: str | None = None
    ) -> list[Delivery]:
        """Take planned deliveries whose time to be tried has come."""
        which, there = _on(platform)
        await self._session.rows(
            f"{_CLAIM}{which} AND try_at <= :now ORDER BY try_at, id LIMIT :most{self._session.skip_locked})",
            until=stamp(now + lease),
            now=stamp(now),
            most=most,
            claimer=claimer,
            **there,
        )
        rows = await self._session.rows(DELIVERY + "WHERE d.claimer = :claimer ORDER BY d.due, d.id", claimer=claimer)
        return [delivery(one) for one in rows]

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

    async def again(self, number: int, at: datetime, why: str, *, unsure: bool = False, counted: bool = True) -> None:
        """Give a delivery free, to be tried again from an instant on."""
        await self._session.rows(
            "UPDATE deliveries SET try_at = :at, why = :why, unsure = CASE WHEN :unsure = 1 THEN 1 ELSE unsure END, "
            "tries = tries - :back, claimer = NULL WHERE id = :id AND result = 'planned'",
            at=stamp(at),
            why=why,
            unsure=int(unsure),
            back=0 if counted else 1,
            id=number,
        )
        await self._announce()

    async def tidy(self, now: datetime, why: str, near: datetime, far: datetime) -> None:
        """Skip what came too late, and bring near what waits too long."""
        await self._session.rows(_TIDY[0], now=stamp(now), why=why)
        await self._session.rows(_TIDY[1], near=stamp(near), far=stamp(far))

    async def wake(self, platforms: Sequence[str] | None = None) -> datetime | None:
        """When there is something to do next."""
        return await self._earliest("try_at", "", platforms)

    async def untried(self, platforms: Sequence[str] | None = None) -> datetime | None:
        """When the oldest was due that nobody has begun."""
        return await self._earliest("due", "AND tries = 0 AND why = '' ", platforms)

    async def _announce(self) -> None:
        """Tell whoever watches the schedule that it changed."""
        if self._session.announce:
            await self._session.rows(self._session.announce)

    async def _earliest(self, column: str, those: str, platforms: Sequence[str] | None) -> datetime | None:
        """The earliest instant of what is to be planned and what is to be sent; one seek in an index for each."""
        parts = ["SELECT MIN(next_due) AS at FROM appointments WHERE state = 'active' AND next_due IS NOT NULL"]
        there: dict[str, str] = {}
        for number, one in enumerate([None] if platforms is None else platforms):
            which, named = _on(one, f"platform{number}")
            parts.append(f"SELECT MIN({column}) FROM deliveries WHERE result = 'planned' {those}{which}")
            there |= named
        [(earliest,)] = await self._session.rows(
            f"SELECT MIN(at) FROM ({' UNION ALL '.join(parts)}) AS instants",
            **there,
        )
        return None if earliest is None else unstamped(earliest)

    async def latest(self, owner: str, until: datetime, most: int) -> list[Delivery]:
        """The deliveries of all that an owner ever planned which were due until an instant, the newest first."""
        rows = await self._session.rows(
            DELIVERY + "WHERE a.owner = :owner AND d.due <= :until ORDER BY d.due DESC, d.id DESC LIMIT :most",
            owner=owner,
            until=stamp(until),
            most=most,
        )
        return [delivery(found) for found in rows]

    async def history(self, number: int, most: int) -> list[Delivery]:
        """The latest deliveries of an appointment, the newest first."""
        rows = await self._session.rows(
            DELIVERY + "WHERE d.appointment = :id ORDER BY d.due DESC, d.id DESC LIMIT :most", id=number, most=most
        )
        return [delivery(found) for found in rows]

    async def recent(self, since: datetime, most: int, community: int | None = None) -> list[Delivery]:
        """What waits to be sent, and what became of others lately."""
        which, there = _posted_in(community)
        done = "('failed', 'skipped')" if community is None else "('failed', 'skipped', 'sent')"
        rows = await self._session.rows(
            f"{DELIVERY}WHERE (d.result = 'planned' OR (d.result IN {done} AND d.done_at >= :since)){which} "
            "ORDER BY d.due DESC, d.id DESC LIMIT :most",
            since=stamp(since),
            most=most,
            **there,
        )
        return [delivery(found) for found in rows]

    async def paused(self, most: int, community: int | None = None) -> list[Appointment]:
        """Appointments that are paused."""
        which, there = _posted_in(community)
        rows = await self._session.rows(
            f"{APPOINTMENT}WHERE a.state = 'paused'{which} ORDER BY a.id DESC LIMIT :most", most=most, **there
        )
        return [appointment(found) for found in rows]


def _posted_in(community: int | None) -> tuple[str, dict[str, int]]:
    """A further condition for what is posted in the channels of a community; none where all is meant.

    Weeks of groups and boards belong to a channel and to a server, wherever these belong.
    """
    return ("", {}) if community is None else (_POSTED_IN, {"community": community})


def _on(platform: str | None, name: str = "platform") -> tuple[str, dict[str, str]]:
    """A condition for deliveries on one platform, with its value; none where all are meant."""
    return ("", {}) if platform is None else (f"AND platform = :{name}", {name: platform})
