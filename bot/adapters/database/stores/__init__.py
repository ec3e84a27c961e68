"""The stores, one a port, all written in the common dialect."""

from __future__ import annotations

from functools import cached_property

from bot.adapters.database.session import Session
from bot.adapters.database.stores.audit import SqlAudit
from bot.adapters.database.stores.badges import SqlBadges
from bot.adapters.database.stores.boards import SqlBoards
from bot.adapters.database.stores.challenges import SqlChallenges
from bot.adapters.database.stores.checkins import SqlCheckins
from bot.adapters.database.stores.codes import SqlCodes
from bot.adapters.database.stores.communities import SqlCommunities
from bot.adapters.database.stores.days import SqlDays
from bot.adapters.database.stores.feeds import SqlFeeds
from bot.adapters.database.stores.gaps import SqlGaps
from bot.adapters.database.stores.groups import SqlGroups
from bot.adapters.database.stores.joining import SqlJoining
from bot.adapters.database.stores.ledger import SqlLedger
from bot.adapters.database.stores.meetups import SqlMeetups
from bot.adapters.database.stores.people import SqlPeople
from bot.adapters.database.stores.privacy import SqlPrivacy
from bot.adapters.database.stores.progress import SqlProgress
from bot.adapters.database.stores.prompts import SqlPrompts
from bot.adapters.database.stores.reminders import SqlReminders
from bot.adapters.database.stores.reports import SqlReports
from bot.adapters.database.stores.reviews import SqlReviews
from bot.adapters.database.stores.running import SqlChores, SqlHeartbeats
from bot.adapters.database.stores.schedule import SqlSchedule
from bot.adapters.database.stores.seasons import SqlSeasons
from bot.adapters.database.stores.submissions import SqlSubmissions


class SqlStores:
    """What one unit of work is given; each store is made when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def people(self) -> SqlPeople:
        """Who is known."""
        return SqlPeople(self._session)

    @cached_property
    def communities(self) -> SqlCommunities:
        """Which communities there are, and who is in them."""
        return SqlCommunities(self._session)

    @cached_property
    def codes(self) -> SqlCodes:
        """One-time codes."""
        return SqlCodes(self._session)

    @cached_property
    def joining(self) -> SqlJoining:
        """Making one of two."""
        return SqlJoining(self._session)

    @cached_property
    def privacy(self) -> SqlPrivacy:
        """What is kept of somebody, and letting go of it."""
        return SqlPrivacy(self._session)

    @cached_property
    def audit(self) -> SqlAudit:
        """What organisers did."""
        return SqlAudit(self._session)

    @cached_property
    def ledger(self) -> SqlLedger:
        """Points, as lines that say why."""
        return SqlLedger(self._session)

    @cached_property
    def submissions(self) -> SqlSubmissions:
        """Projects that were handed in."""
        return SqlSubmissions(self._session)

    @cached_property
    def reviews(self) -> SqlReviews:
        """What reviewers say about them."""
        return SqlReviews(self._session)

    @cached_property
    def schedule(self) -> SqlSchedule:
        """What is planned."""
        return SqlSchedule(self._session)

    @cached_property
    def prompts(self) -> SqlPrompts:
        """Study prompts of channels."""
        return SqlPrompts(self._session)

    @cached_property
    def challenges(self) -> SqlChallenges:
        """Milestone challenges of study groups."""
        return SqlChallenges(self._session)

    @cached_property
    def reminders(self) -> SqlReminders:
        """What members want to be reminded of."""
        return SqlReminders(self._session)

    @cached_property
    def progress(self) -> SqlProgress:
        """Who has learnt what."""
        return SqlProgress(self._session)

    @cached_property
    def checkins(self) -> SqlCheckins:
        """What people said about their days."""
        return SqlCheckins(self._session)

    @cached_property
    def days(self) -> SqlDays:
        """Which learning days count."""
        return SqlDays(self._session)

    @cached_property
    def groups(self) -> SqlGroups:
        """Study groups."""
        return SqlGroups(self._session)

    @cached_property
    def boards(self) -> SqlBoards:
        """What the ledger sums to."""
        return SqlBoards(self._session)

    @cached_property
    def seasons(self) -> SqlSeasons:
        """Seasons of communities."""
        return SqlSeasons(self._session)

    @cached_property
    def badges(self) -> SqlBadges:
        """Who has which badge."""
        return SqlBadges(self._session)

    @cached_property
    def reports(self) -> SqlReports:
        """What members say looks wrong."""
        return SqlReports(self._session)

    @cached_property
    def heartbeats(self) -> SqlHeartbeats:
        """When the bot was alive, and when not."""
        return SqlHeartbeats(self._session)

    @cached_property
    def chores(self) -> SqlChores:
        """What is done once in a period."""
        return SqlChores(self._session)

    @cached_property
    def gaps(self) -> SqlGaps:
        """Questions without an answer."""
        return SqlGaps(self._session)

    @cached_property
    def meetups(self) -> SqlMeetups:
        """Meetups, and who comes."""
        return SqlMeetups(self._session)

    @cached_property
    def feeds(self) -> SqlFeeds:
        """Calendars by address."""
        return SqlFeeds(self._session)
