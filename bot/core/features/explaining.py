"""Why a number is what it is: its ledger lines; and a word to the organisers where one looks wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.acts.boards import Here, board_of, look, meant
from bot.core.acts.meeting import community_of, meet
from bot.core.chat.blocks import Block, Button, Buttons, Table, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.board_words import DAY, GROUP, SPAN, points, time_words
from bot.core.model.board import Span
from bot.core.model.points import KeptLine
from bot.core.ports.database import Database, Stores

LINES = 10
"""Ledger lines on one page."""
WAITING = 3
"""Reports of one member that wait for organisers at most."""
MOST = 999_999_999

WHY = Invocation("leaderboard why")
BEFORE = Parameter("before", "Lines before this one; the buttons fill it in", Whole(1, MOST), required=False)
WHAT = Parameter("what", "What looks wrong, and what you expected", Words(500, lines=True))


@dataclass(frozen=True, slots=True)
class ExplainingFeature:
    """`/leaderboard why` and `report`."""

    database: Database

    def menu(self) -> Iterable[Command]:
        """The commands."""
        yield Command(
            "leaderboard why",
            "The lines that your number on a board is made of",
            self._why,
            (SPAN, GROUP, DAY, BEFORE),
            shareable=False,
            examples=("leaderboard why", "leaderboard why month"),
        )
        yield Command(
            "leaderboard report",
            "Tell the organisers that something on a board looks wrong",
            self._report,
            (WHAT,),
            shareable=False,
            examples=("leaderboard report my project of phase 2 is missing",),
        )

    async def _why(self, request: Request) -> Reply:
        span, before = Span(request.get(SPAN) or "week"), request.get(BEFORE)

        async def work(stores: Stores) -> tuple[Here, int, list[KeptLine]] | None:
            here = await look(stores, request.scene, request.get(DAY))
            if here is None or here.member is None:
                return None
            named = request.get(GROUP)
            groups = await meant(stores, request.scene, here, named) if named else []
            if named and not groups:
                raise Refusal("I know no such group in this community.")
            board, period = board_of(here, groups[0] if groups else None), here.period(span)
            own = await stores.boards.standing(board, period, here.member.number)
            lines = await stores.ledger.lines(here.member.number, board, period, before, LINES + 1)
            return here, own.mark.points if own else 0, list(lines)

        found = await self.database.read(work)
        if found is None or not found[2]:
            return _no_lines()
        here, total, lines = found
        kept = {name: text for name, text in request.invocation.arguments.items() if text and name != "before"}
        blocks: list[Block] = [
            Text(f"**{points(total)}** for this time: the sum of these lines. A taken back act shows as minus."),
            lines_table(lines[:LINES]),
            *older(lines, WHY.with_arguments(kept), (Button("This looks wrong", Invocation("leaderboard report")),)),
        ]
        return Reply(f"Your points · {time_words(span, here.day, here.season)}", tuple(blocks))

    async def _report(self, request: Request) -> Reply:
        async def work(stores: Stores) -> bool:
            member = await meet(stores, request.scene)
            community = await community_of(stores, request.scene, member)
            if community is None:
                return False
            if await stores.reports.waiting(community.number, member.number) >= WAITING:
                raise Refusal(f"The organisers still have {WAITING} reports of yours. Wait for them, or write to one.")
            await stores.reports.add(community.number, member.number, request[WHAT], request.scene.at)
            return True

        if not await self.database.write(work):
            raise Refusal("Say it in the channel of your community, so that I know whose organisers to tell.")
        words = "Thank you. I keep it for the organisers, with your name, so that they can look at your lines."
        return Reply("Noted for the organisers", (Text(words), Buttons((Button("My lines", WHY),))))


def lines_table(lines: list[KeptLine]) -> Table:
    """Lines with their day, points and reason."""
    rows = tuple((one.line.day.isoformat(), f"{one.line.points:+}", words_of(one)) for one in lines)
    return Table(("Day", "Points", "Why"), rows)


def words_of(one: KeptLine) -> str:
    """Why a line was written, on one line of plain text."""
    return " ".join(one.line.words.split()) or "No longer kept"


def older(lines: list[KeptLine], again: Invocation, steps: tuple[Button, ...]) -> list[Block]:
    """Buttons under lines: the lines before them, where there are any, and these steps."""
    if len(lines) > LINES:
        before = again.with_arguments({"before": str(lines[LINES - 1].number)})
        steps = (Button("Earlier lines", before), *steps)
    return [Buttons(steps)]


def _no_lines() -> Reply:
    words = "No points in this time yet. Finish a skill or check in; each line will stand here with its reason."
    steps = (
        Button("This looks wrong", Invocation("leaderboard report")),
        Button("The roadmap", Invocation("roadmap overview")),
    )
    return Reply("No points yet", (Text(words), Buttons(steps)))
