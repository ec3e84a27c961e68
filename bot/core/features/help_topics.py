"""What `/help` lists together. A command that no topic names stands under the last one, and a test says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.chat.command import Command, Group


@dataclass(frozen=True, slots=True)
class Topic:
    """First words of commands that belong together, in the order in which to list them."""

    id: str
    title: str
    heads: tuple[str, ...]


TOPICS = (
    Topic(
        "learning",
        "Learn",
        ("roadmap", "ask", "faq", "glossary", "tools", "projects", "certs", "career", "community", "plan"),
    ),
    Topic("practising", "Practise", ("practice", "quiz", "interview")),
    Topic("progressing", "Your progress", ("next", "progress", "checkin", "streak", "break", "badges", "remindme")),
    Topic(
        "together", "Learn together", ("group", "prompts", "milestone", "challenge", "meetup", "leaderboard", "season")
    ),
    Topic("you", "You, and what I keep", ("zone", "link", "unlink", "privacy", "missing", "about", "help")),
    Topic("organising", "For organisers", ("settings", "content", "gaps", "audit", "agenda")),
)


def by_topic(heads: Sequence[Command | Group]) -> Iterator[tuple[Topic, list[Command | Group]]]:
    """Each topic that has any of these first words, with them in its order."""
    known = {head.name: head for head in heads}
    named = {name for topic in TOPICS for name in topic.heads}
    rest = [head for head in heads if head.name not in named]
    for topic in TOPICS:
        found = [known[name] for name in topic.heads if name in known] + (rest if topic is TOPICS[-1] else [])
        if found:
            yield topic, found
