"""The composition root: puts concrete classes together, with the menu and the kinds of posts beside it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters import clock
from bot.adapters.calendar_file import write_calendar
from bot.adapters.content.shelf import ContentShelf
from bot.adapters.database.late import LateDatabase, Opened
from bot.adapters.native_events import PlatformEvents
from bot.adapters.reference import new_reference, new_secret
from bot.adapters.speakers import Speakers
from bot.core.acts.forgetting import forget_old
from bot.core.acts.reminding import KEPT
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Person, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.meetup_calendar import MeetupCalendarFeature
from bot.core.features.meetup_cards import MeetupCards
from bot.core.ports.database import Unavailable
from bot.core.ports.public_address import PublicAddress
from bot.core.schedule.challenges import moving_challenges
from bot.core.schedule.courier import Courier
from bot.core.schedule.heartbeat import Alive, heartbeat
from bot.core.schedule.housekeeping import Chore, Housekeeping, daily, hourly, weekly
from bot.core.schedule.kinds import Kind
from bot.core.schedule.mirroring import Mirroring
from bot.core.schedule.passing import Passing
from bot.core.schedule.weeks import Refreshing, keeping_weeks
from bot.kinds import build_kinds, week_in
from bot.menu import build_menu
from bot.settings import Settings

NO_DRIVER = (
    "DATABASE_URL names PostgreSQL, and its driver isn't installed. "
    'Install the extra "postgres": pip install "mlops-roadmap-bot[postgres]"'
)
REMEMBERED = timedelta(days=60)
"""For how long it is remembered that a chore was done; longer than any of their periods."""


@dataclass(frozen=True, slots=True)
class App:
    """The bot without any door."""

    dispatch: Dispatch
    database: LateDatabase
    shelf: ContentShelf
    ask: AskFeature
    speakers: Speakers
    """Speaks without being asked, on whichever platform has an open door."""
    kinds: Mapping[str, Kind]
    """What the schedule can post, by name."""
    events: PlatformEvents
    """Makes events of meetups, on platforms that have such."""
    mirroring: Mirroring
    """Keeps what shows meetups up to date."""
    calendars: MeetupCalendarFeature
    """What calendar programs get."""
    address: PublicAddress
    """Where calendar programs find it."""

    def courier(self, now: Callable[[], datetime] = clock.now) -> Courier:
        """What delivers the schedule; `now` need not be the true time, where somebody moves the clock."""

        def word() -> str:
            return new_reference() + new_reference()

        return Courier(self.database, self.speakers.paced, self.kinds, now, word, self.speakers.connected)

    def passing(self, now: Callable[[], datetime], move: Callable[[datetime], None]) -> Passing:
        """Lets time pass on a clock that somebody moves, and does and delivers what it brings."""
        return Passing(self.courier(now), now, move, self.housekeeping(None))

    async def deliver(self, courier: Courier, now: Callable[[], datetime] = clock.now) -> None:
        """Deliver each thing at its instant, until cancelled."""
        from bot.adapters.ticker import watch

        await watch(courier, self.database.glance, now)

    async def knows(self, person: Person) -> bool:
        """Whether anything is kept of somebody; not while the database cannot be used."""
        try:
            return await self.database.read(lambda stores: stores.people.known(person)) is not None
        except Unavailable:
            return False

    async def removed(self, space: Space) -> None:
        """Note that the bot was removed from a server or workspace; the log has said so where that fails."""
        with contextlib.suppress(Unavailable):
            await self.database.write(lambda stores: stores.communities.removed(space, clock.now()))

    async def present(self, platform: str, spaces: Collection[Space]) -> None:
        """Note where the bot is on a platform, for it may have been added or removed while it was away."""
        with contextlib.suppress(Unavailable):
            await self.database.write(lambda stores: stores.communities.present(platform, spaces, clock.now()))

    def housekeeping(self, alive: Alive | None) -> Housekeeping:
        """What the bot does by itself; `alive` says which platforms are connected.

        Without it no outages are noted: where somebody moves the clock, each leap would be one.
        """

        async def forget(now: datetime) -> None:
            await self.database.write(lambda stores: stores.chores.forget(now - REMEMBERED))

        async def forget_reminders(now: datetime) -> None:
            await self.database.write(lambda stores: stores.reminders.forget_old(now - KEPT))

        async def forget_what_is_old(now: datetime) -> None:
            while await self.database.write(lambda stores: forget_old(stores, now)):
                pass

        chores = [
            Chore("posted weeks", Refreshing(self.database, self.speakers.paced, week_in(self.shelf))),
            Chore("keeping weeks", keeping_weeks(self.database, lambda: self.shelf.library), weekly(0, 15)),
            Chore("forgetting old chores", forget, daily(4)),
            Chore("forgetting old words", forget_what_is_old, daily(3)),
            Chore("moving challenges", moving_challenges(self.shelf, self.database), hourly),
            Chore("forgetting old reminders", forget_reminders, daily(4)),
            Chore("showing what changed about meetups", self.mirroring.run),
        ]
        if alive is not None:
            chores.insert(0, Chore("heartbeat", heartbeat(self.database, alive)))
        return Housekeeping(chores, self.database)

    async def keep_house(self, alive: Alive | None, now: Callable[[], datetime] = clock.now) -> None:
        """Do what the bot does by itself, looking each minute, until cancelled."""
        from bot.adapters.ticker import tick

        housekeeping = self.housekeeping(alive)
        try:
            await tick(housekeeping.run_due, now)
        finally:
            await housekeeping.stop()
            await self.mirroring.stop()

    async def tend(self, every: float = 2.0) -> None:
        """Look for edited content every so many seconds until cancelled, and have the search ready before it is asked.

        Reading and indexing happen on a thread, so that answers go on.
        """
        while True:
            await asyncio.to_thread(self.ask.prepare)
            await asyncio.sleep(every)
            await asyncio.to_thread(self.shelf.refresh)


def build(settings: Settings, database: LateDatabase | None = None) -> App:
    """The bot that the settings describe, with a database, or else a forgetful one that is closed with the app.

    Raises `Unusable` where the content cannot be used.
    """
    shelf = ContentShelf(settings.content_dir, clock.now)
    return compose(shelf, AskFeature(shelf), database or forgetful_database())


def compose(shelf: ContentShelf, ask: AskFeature, database: LateDatabase) -> App:
    """The bot over these."""
    speakers, events, address = Speakers(), PlatformEvents(), PublicAddress()
    mirroring = Mirroring(database, speakers, events, MeetupCards(shelf))
    menu = build_menu(shelf, ask, database, mirroring.nudge, address)
    dispatch = Dispatch(menu, clock.seconds, new_reference, database)
    calendars = MeetupCalendarFeature(shelf, database, write_calendar, new_secret, address)
    kinds = build_kinds(shelf)
    return App(dispatch, database, shelf, ask, speakers, kinds, events, mirroring, calendars, address)


def database_at(url: str) -> LateDatabase:
    """The database that DATABASE_URL names, not opened yet; imports only the driver that it needs, when it does."""

    async def opening() -> Opened:
        if url.startswith("sqlite:///"):
            from bot.adapters.database.sqlite import open_sqlite

            return await open_sqlite(Path(url.removeprefix("sqlite:///")))
        try:
            from bot.adapters.database.postgres import open_postgres
        except ModuleNotFoundError as error:
            raise Unavailable(NO_DRIVER) from error
        return await open_postgres(url)

    return LateDatabase(opening)


def forgetful_database() -> LateDatabase:
    """A database for trying things out, which is thrown away when it is closed."""

    async def opening() -> Opened:
        from bot.adapters.database.sqlite import open_sqlite

        return await open_sqlite()

    return LateDatabase(opening)


def discord_payload(reply: Reply) -> object:
    """What Discord would be sent for a reply; imports discord.py only now."""
    from bot.adapters.discord.render import render

    return render(reply).data()


def slack_payload(reply: Reply) -> object:
    """What Slack would be sent for a reply; imports the Slack libraries only now."""
    from bot.adapters.slack.render import draw

    return draw(reply).content
