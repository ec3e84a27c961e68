"""The bot's Home tab: the roadmap and what to try; for those who have begun, how far they are and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.adapters.slack.limits import VIEW, Room
from bot.adapters.slack.render import draw_blocks
from bot.adapters.slack.rich import Kit
from bot.core.chat.command import Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply

NEWCOMERS = ("roadmap overview", "help")
"""What the Home tab is made of, from top to bottom."""
MEMBERS = ("progress show", "next", "group list", "meetup list", "help")
"""The same for those of whom something is kept."""


def shown(menu: Menu, *, known: bool) -> list[Invocation]:
    """What the Home tab shows to somebody, as far as the menu has it."""
    return [Invocation(name) for name in (MEMBERS if known else NEWCOMERS) if menu.command(name) is not None]


def home_view(replies: Sequence[Reply]) -> Kit:
    """Several replies one beneath the other; each gets its share of the room."""
    number = count(1).__next__
    share = Room(VIEW.blocks // max(len(replies), 1) - 1, VIEW.size // max(len(replies), 1))
    blocks: list[Kit] = []
    for reply in replies:
        blocks += [*([{"type": "divider"}] if blocks else []), *draw_blocks(reply, share, number)]
    return {"type": "home", "blocks": blocks}
