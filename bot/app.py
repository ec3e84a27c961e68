"""The composition root: puts concrete classes together, with the menu and the kinds of posts beside it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters import clock
from bot.adapters.content.shelf import ContentShelf
from bot.adapters.database.late import LateDatabase, Opened
from bot.adapters.native_events import PlatformEvents
from bot.adapters.reference import new_reference, new_secret
from bot.adapters.speakers import Speakers
from bot.core.chat.command import Menu
from bot.core.chat.scene import Person, Space
from bot.core.dispatch import Dispatch
from bot.core.features.roadmap import RoadmapFeature
from bot.core.ports.database import Unavailable
from bot.core.ports.public_address import PublicAddress
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.core.chat.reply import Reply
    from bot.core.features.ask import AskFeature
    from bot.core.features.meetup_calendar import MeetupCalendarFeature
    from bot.core.schedule.courier import Courier
    from bot.core.schedule.heartbeat import Alive
    from bot.core.schedule.housekeeping import Housekeeping
    from bot.core.schedule.kinds import Kind
    from bot.core.schedule.mirroring import Mirroring
    from bot.core.schedule.passing import Passing

NO_DRIVER = (
    "DATABASE_URL names PostgreSQL, and its driver isn't installed. "
    'Install the extra "postgres": pip install "mlops-roadmap-bot[postgres]"'
)


class App:
    """The bot without any door.

    It is made for answering at once: what the first answers and the platforms' connections don't need is imported when
    it is asked for, or by `load`.
    """

    def __init__(self, shelf: ContentShelf, database: LateDatabase, ask: AskFeature | None = None) -> None:
        self.shelf = shelf
        self.database = database
        self.speakers = Speakers()
        """Speaks without being asked, on whichever platform has an open door."""
        self.events = PlatformEvents()
        """Makes events of meetups, on platforms that have such."""
        self.address = PublicAddress()
        """Where calendar programs find it."""
        self.calm = asyncio.Event()
        """Set once whatever isn't an answer may have the processor, and has been loaded."""
        if ask is not None:
            self.ask = ask
        menu = Menu(RoadmapFeature(shelf).menu(), self._menu)
        self.dispatch = Dispatch(menu, clock.seconds, new_reference, database)

    def _menu(self) -> Menu:
        from bot.menu import build_menu

        return build_menu(self.shelf, self.ask, self.database, self.mirroring.nudge, self.address)

    @cached_property
    def ask(self) -> AskFeature:
        """Answers questions in somebody's own words."""
        from bot.core.features.ask import AskFeature

        return AskFeature(self.shelf)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """What the schedule can post, by name."""
        from bot.kinds import build_kinds

        return build_kinds(self.shelf)

    @cached_property
    def mirroring(self) -> Mirroring:
        """Keeps what shows meetups up to date."""
        from bot.core.features.meetup_cards import MeetupCards
        from bot.core.schedule.mirroring import Mirroring

        return Mirroring(self.database, self.speakers, self.events, MeetupCards(self.shelf))

    @cached_property
    def calendars(self) -> MeetupCalendarFeature:
        """What calendar programs get."""
        from bot.adapters.calendar_file import write_calendar
        from bot.core.features.meetup_calendar import MeetupCalendarFeature

        return MeetupCalendarFeature(self.shelf, self.database, write_calendar, new_secret, self.address)

    @cached_property
    def post(self) -> Courier:
        """What delivers the schedule by the true time."""
        return self.courier()

    async def load(self) -> None:
        """Import and read, on a thread so that answers go on, what wasn't needed so far."""
        await asyncio.to_thread(_import_the_rest)
        await asyncio.to_thread(lambda: self.shelf.library.entries)
        self.dispatch.menu.whole()

    def courier(self, now: Callable[[], datetime] = clock.now) -> Courier:
        """What delivers the schedule; `now` need not be the true time, where somebody moves the clock."""
        from bot.core.schedule.courier import Courier

        def word() -> str:
            return new_reference() + new_reference()

        return Courier(self.database, self.speakers.paced, self.kinds, now, word, self.speakers.connected)

    def passing(self, now: Callable[[], datetime], move: Callable[[datetime], None]) -> Passing:
        """Lets time pass on a clock that somebody moves, and does and delivers what it brings."""
        from bot.core.schedule.passing import Passing

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
        await self.calm.wait()
        with contextlib.suppress(Unavailable):
            await self.database.write(lambda stores: stores.communities.present(platform, spaces, clock.now()))

    def housekeeping(self, alive: Alive | None) -> Housekeeping:
        """What the bot does by itself; `alive` says which platforms are connected.

        Without it no outages are noted: where somebody moves the clock, each leap would be one.
        """
        from bot.chores import build_chores
        from bot.core.schedule.housekeeping import Housekeeping

        return Housekeeping(build_chores(self, alive), self.database)

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
    return App(shelf, database or forgetful_database())


def _import_the_rest() -> None:
    """What a bot needs in the end, whatever it is asked."""
    import bot.adapters.database.stores
    import bot.adapters.feeds
    import bot.adapters.health
    import bot.adapters.ticker
    import bot.chores
    import bot.core.chat.markdown
    import bot.kinds
    import bot.menu  # noqa: F401 - all of them for those who import them later


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
