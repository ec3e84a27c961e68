"""Study prompts of a channel: who may change them, how they are set up, and what keeps one from coming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.core.acts.auditing import audit
from bot.core.acts.grouping import standing
from bot.core.acts.meeting import community_of, meet
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.invocation import Invocation
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.calendar import instant
from bot.core.model.group import Group
from bot.core.model.library import Library
from bot.core.model.prompting import LONGEST_OFF, MOST_OFF, WARNED_BEFORE, Bank, DaysOff, Series, bank, coming
from bot.core.model.recurrence import Occurrence, Recurrence
from bot.core.model.tracker import week_of
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores

PROMPT = "prompt"
"""What appointments for study prompts are called, in turn and out of turn."""
SKIPPED = "Somebody who looks after the prompts skipped it."
CHANGED = "The study prompts were set up anew."
SOON = timedelta(minutes=5)
"""So long before the next one none comes out of turn."""
APART = timedelta(minutes=1)
"""Between two that are asked for out of turn; who presses twice means one."""

SETUP = Invocation("prompts setup")
STATUS = Invocation("prompts status")
_WAY_ON = Buttons((Button("Study prompts here", STATUS),))
_SET_UP = Buttons((Button("Set them up", SETUP, main=True),))


@dataclass(frozen=True, slots=True)
class Desk:
    """The study prompts of the channel where somebody asks."""

    channel: str
    series: Series | None
    group: Group | None
    """The study group that lives in the channel."""
    may: bool
    """Whether the caller may change something: an organiser, or the owner of the group that lives here."""
    by_right: bool = False
    """Whether they may as an organiser alone."""
    appointment: Appointment | None = None
    off: Sequence[DaysOff] = ()
    bank: Bank | None = None
    last: Delivery | None = None
    """What became of the latest one that was due."""

    @property
    def paused(self) -> bool:
        """Whether none comes before somebody resumes them."""
        return self.appointment is None or self.appointment.state is not State.ACTIVE

    def allowed(self) -> Desk:
        """Itself. Raises `Refusal` for those who may only look."""
        if not self.may:
            raise Refusal("Study prompts are looked after by organisers, and by the owner of the group here.", _WAY_ON)
        return self

    def running(self) -> tuple[Series, Appointment]:
        """What is set up. Raises `Refusal` where nothing is."""
        if self.series is None or self.appointment is None:
            raise Refusal("There are no study prompts in this channel yet.", _SET_UP)
        return self.series, self.appointment

    def next(self, count: int) -> list[Occurrence]:
        """When the next ones come; nothing while they are paused."""
        if self.appointment is None or self.appointment.next is None or self.paused:
            return []
        before = self.appointment.next.at - timedelta(microseconds=1)
        return list(islice(coming(self.appointment.plan.recurrence, self.off, before), count))


async def desk(stores: Stores, library: Library, scene: Scene) -> Desk:
    """What there is in the channel where somebody asks. Raises `Refusal` in a direct message."""
    if scene.place.channel is None:
        raise Refusal("Study prompts belong to a channel. Ask me in the one where they are, or are to be.")
    channel = scene.place.channel.reference
    group = await stores.groups.home(channel)
    may, owns = scene.caller.organiser, False
    if group is not None:
        where = await standing(stores, scene, await stores.people.known(scene.caller.person), group)
        may, owns = may or where.leads, where.owns
    series = await stores.prompts.of(channel)
    if series is None:
        return Desk(channel, None, group, may, may and not owns)
    last = await stores.schedule.latest(series.owner, scene.at, 1)
    return Desk(
        channel,
        series,
        group,
        may,
        may and not owns,
        await _appointment(stores, series),
        await stores.prompts.off(series.number),
        await bank_of(stores, library, series),
        last[0] if last else None,
    )


async def _appointment(stores: Stores, series: Series) -> Appointment | None:
    """The one by which they come in turn."""
    found = [
        one for one in await stores.schedule.of(series.owner) if one.plan.kind == PROMPT and one.plan.recurrence.rule
    ]
    return found[0] if found else None


async def phase_of(stores: Stores, series: Series) -> str | None:
    """The phase that they are about, as it was stored; None for all."""
    if series.phase is not None or series.group is None:
        return series.phase
    group = await stores.groups.one(series.group)
    return group.phase if group else None


async def bank_of(stores: Stores, library: Library, series: Series) -> Bank:
    """Which tasks may come in a channel, and which were posted there."""
    posted = [prompt for prompt, _ in await stores.prompts.posted(series.channel)]
    return bank(library, await phase_of(stores, series), posted)


async def obstacle(stores: Stores, series: Series, day: date) -> str | None:
    """Why none comes on a day of the channel's zone, in a sentence for the organiser; None where one may."""
    if any(days.holds(day) for days in await stores.prompts.off(series.number)):
        return "It was a day off."
    if (gone := await without_group(stores, series)) is not None or series.group is None:
        return gone
    learners = await stores.groups.week(series.group, week_of(day))
    if learners and all(any(first <= day <= last for first, last in one.breaks) for one in learners):
        return "Everybody in the study group was on a break."
    return None


async def without_group(stores: Stores, series: Series) -> str | None:
    """Whether the group that they are for isn't there any more, in a sentence."""
    if series.group is None:
        return None
    group = await stores.groups.one(series.group)
    if group is None or group.archived:
        return "The study group is archived."
    if await stores.groups.home(series.channel) != group:
        return "The study group doesn't live in this channel any more; set the prompts up anew to keep them."
    return None


async def first_after(stores: Stores, series: Series, at: datetime) -> datetime:
    """From when on prompts that are set up now may come: a day that had one already doesn't get a second one."""
    zone = ZoneInfo(series.zone)
    today = at.astimezone(zone).date()
    posted = await stores.prompts.posted(series.channel)
    if not posted or posted[-1][1] < today:
        return at
    return max(at, instant(today + timedelta(days=1), time(), zone) - timedelta(microseconds=1))


async def set_up(stores: Stores, library: Library, scene: Scene, draft: Series) -> Desk:
    """Keep what was set up for the channel, and begin with it. The same once more changes nothing. Raises `Refusal`."""
    member = await meet(stores, scene)
    here = (await desk(stores, library, scene)).allowed()
    draft = replace(draft, channel=here.channel, group=here.group.number if here.group else None)
    if here.series is not None:
        draft = replace(draft, number=here.series.number, warned=here.series.warned, asked=here.series.asked)
        if draft == here.series and not here.paused:
            return here
    community = await community_of(stores, scene, member)
    series = await stores.prompts.keep(draft, community.number if community else None)
    if here.appointment is not None:
        await stores.schedule.change(here.appointment.number, State.ENDED, CHANGED, None)
    plan = Plan(
        PROMPT,
        series.owner,
        series.channel,
        series.recurrence(scene.at.astimezone(ZoneInfo(series.zone)).date()),
        community=community.number if community else None,
        maker=scene.caller.person.reference,
    )
    await stores.schedule.add(plan, await first_after(stores, series, scene.at))
    await _note(stores, scene, here, "set up" if here.series is None else "set up anew")
    return await desk(stores, library, scene)


async def _note(stores: Stores, scene: Scene, here: Desk, words: str) -> None:
    """Keep in the organisers' log what the caller could do by their right alone."""
    if here.by_right and (community := await community_of(stores, scene, await meet(stores, scene))) is not None:
        await audit(stores, scene, community.number, Act.PROMPTS, words=words)


async def pause(stores: Stores, library: Library, scene: Scene) -> Desk:
    """Let none come before somebody resumes them. Raises `Refusal`."""
    here = (await desk(stores, library, scene)).allowed()
    _, appointment = here.running()
    if not here.paused:
        await stores.schedule.change(appointment.number, State.PAUSED, "Somebody paused them.", None)
        await _note(stores, scene, here, "paused")
    return await desk(stores, library, scene)


async def resume(stores: Stores, library: Library, scene: Scene) -> Desk:
    """Let them come again. Raises `Refusal`."""
    here = (await desk(stores, library, scene)).allowed()
    series, appointment = here.running()
    if here.paused:
        settled = await stores.schedule.history(appointment.number, 1)  # one that was skipped ahead stays skipped
        after = max(await first_after(stores, series, scene.at), *(one.due for one in settled), scene.at)
        await stores.schedule.change(appointment.number, State.ACTIVE, "", appointment.plan.next(after))
        await _note(stores, scene, here, "resumed")
    return await desk(stores, library, scene)


async def skip(stores: Stores, library: Library, scene: Scene) -> tuple[Desk, Occurrence]:
    """Leave out the next one; which that was. Raises `Refusal`."""
    here = (await desk(stores, library, scene)).allowed()
    _, appointment = here.running()
    if not (upcoming := here.next(1)):
        raise Refusal("They are paused, so there is nothing to skip.", _WAY_ON)
    plan, [one] = appointment.plan, upcoming
    await stores.schedule.plan(appointment.number, one.day, plan.due(one), Result.SKIPPED, SKIPPED)
    await stores.schedule.change(appointment.number, State.ACTIVE, "", plan.next(one.at))
    await _note(stores, scene, here, f"left out the one of {one.day}")
    return await desk(stores, library, scene), one


async def ask_now(stores: Stores, library: Library, scene: Scene) -> Desk:
    """Let one come at once, out of turn. Raises `Refusal` where none can, or one is about to come anyway."""
    here = (await desk(stores, library, scene)).allowed()
    series, appointment = here.running()
    if (why := await without_group(stores, series)) is not None:
        raise Refusal(why, _SET_UP)
    if here.bank is None or here.bank.next is None:
        raise Refusal("There are no tasks for this phase yet. Choose another one.", _SET_UP)
    if series.asked is not None and scene.at - series.asked < APART:
        raise Refusal("One is on its way already; it comes within a minute.", _WAY_ON)
    if any(one.at - scene.at < SOON for one in here.next(1)):
        raise Refusal("The next one comes in a few minutes anyway.", _WAY_ON)
    begins = scene.at.replace(second=0, microsecond=0)
    plan = replace(appointment.plan, recurrence=Recurrence(begins.date(), begins.time(), "UTC"), details={"now": "yes"})
    await stores.schedule.add(plan, begins - APART)
    await stores.prompts.asked(series.number, scene.at)
    await _note(stores, scene, here, "one asked for out of turn")
    return here


async def take_off(stores: Stores, library: Library, scene: Scene, first: date, last: date) -> Desk:
    """Plan days off for the channel. Raises `Refusal`."""
    here = (await desk(stores, library, scene)).allowed()
    series, _ = here.running()
    today = scene.at.astimezone(ZoneInfo(series.zone)).date()
    if last < first:
        raise Refusal("The last day off is before the first one; turn them round.", _WAY_ON)
    if last < today:
        raise Refusal("Those days are over. Name days that are still to come.", _WAY_ON)
    if (last - first).days >= LONGEST_OFF:
        raise Refusal(f"I take up to {LONGEST_OFF} days off at once. For longer, pause the prompts.", _WAY_ON)
    if len([one for one in here.off if one.last >= today]) >= MOST_OFF:
        raise Refusal(f"There are {MOST_OFF} stretches of days off already. Remove one first.", _WAY_ON)
    if not any((one.first, one.last) == (first, last) for one in here.off):
        await stores.prompts.take_off(series.number, first, last)
        await _note(stores, scene, here, f"days off from {first} to {last}")
    return await desk(stores, library, scene)


async def put_back(stores: Stores, library: Library, scene: Scene, number: int) -> Desk:
    """Let prompts come again on days that were off. Raises `Refusal`."""
    here = (await desk(stores, library, scene)).allowed()
    series, _ = here.running()
    await stores.prompts.put_back(series.number, number)
    await _note(stores, scene, here, "days off taken back")
    return await desk(stores, library, scene)


def runs_low(found: Bank, series: Series, recurrence: Recurrence, off: Sequence[DaysOff], at: datetime) -> bool:
    """Whether the bank is used up within two weeks at the pace of the channel."""
    due = takewhile(lambda one: one.at <= at + WARNED_BEFORE, coming(recurrence, off, at))
    return len(found.left) <= sum(1 for _ in islice(due, len(found.left) + 1))
