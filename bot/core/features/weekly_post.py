"""The weekly post: who was first, who is new, which groups did best. Nobody private is in it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.chat.blocks import Block, Button, Buttons, Items, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Audience, Reply
from bot.core.features.board_words import a_head, counted, long_day, ordinal, plain_name, points, together
from bot.core.model.board import Board, Span, Start, period, quarter
from bot.core.ports.database import Stores

WINNERS = 3
NEWCOMERS = 10


async def weekly_post(stores: Stores, community: int, monday: date) -> Reply | None:
    """What to post about the week that began on `monday`; None where nobody earned anything in it.

    It depends on the ledger alone, so asking twice gives the same post; whoever posts it sees to it that each week is
    posted once.
    """
    week = period(Span.WEEK, monday, quarter(monday))
    page = await stores.boards.members(Board(community), week, Start(), WINNERS)
    if not page.active:
        return None
    newcomers = await stores.boards.newcomers(community, week, NEWCOMERS)
    groups = await stores.boards.groups(community, week, Start(), WINNERS)
    earned = f"{counted(page.active, 'member', 'members')} earned {together(page)}."
    blocks: list[Block] = [Text(f"From {long_day(monday)} to {long_day(monday + timedelta(days=6))}, {earned}")]
    if page.rows:
        winners = (f"{ordinal(row.place)}: {_bold(row.name)}, {points(row.mark.points)}" for row in page.rows)
        blocks.append(Items(tuple(winners), title="At the front"))
    if newcomers:
        new = (f"{_bold(row.name)}, with the first {points(row.mark.points)}" for row in newcomers)
        blocks.append(Items(tuple(new), title="New this week, welcome"))
    if groups.rows:
        best = (
            f"{ordinal(row.place)}: {_bold(row.name)}, {a_head(row.mark.points)} points a head" for row in groups.rows
        )
        blocks.append(Items(tuple(best), title="Study groups"))
    board = {"period": "week", "day": monday.isoformat()}
    steps = (
        Button("The whole board", Invocation("leaderboard community", board), main=True),
        Button("The groups", Invocation("leaderboard groups", board)),
    )
    return Reply(
        f"The week from {long_day(monday)}",
        (*blocks, Buttons(steps)),
        audience=Audience.EVERYONE,
        permalink=steps[0].invocation,
    )


def _bold(name: str) -> str:
    return f"**{escape(plain_name(name))}**"
