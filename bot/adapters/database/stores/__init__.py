"""The stores, one a port, all written in the common dialect."""

from __future__ import annotations

from bot.adapters.database.session import Session
from bot.adapters.database.stores.badges import SqlBadges
from bot.adapters.database.stores.boards import SqlBoards
from bot.adapters.database.stores.checkins import SqlCheckins
from bot.adapters.database.stores.codes import SqlCodes
from bot.adapters.database.stores.communities import SqlCommunities
from bot.adapters.database.stores.days import SqlDays
from bot.adapters.database.stores.feeds import SqlFeeds
from bot.adapters.database.stores.groups import SqlGroups
from bot.adapters.database.stores.joining import SqlJoining
from bot.adapters.database.stores.ledger import SqlLedger
from bot.adapters.database.stores.meetups import SqlMeetups
from bot.adapters.database.stores.people import SqlPeople
from bot.adapters.database.stores.progress import SqlProgress
from bot.adapters.database.stores.reports import SqlReports
from bot.adapters.database.stores.reviews import SqlReviews
from bot.adapters.database.stores.running import SqlChores, SqlHeartbeats
from bot.adapters.database.stores.schedule import SqlSchedule
from bot.adapters.database.stores.seasons import SqlSeasons
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
    def codes(self) -> SqlCodes:
        """One-time codes."""
        return SqlCodes(self._session)

    @property
    def joining(self) -> SqlJoining:
        """Making one of two."""
        return SqlJoining(self._session)

    @property
    def ledger(self) -> SqlLedger:
        """Points, as lines that say why."""
        return SqlLedger(self._session)

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

    @property
    def progress(self) -> SqlProgress:
        """Who has learnt what."""
        return SqlProgress(self._session)

    @property
    def checkins(self) -> SqlCheckins:
        """What people said about their days."""
        return SqlCheckins(self._session)

    @property
    def days(self) -> SqlDays:
        """Which learning days count."""
        return SqlDays(self._session)

    @property
    def groups(self) -> SqlGroups:
        """Study groups."""
        return SqlGroups(self._session)

    @property
    def boards(self) -> SqlBoards:
        """What the ledger sums to."""
        return SqlBoards(self._session)

    @property
    def seasons(self) -> SqlSeasons:
        """Seasons of communities."""
        return SqlSeasons(self._session)

    @property
    def badges(self) -> SqlBadges:
        """Who has which badge."""
        return SqlBadges(self._session)

    @property
    def reports(self) -> SqlReports:
        """What members say looks wrong."""
        return SqlReports(self._session)

    @property
    def heartbeats(self) -> SqlHeartbeats:
        """When the bot was alive, and when not."""
        return SqlHeartbeats(self._session)

    @property
    def chores(self) -> SqlChores:
        """What is done once in a period."""
        return SqlChores(self._session)

    @property
    def meetups(self) -> SqlMeetups:
        """Meetups, and who comes."""
        return SqlMeetups(self._session)

    @property
    def feeds(self) -> SqlFeeds:
        """Calendars by address."""
        return SqlFeeds(self._session)
