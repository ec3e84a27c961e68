"""The stores, one a port, all written in the common dialect."""

from __future__ import annotations

from bot.adapters.database.session import Session
from bot.adapters.database.stores.ledger import SqlLedger
from bot.adapters.database.stores.people import SqlCommunities, SqlPeople
from bot.adapters.database.stores.running import SqlChores, SqlHeartbeats


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
    def heartbeats(self) -> SqlHeartbeats:
        """When the bot was alive, and when not."""
        return SqlHeartbeats(self._session)

    @property
    def chores(self) -> SqlChores:
        """What is done once in a period."""
        return SqlChores(self._session)
