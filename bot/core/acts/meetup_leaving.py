"""Members who come to no more meetups: they delete themselves, leave, or become one with somebody who comes, too.

Their place goes to whoever waits next, who is told, as when somebody changes their answer to no. What they host goes to
whoever leads its study group next.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.acts.attending import moved_up
from bot.core.acts.meetup_dates import FAR, following
from bot.core.acts.meetup_posts import HOST, tell_host
from bot.core.chat.scene import Person
from bot.core.model.group import successor
from bot.core.model.meetup import Gathering, Seats, gathering, last_end, seats
from bot.core.ports.database import Stores


async def step_back(stores: Stores, member: int, at: datetime, communities: Collection[int] | None = None) -> None:
    """Take back somebody's answers, and give away what they host: everywhere, or in these communities."""
    await _hand_on(stores, member, at, communities)
    held = await lines(stores, member, at, communities)
    for one, _ in held:
        await stores.meetups.take_back(one.meetup.number, one.day, member)
    await close_up(stores, held, at)


async def _hand_on(stores: Stores, member: int, at: datetime, communities: Collection[int] | None) -> None:
    """Let whoever leads its study group next host what somebody hosted, and tell them; nobody where it has no group."""
    for meetup in await stores.meetups.hosted(member, at):
        if communities is not None and meetup.community not in communities:
            continue
        mates = await stores.groups.mates(meetup.group) if meetup.group is not None else []
        heir = successor([mate for mate in mates if mate.member.number != member])
        changes = await stores.meetups.changes(meetup.number)
        changed = replace(meetup, host=heir.member.number if heir else None)
        changed = await stores.meetups.change(changed, at, last_end(changed, changes))
        await stores.meetups.touch(meetup.number)
        first = await following(stores, changed, at)
        if heir is not None and first is not None:
            await tell_host(stores, first, HOST, at)


async def lines(
    stores: Stores, member: int, at: datetime, communities: Collection[int] | None = None
) -> list[tuple[Gathering, Seats]]:
    """The dates to come to which somebody goes, or may, each with who goes and who waits."""
    found: list[tuple[Gathering, Seats]] = []
    for number, day in await stores.meetups.answered(member, (at - FAR).date()):
        meetup = await stores.meetups.one(number)
        if meetup is None or (communities is not None and meetup.community not in communities):
            continue
        one = gathering(meetup, day, (await stores.meetups.changes(number)).get(day))
        if one.ends > at and not one.off:
            found.append((one, seats(await stores.meetups.answers(number, day), meetup.capacity)))
    return found


async def close_up(
    stores: Stores, held: Sequence[tuple[Gathering, Seats]], at: datetime, *, but: int | None = None
) -> None:
    """Let whoever waited move up, and be told; `but` is somebody who only goes under another of their names."""
    for one, before in held:
        await moved_up(stores, one, before, at, but=but)
        await stores.meetups.touch(one.meetup.number, one.day)


async def left(stores: Stores, person: Person, at: datetime) -> None:
    """Note that an account isn't in its communities any more, where that was noticed."""
    member = await stores.people.known(person)
    before = {one.number for one in await stores.communities.of(member.number)} if member else set()
    await stores.communities.left(person, at)
    if member is not None:
        after = {one.number for one in await stores.communities.of(member.number)}
        await step_back(stores, member.number, at, before - after)
