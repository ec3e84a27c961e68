"""Meetups as they are planned: previewed, confirmed, changed, moved, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.acts.attending import check_on, moved_up
from bot.core.acts.meetup_dates import concerned, following, owner, to_come
from bot.core.acts.meetup_posts import CANCELLED, MOVED, announce_series, beginning, end, news, paused, plan
from bot.core.acts.reminding_before import follow
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.meetup import (
    DRAFT_LIVES,
    MOST_HOSTED,
    Change,
    Gathering,
    Meetup,
    State,
    gathering,
    last_end,
    occurs,
    seats,
)
from bot.core.model.member import Member
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores


async def draft(stores: Stores, scene: Scene, member: Member, planned: Meetup) -> Meetup:
    """Keep a preview, for a day."""
    await stores.meetups.forget_drafts(member.number, scene.at - DRAFT_LIVES)
    return await stores.meetups.add(planned, scene.at, last_end(planned, {}))


async def confirm(stores: Stores, scene: Scene, meetup: Meetup) -> Gathering:
    """Let a preview take place: the first occurrence is announced now. One that was paused is posted again.

    Raises `Refusal`.
    """
    check_on(meetup)
    if meetup.group is not None and (group := await stores.groups.one(meetup.group)) is not None and group.archived:
        raise Refusal("The study group is archived. Bring it back first, or plan the meetup in another channel.")
    first = await following(stores, meetup, scene.at)
    if first is None:
        raise Refusal("That time has passed meanwhile. Press “Change it” and name one that is still to come.")
    if meetup.state is State.DRAFT:
        if meetup.host is not None and len(await stores.meetups.hosted(meetup.host, scene.at)) >= MOST_HOSTED:
            raise Refusal(f"You have {MOST_HOSTED} meetups planned already, which is the most. Cancel one first.")
        meetup = await stores.meetups.change(replace(meetup, state=State.ON), scene.at, last_end(meetup, {}))
        first = replace(first, meetup=meetup)
    elif await paused(stores, first) is None:
        return first
    await announce_series(stores, meetup, scene.at)
    await plan(stores, first, scene.at, at_once=True)
    return first


async def move(stores: Stores, scene: Scene, one: Gathering, to: Recurrence) -> Gathering:
    """Let one occurrence take place at another time, also one that was cancelled. Raises `Refusal`."""
    check_on(one.meetup)
    at = to.on(to.first).at
    if one.ends <= scene.at:
        raise Refusal("That date is over, so it can't be moved. Plan a new meetup with `/meetup schedule`.")
    usual = one.meetup.recurrence.on(one.day).at
    planned = occurs(one.meetup, one.day) and at == usual
    change = replace(one.change, at=None if planned else at, cancelled=False)
    moved = await _keep(stores, scene, one.meetup, change)
    if at != one.at or one.off:
        await news(stores, moved, MOVED, await concerned(stores, one), scene.at)
    await plan(stores, moved, scene.at)
    return moved


async def cancel(stores: Stores, scene: Scene, one: Gathering) -> Gathering:
    """Let one occurrence not take place. Nothing changes where that is so already. Raises `Refusal`."""
    if one.off:
        return one
    if one.ends <= scene.at:
        raise Refusal("That date is over, so there is nothing to cancel.")
    cancelled = await _keep(stores, scene, one.meetup, replace(one.change, cancelled=True))
    await plan(stores, cancelled, scene.at)
    await news(stores, cancelled, CANCELLED, await concerned(stores, one), scene.at)
    return cancelled


async def cancel_all(stores: Stores, at: datetime, meetup: Meetup) -> Meetup:
    """Let a meetup not take place any more. Those who said that they come are told once; of a preview nobody knows."""
    if meetup.state.ended:
        return meetup
    if meetup.state is State.DRAFT:
        return await stores.meetups.change(replace(meetup, state=State.DROPPED), at, at)
    coming = await to_come(stores, meetup, at)
    told = {member.number: member for one in coming for member in await concerned(stores, one)}
    over = await stores.meetups.change(replace(meetup, state=State.CANCELLED), at, at)
    await end(stores, owner(meetup))
    for one in coming:
        await plan(stores, replace(one, meetup=over), at)
    await stores.meetups.touch(meetup.number)
    if coming:
        await news(stores, replace(coming[0], meetup=over), CANCELLED, told.values(), at)
    return over


async def edit(stores: Stores, scene: Scene, meetup: Meetup, changed: Meetup, *, rescheduled: bool = False) -> Meetup:
    """Keep what a meetup is now, for all occurrences that are to come; `rescheduled` says that its time was given anew.

    Raises `Refusal` where that cannot be.
    """
    check_on(meetup)
    if meetup.state is State.DRAFT:
        return await stores.meetups.change(changed, scene.at, last_end(changed, {}))
    coming = await to_come(stores, meetup, scene.at)
    taken = [seats(await stores.meetups.answers(meetup.number, one.day), meetup.capacity) for one in coming]
    most = max((len(one.going) for one in taken), default=0)
    if changed.capacity is not None and changed.capacity < most:
        raise Refusal(f"{most} people go already, so there can't be fewer places than that.")
    if rescheduled:
        changed = await _replan(stores, scene, meetup, changed, coming)
    changes = await stores.meetups.changes(meetup.number)
    changed = await stores.meetups.change(changed, scene.at, last_end(changed, changes))
    await stores.meetups.touch(meetup.number)
    if rescheduled:
        await announce_series(stores, changed, scene.at)
        first = await following(stores, changed, scene.at)
        if first is not None:
            await plan(stores, first, scene.at, at_once=True)
    for one, before in zip(coming, taken, strict=True):
        now = gathering(changed, one.day, changes.get(one.day))
        if not now.off:
            await moved_up(stores, now, before, scene.at)
            await follow(stores, beginning(now), scene.at)
            if rescheduled:
                await plan(stores, now, scene.at)
    return changed


async def _replan(stores: Stores, scene: Scene, meetup: Meetup, changed: Meetup, coming: Sequence[Gathering]) -> Meetup:
    """Carry what is known of the occurrences over to another rule. Raises `Refusal`."""
    if not meetup.repeats and not changed.repeats:
        if not coming:
            raise Refusal("That date is over, so its time stays. Plan a new meetup with `/meetup schedule`.")
        at = changed.recurrence.on(changed.recurrence.first).at
        kept = replace(changed, recurrence=replace(meetup.recurrence, zone=changed.recurrence.zone))
        for one in coming:
            usual = kept.recurrence.on(one.day).at
            await stores.meetups.set(replace(one.change, at=None if at == usual else at), scene.at)
            if at != one.at:
                await news(stores, gathering(kept, one.day, replace(one.change, at=at)), MOVED,
                           await concerned(stores, one), scene.at)  # fmt: skip
        return kept
    await _settle(stores, scene, meetup)
    for one in coming:
        if one.at <= scene.at:
            continue
        people = await concerned(stores, one)
        if occurs(changed, one.day):
            now = gathering(changed, one.day, replace(one.change, at=None))
            await stores.meetups.set(now.change, scene.at)
            if now.at != one.at:
                await news(stores, now, MOVED, people, scene.at)
        else:
            gone = replace(one.change, at=one.at, cancelled=True)
            await stores.meetups.set(gone, scene.at)
            await plan(stores, gathering(changed, one.day, gone), scene.at)
            if people:
                await news(stores, gathering(changed, one.day, gone), CANCELLED, people, scene.at)
    return changed


async def _settle(stores: Stores, scene: Scene, meetup: Meetup) -> None:
    """Note the time of each known occurrence that has begun, so that another rule moves none of them."""
    changes = await stores.meetups.changes(meetup.number)
    days = {
        *changes,
        *await stores.meetups.answered_days(meetup.number),
        *await stores.meetups.shown_days(meetup.number),
    }
    for one in [gathering(meetup, day, changes.get(day)) for day in days]:
        if one.at <= scene.at:
            await stores.meetups.set(replace(one.change, at=one.at), scene.at)


async def _keep(stores: Stores, scene: Scene, meetup: Meetup, change: Change) -> Gathering:
    """Keep what is different about an occurrence; what shows it is behind."""
    await stores.meetups.set(change, scene.at)
    changes = await stores.meetups.changes(meetup.number)
    meetup = await stores.meetups.change(meetup, scene.at, last_end(meetup, changes))
    await stores.meetups.touch(meetup.number, change.day)
    return gathering(meetup, change.day, change)
