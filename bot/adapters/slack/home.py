"""The bot's Home tab: the roadmap first, then what to try."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.adapters.slack.limits import VIEW, Room
from bot.adapters.slack.render import draw_blocks
from bot.adapters.slack.rich import Kit
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply

SHOWN = (Invocation("roadmap overview"), Invocation("help"))
"""What the Home tab is made of, from top to bottom."""


def home_view(replies: Sequence[Reply]) -> Kit:
    """Several replies one beneath the other; each gets its share of the room."""
    number = count(1).__next__
    share = Room(VIEW.blocks // max(len(replies), 1) - 1, VIEW.size // max(len(replies), 1))
    blocks: list[Kit] = []
    for reply in replies:
        blocks += [*([{"type": "divider"}] if blocks else []), *draw_blocks(reply, share, number)]
    return {"type": "home", "blocks": blocks}
