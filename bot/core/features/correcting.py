"""What organisers do where a number looks wrong: read the reports and the lines, correct, and settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from bot.core.acts.auditing import audit
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.paying import correct
from bot.core.chat.blocks import Block, Button, Buttons, Option, Select, Text
from bot.core.chat.command import Command, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter, Someone, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.board_words import plain_name, points
from bot.core.features.explaining import BEFORE, LINES, MOST, lines_table, older, words_of
from bot.core.features.naming import short
from bot.core.model.board import Board
from bot.core.model.points import KeptLine
from bot.core.ports.audit import Act
from bot.core.ports.database import Database, Stores
from bot.core.ports.reports import Report

REPORTS = 5
"""Reports on one page."""

OPEN_REPORTS = Invocation("leaderboard reports")
WHO = Parameter("who", "Whose lines", Someone(), required=False)
REPORT = Parameter("report", "The number of a report", Whole(1, MOST), required=False)
SETTLED = Parameter("report", "The number of the report", Whole(1, MOST))
LINE = Parameter("line", "The number of the line to correct", Whole(1, MOST))
WORTH = Parameter("points", "What the act shall be worth here: 0 to take it away", Whole(0, 1_000))
REASON = Parameter("reason", "Why, in one sentence that the member will read", Words(200))


@dataclass(frozen=True, slots=True)
class CorrectingFeature:
    """`/leaderboard reports`, `lines`, `correct` and `settle`, for organisers."""

    database: Database

    def menu(self) -> Iterable[Command]:
        """The commands."""
        yield Command(
            "leaderboard reports",
            "What members say looks wrong, the oldest first",
            self._reports,
            (BEFORE,),
            right=Right.ORGANISER,
            shareable=False,
        )
        yield Command(
            "leaderboard lines",
            "The lines of a member in this community",
            self._lines,
            (WHO, REPORT, BEFORE),
            right=Right.ORGANISER,
            shareable=False,
        )
        yield Command(
            "leaderboard correct",
            "Correct what an act is worth in this community, with a reason that the member reads",
            self._correct,
            (LINE, WORTH, REASON),
            right=Right.ORGANISER,
            shareable=False,
        )
        yield Command(
            "leaderboard settle",
            "Note that a report was dealt with",
            self._settle,
            (SETTLED,),
            right=Right.ORGANISER,
            shareable=False,
        )

    async def _reports(self, request: Request) -> Reply:
        after = request.get(BEFORE) or 0

        async def work(stores: Stores) -> list[Report]:
            community = await community_of(stores, request.scene, await stores.people.known(request.caller.person))
            return list(await stores.reports.open(community.number, after, REPORTS + 1)) if community else []

        reports = await self.database.read(work)
        if not reports:
            return Reply("No open reports", (Text("Nobody says that something on a board looks wrong."),))
        blocks: list[Block] = []
        for report in reports[:REPORTS]:
            name, day = escape(plain_name(report.name)), report.at.astimezone(UTC).date().isoformat()
            number = {"report": str(report.number)}
            blocks += [
                Text(f"**Report {report.number}**, {day}, from {name}:\n\n{escape(report.words)}"),
                Buttons(
                    (
                        Button(f"Lines for report {report.number}", Invocation("leaderboard lines", number)),
                        Button(f"Settle report {report.number}", Invocation("leaderboard settle", number)),
                    )
                ),
            ]
        if len(reports) > REPORTS:
            more = OPEN_REPORTS.with_arguments({"before": str(reports[REPORTS - 1].number)})
            blocks.append(Buttons((Button("More reports", more),)))
        return Reply("Open reports", tuple(blocks))

    async def _lines(self, request: Request) -> Reply:
        who, number, before = request.get(WHO), request.get(REPORT), request.get(BEFORE)

        async def work(stores: Stores) -> tuple[str, list[KeptLine]] | None:
            community = await community_of(stores, request.scene, await stores.people.known(request.caller.person))
            if community is None:
                return None
            member = await stores.people.known(who) if who else None
            if number is not None and (report := await stores.reports.one(community.number, number)):
                member = await stores.people.member(report.member)
            if member is None:
                return None
            board = Board(community.number)
            return member.shown, list(await stores.ledger.lines(member.number, board, "all", before, LINES + 1))

        if who is None and number is None:
            raise Refusal("Say whose lines: `who:` and a name, or `report:` and its number.")
        found = await self.database.read(work)
        if found is None:
            raise Refusal("I keep nothing about them here, or they deleted it.")
        name, lines = found
        if not lines:
            return Reply(f"Lines of {plain_name(name)}", (Text("They have no points in this community."),))
        kept = {key: text for key, text in request.invocation.arguments.items() if text and key != "before"}
        options = tuple(
            Option(str(one.number), f"{one.line.day.isoformat()}: {one.line.points:+}", short(words_of(one)))
            for one in lines[:LINES]
        )
        steps: tuple[Button, ...] = (Button("Open reports", OPEN_REPORTS),)
        if number is not None:
            settle = Invocation("leaderboard settle", {"report": str(number)})
            steps = (Button(f"Settle report {number}", settle), *steps)
        blocks: list[Block] = [
            lines_table(lines[:LINES]),
            Select("Correct a line", Invocation("leaderboard correct"), "line", options),
            *older(lines, Invocation("leaderboard lines", kept), steps),
        ]
        return Reply(f"Lines of {plain_name(name)}", tuple(blocks))

    async def _correct(self, request: Request) -> Reply:
        async def work(stores: Stores) -> tuple[int | None, str] | None:
            organiser = await meet(stores, request.scene)
            community = await community_of(stores, request.scene, organiser)
            kept = await stores.ledger.line(request[LINE], community.number) if community else None
            if kept is None or community is None:
                return None
            words = f"Corrected by an organiser: {request[REASON]}"
            worth = await correct(
                stores, kept, community.number, request[WORTH], words, author=organiser.number, at=request.scene.at
            )
            if worth is not None and worth != request[WORTH]:
                figures = f"{worth} → {request[WORTH]}"
                await audit(stores, request.scene, community.number, Act.CORRECTED, about=kept.member, words=figures)
            return worth, kept.line.words

        found = await self.database.write(work)
        if found is None:
            raise Refusal("There is no such line in this community.", Buttons((Button("Open reports", OPEN_REPORTS),)))
        worth, words = found
        if worth is None:
            raise Refusal("The member has undone that act, so there is nothing to correct.")
        said = (
            f"“{escape(words)}” was worth {points(worth)} here and is now worth {points(request[WORTH])}. "
            "A line of its own says so, with your reason; the member sees it among their lines."
        )
        return Reply("Corrected", (Text(said), Buttons((Button("Open reports", OPEN_REPORTS),))))

    async def _settle(self, request: Request) -> Reply:
        async def work(stores: Stores) -> bool:
            organiser = await meet(stores, request.scene)
            community = await community_of(stores, request.scene, organiser)
            report = await stores.reports.one(community.number, request[SETTLED]) if community else None
            if community is None or report is None:
                return False
            settled = await stores.reports.settle(community.number, report.number, request.scene.at)
            if settled:
                await audit(stores, request.scene, community.number, Act.SETTLED, about=report.member)
            return settled

        steps = Buttons((Button("Open reports", OPEN_REPORTS),))
        if not await self.database.write(work):
            raise Refusal("There is no open report with that number.", steps)
        return Reply("Settled", (Text("Tell the member what you found; I tell nobody by myself."), steps))
