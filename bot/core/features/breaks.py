"""`/break`: days off that are planned ahead and cost no streak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.acts.pausing import A_WEEK, HOLIDAY, LONGEST, coming_breaks, end_break, plan_break
from bot.core.chat.blocks import Button, Buttons, Items, Text
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Day, Parameter, Words
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import day_name
from bot.core.features.streak import SHOW as STREAK
from bot.core.model.calendar import names_a_week, names_a_weekday
from bot.core.model.streak import Break
from bot.core.ports.database import Database

PLAN = Invocation("break plan")
LIST = Invocation("break list")
REASON = 200
"""Longest reason, in characters."""


@dataclass(frozen=True, slots=True)
class BreakFeature:
    """`/break` and what stands under it."""

    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        first = Parameter(
            "from", "The first day off: today, next monday, 2026-12-24", Day(learning=True), also=("starting", "on")
        )
        last = Parameter(
            "to",
            "The last day off; else that day alone, or the week or weekend that you name",
            Day(learning=True),
            required=False,
            also=("until", "till", "through", "-", "–"),
        )
        reason = Parameter("reason", "Why, if you like; only you see it", Words(REASON), required=False)

        async def plan(request: Request) -> Reply:
            end = request.get(last)
            if end is None:
                end = request[first]
                if names_a_week(request.invocation.arguments[first.name]):
                    end += timedelta(days=6 - end.weekday())
            elif names_a_weekday(request.invocation.arguments[last.name]):
                end += timedelta(days=7 * max(0, -((end - request[first]).days // 7)))  # “friday to monday”
            planned = await self.database.write(
                lambda stores: plan_break(stores, request.scene, request[first], end, request.get(reason) or "")
            )
            return planned_card(planned)

        async def listed(request: Request) -> Reply:
            return list_card(await self.database.read(lambda stores: coming_breaks(stores, request.scene)))

        async def end(request: Request) -> Reply:
            return ended_card(await self.database.write(lambda stores: end_break(stores, request.scene)))

        yield Group(
            "break",
            "Days off that cost no streak",
            default="break plan",
            shorthand=("break plan",),
            also=("breaks", "holiday", "days off"),
        )
        yield Command(
            "break plan",
            "Plan days off ahead; they cost no streak",
            plan,
            (first, last, reason),
            shareable=False,
            examples=("break", "break from:2026-12-24 to:2027-01-02"),
        )
        yield Command(
            "break list",
            "The breaks that you have planned",
            listed,
            shareable=False,
            by_day=ByDay.TRULY,
            also=("break show",),
        )
        yield Command(
            "break end",
            "End your break early, or call off the next one",
            end,
            shareable=False,
            by_day=ByDay.TRULY,
            also=("break cancel", "break stop", "break delete"),
        )


def planned_card(planned: Break) -> Reply:
    """A break that is planned."""
    return Reply(
        "Have a good break",
        (
            Items((_line(planned),)),
            Text("These days need no check-in. What you do on them all the same counts as always."),
            Buttons((Button("Streak", STREAK, main=True), Button("End it early", Invocation("break end")))),
        ),
        permalink=LIST,
    )


def list_card(breaks: Sequence[Break]) -> Reply:
    """The breaks that aren't over."""
    if not breaks:
        return Reply(
            "No breaks planned",
            (
                Text(
                    f"Short breaks take up to {A_WEEK} days of a week. A holiday of {HOLIDAY} to {LONGEST} days may "
                    "take whole weeks. Plan them before they begin."
                ),
                Buttons((Button("Plan a break", PLAN, main=True), Button("Streak", STREAK))),
            ),
        )
    steps = (
        Button("Streak", STREAK, main=True),
        Button("End the first", Invocation("break end")),
        Button("Plan a break", PLAN),
    )
    return Reply("Your breaks", (Items(tuple(_line(one) for one in breaks)), Buttons(steps)))


def ended_card(ended: tuple[Break, bool] | None) -> Reply:
    """A break that is over early."""
    steps = Buttons((Button("Check in", Invocation("checkin write"), main=True), Button("Plan a break", PLAN)))
    if ended is None:
        return Reply("No break to end", (Text("You have none planned."), steps))
    planned, begun = ended
    if begun:
        return Reply("Welcome back", (Text("Your break ended yesterday; today counts again."), steps))
    return Reply("Break called off", (Text(f"No break any more: {_line(planned)}"), steps))


def _line(planned: Break) -> str:
    when = day_name(planned.first)
    if planned.last != planned.first:
        when = f"{when} to {day_name(planned.last)}"
    return f"**{when}**: {escape(planned.reason)}" if planned.reason else f"**{when}**"
