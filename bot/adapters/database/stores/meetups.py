"""Meetups and what is different about single dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp, unstamped
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.adapters.database.stores.meetup_answers import MeetupAnswers
from bot.adapters.database.stores.meetup_mirrors import MeetupMirrors, touch_naming
from bot.core.model.meetup import Change, Feed, Meetup, State
from bot.core.model.recurrence import Recurrence

_MEETUP = (
    "SELECT id, community, title, first_day, local_time, zone, rule, channels, space, host, study_group, place, "
    "agenda, capacity, length, state, version, changed_at, said FROM meetups "
)
_LIVING = "state = 'on' AND (ends_at IS NULL OR ends_at > :since) "
_CHANGE = (
    "SELECT meetup, day, moved_to, cancelled, agenda, presenter, notes, noted_by FROM meetup_changes "
    "WHERE meetup = :meetup"
)


class SqlMeetups(MeetupAnswers, MeetupMirrors, Keeping):
    """`Meetups` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("meetups", "meetup_changes", "meetup_answers")
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("meetups",)
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "meetups",
            ("meetups",),
            "title first_day local_time zone rule place agenda state changed_at",
            "SELECT title, first_day, local_time, zone, rule, place, agenda, state, changed_at FROM meetups "
            "WHERE host = :member ORDER BY id",
        ),
        Kept(
            "meetup_dates",
            ("meetup_changes",),
            "title day notes noted_at is_presenter",
            "SELECT m.title, c.day, CASE WHEN c.noted_by = :member THEN c.notes ELSE '' END, "
            "CASE WHEN c.noted_by = :member THEN c.noted_at END, CASE WHEN c.presenter = :member THEN 1 ELSE 0 END "
            "FROM meetup_changes c JOIN meetups m ON m.id = c.meetup "
            "WHERE c.noted_by = :member OR c.presenter = :member ORDER BY c.day, m.id",
        ),
        Kept(
            "meetup_answers",
            ("meetup_answers",),
            "title day answer since is_there",
            "SELECT m.title, a.day, a.coming, a.since, a.came FROM meetup_answers a JOIN meetups m ON m.id = a.meetup "
            "WHERE a.member = :member ORDER BY a.day, m.id",
        ),
    )

    async def add(self, meetup: Meetup, at: datetime, ends: datetime | None) -> Meetup:
        """Keep a new meetup."""
        columns = _columns(meetup, at, ends)
        [(number,)] = await self._session.rows(
            f"INSERT INTO meetups ({', '.join(columns)}) VALUES ({', '.join(f':{one}' for one in columns)}) "
            "RETURNING id",
            **columns,
        )
        return replace(meetup, number=number, changed=at)

    async def change(self, meetup: Meetup, at: datetime, ends: datetime | None) -> Meetup:
        """Keep what a meetup is now."""
        changed = replace(meetup, version=meetup.version + 1, changed=at)
        columns = _columns(changed, at, ends)
        await self._session.rows(
            f"UPDATE meetups SET {', '.join(f'{one} = :{one}' for one in columns)} WHERE id = :id",
            id=meetup.number,
            **columns,
        )
        return changed

    async def one(self, number: int) -> Meetup | None:
        """A meetup by number."""
        found = await row(self._session, _MEETUP + "WHERE id = :id", id=number)
        return _meetup(found) if found else None

    async def living(self, community: int, since: datetime) -> list[Meetup]:
        """Meetups of a community that are on and not over."""
        return await self._some("community = :of AND " + _LIVING, community, since)

    async def of_group(self, group: int, since: datetime) -> list[Meetup]:
        """The same for a study group."""
        return await self._some("study_group = :of AND " + _LIVING, group, since)

    async def announced(self, feed: Feed, since: datetime) -> list[Meetup]:
        """Those of a feed's community or study group that are on or were cancelled, and not long over."""
        whose, of = ("community", feed.community) if feed.group is None else ("study_group", feed.group)
        return await self._some(f"{whose} = :of AND " + _LIVING.replace("= 'on'", "IN ('on', 'cancelled')"), of, since)

    async def hosted(self, member: int, since: datetime) -> list[Meetup]:
        """Those that somebody hosts."""
        return await self._some("host = :of AND " + _LIVING, member, since)

    async def forget_drafts(self, member: int, before: datetime) -> None:
        """Forget old previews of somebody; the newest number of all stays taken, for an old button may name it."""
        await self._session.rows(
            "DELETE FROM meetups WHERE host = :member AND state IN ('draft', 'dropped') AND changed_at < :before "
            "AND id < (SELECT MAX(id) FROM meetups)",
            member=member,
            before=stamp(before),
        )

    async def changes(self, number: int) -> dict[date, Change]:
        """What is different about single dates."""
        return {one.day: one for one in map(_change, await self._session.rows(_CHANGE, meetup=number))}

    async def set(self, change: Change, at: datetime) -> None:
        """Keep what is different about a date now."""
        await self._session.rows(
            "INSERT INTO meetup_changes "
            "(meetup, day, moved_to, cancelled, agenda, presenter, notes, noted_by, noted_at) "
            "VALUES (:meetup, :day, :moved_to, :cancelled, :agenda, :presenter, :notes, :noted_by, :noted_at) "
            "ON CONFLICT (meetup, day) DO UPDATE SET moved_to = excluded.moved_to, cancelled = excluded.cancelled, "
            "agenda = excluded.agenda, presenter = excluded.presenter, notes = excluded.notes, "
            "noted_by = excluded.noted_by, noted_at = excluded.noted_at",
            meetup=change.meetup,
            day=change.day.isoformat(),
            moved_to=stamp(change.at) if change.at else None,
            cancelled=int(change.cancelled),
            agenda=change.agenda,
            presenter=change.presenter,
            notes=change.notes,
            noted_by=change.noted_by,
            noted_at=stamp(at) if change.notes else None,
        )

    async def absorb(self, keeper: int, other: int) -> list[tuple[str, int]]:
        """What somebody hosts, presents, wrote down and answered becomes the keeper's."""
        for table, column in (("meetups", "host"), ("meetup_changes", "presenter"), ("meetup_changes", "noted_by")):
            await self._session.rows(
                f"UPDATE {table} SET {column} = :keeper WHERE {column} = :other", keeper=keeper, other=other
            )
        return await self._absorb_answers(keeper, other)

    async def unite(self, keeper: int, other: int) -> list[tuple[str, int]]:
        """The meetups of one community become those of another."""
        rows = await self._session.rows(
            "UPDATE meetups SET community = :keeper WHERE community = :other RETURNING state",
            keeper=keeper,
            other=other,
        )
        return [("meetups", sum(state == State.ON.value for (state,) in rows))]

    async def forget(self, member: int) -> None:
        """Somebody's answers, names and notes go; the meetups stay, for others come to them."""
        await touch_naming(self._session, member)
        await self._session.rows(
            "DELETE FROM meetups WHERE host = :member AND state IN ('draft', 'dropped')", member=member
        )
        for sql in (
            "UPDATE meetups SET host = NULL WHERE host = :member",
            "UPDATE meetup_changes SET presenter = NULL WHERE presenter = :member",
            "UPDATE meetup_changes SET notes = '', noted_by = NULL, noted_at = NULL WHERE noted_by = :member",
            "DELETE FROM meetup_answers WHERE member = :member",
        ):
            await self._session.rows(sql, member=member)

    async def disband(self, community: int) -> None:
        """The meetups of a community, with all that hangs on them."""
        for table in ("meetup_mirrors", "meetup_answers", "meetup_changes"):
            await self._session.rows(
                f"DELETE FROM {table} WHERE meetup IN (SELECT id FROM meetups WHERE community = :community)",
                community=community,
            )
        await self._session.rows("DELETE FROM meetups WHERE community = :community", community=community)
        await self._session.rows(
            "UPDATE meetups SET study_group = NULL WHERE study_group IN "
            "(SELECT id FROM study_groups WHERE community = :community)",
            community=community,
        )

    async def _some(self, which: str, of: int | None, since: datetime) -> list[Meetup]:
        rows = await self._session.rows(f"{_MEETUP}WHERE {which} ORDER BY id", of=of, since=stamp(since))
        return [_meetup(found) for found in rows]


def _columns(meetup: Meetup, at: datetime, ends: datetime | None) -> dict[str, str | int | None]:
    rule = meetup.recurrence
    return {
        "community": meetup.community,
        "title": meetup.title,
        "said": meetup.said,
        "first_day": rule.first.isoformat(),
        "local_time": rule.at.isoformat("minutes"),
        "zone": rule.zone,
        "rule": rule.rule,
        "channels": " ".join(meetup.channels),
        "space": meetup.space,
        "host": meetup.host,
        "study_group": meetup.group,
        "place": meetup.place,
        "agenda": meetup.agenda,
        "capacity": meetup.capacity,
        "length": meetup.length,
        "state": meetup.state.value,
        "version": meetup.version,
        "changed_at": stamp(at),
        "ends_at": stamp(ends) if ends else None,
    }


def _meetup(found: Row) -> Meetup:
    (number, community, title, first, at, zone, rule, channels, space, host, group, place, agenda, capacity, length,
     state, version, changed, said) = found  # fmt: skip
    return Meetup(
        number=number,
        community=community,
        title=title,
        recurrence=Recurrence(date.fromisoformat(first), time.fromisoformat(at), zone, rule),
        channels=tuple(channels.split()),
        space=space,
        host=host,
        group=group,
        place=place,
        agenda=agenda,
        capacity=capacity,
        length=length,
        state=State(state),
        version=version,
        changed=unstamped(changed),
        said=said,
    )


def _change(found: Row) -> Change:
    meetup, day, moved, cancelled, agenda, presenter, notes, noted_by = found
    at = None if moved is None else unstamped(moved)
    return Change(meetup, date.fromisoformat(day), at, bool(cancelled), agenda, presenter, notes, noted_by)
