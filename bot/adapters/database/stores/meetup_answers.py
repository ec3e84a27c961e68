"""Who comes to a meetup, and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.adapters.database.session import Row, Session, stamp, unstamped
from bot.adapters.database.stores.union import Union, strongest
from bot.core.model.meetup import Answer, Coming
from bot.core.model.member import Member, Visibility

_ANSWER = (
    "SELECT m.id, m.name, m.zone, m.alias, m.visibility, a.coming, a.since, a.came FROM meetup_answers a "
    "JOIN members m ON m.id = a.member WHERE a.meetup = :meetup AND a.day = :day AND m.gone_at IS NULL "
    "ORDER BY a.since, m.id"
)
_RANK = "CASE {row}.coming WHEN 'going' THEN 3 WHEN 'maybe' THEN 2 WHEN 'no' THEN 1 ELSE 0 END"
_SINCE = (
    "CASE WHEN excluded.coming = {1}.coming AND excluded.{0} < {1}.{0} THEN excluded.{0} "
    "WHEN " + _RANK.replace("{row}", "excluded") + " > " + _RANK.replace("{row}", "{1}") + " THEN excluded.{0} "
    "ELSE {1}.{0} END"
)
_OF_BOTH = Union(
    "meetup_answers",
    "member",
    "meetup, day",
    {
        "coming": strongest(_RANK),
        "since": _SINCE,
        "came": "CASE WHEN excluded.{0} > {1}.{0} THEN excluded.{0} ELSE {1}.{0} END",
    },
)
"""Whoever goes under one of their names goes, since the earlier of the two times."""


class MeetupAnswers:
    """The part of `Meetups` about answers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def answers(self, number: int, day: date) -> list[Answer]:
        """What members answered."""
        rows = await self._session.rows(_ANSWER, meetup=number, day=day.isoformat())
        return [_answer(found) for found in rows]

    async def answered_days(self, number: int) -> list[date]:
        """The days to which anybody said that they go, or may."""
        rows = await self._session.rows(
            "SELECT DISTINCT day FROM meetup_answers WHERE meetup = :meetup AND coming IN ('going', 'maybe')",
            meetup=number,
        )
        return sorted(date.fromisoformat(day) for (day,) in rows)

    async def answer(self, number: int, day: date, member: int, coming: Coming, at: datetime) -> None:
        """Keep an answer; who goes already keeps their place, and a clock set back gives nobody a better one."""
        [(latest,)] = await self._session.rows(
            "SELECT MAX(since) FROM meetup_answers WHERE meetup = :meetup AND day = :day",
            meetup=number,
            day=day.isoformat(),
        )
        await self._session.rows(
            "INSERT INTO meetup_answers (meetup, day, member, coming, since) "
            "VALUES (:meetup, :day, :member, :coming, :at) ON CONFLICT (meetup, day, member) DO UPDATE SET "
            "since = CASE WHEN meetup_answers.coming = excluded.coming THEN meetup_answers.since "
            "ELSE excluded.since END, coming = excluded.coming",
            meetup=number,
            day=day.isoformat(),
            member=member,
            coming=coming.value,
            at=max(stamp(at), 0 if latest is None else latest + 1),
        )

    async def take_back(self, number: int, day: date, member: int) -> None:
        """Forget what somebody answered."""
        await self._session.rows(
            "DELETE FROM meetup_answers WHERE meetup = :meetup AND day = :day AND member = :member",
            meetup=number,
            day=day.isoformat(),
            member=member,
        )

    async def came(self, number: int, day: date, members: Sequence[int], at: datetime) -> None:
        """Note that these were there, and nobody else."""
        await self._session.rows(
            "UPDATE meetup_answers SET came = 0 WHERE meetup = :meetup AND day = :day",
            meetup=number,
            day=day.isoformat(),
        )
        for member in members:
            await self._session.rows(
                "INSERT INTO meetup_answers (meetup, day, member, since, came) VALUES (:meetup, :day, :member, :at, 1) "
                "ON CONFLICT (meetup, day, member) DO UPDATE SET came = 1",
                meetup=number,
                day=day.isoformat(),
                member=member,
                at=stamp(at),
            )

    async def answered(self, member: int, since: date) -> list[tuple[int, date]]:
        """The dates to which somebody goes or may come, from a day on."""
        rows = await self._session.rows(
            "SELECT meetup, day FROM meetup_answers WHERE member = :member AND coming IN ('going', 'maybe') "
            "AND day >= :since ORDER BY day, meetup",
            member=member,
            since=since.isoformat(),
        )
        return [(meetup, date.fromisoformat(day)) for meetup, day in rows]

    async def _absorb_answers(self, keeper: int, other: int) -> list[tuple[str, int]]:
        return [("answers to meetups", await _OF_BOTH.into(self._session, keeper, other))]


def _answer(found: Row) -> Answer:
    number, name, zone, alias, visibility, coming, since, came = found
    member = Member(number, name, zone, alias, Visibility(visibility))
    return Answer(member, Coming(coming) if coming else None, unstamped(since), bool(came))
