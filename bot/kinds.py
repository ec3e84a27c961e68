"""Everything that the schedule can post, each kind with the cards of the feature that it belongs to."""

from __future__ import annotations

from datetime import datetime

from bot.core.chat.reply import Reply
from bot.core.features.challenge_cards import post
from bot.core.features.group_tracker import home_tracker
from bot.core.features.meetup_cards import MeetupCards
from bot.core.features.milestone_news import news_card
from bot.core.features.prompt_words import low_card, prompt_card
from bot.core.features.weekly_post import weekly_post
from bot.core.model.group import Group
from bot.core.ports.database import Stores
from bot.core.ports.shelf import Shelf
from bot.core.schedule.board_post import BoardPost
from bot.core.schedule.challenges import ChallengeKind
from bot.core.schedule.kinds import Kind
from bot.core.schedule.meetups import MeetupAnnouncement, MeetupNews, MeetupReminder
from bot.core.schedule.notice import NOTICE, Notice
from bot.core.schedule.project_post import ProjectPost
from bot.core.schedule.prompts import PromptKind, PromptsLowKind
from bot.core.schedule.reminding import RemindingKind
from bot.core.schedule.weeks import Body, WeekPost


def build_kinds(shelf: Shelf) -> dict[str, Kind]:
    """Everything that the schedule can post, by the name by which appointments call it.

    A kind is listed here with what to call it where somebody is told that it had to be paused: "daily study prompts".
    """
    meetups = MeetupCards(shelf)
    kinds: tuple[tuple[Kind, str], ...] = (
        (PromptKind(shelf, prompt_card), "daily study prompts"),
        (PromptsLowKind(shelf, low_card), "the news that study prompts run low"),
        (ChallengeKind(shelf, lambda found, step, now: post(shelf.library, found, step, now)), "a milestone challenge"),
        (WeekPost(week_in(shelf)), "the week of a study group of yours"),
        (BoardPost(weekly_post), "the weekly boards"),
        (ProjectPost(lambda news: news_card(shelf.library, news)), "news of a project"),
        (RemindingKind(), "a reminder of yours"),
        (MeetupAnnouncement(meetups, native=frozenset({"discord"})), "the announcements of a meetup"),
        (MeetupReminder(meetups), "the reminders of a meetup"),
        (MeetupNews(meetups), "news of a meetup"),
    )
    notice = Notice({kind.name: words for kind, words in kinds})
    return {NOTICE: notice, **{kind.name: kind for kind, _ in kinds}}


def week_in(shelf: Shelf) -> Body:
    """What a group's channels show of its week."""

    async def body(stores: Stores, group: Group, at: datetime) -> Reply:
        return await home_tracker(stores, shelf.library, group, at)

    return body
