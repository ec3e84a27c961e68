"""What is kept of members, in plain words, and who sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.features.board_words import counted
from bot.core.model.member import Visibility

SEEN_BY = {
    Visibility.PUBLIC: "everyone who asks me",
    Visibility.COMMUNITY: "members of your communities and of your study groups",
    Visibility.PRIVATE: "nobody else",
}
"""Who sees somebody on boards and trackers."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing in `ports.privacy`, as members read of it."""

    one: str
    many: str
    seen: str
    """Who sees it; `{you}` stands for those whom the member lets see them."""


ONLY_YOU = "only you"
GIVEN = "you; a finished review also whose project it is, and organisers"
RECEIVED = "you, who wrote it, and organisers"
MEETUPS = "the community where the meetup takes place, your name as far as they see you"

KINDS: Mapping[str, Kind] = {
    "skills": Kind("skill that you marked", "skills that you marked", "{you}"),
    "check_ins": Kind(
        "check-in",
        "check-ins",
        "you; your study groups on which days, and what is in your way, as far as they see you",
    ),
    "active_days": Kind("act that counts for your streak", "acts that count for your streak", ONLY_YOU),
    "breaks": Kind("planned break", "planned breaks", "you; your study groups on which days, as far as they see you"),
    "rhythm": Kind("choice of how your streak counts", "choices of how your streak counts", ONLY_YOU),
    "points": Kind("line of points", "lines of points", "you, and organisers where a number looks wrong"),
    "boards": Kind("sum on a board", "sums on boards", "{you}"),
    "badges": Kind("badge", "badges", "{you}"),
    "groups": Kind("study group (now or before)", "study groups (now or before)", "{you}"),
    "group_weeks": Kind(
        "line in a past week of a group", "lines in past weeks of groups", "your study groups, as far as they see you"
    ),
    "invitations": Kind("open invitation for you", "open invitations for you", "nobody"),
    "projects": Kind(
        "project that you handed in",
        "projects that you handed in",
        "members of the community where you did, who review it",
    ),
    "projects_followed": Kind("project of which you asked for news", "projects of which you asked for news", ONLY_YOU),
    "reviews_given": Kind(
        "review that you wrote or began",
        "reviews that you wrote or began",
        GIVEN,
    ),
    "review_scores_given": Kind("score in them", "scores in them", GIVEN),
    "reviews_received": Kind("review of your projects", "reviews of your projects", RECEIVED),
    "review_scores_received": Kind("score in them", "scores in them", RECEIVED),
    "reports": Kind("report to organisers", "reports to organisers", "you and organisers"),
    "corrections": Kind(
        "correction that you made as an organiser", "corrections that you made as an organiser", "whom it was for"
    ),
    "organiser_acts": Kind("act of yours in the organisers' log", "acts of yours in the organisers' log", "organisers"),
    "organiser_acts_about_you": Kind(
        "act of organisers that was about you", "acts of organisers that were about you", "organisers"
    ),
    "organising": Kind("community that made you an organiser", "communities that made you an organiser", "organisers"),
    "communities": Kind("community (now or before)", "communities (now or before)", "{you}"),
    "appointments": Kind("thing planned by you or for you", "things planned by you or for you", "whom they are for"),
    "prompt_answers": Kind("answer to a study prompt", "answers to study prompts", ONLY_YOU),
    "challenges": Kind("challenge that you planned", "challenges that you planned", "nobody"),
    "meetups": Kind(
        "meetup that you host",
        "meetups that you host",
        "the community where it takes place; the place only who goes; a preview only you",
    ),
    "meetup_dates": Kind(
        "date of a meetup that you present or wrote notes about",
        "dates of meetups that you present or wrote notes about",
        MEETUPS,
    ),
    "meetup_answers": Kind("answer to a meetup", "answers to meetups", MEETUPS),
    "calendar_feeds": Kind("address of your calendar", "addresses of your calendar", ONLY_YOU),
    "reminders": Kind("reminder", "reminders", "you; who reads the channel where you are mentioned"),
    "reminder_settings": Kind("choice of how you are reminded", "choices of how you are reminded", ONLY_YOU),
    "codes": Kind("one-time code", "one-time codes", ONLY_YOU),
    "wrong_codes": Kind("note that a code was wrong", "notes that a code was wrong", "nobody"),
    "accounts": Kind("account", "accounts", "you, and whoever you give a code for joining accounts"),
    "you": Kind("name (with an alias if you chose one)", "names", "{you}"),
}
"""By the names that the stores give them, in the order in which they are told."""


def lines(kept: Mapping[str, int], visibility: Visibility) -> tuple[str, ...]:
    """What is kept, in a line of Markdown for each circle of those who see it."""
    seen: dict[str, list[str]] = {}
    for name, kind in KINDS.items():
        if kept.get(name):
            words = kind.seen.format(you=SEEN_BY[visibility])
            seen.setdefault(words, []).append(counted(kept[name], kind.one, kind.many))
    return tuple(f"**{_upper(words)}:** {', '.join(things)}" for words, things in seen.items())


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
