"""Which board is meant, and what stands on it, in one unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.acts.meeting import community_of
from bot.core.chat.scene import Scene
from bot.core.model.board import Board, GroupName, Season, Span, period
from bot.core.model.learning_day import learning_day
from bot.core.model.member import Community, Member
from bot.core.ports.database import Stores

PAGE = 10
"""Rows of a board on one page."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who looks at the boards of which community, and when."""

    member: Member | None
    """None for somebody of whom nothing is kept yet."""
    community: Community
    day: date
    """The day whose week, month or season is meant."""
    season: Season
    """The season of that day."""

    def period(self, span: Span) -> str:
        """The name of the sums."""
        return period(span, self.day, self.season)


async def look(stores: Stores, scene: Scene, day: date | None = None) -> Here | None:
    """Who looks at which boards, on today's learning day or another one; None where no community is known yet."""
    member = await stores.people.known(scene.caller.person)
    community = await community_of(stores, scene, member)
    if community is None:
        return None
    today = learning_day(scene.at, member.clock if member else scene.zone)
    day = min(day or today, today)
    return Here(member, community, day, await stores.seasons.at(community.number, day))


async def meant(stores: Stores, scene: Scene, here: Here, named: str | None) -> list[GroupName]:
    """The group that is meant: the named one, this channel's, or the caller's only one.

    Several to choose from, or none, where that doesn't settle it.
    """
    if named is not None:
        group = await stores.boards.group(here.community.number, named)
        return [group] if group else []
    if scene.place.channel is not None:
        found = await stores.boards.group_at(scene.place.channel)
        if found is not None and found[0] == here.community.number:
            return [found[1]]
    return list(await stores.boards.groups_of(here.member.number, here.community.number)) if here.member else []


def board_of(here: Here, group: GroupName | None) -> Board:
    """The board of a group, or of the whole community."""
    return Board(here.community.number, group.number if group else 0)
