"""How groups are read: the columns of one, who is in it, and where it lives."""

from __future__ import annotations

from functools import lru_cache

from bot.adapters.database.session import Row, Session, unstamped
from bot.core.model.group import Group, Joining

GROUP = (
    "SELECT g.id, g.community, g.name, g.about, g.phase, g.hours, g.days, g.size, g.joining, g.archived_at, g.made_at "
)
"""What every reading of groups begins with."""
IN = "group_members i JOIN members m ON m.id = i.member"
"""Who was ever in a group; `i.left_at` and `m.gone_at` say who isn't any more."""
LIVES_IN = (
    "(g.community = :community OR g.id IN (SELECT h.study_group FROM group_homes h "
    "JOIN spaces s ON s.reference = h.space WHERE s.community = :community))"
)
"""Whether a group lives in a community, or has a home there."""


_JOINING = {one.value: one for one in Joining}


@lru_cache(maxsize=128)
def _weekdays(days: str) -> tuple[int, ...]:
    return tuple(map(int, days))


def group(found: Row) -> Group:
    """A group from a row that begins with the columns of `GROUP`."""
    number, community, name, about, phase, hours, days, size, joining, archived, made = found[:11]
    weekdays = _weekdays(days)
    gone = archived is not None
    return Group(
        number,
        community,
        name,
        about,
        phase,
        hours,
        weekdays,
        size,
        _JOINING[joining],
        archived=gone,
        made=unstamped(made),
    )


async def touch(session: Session, member: int) -> None:
    """Note for every message that shows a member's week that something about them changed."""
    await session.rows(
        "UPDATE group_homes SET changes = changes + 1 WHERE study_group IN "
        "(SELECT i.study_group FROM group_members i WHERE i.member = :member AND i.left_at IS NULL)",
        member=member,
    )
