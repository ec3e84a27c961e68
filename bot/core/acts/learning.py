"""Starting, finishing, leaving out and taking back skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.acts.badges import award_streak
from bot.core.acts.handing_in import standing as handed_in
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.paying import pay, take_back
from bot.core.acts.streaks import streak_of
from bot.core.chat.scene import Person, Scene
from bot.core.model import milestone
from bot.core.model.badge import STREAKS, Badge
from bot.core.model.learning_day import learning_day
from bot.core.model.library import Library
from bot.core.model.member import Member, Visibility
from bot.core.model.progress import Standing, State, standing
from bot.core.model.roadmap import Skill
from bot.core.model.streak import Mark
from bot.core.ports.database import Stores
from bot.core.ports.progress import GroupHere


@dataclass(frozen=True, slots=True)
class Mine:
    """Where somebody stands."""

    member: Member
    standing: Standing
    group: GroupHere | None
    points: int
    projects: Mapping[str, milestone.State]
    """Where their project of a phase is, by the phase's present id."""
    badges: Sequence[Badge]


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of putting skills into a state."""

    wanted: State
    changed: tuple[Skill, ...]
    same: tuple[Skill, ...]
    """They were in that state already."""
    finished: tuple[Skill, ...]
    """They are done, so they were neither started nor left out."""
    points: int
    """Given, or where it is negative taken back."""
    before: Standing
    after: Standing
    group: GroupHere | None
    badges: Sequence[str] = ()
    """Those that the streak earned with it, by name."""


async def mine(stores: Stores, library: Library, scene: Scene) -> Mine | None:
    """Where the caller stands; None where nothing is kept of them."""
    member = await stores.people.known(scene.caller.person)
    return None if member is None else await _of(stores, library, member, _channel(scene))


async def seen(stores: Stores, library: Library, scene: Scene, person: Person) -> Mine | None:
    """Where somebody stands, as far as the caller may see that; None where there is nothing that they may see."""
    other = await stores.people.known(person)
    if other is None:
        return None
    caller = await stores.people.known(scene.caller.person)
    own = caller is not None and caller.number == other.number
    if not own and not await _may_see(stores, scene, caller, other):
        return None
    return await _of(stores, library, other, _channel(scene))


async def settle(stores: Stores, library: Library, scene: Scene, ids: Iterable[str], wanted: State) -> Settled:
    """Put skills into a state, for the caller. What is done is paid for, once; what is undone is taken back."""
    member = await meet(stores, scene)
    kept = await stores.progress.kept(member.number)
    before = standing(library, kept)
    day = learning_day(scene.at, member.clock)
    changed: list[Skill] = []
    same: list[Skill] = []
    finished: list[Skill] = []
    points = 0
    days = 0
    for skill in [library.skills[one][1] for one in ids]:
        state = before.of(skill)
        if state is wanted:
            same.append(skill)
            continue
        if state is State.DONE and wanted is not State.TODO:
            finished.append(skill)
            continue
        changed.append(skill)
        names = (skill.id, *skill.aliases)
        for name, _ in kept:
            if name in names and (name != skill.id or wanted is State.TODO):
                await stores.progress.set(member.number, name, State.TODO, scene.at)
        if wanted is not State.TODO:
            await stores.progress.set(member.number, skill.id, wanted, scene.at)
        if wanted is State.DONE:
            paid, active = await _finish(stores, library, scene, member, skill, day)
            points += paid
            days = max(days, active)
        elif state is State.DONE:
            points -= await _take_back(stores, scene, member, skill, names)
    states = {**before.states, **dict.fromkeys((skill.id for skill in changed), wanted)}
    group = await stores.progress.group(member.number, _channel(scene))
    if changed and group is not None:
        await stores.groups.touch(member.number)
    return Settled(
        wanted,
        tuple(changed),
        tuple(same),
        tuple(finished),
        points,
        before,
        Standing(states, before.past),
        group,
        await _badges(stores, member, days, scene),
    )


async def _finish(
    stores: Stores, library: Library, scene: Scene, member: Member, skill: Skill, day: date
) -> tuple[int, int]:
    """The points for it, and the number of active days where it made the day one."""
    act = f"skill:{skill.id}"
    days = await stores.days.mark(member.number, act, Mark(day, scene.at, member.clock))
    words = f"You finished “{skill.title}”."
    return await pay(stores, library.points, member.number, "skill", act, words, day=day, at=scene.at), days


async def _badges(stores: Stores, member: Member, days: int, scene: Scene) -> Sequence[str]:
    """Those that the streak earned, where this many days are active now; too few aren't looked at any closer."""
    if days < STREAKS[0]:
        return ()
    return await award_streak(stores, member.number, await streak_of(stores, member, scene.at), scene.at)


async def _take_back(stores: Stores, scene: Scene, member: Member, skill: Skill, names: Iterable[str]) -> int:
    """What it was paid under any name that it ever had."""
    points = 0
    for name in names:
        act = f"skill:{name}"
        await stores.days.unmark(member.number, act)
        words = f"You took back “{skill.title}”."
        points += await take_back(stores, member.number, "skill", act, words, at=scene.at)
    return points


async def _of(stores: Stores, library: Library, member: Member, channel: str | None) -> Mine:
    return Mine(
        member,
        standing(library, await stores.progress.kept(member.number)),
        await stores.progress.group(member.number, channel),
        await stores.progress.points(member.number),
        {phase: one.state for phase, one in (await handed_in(stores, library, member.number)).items()},
        await stores.badges.of(member.number),
    )


async def _may_see(stores: Stores, scene: Scene, caller: Member | None, other: Member) -> bool:
    if other.visibility is not Visibility.COMMUNITY:
        return other.visibility is Visibility.PUBLIC
    here = await community_of(stores, scene, caller)
    return here is not None and here in await stores.communities.of(other.number)


def _channel(scene: Scene) -> str | None:
    return scene.place.channel.reference if scene.place.channel else None
