"""A group's week as it stands, which trackers no longer show it, and keeping weeks that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from bot.core.model.group import Group, Home
from bot.core.model.learning_day import begins, learning_day
from bot.core.model.library import Library
from bot.core.model.tracker import Week, ended, last_ended, read, week, week_of, written
from bot.core.ports.database import Stores


async def this_week(stores: Stores, library: Library, group: Group, at: datetime, zone: tzinfo = UTC) -> Week:
    """The present week of `zone`, as far as it has come."""
    monday = week_of(learning_day(at, zone))
    return week(library, group.phase, await stores.groups.week(group.number, monday), monday, at)


async def past_week(stores: Stores, library: Library, group: Group, monday: date, at: datetime) -> Week | None:
    """A week that is over, as it was kept; the last one is kept now where it wasn't yet. None where none was kept."""
    if monday == last_ended(at):
        await keep_week(stores, library, group, monday, at)
    body = await stores.groups.kept(group.number, monday)
    return read(body) if body else None


async def keep_week(stores: Stores, library: Library, group: Group, monday: date, at: datetime) -> bool:
    """Keep a week as it was, once and for all; False where it is kept already, isn't over, or was before the group."""
    over = ended(monday)
    if over > at or group.made is None or group.made >= over:
        return False
    if await stores.groups.kept(group.number, monday) is not None:
        return False
    learners = await stores.groups.week(group.number, monday)
    whole = week(library, group.phase, learners, monday, at)
    return await stores.groups.keep(group.number, monday, written(whole), at)


async def weeks_to_keep(stores: Stores, at: datetime) -> Sequence[Group]:
    """The groups whose last week is over and isn't kept yet. Each is then kept in a unit of work of its own."""
    monday = last_ended(at)
    return await stores.groups.unkept(monday, ended(monday))


async def stale_trackers(stores: Stores, at: datetime) -> Sequence[tuple[Group, Home]]:
    """The messages that show a week which has gone on since: somebody did something, or a day began."""
    return await stores.groups.stale(begins(learning_day(at, UTC), UTC))
