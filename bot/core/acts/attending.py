"""Coming to a meetup: who goes, who waits for a place, who was there, and what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.acts.meeting import community_of
from bot.core.acts.meetup_posts import UP, news
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.group import Group
from bot.core.model.meetup import Answer, Coming, Gathering, Meetup, Seats, State, last_end, seats
from bot.core.model.member import Member
from bot.core.ports.database import Stores


@dataclass(frozen=True, slots=True)
class Attendance:
    """One occurrence with everybody who has to do with it."""

    one: Gathering
    answers: Sequence[Answer]
    seats: Seats
    host: Member | None
    presenter: Member | None
    group: Group | None


async def attendance(stores: Stores, one: Gathering) -> Attendance:
    """Who comes to an occurrence, who runs it, whose it is."""
    meetup = one.meetup
    answers = await stores.meetups.answers(meetup.number, one.day)
    host = await stores.people.member(meetup.host) if meetup.host is not None else None
    presents = one.change.presenter
    presenter = await stores.people.member(presents) if presents is not None else None
    group = await stores.groups.one(meetup.group) if meetup.group is not None else None
    return Attendance(one, answers, seats(answers, meetup.capacity), host, presenter, group)


async def visible(stores: Stores, scene: Scene, member: Member | None, meetup: Meetup) -> bool:
    """Whether somebody may know of a meetup: it is of their community, or theirs."""
    if member is not None and meetup.host == member.number:
        return True
    if meetup.state is State.DRAFT:
        return False
    if member is not None and any(one.number == meetup.community for one in await stores.communities.of(member.number)):
        return True
    community = await community_of(stores, scene, member)
    return community is not None and community.number == meetup.community


async def runs(stores: Stores, scene: Scene, member: Member | None, meetup: Meetup) -> bool:
    """Whether the caller may change a meetup: its host, or an organiser of its community who asks from there."""
    if member is not None and meetup.host == member.number:
        return True
    if not scene.caller.organiser or scene.place.space is None:
        return False
    community = await stores.communities.known(scene.place.space)
    return community is not None and community.number == meetup.community


async def check_runs(stores: Stores, scene: Scene, member: Member, meetup: Meetup) -> None:
    """Raises `Refusal` for whoever may not change a meetup."""
    if not await runs(stores, scene, member, meetup):
        raise Refusal("Only the host of a meetup, or an organiser, can do that.")


def check_on(meetup: Meetup) -> None:
    """Raises `Refusal` for one that was cancelled or thrown away."""
    if meetup.state.ended:
        raise Refusal("That was cancelled. `/meetup schedule` plans a new one.")


async def answer(stores: Stores, scene: Scene, member: Member, one: Gathering, coming: Coming) -> Attendance:
    """Keep what somebody answered; whoever gets a place by it is told. Raises `Refusal` where it is too late."""
    if one.off:
        raise Refusal("That date was cancelled, so there is nothing to answer. `/meetup list` shows what takes place.")
    if one.ends <= scene.at:
        raise Refusal("That date is over. `/meetup list` shows what comes next.")
    before = seats(await stores.meetups.answers(one.meetup.number, one.day), one.meetup.capacity)
    await stores.meetups.answer(one.meetup.number, one.day, member.number, coming, scene.at)
    await moved_up(stores, one, before, scene.at)
    await stores.meetups.touch(one.meetup.number, one.day)
    return await attendance(stores, one)


async def moved_up(stores: Stores, one: Gathering, before: Seats, now: datetime, *, but: int | None = None) -> None:
    """Tell those who waited and now have a place; not `but`, who had one all the time under another name."""
    after = seats(await stores.meetups.answers(one.meetup.number, one.day), one.meetup.capacity)
    waited = {member.number for member in before.waiting}
    up = [member for member in after.going if member.number in waited and member.number != but]
    if up:
        await news(stores, one, UP, up, now)


async def note_attendance(stores: Stores, scene: Scene, one: Gathering, numbers: Sequence[int]) -> None:
    """Note who was there, of those who answered. Raises `Refusal` before it begins, or for anybody else."""
    _check_begun(scene, one)
    known = {each.member.number for each in await stores.meetups.answers(one.meetup.number, one.day)}
    if not known.issuperset(numbers):
        raise Refusal("I can only note people who answered. They press “Going” on the announcement first.")
    await stores.meetups.came(one.meetup.number, one.day, numbers, scene.at)
    await stores.meetups.touch(one.meetup.number, one.day)


async def note(stores: Stores, scene: Scene, member: Member, one: Gathering, words: str) -> Gathering:
    """Keep what was written down afterwards, in place of what was there. Raises `Refusal` before it begins."""
    _check_begun(scene, one)
    change = replace(one.change, notes=words, noted_by=member.number if words else None)
    return await _changed(stores, scene, replace(one, change=change))


async def propose(stores: Stores, scene: Scene, one: Gathering, words: str) -> Gathering:
    """Keep an agenda for one occurrence; without words it is proposed again. Calendars show it: it is a new version."""
    check_on(one.meetup)
    kept = await _changed(stores, scene, replace(one, change=replace(one.change, agenda=words)))
    ends = last_end(one.meetup, await stores.meetups.changes(one.meetup.number))
    return replace(kept, meetup=await stores.meetups.change(one.meetup, scene.at, ends))


async def present(stores: Stores, scene: Scene, one: Gathering, member: Member | None) -> Gathering:
    """Note who presents; None for nobody."""
    number = member.number if member else None
    return await _changed(stores, scene, replace(one, change=replace(one.change, presenter=number)))


async def _changed(stores: Stores, scene: Scene, one: Gathering) -> Gathering:
    await stores.meetups.set(one.change, scene.at)
    await stores.meetups.touch(one.meetup.number, one.day)
    return one


def _check_begun(scene: Scene, one: Gathering) -> None:
    if one.at > scene.at:
        raise Refusal("That date hasn't begun yet. Come back when it is over.")
