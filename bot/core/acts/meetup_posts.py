"""What is posted about meetups: announcements, reminders and news, as plans of the schedule.

They stand there under three owners: `meetup:12` announces a series, `meetup:12:2026-12-07` is about one occurrence and
is planned anew whenever that changes, `meetup-news:12` tells what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.acts.meetup_dates import owner
from bot.core.acts.reminding_before import Beginning, follow
from bot.core.chat.scene import Person
from bot.core.model.appointment import Plan, State
from bot.core.model.meetup import CARD, REMINDERS, Gathering, Meetup, gathering
from bot.core.model.member import Member, Visibility
from bot.core.model.recurrence import Recurrence, at_instant
from bot.core.ports.database import Stores

ANNOUNCEMENT, REMINDER, NEWS = "meetup", "meetup-reminder", "meetup-news"
"""What the schedule calls these posts."""
UP, CANCELLED, MOVED, NO_EVENT, HOST = "up", "cancelled", "moved", "no event", "host"
"""What there may be news of: a place became free; it doesn't take place; it takes place at another time; the platform
lets the bot make no event of it; somebody hosts it from now on."""
ENDED = "It was planned anew."


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody to be told in a channel or directly."""

    member: Member
    person: Person | None
    """The account to be mentioned; None where they have none on that platform, or nothing is to notify them."""


async def plan(stores: Stores, one: Gathering, now: datetime, *, at_once: bool = False) -> None:
    """Plan what is to be posted about an occurrence, in place of what was planned before."""
    await end(stores, owner_of(one))
    await follow(stores, beginning(one), now, off=one.off)
    if one.off:
        return
    announced = {
        mirror.to for mirror in await stores.meetups.mirrors(one.meetup.number, one.day) if mirror.kind == CARD
    }
    for channel in one.meetup.channels:
        if channel in announced:
            await remind(stores, one, channel, now)
            continue
        lead = one.meetup.lead(now)
        at_once = at_once or not one.meetup.repeats or one.at - lead <= now
        rule, before = _soon(now) if at_once else (at_instant(one.at, one.zone), lead)
        if at_once or one.moved:
            await stores.schedule.add(await _plan(stores, one, ANNOUNCEMENT, channel, rule, before), now)


async def remind(stores: Stores, one: Gathering, channel: str, now: datetime, *, fresh: bool = False) -> None:
    """Plan the reminders of an occurrence in a channel, but for those whose time has passed.

    Right behind a `fresh` announcement nobody needs one: the first comes after a quarter of its own time, so that
    “in a week” follows two days later or not at all. Where they fail the host is told by the first of them alone.
    """
    coming = [
        (name, before)
        for name, before in REMINDERS.items()
        if one.at - before > now + (before / 4 if fresh else timedelta())
    ]
    for place, (name, before) in enumerate(coming):
        planned = await _plan(stores, one, REMINDER, channel, at_instant(one.at, one.zone), before, before=name)
        await stores.schedule.add(replace(planned, maker="") if place else planned, now)


async def news(stores: Stores, one: Gathering, what: str, members: Iterable[Member], now: datetime) -> None:
    """Tell what happened: in the channels, with those whom it concerns; those whom nobody may see are told alone."""
    rule, lead = _soon(now)
    seen: list[Member] = []
    for member in members:
        if member.visibility is not Visibility.PRIVATE:
            seen.append(member)
            continue
        for account in (await stores.people.accounts(member.number))[:1]:
            told = await _plan(stores, one, NEWS, account.reference, rule, lead, what=what, members=str(member.number))
            await stores.schedule.add(replace(told, owner=_news(one), direct=True, maker=""), now)
    announced = {mirror.to for mirror in await stores.meetups.mirrors(one.meetup.number, one.day)}
    numbers = ",".join(str(member.number) for member in seen)
    for channel in one.meetup.channels:
        if not seen and (what == UP or channel not in announced):
            continue  # nobody there knows of it
        told = await _plan(stores, one, NEWS, channel, rule, lead, what=what, members=numbers)
        await stores.schedule.add(replace(told, owner=_news(one), maker=""), now)


async def tell_host(stores: Stores, one: Gathering, what: str, now: datetime, why: str = "") -> None:
    """Tell the host alone what is the matter, and what to do; `why` says it where it isn't the same each time."""
    rule, lead = _soon(now)
    host = one.meetup.host
    for account in (await stores.people.accounts(host))[:1] if host is not None else ():
        told = await _plan(stores, one, NEWS, account.reference, rule, lead, what=what, why=why)
        await stores.schedule.add(replace(told, owner=_news(one), direct=True, maker=""), now)


async def announce_series(stores: Stores, meetup: Meetup, now: datetime) -> None:
    """Plan the announcements of a series, in place of those that were planned before."""
    await end(stores, owner(meetup))
    if not meetup.repeats:
        return
    lead = meetup.lead(now)
    for channel in meetup.channels:
        one = gathering(meetup, meetup.recurrence.first)
        planned = await _plan(stores, one, ANNOUNCEMENT, channel, meetup.recurrence, lead)
        details = {name: value for name, value in planned.details.items() if name != "day"}
        await stores.schedule.add(replace(planned, owner=owner(meetup), details=details), now)


async def _plan(
    stores: Stores, one: Gathering, kind: str, to: str, rule: Recurrence, lead: timedelta, **details: str
) -> Plan:
    host = one.meetup.host
    accounts = await stores.people.accounts(host) if host is not None else []
    return Plan(
        kind=kind,
        owner=owner_of(one),
        to=to,
        recurrence=rule,
        lead=lead,
        details={"meetup": str(one.meetup.number), "day": one.day.isoformat(), **details},
        community=one.meetup.community,
        maker=accounts[0].reference if accounts else "",
    )


async def paused(stores: Stores, one: Gathering) -> str | None:
    """Why posting about an occurrence, or its series, had to be paused; None where it goes on."""
    for whose in (owner(one.meetup), owner_of(one)):
        for appointment in await stores.schedule.of(whose):
            if appointment.state is State.PAUSED:
                return appointment.why
    return None


async def end(stores: Stores, whose: str) -> None:
    """Post nothing more of what was planned under an owner."""
    for appointment in await stores.schedule.of(whose):
        await stores.schedule.change(appointment.number, State.ENDED, ENDED, None)


def _soon(now: datetime) -> tuple[Recurrence, timedelta]:
    """At a whole minute, with a lead that makes it due within a second or two."""
    at = (now + timedelta(minutes=2)).replace(second=0, microsecond=0).astimezone(UTC)
    return Recurrence(at.date(), at.time(), "UTC"), timedelta(seconds=int((at - now).total_seconds()) - 1)


def beginning(one: Gathering) -> Beginning:
    """An occurrence as members' own reminders know it."""
    return Beginning(owner_of(one), one.meetup.title, one.at, one.zone)


def owner_of(one: Gathering) -> str:
    """Under what is planned whatever is about one occurrence."""
    return f"meetup:{one.meetup.number}:{one.day.isoformat()}"


def _news(one: Gathering) -> str:
    return f"meetup-news:{one.meetup.number}"


async def addressed(stores: Stores, members: Sequence[Member], channel: str) -> list[Addressed]:
    """Members with their accounts where the channel is; those whom nobody may see are left out."""
    near = channel[: channel.rindex(".") + 1] if "." in channel else f"{channel.partition(':')[0]}:"
    found: list[Addressed] = []
    for member in members:
        if member.visibility is not Visibility.PRIVATE:
            accounts = await stores.people.accounts(member.number)
            here = next((one for one in accounts if one.reference.startswith(near)), None)
            found.append(Addressed(member, here))
    return found
