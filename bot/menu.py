"""The whole menu: every feature, in the order in which they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot import __version__
from bot.adapters.calendar_file import write_calendar
from bot.adapters.pictures import PngPainter
from bot.adapters.reference import new_code, new_secret
from bot.core.chat.command import Menu
from bot.core.features.about import AboutFeature
from bot.core.features.agenda import AgendaFeature
from bot.core.features.ask import AskFeature
from bot.core.features.audit import AuditFeature
from bot.core.features.badges import BadgesFeature
from bot.core.features.breaks import BreakFeature
from bot.core.features.career import CareerFeature
from bot.core.features.certs import CertsFeature
from bot.core.features.challenges import ChallengesFeature
from bot.core.features.checkin import CheckinFeature
from bot.core.features.community import CommunityFeature
from bot.core.features.correcting import CorrectingFeature
from bot.core.features.explaining import ExplainingFeature
from bot.core.features.faq import FaqFeature
from bot.core.features.gaps import GapsFeature
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
from bot.core.features.meetup_hosting import MeetupHostingFeature
from bot.core.features.meetup_planning import MeetupPlanningFeature
from bot.core.features.meetup_reminding import MeetupRemindingFeature
from bot.core.features.meetups import MeetupsFeature
from bot.core.features.milestones import MilestonesFeature
from bot.core.features.next import NextFeature
from bot.core.features.plan import PlanFeature
from bot.core.features.practice import PracticeFeature
from bot.core.features.privacy import PrivacyFeature
from bot.core.features.progress import ProgressFeature
from bot.core.features.projects import ProjectsFeature
from bot.core.features.prompt_answers import PromptAnswersFeature
from bot.core.features.prompts import PromptsFeature
from bot.core.features.quiz import QuizFeature
from bot.core.features.remindme import RemindMeFeature
from bot.core.features.reviewing import ReviewingFeature
from bot.core.features.roadmap import RoadmapFeature
from bot.core.features.season import SeasonFeature
from bot.core.features.settings import SettingsFeature
from bot.core.features.streak import StreakFeature
from bot.core.features.tools import ToolsFeature
from bot.core.features.zone import ZoneFeature
from bot.core.ports.database import Database
from bot.core.ports.public_address import PublicAddress
from bot.core.ports.shelf import Shelf


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
        GroupsFeature(shelf, database, changed),
        FindGroupFeature(shelf, database),
        GroupTrackerFeature(shelf, database),
        GroupCareFeature(shelf, database, new_code),
        MeetupsFeature(shelf, database, changed),
        MeetupPlanningFeature(shelf, database, changed),
        MeetupHostingFeature(shelf, database, changed),
        MeetupRemindingFeature(shelf, database, changed),
        MeetupCalendarFeature(shelf, database, write_calendar, new_secret, address or PublicAddress()),
        LeaderboardFeature(database, PngPainter()),
        ExplainingFeature(database),
        CorrectingFeature(database),
        SeasonFeature(database),
        BadgesFeature(shelf, database),
        MilestonesFeature(shelf, database),
        ReviewingFeature(shelf, database),
        RemindMeFeature(database),
        GapsFeature(database),
        ChallengesFeature(shelf, database),
        PromptsFeature(shelf, database),
        PromptAnswersFeature(shelf, database),
        HelpFeature(lambda: menu),
        ZoneFeature(database),
        LinkFeature(database, new_code, changed),
        PrivacyFeature(shelf, database, changed),
        SettingsFeature(database, new_code),
        AuditFeature(database),
        AgendaFeature(database),
        AboutFeature(shelf, database, __version__, lambda: menu),
    )
    menu = Menu(item for feature in features for item in feature.menu())
    return menu
