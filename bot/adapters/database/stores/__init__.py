"""The stores, one a port, all written in the common dialect."""

from __future__ import annotations

from bot.adapters.database.session import Session
from bot.adapters.database.stores.badges import SqlBadges
from bot.adapters.database.stores.ledger import SqlLedger
from bot.adapters.database.stores.people import SqlCommunities, SqlPeople
from bot.adapters.database.stores.reviews import SqlReviews
from bot.adapters.database.stores.schedule import SqlSchedule
from bot.adapters.database.stores.submissions import SqlSubmissions


class SqlStores:
    """What one unit of work is given."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def people(self) -> SqlPeople:
        """Who is known."""
        return SqlPeople(self._session)

    @property
    def communities(self) -> SqlCommunities:
        """Which communities there are, and who is in them."""
        return SqlCommunities(self._session)

    @property
    def ledger(self) -> SqlLedger:
        """Points, as lines that say why."""
        return SqlLedger(self._session)

    @property
    def badges(self) -> SqlBadges:
        """Who has which badge."""
        return SqlBadges(self._session)

    @property
    def submissions(self) -> SqlSubmissions:
        """Projects that were handed in."""
        return SqlSubmissions(self._session)

    @property
    def reviews(self) -> SqlReviews:
        """What reviewers say about them."""
        return SqlReviews(self._session)

    @property
    def schedule(self) -> SqlSchedule:
        """What is planned."""
        return SqlSchedule(self._session)
