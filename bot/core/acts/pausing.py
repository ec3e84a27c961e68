"""Planned breaks: days that don't have to be active. They are planned ahead, never for days that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.acts.meeting import meet
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.invocation import Invocation
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.learning_day import learning_day
from bot.core.model.streak import DAY, Break
from bot.core.ports.database import Stores

A_WEEK = 2
"""Days of one week, from Monday, that short breaks may take."""
HOLIDAY = 7
"""A break of so many days is a holiday, which may take whole weeks."""
LONGEST = 42
"""Days of one break."""
AHEAD = 366
"""Days ahead that a break may begin."""

_WAY_ON = Buttons((Button("My breaks", Invocation("break list")), Button("Streak", Invocation("streak show"))))


async def plan_break(stores: Stores, scene: Scene, first: date, last: date, reason: str) -> Break:
    """Plan a break for the caller; with those that it touches it becomes one. Raises `Refusal` for one too many."""
    member = await meet(stores, scene)
    today = learning_day(scene.at, member.clock)
    if first < today:
        raise Refusal(
            "A break begins today at the earliest. A day that you missed may still be checked in for.", _WAY_ON
        )
    if last < first:
        raise Refusal("A break ends on the day it begins, or later.", _WAY_ON)
    if first > today + DAY * AHEAD:
        raise Refusal("That is more than a year ahead. Plan the break when it comes nearer.", _WAY_ON)
    planned = Break(first, last, reason)
    before = await stores.days.breaks(member.number)
    touched = [one for one in before if one.first <= last + DAY and first <= one.last + DAY]
    for one in touched:
        planned = Break(min(planned.first, one.first), max(planned.last, one.last), planned.reason or one.reason)
    if (planned.last - planned.first).days >= LONGEST:
        raise Refusal(
            f"A break lasts up to {LONGEST} days. If you need longer, plan the next one when this one ends.", _WAY_ON
        )
    _check_weeks([planned, *(one for one in before if one not in touched)], planned)
    for one in touched:
        await stores.days.drop(member.number, one.number)
    await stores.days.plan(member.number, planned)
    await stores.groups.touch(member.number)
    return planned


async def end_break(stores: Stores, scene: Scene) -> tuple[Break, bool] | None:
    """End the caller's present break, so that today counts again, or call off the next one; None where none is planned.

    Says which break it was, and whether it had begun before today.
    """
    member = await meet(stores, scene)
    today = learning_day(scene.at, member.clock)
    ahead = [one for one in await stores.days.breaks(member.number) if one.last >= today]
    if not ahead:
        return None
    ended = ahead[0]
    await stores.days.drop(member.number, ended.number)
    await stores.groups.touch(member.number)
    if ended.first < today:
        await stores.days.plan(member.number, Break(ended.first, today - DAY, ended.reason))
    return ended, ended.first < today


async def coming_breaks(stores: Stores, scene: Scene) -> Sequence[Break]:
    """The breaks of the caller that aren't over."""
    member = await stores.people.known(scene.caller.person)
    if member is None:
        return ()
    today = learning_day(scene.at, member.clock)
    return [one for one in await stores.days.breaks(member.number) if one.last >= today]


def _check_weeks(breaks: Sequence[Break], planned: Break) -> None:
    """Refuse where short breaks take more of one week than they may."""
    short = [one for one in breaks if (one.last - one.first).days + 1 < HOLIDAY]
    if planned not in short:
        return
    days = [planned.first + DAY * place for place in range((planned.last - planned.first).days + 1)]
    for monday in sorted({day - DAY * day.weekday() for day in days}):
        week = [monday + DAY * place for place in range(7)]
        taken = sum(any(one.first <= day <= one.last for one in short) for day in week)
        if taken > A_WEEK:
            raise Refusal(
                f"That would be {taken} days off in the week from Monday {monday.day} {monday:%B}; short breaks take "
                f"up to {A_WEEK} days of a week. A holiday of {HOLIDAY} days or more may take whole weeks.",
                _WAY_ON,
            )
