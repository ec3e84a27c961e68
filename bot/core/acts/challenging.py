"""Milestone challenges: planning one for a group, keeping its posts where its days are, and how everybody did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.acts.grouping import Standing, living
from bot.core.acts.handing_in import versions
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.appointment import Appointment, Plan
from bot.core.model.appointment import State as Planned
from bot.core.model.challenge import DAY, LONGEST, POSTED_AT, Challenge, Step, moved, planned
from bot.core.model.group import Group
from bot.core.model.library import Library
from bot.core.model.member import Member
from bot.core.model.milestone import State, current
from bot.core.model.recurrence import Recurrence
from bot.core.model.roadmap import Phase
from bot.core.ports.database import Stores

CHALLENGE = "challenge"
"""What appointments for its posts are called."""
MOVED = "It was moved."
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far somebody of the group came with the project."""

    member: Member
    state: State
    late: bool
    """Whether their first version came after the deadline."""


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell about a challenge."""

    group: Group
    challenge: Challenge
    phase: Phase
    mates: int
    outcomes: Sequence[Outcome] = ()


def proposed(
    library: Library, group: Group, phase: Phase, scene: Scene, first: date | None = None, *, follows: bool
) -> Challenge:
    """A challenge at the group's pace: from a day on, else from the next Monday. Raises `Refusal` for a day past."""
    zone = scene.zone_name or "UTC"
    today = scene.at.astimezone(ZoneInfo(zone)).date()
    first = first or today + DAY * (7 - today.weekday())
    if not today <= first <= today + LONGEST:
        raise Refusal("A challenge begins today or later, and within a year. Name another day.")
    deadline = planned(library, phase, group.hours, first)
    return _opened(
        Challenge(0, group.number, phase.id, zone, first, deadline, hours=group.hours, follows=follows), scene
    )


def at_once(library: Library, group: Group, phase: Phase, scene: Scene, deadline: date | None) -> Challenge:
    """A challenge that opens now; a deadline that is named stays whatever the pace. Raises `Refusal`."""
    zone = scene.zone_name or "UTC"
    opens = _next_minute(scene.at).astimezone(ZoneInfo(zone))
    first = opens.date()
    if deadline is not None and not first < deadline <= first + LONGEST:
        raise Refusal("The deadline must be later than today, and within a year. Name another day.")
    last = deadline or planned(library, phase, group.hours, first)
    hours = 0 if deadline else group.hours
    return Challenge(0, group.number, phase.id, zone, first, last, opens.time(), hours)


def _opened(challenge: Challenge, scene: Scene) -> Challenge:
    """The same, opening in a minute where its morning is over, or with it the day, the morning after."""
    if challenge.at(Step.OPENING) > scene.at:
        return challenge
    opens = _next_minute(scene.at).astimezone(challenge.clock)
    if opens.date() == challenge.first:
        return replace(challenge, opens=opens.time())
    return replace(challenge, first=opens.date(), opens=POSTED_AT)


async def begin(stores: Stores, scene: Scene, where: Standing, challenge: Challenge) -> Challenge:
    """Keep a challenge and plan its posts; the one that runs already, where it is the same. Raises `Refusal`."""
    group = living(where.helping())
    running = await open_challenge(stores, group, scene.at)
    if running is not None:
        if (running.phase, running.first, running.deadline) == (challenge.phase, challenge.first, challenge.deadline):
            return running
        raise Refusal("There is a challenge already. Cancel it first, or let it come to its end.")
    if not await stores.groups.homes(group.number):
        raise Refusal(
            "The group lives in no channel yet, so there is nowhere to post. Type `/group home` in one first."
        )
    kept = await stores.challenges.add(challenge, scene.caller.person.reference, scene.at)
    await arrange(stores, kept, group, scene.at)
    return kept


async def open_challenge(stores: Stores, group: Group, at: datetime) -> Challenge | None:
    """The challenge of a group of which something may still come: with its result it is over, and another may begin."""
    latest = await stores.challenges.latest(group.number)
    if latest is None or latest.over(at) or Step.RESULT in await stores.challenges.posted(latest.number):
        return None
    return latest


async def cancel(stores: Stores, scene: Scene, where: Standing) -> Challenge | None:
    """Call a group's challenge off; None where there is none. Who read the opening is told. Raises `Refusal`."""
    return await call_off(stores, scene.at, where.helping())


async def call_off(stores: Stores, at: datetime, group: Group) -> Challenge | None:
    """The same, whoever asks for it: it also ends with its group, whose channels must still be known then."""
    challenge = await open_challenge(stores, group, at)
    if challenge is None:
        return None
    challenge = replace(challenge, cancelled=True)
    await stores.challenges.change(challenge)
    await arrange(stores, challenge, group, at)
    await _announce(stores, challenge, group, Step.CANCELLED, at)
    return challenge


async def readjust(stores: Stores, library: Library, group: Group, at: datetime) -> None:
    """Move what is still to come of a group's challenge, where its pace, its phase or the content changed."""
    challenge = await open_challenge(stores, group, at)
    if challenge is None:
        return
    posted = await stores.challenges.posted(challenge.number)
    now = moved(challenge, library, group.phase, group.hours, posted, at)
    if now != challenge:
        await stores.challenges.change(now)
    await arrange(stores, now, group, at)
    if now.deadline != challenge.deadline:
        await _announce(stores, now, group, Step.MOVED, at)


async def to_readjust(stores: Stores, at: datetime) -> list[Group]:
    """The groups with an open challenge; each is then readjusted in a unit of work of its own."""
    found = [await stores.groups.one(one.group) for one in await stores.challenges.open(at)]
    return [group for group in found if group is not None]


async def arrange(stores: Stores, challenge: Challenge, group: Group, at: datetime) -> None:
    """Let the appointments be those that the challenge's days ask for, in each of the group's channels.

    What is due at this very moment is left to be posted; what has passed isn't planned anew.
    """
    wanted = {}
    if not challenge.cancelled and not group.archived:
        posted = await stores.challenges.posted(challenge.number)
        homes = await stores.groups.homes(group.number)
        for step, day in challenge.days.items():
            if step not in posted:
                recurrence = Recurrence(day, challenge.time(step), challenge.zone)
                wanted.update({(step, home.channel): recurrence for home in homes})
    for appointment in await stores.schedule.of(challenge.owner):
        key = (step_of(appointment), appointment.plan.to)
        if key[0] in (Step.MOVED, Step.CANCELLED):
            continue
        if wanted.get(key) == appointment.plan.recurrence:
            del wanted[key]
        else:
            await stores.schedule.change(appointment.number, Planned.ENDED, MOVED, None)
    maker = await stores.challenges.maker(challenge.number)
    for (step, channel), recurrence in wanted.items():
        if challenge.at(step) > at:
            await stores.schedule.add(_plan(challenge, group, step, channel, recurrence, maker), at)


async def _announce(stores: Stores, challenge: Challenge, group: Group, step: Step, at: datetime) -> None:
    """Tell the group in a minute, where it has read the opening; what is about to be told isn't told twice."""
    if Step.OPENING not in await stores.challenges.posted(challenge.number):
        return
    waiting = {(step_of(one), one.plan.to) for one in await stores.schedule.of(challenge.owner)}
    then, maker = _next_minute(at), await stores.challenges.maker(challenge.number)
    for home in await stores.groups.homes(group.number):
        if (step, home.channel) not in waiting:
            recurrence = Recurrence(then.date(), then.time(), "UTC")
            await stores.schedule.add(_plan(challenge, group, step, home.channel, recurrence, maker), at)


def step_of(appointment: Appointment) -> Step:
    """Which post an appointment is for."""
    return Step(appointment.plan.details["step"])


def _plan(challenge: Challenge, group: Group, step: Step, channel: str, recurrence: Recurrence, maker: str) -> Plan:
    details = {"step": step.value}
    return Plan(
        CHALLENGE, challenge.owner, channel, recurrence, details=details, community=group.community, maker=maker
    )


async def told(stores: Stores, library: Library, challenge: Challenge) -> Told | None:
    """Everything to tell; None where the group or the phase is gone."""
    group, phase = await stores.groups.one(challenge.group), library.phases.get(challenge.phase)
    if group is None or phase is None:
        return None
    mates = await stores.groups.mates(group.number)
    outcomes = [
        found for mate in mates if (found := await _outcome(stores, library, challenge, phase, mate.member)) is not None
    ]
    return Told(group, challenge, phase, len(mates), outcomes)


async def _outcome(
    stores: Stores, library: Library, challenge: Challenge, phase: Phase, member: Member
) -> Outcome | None:
    """How far a member came; None for somebody who handed nothing in, or took it back."""
    handed_in = [
        one for one in await versions(stores, library, member.number, phase) if one.state is not State.WITHDRAWN
    ]
    stands = current(handed_in)
    if stands is None:
        return None
    return Outcome(member, stands.state, min(one.at for one in handed_in) >= challenge.late_from)


def _next_minute(at: datetime) -> datetime:
    """The next full minute, at least a second away, so that it is still to come when it is written down."""
    return (at + MINUTE).replace(second=0, microsecond=0)
