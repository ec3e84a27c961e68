"""The composition root: the only file that names concrete classes and puts them together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot import __version__
from bot.adapters import clock
from bot.adapters.calendar_file import write_calendar
from bot.adapters.content.shelf import ContentShelf
from bot.adapters.database.late import LateDatabase, Opened
from bot.adapters.reference import new_reference
from bot.core.chat.command import Menu
from bot.core.chat.reply import Reply
from bot.core.dispatch import Dispatch
from bot.core.features.about import AboutFeature
from bot.core.features.ask import AskFeature
from bot.core.features.career import CareerFeature
from bot.core.features.certs import CertsFeature
from bot.core.features.community import CommunityFeature
from bot.core.features.faq import FaqFeature
from bot.core.features.gaps import GapsFeature
from bot.core.features.glossary import GlossaryFeature
from bot.core.features.help import HelpFeature
from bot.core.features.interview import InterviewFeature
from bot.core.features.plan import PlanFeature
from bot.core.features.practice import PracticeFeature
from bot.core.features.projects import ProjectsFeature
from bot.core.features.quiz import QuizFeature
from bot.core.features.roadmap import RoadmapFeature
from bot.core.features.tools import ToolsFeature
from bot.core.ports.database import Database
from bot.core.ports.shelf import Shelf
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class App:
    """The bot without any door."""

    dispatch: Dispatch
    database: LateDatabase
    shelf: ContentShelf
    ask: AskFeature

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
    return App(Dispatch(build_menu(shelf, ask, database), clock.seconds, new_reference), database, shelf, ask)


def database_at(url: str) -> LateDatabase:
    """The database that DATABASE_URL names, not opened yet; imports only the driver that it needs, when it does."""

    async def opening() -> Opened:
        if url.startswith("sqlite:///"):
            from bot.adapters.database.sqlite import open_sqlite

            return await open_sqlite(Path(url.removeprefix("sqlite:///")))
        from bot.adapters.database.postgres import open_postgres

        return await open_postgres(url)

    return LateDatabase(opening)


def forgetful_database() -> LateDatabase:
    """A database for trying things out, which is thrown away when it is closed."""

    async def opening() -> Opened:
        from bot.adapters.database.sqlite import open_sqlite

        return await open_sqlite()

    return LateDatabase(opening)


def build_menu(shelf: Shelf, ask: AskFeature, database: Database) -> Menu:
    """Every command, in the order in which help lists them."""
    features = (
        RoadmapFeature(shelf),
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
        GapsFeature(database),
        HelpFeature(lambda: menu),
        AboutFeature(shelf, __version__),
    )
    menu = Menu(item for feature in features for item in feature.menu())
    return menu


def discord_payload(reply: Reply) -> object:
    """What Discord would be sent for a reply; imports discord.py only now."""
    from bot.adapters.discord.render import render

    return render(reply).data()


def slack_payload(reply: Reply) -> object:
    """What Slack would be sent for a reply; imports the Slack libraries only now."""
    from bot.adapters.slack.render import draw

    return draw(reply).content
