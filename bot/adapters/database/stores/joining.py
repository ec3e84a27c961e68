"""Two becoming one, over all stores: each answers for its own tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol

from bot.adapters.database.session import Session
from bot.adapters.database.stores.audit import SqlAudit
from bot.adapters.database.stores.badges import SqlBadges
from bot.adapters.database.stores.challenges import SqlChallenges
from bot.adapters.database.stores.checkins import SqlCheckins
from bot.adapters.database.stores.codes import SqlCodes
from bot.adapters.database.stores.communities import SqlCommunities
from bot.adapters.database.stores.days import SqlDays
from bot.adapters.database.stores.feeds import SqlFeeds
from bot.adapters.database.stores.gaps import SqlGaps
from bot.adapters.database.stores.keeping import Kept
from bot.adapters.database.stores.ledger import SqlLedger
from bot.adapters.database.stores.meetups import SqlMeetups
from bot.adapters.database.stores.memberships import SqlMemberships
from bot.adapters.database.stores.people import SqlPeople
from bot.adapters.database.stores.progress import SqlProgress
from bot.adapters.database.stores.prompts import SqlPrompts
from bot.adapters.database.stores.reminders import SqlReminders
from bot.adapters.database.stores.reports import SqlReports
from bot.adapters.database.stores.reviews import SqlReviews
from bot.adapters.database.stores.schedule import SqlSchedule
from bot.adapters.database.stores.submissions import SqlSubmissions
from bot.core.ports.joining import Carried
from bot.core.ports.privacy import Item


class OfMembers(Protocol):
    """A store whose tables name members."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]]
    KEPT: ClassVar[tuple[Kept, ...]]

    def __init__(self, session: Session) -> None: ...

    async def absorb(self, keeper: int, other: int) -> Carried | None:
        """Leave nothing in these tables that names `other`."""
        ...

    async def counted(self, member: int) -> Mapping[str, int]:
        """How much of each kind is kept of a member."""
        ...

    async def export(self, member: int) -> Mapping[str, list[Item]]:
        """Everything that is kept of a member, by kind."""
        ...

    async def forget(self, member: int) -> None:
        """Leave nothing in these tables that says anything of a member."""
        ...


class OfCommunities(Protocol):
    """A store whose tables name communities."""

    COMMUNITY_TABLES: ClassVar[tuple[str, ...]]

    def __init__(self, session: Session) -> None: ...

    async def unite(self, keeper: int, other: int) -> Carried | None:
        """Leave nothing in these tables that names `other`."""
        ...

    async def disband(self, community: int) -> None:
        """Leave nothing in these tables that is only about a community."""
        ...


OF_MEMBERS: tuple[type[OfMembers], ...] = (
    SqlMemberships,
    SqlCommunities,
    SqlLedger,
    SqlBadges,
    SqlReports,
    SqlReminders,
    SqlProgress,
    SqlCheckins,
    SqlDays,
    SqlPrompts,
    SqlSubmissions,
    SqlReviews,
    SqlMeetups,
    SqlFeeds,
    SqlCodes,
    SqlAudit,
    SqlChallenges,
    SqlSchedule,
    SqlPeople,
)
"""In this order: boards ask who is in what; people come last, for they end the other member, which the database refuses
while a row names it."""

OF_COMMUNITIES: tuple[type[OfCommunities], ...] = (
    SqlPrompts,
    SqlChallenges,
    SqlMeetups,
    SqlFeeds,
    SqlMemberships,
    SqlLedger,
    SqlReports,
    SqlSubmissions,
    SqlGaps,
    SqlCodes,
    SqlAudit,
    SqlSchedule,
    SqlCommunities,
)
"""In this order: prompts, challenges, meetups and calendars hang on study groups and go before them; communities come
last, for they end the other one."""


class SqlJoining:
    """`Joining` in SQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def members(self, keeper: int, other: int) -> Carried:
        """Carry over everything that is kept about `other`, who then no longer is."""
        carried = [await store(self._session).absorb(keeper, other) for store in OF_MEMBERS]
        return _told(carried)

    async def communities(self, keeper: int, other: int) -> Carried:
        """Carry over everything that belongs to `other`, which then no longer is."""
        carried = [await store(self._session).unite(keeper, other) for store in OF_COMMUNITIES]
        return _told(carried)


def _told(carried: list[Carried | None]) -> Carried:
    """What is worth telling: more than nothing of it went over."""
    return [one for some in carried if some for one in some if one[1]]
