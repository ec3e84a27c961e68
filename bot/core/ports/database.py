"""Keeping what members do. Every act is one unit of work: all of it is stored, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:  # a start imports this module, and need not wait for all the others
    from bot.core.ports.audit import Audit
    from bot.core.ports.badges import Badges
    from bot.core.ports.boards import Boards
    from bot.core.ports.challenges import Challenges
    from bot.core.ports.codes import Codes
    from bot.core.ports.gaps import Gaps
    from bot.core.ports.groups import Groups
    from bot.core.ports.joining import Joining
    from bot.core.ports.ledger import Ledger
    from bot.core.ports.meetups import Feeds, Meetups
    from bot.core.ports.milestones import Reviews, Submissions
    from bot.core.ports.people import Communities, People
    from bot.core.ports.privacy import Privacy
    from bot.core.ports.progress import Checkins, Days, Progress
    from bot.core.ports.prompts import Prompts
    from bot.core.ports.reminders import Reminders
    from bot.core.ports.reports import Reports
    from bot.core.ports.running import Chores, Heartbeats
    from bot.core.ports.schedule import Schedule
    from bot.core.ports.seasons import Seasons


T = TypeVar("T")


class Unavailable(Exception):
    """The database cannot be used just now: a full disk, a lock, a lost connection. Nothing of the work was stored.

    The message is for the operator. Trying again later is safe.
    """


class Unsure(Unavailable):
    """The database was lost at the very end of an act: all of it was stored, or nothing, and nobody can say which.

    Trying again is safe only for what may be done twice.
    """


class Stores(Protocol):
    """What one unit of work may read and write."""

    @property
    def people(self) -> People:
        """Who is known."""
        ...

    @property
    def communities(self) -> Communities:
        """Which communities there are, and who is in them."""
        ...

    @property
    def codes(self) -> Codes:
        """One-time codes."""
        ...

    @property
    def joining(self) -> Joining:
        """Making one of two."""
        ...

    @property
    def privacy(self) -> Privacy:
        """What is kept of somebody, and letting go of it."""
        ...

    @property
    def audit(self) -> Audit:
        """What organisers did."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Points, as lines that say why."""
        ...

    @property
    def submissions(self) -> Submissions:
        """Projects that were handed in."""
        ...

    @property
    def reviews(self) -> Reviews:
        """What reviewers say about them."""
        ...

    @property
    def schedule(self) -> Schedule:
        """What is planned."""
        ...

    @property
    def prompts(self) -> Prompts:
        """Study prompts of channels."""
        ...

    @property
    def challenges(self) -> Challenges:
        """Milestone challenges of study groups."""
        ...

    @property
    def reminders(self) -> Reminders:
        """What members want to be reminded of."""
        ...

    @property
    def progress(self) -> Progress:
        """Who has learnt what."""
        ...

    @property
    def checkins(self) -> Checkins:
        """What people said about their days."""
        ...

    @property
    def days(self) -> Days:
        """Which learning days count as active."""
        ...

    @property
    def groups(self) -> Groups:
        """Study groups."""
        ...

    @property
    def boards(self) -> Boards:
        """What the ledger sums to."""
        ...

    @property
    def seasons(self) -> Seasons:
        """Seasons of communities."""
        ...

    @property
    def badges(self) -> Badges:
        """Who has which badge."""
        ...

    @property
    def reports(self) -> Reports:
        """What members say looks wrong."""
        ...

    @property
    def heartbeats(self) -> Heartbeats:
        """When the bot was alive, and when not."""
        ...

    @property
    def chores(self) -> Chores:
        """What is done once in a period."""
        ...

    @property
    def gaps(self) -> Gaps:
        """Questions without an answer."""
        ...

    @property
    def meetups(self) -> Meetups:
        """Meetups, and who comes."""
        ...

    @property
    def feeds(self) -> Feeds:
        """Calendars by address."""
        ...


Work = Callable[[Stores], Coroutine[object, None, T]]
"""One unit of work. It awaits nothing but the stores that it is given, keeps nothing of them, and may be run again
from its beginning where the database asks for it."""


class Database(Protocol):
    """Runs units of work."""

    async def read(self, work: Work[T]) -> T:
        """The result of some reading, all of it of one instant. Raises `Unavailable`, and whatever `work` raises."""
        ...

    async def write(self, work: Work[T]) -> T:
        """The result of an act, which is durable when this returns.

        Raises `Unavailable`, and whatever `work` raises; then nothing of it was stored, unless it is `Unsure`.
        """
        ...
