"""Badges: what somebody reached, kept for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.chat.blocks import Button, Buttons, Items, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.board_words import long_day
from bot.core.features.naming import phase_name
from bot.core.model.badge import Badge
from bot.core.model.library import Library
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf


@dataclass(frozen=True, slots=True)
class BadgesFeature:
    """`/badges`."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command]:
        """The command."""

        async def badges(request: Request) -> Reply:
            async def work(stores: Stores) -> list[Badge]:
                member = await stores.people.known(request.caller.person)
                return list(await stores.badges.of(member.number)) if member else []

            return badges_card(self.shelf.library, await self.database.read(work))

        yield Command("badges", "The phases you completed and the streaks you kept", badges, also=("badge",))


def badge_lines(library: Library, badges: Iterable[Badge]) -> list[str]:
    """All badges of somebody, each once, also where content has been renamed or joined since."""
    shown: dict[str, str] = {}
    for badge in badges:
        words = badge_words(library, badge.name)
        shown.setdefault(words, f"{words}, since {long_day(badge.at.date())}")
    return list(shown.values())


def earned(badges: Sequence[str]) -> list[Text]:
    """What is said once of badges for a streak, where an act earned them; nothing where it earned none."""
    if not badges:
        return []
    names = " and ".join(f"**{_streak_words(name)}**" for name in badges)
    return [Text(f"You kept at it, and that is a badge: {names}. It is yours for good; `/badges` shows all of yours.")]


def badges_card(library: Library, badges: list[Badge]) -> Reply:
    """All badges of somebody."""
    shown = badge_lines(library, badges)
    if not shown:
        text = Text("None yet. The first one comes with a completed phase, or with a streak of seven days.")
        return Reply("Your badges", (text, Buttons((Button("The roadmap", Invocation("roadmap overview")),))))
    return Reply("Your badges", (Items(tuple(shown)),))


def badge_words(library: Library, name: str) -> str:
    """What a badge is for, in Markdown."""
    kind, _, rest = name.partition(":")
    if kind == "streak":
        return _streak_words(name)
    phase = library.phases.get(rest)
    return f"◆ {phase_name(library, phase)} completed" if phase else "◆ A phase that the roadmap no longer has"


def _streak_words(name: str) -> str:
    return f"★ A streak of {name.partition(':')[2]} days"
