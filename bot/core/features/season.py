"""Seasons: a fresh board for everybody, without losing the old ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.acts.auditing import audit
from bot.core.acts.boards import Here, look
from bot.core.acts.meeting import community_of, meet
from bot.core.chat.blocks import Block, Button, Buttons, Option, Select, Text
from bot.core.chat.command import Command, Group, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.board_words import long_day, plain_name
from bot.core.model.board import Season, quarter
from bot.core.model.learning_day import learning_day
from bot.core.ports.audit import Act
from bot.core.ports.database import Database, Stores

NAME = Parameter("name", "What the season is called", Words(32))
BOARD = Invocation("leaderboard community", {"period": "season"})


@dataclass(frozen=True, slots=True)
class SeasonFeature:
    """`/season`."""

    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        yield Group("season", "The community's season, and those before", default="season show")
        yield Command("season show", "Which season it is, and the boards of those before", self._show)
        yield Command(
            "season start",
            "Start a new season today; the boards of the old one stay as they are",
            self._start,
            (NAME,),
            right=Right.ORGANISER,
            shareable=False,
            examples=("season start Winter sprint",),
        )

    async def _show(self, request: Request) -> Reply:
        async def work(stores: Stores) -> tuple[Here, list[Season]] | None:
            here = await look(stores, request.scene)
            return (here, list(await stores.seasons.started(here.community.number, 25))) if here else None

        found = await self.database.read(work)
        if found is None:
            now = quarter(request.scene.at.astimezone(request.scene.zone).date())
            return Reply(f"Season {now.name}", (Text("Seasons are calendar quarters until organisers start one."),))
        here, started = found
        how = (
            "It lasts until an organiser starts the next one."
            if here.season in started
            else "Seasons are calendar quarters until an organiser starts one with `/season start`."
        )
        blocks: list[Block] = [
            Text(f"**{escape(plain_name(here.season.name))}** began on {long_day(here.season.first)}. {how}"),
            Buttons((Button("This season's board", BOARD, main=True),)),
        ]
        options = tuple(
            Option(one.first.isoformat(), plain_name(one.name), f"From {long_day(one.first)}")
            for one in started
            if one != here.season
        )
        if options:
            blocks.insert(1, Select("The board of an earlier season", BOARD, "day", options))
        return Reply("The season", tuple(blocks))

    async def _start(self, request: Request) -> Reply:
        async def work(stores: Stores) -> tuple[Season, bool] | None:
            member = await meet(stores, request.scene)
            community = await community_of(stores, request.scene, member)
            if community is None:
                return None
            season = Season(learning_day(request.scene.at, member.clock), request[NAME])
            new = season not in await stores.seasons.started(community.number, 1)
            if new:
                await stores.seasons.start(community.number, season)
                await audit(stores, request.scene, community.number, Act.SEASON, words=season.name)
            return season, new

        found = await self.database.write(work)
        if found is None:
            raise Refusal("Start a season in a channel of the community that it is for.")
        season, new = found
        if not new:
            said = f"**{escape(plain_name(season.name))}** was started today already, so nothing changed."
            return Reply("It runs already", (Text(said), Buttons((Button("Its board", BOARD),))))
        said = (
            f"**{escape(plain_name(season.name))}** begins today, {long_day(season.first)}. What is earned from now on "
            "counts for it; what was earned before stays where it was. It lasts until you start the next one."
        )
        return Reply("A new season", (Text(said), Buttons((Button("Its board", BOARD),))))
