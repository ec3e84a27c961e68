"""One human with several accounts: two members become one, and an account is taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.acts.badges import award_streak
from bot.core.acts.codes import NotGood, opened, plain
from bot.core.acts.meeting import meet
from bot.core.acts.meetup_leaving import close_up, lines
from bot.core.acts.streaks import streak_of
from bot.core.chat.scene import Person, Scene
from bot.core.model.member import Member
from bot.core.ports.database import Stores
from bot.core.ports.joining import Carried

ACCOUNTS = 8
"""Most accounts of one member: enough for several workspaces, too few to gather other people's."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who asked for a code, as whoever enters it may see them."""

    name: str
    """Member text, never markup."""
    accounts: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of two members who are one now."""

    member: Member
    accounts: Sequence[Person]
    carried: Carried
    badges: Sequence[str] = ()
    """Those that the streak of both together earned, by name."""


@dataclass(frozen=True, slots=True)
class AlreadyOne:
    """The code is the caller's own, or from an account that is theirs already."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """Both together have more accounts than one member may have."""


async def look(stores: Stores, scene: Scene, code: str) -> Other | AlreadyOne | TooMany | NotGood:
    """Whom a code would join the caller with. Nothing is joined, and the code is still good."""
    found = await _two(stores, scene, code)
    if not isinstance(found, tuple):
        return found
    other = found[1]
    return Other(other.name, await stores.people.accounts(other.number))


async def link(stores: Stores, scene: Scene, code: str) -> Joined | AlreadyOne | TooMany | NotGood:
    """Make one member of the caller and of whoever asked for the code: the one who has been here longer stays."""
    found = await _two(stores, scene, code)
    if not isinstance(found, tuple):
        return found
    await stores.codes.spend(plain(code))
    keeper, gone = await stores.people.older(found[0].number, found[1].number)
    held = await lines(stores, gone, scene.at)
    carried = await stores.joining.members(keeper, gone)
    await close_up(stores, held, scene.at, but=keeper)
    member = await meet(stores, scene)
    badges = await award_streak(stores, keeper, await streak_of(stores, member, scene.at), scene.at)
    return Joined(member, await stores.people.accounts(keeper), carried, badges)


async def unlink(stores: Stores, scene: Scene, account: Person) -> bool:
    """Take an account off the caller, whose everything stays with the others; False where it isn't one of several."""
    member = await stores.people.known(scene.caller.person)
    accounts = await stores.people.accounts(member.number) if member else []
    if account not in accounts or len(accounts) < 2:
        return False
    await stores.people.part(account, scene.at)
    return True


async def _two(stores: Stores, scene: Scene, code: str) -> tuple[Member, Member] | AlreadyOne | TooMany | NotGood:
    """The caller, and whoever asked for the code."""
    mine = await meet(stores, scene)
    found = await opened(stores, scene, mine, code, "link")
    if isinstance(found, NotGood):
        return found
    other = await stores.people.member(found.member)
    if other is None:
        return NotGood.UNKNOWN
    if other.number == mine.number:
        return AlreadyOne()
    both = [*await stores.people.accounts(mine.number), *await stores.people.accounts(other.number)]
    return TooMany() if len(both) > ACCOUNTS else (mine, other)
