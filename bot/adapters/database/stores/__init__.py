"""The stores, one a port, all written in the common dialect."""

from __future__ import annotations

from bot.adapters.database.session import Session
from bot.adapters.database.stores.gaps import SqlGaps
from bot.adapters.database.stores.ledger import SqlLedger
from bot.adapters.database.stores.people import SqlCommunities, SqlPeople
from bot.adapters.database.stores.schedule import SqlSchedule


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
    def schedule(self) -> SqlSchedule:
        """What is planned."""
        return SqlSchedule(self._session)

    @property
    def gaps(self) -> SqlGaps:
        """Questions without an answer."""
        return SqlGaps(self._session)
