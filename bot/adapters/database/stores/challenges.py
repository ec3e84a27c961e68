"""Milestone challenges of study groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp
from bot.adapters.database.stores.keeping import ACCOUNTS, Keeping, Kept
from bot.core.model.challenge import NOTICE, Challenge, Step

_CHALLENGE = "SELECT id, study_group, phase, zone, first, deadline, opens, hours, follows, cancelled FROM challenges "


class SqlChallenges(Keeping):
    """`Challenges` in SQL. No table names a member or a community; `maker` is an account, as in appointments."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ()
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ()
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "challenges",
            ("challenges",),
            "phase first_day deadline made_at",
            f"SELECT phase, first, deadline, made_at FROM challenges WHERE maker IN {ACCOUNTS} ORDER BY id",
        ),
    )

    async def add(self, challenge: Challenge, maker: str, at: datetime) -> Challenge:
        """Keep a new one."""
        [(number,)] = await self._session.rows(
            "INSERT INTO challenges (study_group, phase, zone, first, deadline, opens, hours, follows, cancelled, "
            "maker, made_at, ends_at) "
            "VALUES (:study_group, :phase, :zone, :first, :deadline, :opens, :hours, :follows, "
            ":cancelled, :maker, :at, :ends) RETURNING id",
            study_group=challenge.group,
            zone=challenge.zone,
            maker=maker,
            at=stamp(at),
            opens=challenge.opens.isoformat("minutes"),
            **_planned(challenge),
        )
        return replace(challenge, number=number)

    async def change(self, challenge: Challenge) -> None:
        """Keep it as it is now."""
        await self._session.rows(
            "UPDATE challenges SET phase = :phase, first = :first, deadline = :deadline, hours = :hours, "
            "follows = :follows, cancelled = :cancelled, ends_at = :ends WHERE id = :id",
            id=challenge.number,
            **_planned(challenge),
        )

    async def one(self, number: int) -> Challenge | None:
        """A challenge by number."""
        found = await row(self._session, _CHALLENGE + "WHERE id = :id", id=number)
        return _challenge(found) if found else None

    async def maker(self, number: int) -> str:
        """The account that made it."""
        [(maker,)] = await self._session.rows("SELECT maker FROM challenges WHERE id = :id", id=number)
        return str(maker)

    async def latest(self, group: int) -> Challenge | None:
        """The one of a group that was made last."""
        found = await row(
            self._session, _CHALLENGE + "WHERE study_group = :id ORDER BY challenges.id DESC LIMIT 1", id=group
        )
        return _challenge(found) if found else None

    async def open(self, at: datetime) -> list[Challenge]:
        """All that may still have something to come."""
        rows = await self._session.rows(
            _CHALLENGE + "WHERE cancelled = 0 AND ends_at >= :at ORDER BY challenges.id", at=stamp(at)
        )
        return [_challenge(found) for found in rows]

    async def posted(self, number: int) -> frozenset[Step]:
        """What was posted of it, in any channel."""
        rows = await self._session.rows("SELECT DISTINCT step FROM challenge_posts WHERE challenge = :id", id=number)
        return frozenset(Step(step) for (step,) in rows)

    async def note(self, number: int, step: Step, channel: str, at: datetime) -> None:
        """Note that something of it was posted in a channel."""
        await self._session.rows(
            "INSERT INTO challenge_posts (challenge, step, channel, at) VALUES (:id, :step, :channel, :at) "
            "ON CONFLICT (challenge, step, channel) DO UPDATE SET at = excluded.at",
            id=number,
            step=step.value,
            channel=channel,
            at=stamp(at),
        )

    async def disband(self, community: int) -> None:
        """Leave no challenge of a community's study groups; to be called before these go."""
        theirs = "FROM challenges WHERE study_group IN (SELECT id FROM study_groups WHERE community = :community)"
        await self._session.rows(
            f"DELETE FROM challenge_posts WHERE challenge IN (SELECT id {theirs})", community=community
        )
        await self._session.rows(f"DELETE {theirs}", community=community)

    async def absorb(self, keeper: int, other: int) -> None:
        """Nothing goes over: accounts stay what they are, whosever they become."""

    async def unite(self, keeper: int, other: int) -> None:
        """Nothing goes over: challenges belong to study groups."""

    async def forget(self, member: int) -> None:
        """Take a member's accounts off what they planned."""
        await self._session.rows(f"UPDATE challenges SET maker = '' WHERE maker IN {ACCOUNTS}", member=member)


def _planned(challenge: Challenge) -> dict[str, str | int | None]:
    return {
        "phase": challenge.phase,
        "first": challenge.first.isoformat(),
        "deadline": challenge.deadline.isoformat(),
        "hours": challenge.hours,
        "follows": int(challenge.follows),
        "cancelled": int(challenge.cancelled),
        "ends": stamp(challenge.at(Step.RESULT) + NOTICE),
    }


def _challenge(found: Row) -> Challenge:
    number, group, phase, zone, first, deadline, opens, hours, follows, cancelled = found
    return Challenge(
        number,
        group,
        phase,
        zone,
        date.fromisoformat(first),
        date.fromisoformat(deadline),
        time.fromisoformat(opens),
        hours,
        bool(follows),
        bool(cancelled),
    )
