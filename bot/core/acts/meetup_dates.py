"""Which occurrence of a meetup is meant: the next one, the last one, that of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.chat.refusal import Refusal
from bot.core.model.meetup import Change, Feed, Gathering, Meetup, gathering, gatherings, occurs, seats
from bot.core.model.member import Member
from bot.core.ports.database import Stores

FAR = timedelta(days=366)
"""So far ahead, and back, are occurrences looked for."""


def owner(meetup: Meetup) -> str:
    """Under what the announcements of a series are planned."""
    return f"meetup:{meetup.number}"


async def following(stores: Stores, meetup: Meetup, now: datetime) -> Gathering | None:
    """The occurrence that takes place next, or goes on now."""
    begin = now - timedelta(minutes=meetup.length)
    changes = await stores.meetups.changes(meetup.number)
    # a year of cancelled dates of a daily meetup is looked through to the end
    found = gatherings(meetup, changes, begin, now + FAR, len(changes) + 1)
    far = found or gatherings(meetup, changes, begin, now + 6 * FAR, len(changes) + 1)
    return next((one for one in far if not one.off), None)


async def last(stores: Stores, meetup: Meetup, now: datetime) -> Gathering | None:
    """The occurrence that began last."""
    changes = await stores.meetups.changes(meetup.number)
    usual = [
        one
        for one in meetup.recurrence.within(now - FAR, now, len(changes) + 1)
        if changes.get(one.day, Change(0, one.day)).at is None
    ]
    begun = [gathering(meetup, one.day, changes.get(one.day)) for one in usual]
    begun += [gathering(meetup, one.day, one) for one in changes.values() if one.at is not None and one.at <= now]
    return max((one for one in begun if not one.off), key=lambda one: (one.at, one.day), default=None)


async def took_place(stores: Stores, community: int, now: datetime) -> list[Gathering]:
    """Of each meetup of a community the date that began last, the latest first."""
    known = await stores.meetups.announced(Feed("", community=community), now - FAR)
    found = [one for meetup in known if (one := await last(stores, meetup, now)) is not None]
    return sorted(found, key=lambda one: (one.at, one.meetup.number), reverse=True)


async def on(stores: Stores, meetup: Meetup, day: date) -> Gathering:
    """The occurrence that is named by a day. Raises `Refusal` where there is none."""
    changes = await stores.meetups.changes(meetup.number)
    if day not in changes and not occurs(meetup, day):
        moved = next((one for one in changes.values() if _local(one.at, meetup) == day), None)
        if moved is None:
            raise Refusal(f"It doesn't take place on {day.day} {day:%B %Y}. `/meetup show` lists its next dates.")
        day = moved.day
    return gathering(meetup, day, changes.get(day))


async def to_come(stores: Stores, meetup: Meetup, now: datetime) -> list[Gathering]:
    """The occurrences to come, or going on, that anybody knows of: they answered, are reminded, or it was changed."""
    changes = await stores.meetups.changes(meetup.number)
    days = {*changes, *await stores.meetups.answered_days(meetup.number)}
    days |= {date.fromisoformat(one.rpartition(":")[2]) for one in await stores.reminders.abouts(f"{owner(meetup)}:")}
    first = await following(stores, meetup, now)
    known = [gathering(meetup, day, changes.get(day)) for day in days | ({first.day} if first else set())]
    return sorted((one for one in known if one.ends > now and not one.off), key=lambda one: (one.at, one.day))


async def concerned(stores: Stores, one: Gathering) -> list[Member]:
    """Those who may come."""
    found = seats(await stores.meetups.answers(one.meetup.number, one.day), None)
    return [*found.going, *found.maybe]


def _local(at: datetime | None, meetup: Meetup) -> date | None:
    return at.astimezone(ZoneInfo(meetup.recurrence.zone)).date() if at else None


async def upcoming(stores: Stores, meetup: Meetup, now: datetime, within: timedelta, most: int) -> list[Gathering]:
    """The next occurrences that take place, those that go on now included."""
    changes = await stores.meetups.changes(meetup.number)
    begin = now - timedelta(minutes=meetup.length)
    found = gatherings(meetup, changes, begin, now + within, most + len(changes))
    return [one for one in found if not one.off][:most]
