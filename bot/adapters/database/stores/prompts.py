"""Study prompts, what was posted, and members' answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.adapters.database.stores.union import Union, strongest
from bot.core.model.prompting import DaysOff, Series
from bot.core.ports.prompts import KeptAnswer

_SERIES = (
    "SELECT id, channel, local_time, zone, days, phase, study_group, silent, thread, warned, asked_at "
    "FROM prompt_series "
)
_NEWER = strongest("{row}.at")
_ANSWERS = Union("prompt_answers", "member", "prompt", {"words": _NEWER, "at": _NEWER})


class SqlPrompts(Keeping):
    """`Prompts` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("prompt_answers",)
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("prompt_series",)

    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "prompt_answers",
            ("prompt_answers",),
            "task words at",
            "SELECT prompt, words, at FROM prompt_answers WHERE member = :member ORDER BY at, prompt",
        ),
    )

    async def of(self, channel: str) -> Series | None:
        """The prompts of a channel."""
        found = await row(self._session, _SERIES + "WHERE channel = :channel", channel=channel)
        return _series(found) if found else None

    async def one(self, number: int) -> Series | None:
        """The same by number."""
        found = await row(self._session, _SERIES + "WHERE id = :id", id=number)
        return _series(found) if found else None

    async def keep(self, series: Series, community: int | None) -> Series:
        """Keep what was set up for a channel."""
        [(number,)] = await self._session.rows(
            "INSERT INTO prompt_series "
            "(channel, community, local_time, zone, days, phase, study_group, silent, thread) "
            "VALUES (:channel, :community, :at, :zone, :days, :phase, :study_group, :silent, :thread) "
            "ON CONFLICT (channel) DO UPDATE SET community = excluded.community, local_time = excluded.local_time, "
            "zone = excluded.zone, days = excluded.days, phase = excluded.phase, study_group = excluded.study_group, "
            "silent = excluded.silent, thread = excluded.thread RETURNING id",
            channel=series.channel,
            community=community,
            at=series.at.isoformat("minutes"),
            zone=series.zone,
            days="".join(map(str, series.days)),
            phase=series.phase,
            study_group=series.group,
            silent=int(series.silent),
            thread=int(series.thread),
        )
        return replace(series, number=number)

    async def warned(self, number: int, bank: str) -> None:
        """Note for which bank somebody was told that it runs low."""
        await self._session.rows("UPDATE prompt_series SET warned = :bank WHERE id = :id", bank=bank, id=number)

    async def asked(self, number: int, at: datetime) -> None:
        """Note when one was asked for out of turn."""
        await self._session.rows("UPDATE prompt_series SET asked_at = :at WHERE id = :id", at=stamp(at), id=number)

    async def note(self, channel: str, prompt: str, day: date, at: datetime) -> None:
        """Note that a task was posted in a channel."""
        await self._session.rows(
            "INSERT INTO prompt_posts (channel, prompt, day, at) VALUES (:channel, :prompt, :day, :at)",
            channel=channel,
            prompt=prompt,
            day=day.isoformat(),
            at=stamp(at),
        )

    async def posted(self, channel: str) -> list[tuple[str, date]]:
        """Every task that was posted in a channel."""
        rows = await self._session.rows(
            "SELECT prompt, day FROM prompt_posts WHERE channel = :channel ORDER BY id", channel=channel
        )
        return [(prompt, date.fromisoformat(day)) for prompt, day in rows]

    async def off(self, number: int) -> list[DaysOff]:
        """The days off, the earliest first."""
        rows = await self._session.rows(
            "SELECT id, first, last FROM prompt_days_off WHERE series = :id ORDER BY first, id", id=number
        )
        return [DaysOff(one, date.fromisoformat(first), date.fromisoformat(last)) for one, first, last in rows]

    async def take_off(self, number: int, first: date, last: date) -> None:
        """Add days off."""
        await self._session.rows(
            "INSERT INTO prompt_days_off (series, first, last) VALUES (:id, :first, :last)",
            id=number,
            first=first.isoformat(),
            last=last.isoformat(),
        )

    async def put_back(self, number: int, days: int) -> bool:
        """Drop days off by their number."""
        gone = await self._session.rows(
            "DELETE FROM prompt_days_off WHERE series = :id AND id = :days RETURNING id", id=number, days=days
        )
        return bool(gone)

    async def answer(self, member: int, answer: KeptAnswer) -> None:
        """Keep a member's words about a task."""
        await self._session.rows(
            "INSERT INTO prompt_answers (member, prompt, words, at) VALUES (:member, :prompt, :words, :at) "
            "ON CONFLICT (member, prompt) DO UPDATE SET words = excluded.words, at = excluded.at",
            member=member,
            prompt=answer.prompt,
            words=answer.words,
            at=stamp(answer.at),
        )

    async def drop_answer(self, member: int, prompt: str) -> None:
        """Forget a member's words about a task."""
        await self._session.rows(
            "DELETE FROM prompt_answers WHERE member = :member AND prompt = :prompt", member=member, prompt=prompt
        )

    async def answers(self, member: int) -> list[KeptAnswer]:
        """All that a member wrote, the newest first."""
        rows = await self._session.rows(
            "SELECT prompt, words, at FROM prompt_answers WHERE member = :member ORDER BY at DESC, prompt",
            member=member,
        )
        return [KeptAnswer(prompt, words, unstamped(at)) for prompt, words, at in rows]

    async def absorb(self, keeper: int, other: int) -> list[tuple[str, int]]:
        """Make the answers of `other` those of `keeper`."""
        return [("answers to study prompts", await _ANSWERS.into(self._session, keeper, other))]

    async def unite(self, keeper: int, other: int) -> None:
        """The channels of one community are those of the other."""
        await self._session.rows(
            "UPDATE prompt_series SET community = :keeper WHERE community = :other", keeper=keeper, other=other
        )

    async def disband(self, community: int) -> None:
        """Leave nothing of a community's channels; to be called before its study groups go."""
        series = "FROM prompt_series WHERE community = :community"
        for table, column, name in (("prompt_days_off", "series", "id"), ("prompt_posts", "channel", "channel")):
            await self._session.rows(
                f"DELETE FROM {table} WHERE {column} IN (SELECT {name} {series})", community=community
            )
        await self._session.rows(f"DELETE {series}", community=community)

    async def forget(self, member: int) -> None:
        """Delete everything about a member."""
        await self._session.rows("DELETE FROM prompt_answers WHERE member = :member", member=member)


def _series(found: Row) -> Series:
    number, channel, at, zone, days, phase, group, silent, thread, warned, asked = found
    return Series(
        number,
        channel,
        time.fromisoformat(at),
        zone,
        tuple(map(int, days)),
        phase,
        group,
        bool(silent),
        bool(thread),
        warned,
        None if asked is None else unstamped(asked),
    )
