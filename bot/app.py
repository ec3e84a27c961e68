"""The composition root: the only file that names concrete classes and puts them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot import __version__
from bot.adapters import clock
from bot.adapters.calendar_file import write_calendar
from bot.adapters.content.shelf import ContentShelf
from bot.adapters.database.late import LateDatabase, Opened
from bot.adapters.native_events import PlatformEvents
from bot.adapters.pictures import PngPainter
from bot.adapters.reference import new_code, new_reference, new_secret
from bot.adapters.speakers import Speakers
from bot.core.chat.command import Menu
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Person
from bot.core.dispatch import Dispatch
from bot.core.features.about import AboutFeature
from bot.core.features.ask import AskFeature
from bot.core.features.badges import BadgesFeature
from bot.core.features.breaks import BreakFeature
from bot.core.features.career import CareerFeature
from bot.core.features.certs import CertsFeature
from bot.core.features.checkin import CheckinFeature
from bot.core.features.community import CommunityFeature
from bot.core.features.correcting import CorrectingFeature
from bot.core.features.explaining import ExplainingFeature
from bot.core.features.faq import FaqFeature
from bot.core.features.glossary import GlossaryFeature
from bot.core.features.group_care import GroupCareFeature
from bot.core.features.group_find import FindGroupFeature
from bot.core.features.group_tracker import GroupTrackerFeature
from bot.core.features.groups import GroupsFeature
from bot.core.features.help import HelpFeature
from bot.core.features.interview import InterviewFeature
from bot.core.features.leaderboard import LeaderboardFeature
from bot.core.features.link import LinkFeature
from bot.core.features.meetup_calendar import MeetupCalendarFeature
from bot.core.features.meetup_cards import MeetupCards
from bot.core.features.meetup_hosting import MeetupHostingFeature
from bot.core.features.meetup_planning import MeetupPlanningFeature
from bot.core.features.meetups import MeetupsFeature
from bot.core.features.milestones import MilestonesFeature
from bot.core.features.next import NextFeature
from bot.core.features.plan import PlanFeature
from bot.core.features.practice import PracticeFeature
from bot.core.features.progress import ProgressFeature
from bot.core.features.projects import ProjectsFeature
from bot.core.features.quiz import QuizFeature
from bot.core.features.reviewing import ReviewingFeature
from bot.core.features.roadmap import RoadmapFeature
from bot.core.features.season import SeasonFeature
from bot.core.features.settings import SettingsFeature
from bot.core.features.streak import StreakFeature
from bot.core.features.tools import ToolsFeature
from bot.core.features.zone import ZoneFeature
from bot.core.ports.database import Database, Unavailable
from bot.core.ports.public_address import PublicAddress
from bot.core.ports.shelf import Shelf
from bot.core.schedule.heartbeat import Alive, heartbeat
from bot.core.schedule.housekeeping import Chore, Housekeeping, daily
from bot.core.schedule.kinds import Kind
from bot.core.schedule.meetups import MeetupAnnouncement, MeetupNews, MeetupReminder
from bot.core.schedule.mirroring import Mirroring
from bot.core.schedule.notice import NOTICE, Notice
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
    events: PlatformEvents
    """Makes events of meetups, on platforms that have such."""
    mirroring: Mirroring
    """Keeps what shows meetups up to date."""
    calendars: MeetupCalendarFeature
    """What calendar programs get."""
    address: PublicAddress
    """Where calendar programs find it."""

    async def knows(self, person: Person) -> bool:
        """Whether anything is kept of somebody; not while the database cannot be used."""
        try:
            return await self.database.read(lambda stores: stores.people.known(person)) is not None
        except Unavailable:
            return False

    def housekeeping(self, alive: Alive | None) -> Housekeeping:
        """What the bot does by itself; `alive` says which platforms are connected.

        Without it no outages are noted: where somebody moves the clock, each leap would be one.
        """

        async def forget(now: datetime) -> None:
            await self.database.write(lambda stores: stores.chores.forget(now - REMEMBERED))

        chores = [
            Chore("forgetting old chores", forget, daily(4)),
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
    database = database or forgetful_database()
    shelf = ContentShelf(settings.content_dir, clock.now)
    ask = AskFeature(shelf)
    speakers, events, address = Speakers(), PlatformEvents(), PublicAddress()
    mirroring = Mirroring(database, speakers, events, MeetupCards(shelf))
    menu = build_menu(shelf, ask, database, mirroring.nudge, address)
    dispatch = Dispatch(menu, clock.seconds, new_reference, database)
    calendars = MeetupCalendarFeature(shelf, database, write_calendar, new_secret, address)
    return App(dispatch, database, shelf, ask, speakers, events, mirroring, calendars, address)


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


def _unseen(at: datetime) -> None:
    """What changed is shown nowhere but in answers."""


def build_menu(
    shelf: Shelf,
    ask: AskFeature,
    database: Database,
    changed: Callable[[datetime], None] = _unseen,
    address: PublicAddress | None = None,
) -> Menu:
    """Every command, in the order in which help lists them.

    `changed` is called when something changed that was posted before; `address` is where the bot's own pages are.
    """
    features = (
        RoadmapFeature(shelf),
        NextFeature(shelf, database),
        ProgressFeature(shelf, database),
        CheckinFeature(shelf, database),
        StreakFeature(database),
        BreakFeature(database),
        ask,
        FaqFeature(shelf),
        InterviewFeature(shelf),
        QuizFeature(shelf),
        PracticeFeature(shelf),
        ToolsFeature(shelf),
        ProjectsFeature(shelf),
        CertsFeature(shelf),
        CareerFeature(shelf),
        GlossaryFeature(shelf),
        CommunityFeature(shelf),
        PlanFeature(shelf, write_calendar),
        GroupsFeature(shelf, database),
        FindGroupFeature(shelf, database),
        GroupTrackerFeature(shelf, database),
        GroupCareFeature(shelf, database, new_code),
        MeetupsFeature(shelf, database, changed),
        MeetupPlanningFeature(shelf, database, changed),
        MeetupHostingFeature(shelf, database, changed),
        MeetupCalendarFeature(shelf, database, write_calendar, new_secret, address or PublicAddress()),
        LeaderboardFeature(database, PngPainter()),
        ExplainingFeature(database),
        CorrectingFeature(database),
        SeasonFeature(database),
        BadgesFeature(shelf, database),
        MilestonesFeature(shelf, database),
        ReviewingFeature(shelf, database),
        HelpFeature(lambda: menu),
        ZoneFeature(database),
        LinkFeature(database, new_code),
        SettingsFeature(database, new_code),
        AboutFeature(shelf, database, __version__, lambda: menu),
    )
    menu = Menu(item for feature in features for item in feature.menu())
    return menu


def build_kinds(shelf: Shelf) -> dict[str, Kind]:
    """Everything that the schedule can post, by the name by which appointments call it.

    A kind is listed here with what to call it where somebody is told that it had to be paused: "daily study prompts".
    """
    meetups = MeetupCards(shelf)
    kinds: tuple[tuple[Kind, str], ...] = (
        (MeetupAnnouncement(meetups, native=frozenset({"discord"})), "the announcements of a meetup"),
        (MeetupReminder(meetups), "the reminders of a meetup"),
        (MeetupNews(meetups), "news of a meetup"),
    )
    notice = Notice({kind.name: words for kind, words in kinds})
    return {NOTICE: notice, **{kind.name: kind for kind, _ in kinds}}


def discord_payload(reply: Reply) -> object:
    """What Discord would be sent for a reply; imports discord.py only now."""
    from bot.adapters.discord.render import render

    return render(reply).data()


def slack_payload(reply: Reply) -> object:
    """What Slack would be sent for a reply; imports the Slack libraries only now."""
    from bot.adapters.slack.render import draw

    return draw(reply).content
