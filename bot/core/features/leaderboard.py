"""Boards: who is where, opened at one's own row, in words first and as a picture on request.

Nobody who chose to be private is on any of them; they see their own place in their own private answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.acts.boards import PAGE, Here, board_of, look, meant
from bot.core.chat.blocks import Block, Picture, Table, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.board_steps import (
    GROUPS,
    again,
    around_own,
    empty_words,
    further,
    is_public,
    kept_arguments,
    no_board,
    own_words,
    which_group,
)
from bot.core.features.board_words import (
    DAY,
    GROUP,
    PICTURE,
    ROW,
    SPAN,
    a_head,
    counted,
    ordinal,
    plain_name,
    time_words,
    together,
    ways,
)
from bot.core.model.board import GroupName, GroupPage, MemberPage, Span, Standing
from bot.core.ports.database import Database, Stores
from bot.core.ports.pictures import Bars, NoPicture, Painter


@dataclass(frozen=True, slots=True)
class LeaderboardFeature:
    """`/leaderboard`."""

    database: Database
    paint: Painter

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""

        async def community(request: Request) -> Reply:
            return await self._members(request, of_group=False)

        async def members(request: Request) -> Reply:
            return await self._members(request, of_group=True)

        async def groups(request: Request) -> Reply:
            return await self._groups(request)

        yield Group(
            "leaderboard",
            "Who earned how much: in your group, among groups, in the community",
            default="leaderboard community",
            shorthand=("leaderboard community",),
            also=("board", "boards", "rank", "ranking", "scores", "top"),
        )
        yield Command(
            "leaderboard community",
            "Everybody in this community, opened at your own row",
            community,
            (SPAN, DAY, ROW, PICTURE),
            examples=("leaderboard", "leaderboard month", "leaderboard community period:all"),
        )
        yield Command(
            "leaderboard members",
            "The members of your study group, opened at your own row",
            members,
            (SPAN, GROUP, DAY, ROW, PICTURE),
            examples=("leaderboard members", "leaderboard members season"),
        )
        yield Command(
            "leaderboard groups",
            "The study groups, by points for each active member, so that size doesn't win",
            groups,
            (SPAN, DAY, ROW, PICTURE),
            examples=("leaderboard groups", "leaderboard groups month"),
        )

    async def _members(self, request: Request, *, of_group: bool) -> Reply:
        span = Span(request.get(SPAN) or "week")

        async def work(
            stores: Stores,
        ) -> tuple[Here | None, list[GroupName], tuple[MemberPage, Standing | None] | None]:
            here = await look(stores, request.scene, request.get(DAY))
            if here is None:
                return None, [], None
            found = await meant(stores, request.scene, here, request.get(GROUP)) if of_group else []
            if of_group and len(found) != 1:
                return here, found, None
            board, period = board_of(here, found[0] if found else None), here.period(span)
            own = await stores.boards.standing(board, period, here.member.number) if here.member else None
            start = request.get(ROW) or around_own(own, request)
            return here, found, (await stores.boards.members(board, period, start, PAGE), own)

        here, found, shown = await self.database.read(work)
        if here is None:
            return no_board()
        if shown is None:
            return which_group(request, found)
        page, own = shown
        group = found[0] if found else None
        arguments = {"group": str(group.number)} if group else {}
        board = Invocation(request.invocation.command, {**kept_arguments(request, span), **arguments})
        title = f"{plain_name(group.name) if group else 'Leaderboard'} · {time_words(span, here.day, here.season)}"
        if not page.rows:
            return Reply(
                title, (*empty_words(page, own, request), *further(board, span, own, request)), permalink=board
            )
        mine = own.mark.number if own and not is_public(request) else None
        blocks: list[Block] = [
            Text(f"{counted(page.active, 'member has', 'members have')} earned {together(page)}."),
            Table(
                ("Place", "Name", "Points"),
                tuple(
                    (
                        ordinal(row.place),
                        f"{plain_name(row.name)}{' (you)' if row.mark.number == mine else ''}",
                        f"{row.mark.points:,}",
                    )
                    for row in page.rows
                ),
            ),
            *own_words(own, page.people, request),
        ]
        if request.get(PICTURE):
            rows = tuple(
                (f"{ordinal(row.place)}  {plain_name(row.name)}", f"{row.mark.points:,}", row.mark.points)
                for row in page.rows
            )
            blocks.insert(
                1, await self._picture(Bars(title, f"{counted(page.people, 'person', 'people')} on this board", rows))
            )
        steps = ways(
            board,
            [row.mark for row in page.rows],
            above=page.above,
            below=page.below,
            start=request.get(ROW),
        )
        return Reply(title, (*blocks, *further(board, span, own, request, steps)), permalink=again(board, request))

    async def _groups(self, request: Request) -> Reply:
        span = Span(request.get(SPAN) or "week")

        async def work(stores: Stores) -> tuple[Here, GroupPage, set[int]] | None:
            here = await look(stores, request.scene, request.get(DAY))
            if here is None:
                return None
            number, period = here.community.number, here.period(span)
            mine = await stores.boards.groups_of(here.member.number, number) if here.member else []
            standings = [await stores.boards.group_standing(number, period, one.number) for one in mine]
            own = min((one for one in standings if one), key=lambda one: one.place, default=None)
            page = await stores.boards.groups(number, period, request.get(ROW) or around_own(own, request), PAGE)
            return here, page, {one.number for one in mine}

        found = await self.database.read(work)
        if found is None:
            return no_board()
        here, page, mine = found
        board = GROUPS.with_arguments(kept_arguments(request, span))
        title = f"Study groups · {time_words(span, here.day, here.season)}"
        how = Text(
            "A group counts by its points divided by its active members: those with points in this time. "
            "So a small group can win. It takes two active members to have a place."
        )
        if not page.rows:
            first = Text("No group has two active members in this time yet. Yours can be the first.")
            return Reply(title, (first, how, *further(board, span, None, request)), permalink=board)
        marked = set() if is_public(request) else mine
        table = Table(
            ("Place", "Group", "Points a head", "Active members", "Points"),
            tuple(
                (
                    ordinal(row.place),
                    f"{plain_name(row.name)}{' (yours)' if row.mark.number in marked else ''}",
                    a_head(row.mark.points),
                    f"{row.active:,}",
                    f"{row.points:,}",
                )
                for row in page.rows
            ),
        )
        blocks: list[Block] = [table, how]
        if request.get(PICTURE):
            rows = tuple(
                (f"{ordinal(row.place)}  {plain_name(row.name)}", a_head(row.mark.points), row.mark.points)
                for row in page.rows
            )
            blocks.insert(0, await self._picture(Bars(title, "Points for each active member", rows)))
        steps = ways(board, [row.mark for row in page.rows], above=page.above, below=page.below, start=request.get(ROW))
        return Reply(title, (*blocks, *further(board, span, None, request, steps)), permalink=again(board, request))

    async def _picture(self, bars: Bars) -> Block:
        try:
            data = await self.paint(bars)
        except NoPicture as problem:
            return Text(str(problem))
        rows = "; ".join(f"{before}: {behind}" for before, behind, _ in bars.rows)
        return Picture(data, f"{bars.title}, as bars. {rows}.")
