"""What is to be posted without anybody asking each time: written down as appointments, for the schedule to deliver."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from bot.core.acts.grouping import Standing, living
from bot.core.chat.markup import escape
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Channel, Person, Scene, Space
from bot.core.model.appointment import Plan, Result, State
from bot.core.model.group import Group, Home
from bot.core.model.milestone import Count, News, NewsKind
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores

TRACKER, BOARDS, PROJECT = "tracker", "boards", "project"
"""The kinds of appointments: a group's week, a community's weekly boards, news of a project."""
EACH_MONDAY = "FREQ=WEEKLY;BYDAY=MO"
BOARDS_AT = time(15)
"""In UTC: by then Sunday is over even at UTC-12, with the hours until a learning day ends."""


def at_once(at: datetime) -> Recurrence:
    """Once, at the next full minute."""
    soon = (at + timedelta(minutes=1)).astimezone(UTC)
    return Recurrence(soon.date(), soon.time().replace(second=0, microsecond=0), "UTC")


async def post_week(stores: Stores, scene: Scene, where: Standing) -> int:
    """Have a group's week posted in each of its channels where it isn't, and kept up to date; how many these are.

    Raises `Refusal` for somebody who may not, and for a group without a channel.
    """
    group = living(where.helping())
    homes = await stores.groups.homes(group.number)
    if not homes:
        raise Refusal(
            f"**{escape(group.name)}** lives in no channel yet. Its owner types `/group home` in the channel that is "
            "meant; then I can post its week there."
        )
    wanted = [home for home in homes if home.tracker is None and not await _coming(stores, home)]
    for home in wanted:
        appointment = await stores.schedule.add(
            Plan(
                kind=TRACKER,
                owner=f"{TRACKER}:{home.channel}",
                to=home.channel,
                recurrence=at_once(scene.at),
                maker=scene.caller.person.reference,
            ),
            scene.at,
        )
        await stores.groups.coming(home.channel, appointment.number)
    return len(wanted)


async def leave_week(stores: Stores, scene: Scene, where: Standing) -> int:
    """Keep a group's posted weeks up to date no longer; how many these were. What was posted stays as it is."""
    homes = await stores.groups.homes(where.helping().number)
    kept = [home for home in homes if home.tracker is not None or home.coming is not None]
    for home in kept:
        await stores.groups.tracked(home.channel, None, scene.at)
    return len(kept)


async def _coming(stores: Stores, home: Home) -> bool:
    """Whether the message is still on its way."""
    appointment = await stores.schedule.one(home.coming) if home.coming is not None else None
    if appointment is None or appointment.state is State.PAUSED:
        return False
    delivery = next(iter(await stores.schedule.history(appointment.number, 1)), None)
    return delivery is None or delivery.result is Result.PLANNED


async def post_boards(stores: Stores, scene: Scene, space: Space, channel: Channel | None) -> None:
    """Have the weekly boards of a server or workspace posted in a channel each Monday, or nowhere."""
    await stores.communities.post_boards(space, channel)
    owner = f"{BOARDS}:{space.reference}"
    for appointment in await stores.schedule.of(owner):
        await stores.schedule.change(appointment.number, State.ENDED, "", None)
    if channel is not None:
        plan = Plan(
            kind=BOARDS,
            owner=owner,
            to=channel.reference,
            recurrence=Recurrence(scene.at.astimezone(UTC).date(), BOARDS_AT, "UTC", EACH_MONDAY),
            maker=scene.caller.person.reference,
        )
        await stores.schedule.add(plan, scene.at)


async def spread(stores: Stores, news: News, at: datetime) -> None:
    """Have news of a project told to those whom it concerns and who asked to be told."""
    number = news.submission.number
    people = await stores.submissions.followers(number)
    for member in news.to:
        if member in people:
            plan = Plan(
                kind=PROJECT,
                owner=f"{PROJECT}:{number}",
                to=people[member].reference,
                recurrence=at_once(at),
                direct=True,
                details=_written(news, member),
            )
            await stores.schedule.add(plan, at)


def _written(news: News, member: int) -> dict[str, str]:
    count = news.count
    return {
        "news": news.kind.value,
        "submission": str(news.submission.number),
        "member": str(member),
        "approvals": str(count.approvals),
        "set aside": str(count.set_aside),
        "points": str(news.points),
    }


async def news_of(stores: Stores, details: Mapping[str, str]) -> News | None:
    """The news that was to be told; None where whoever was to be told no longer wants it."""
    number, member = int(details["submission"]), int(details["member"])
    submission = await stores.submissions.one(number)
    if submission is None or member not in await stores.submissions.followers(number):
        return None
    counted = Count(int(details["approvals"]), int(details["set aside"]), organiser=False)
    return News(NewsKind(details["news"]), submission, (member,), counted, int(details["points"]))


async def owner_account(stores: Stores, group: Group, channel: str) -> Person | None:
    """The account under which a group's owner is told something about a channel: one on the same platform, if any."""
    mates = await stores.groups.mates(group.number)
    owner = Standing(group, mates, None, organiser=False).owner
    accounts = await stores.people.accounts(owner.member.number) if owner else []
    platform = channel.partition(":")[0]
    return next((one for one in accounts if one.reference.startswith(f"{platform}:")), next(iter(accounts), None))
