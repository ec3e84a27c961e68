"""`/streak`: how long somebody has kept going, and what happened on the days between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.acts.meeting import meet
from bot.core.acts.streaks import streak_of
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Text
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Choice, Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.naming import day_name
from bot.core.features.progress_cards import NEXT
from bot.core.model.learning_day import ROLL_OVER
from bot.core.model.streak import DAILY, FREEZE_EVERY, MOST_FREEZES, Gap, Passed, Rhythm, Streak
from bot.core.ports.database import Database, Stores

SHOW = Invocation("streak show")
USUAL = 3
"""Days a week, where somebody chooses a weekly rhythm and doesn't say how many."""
SHOWN = 8
"""Gaps that are explained at once, the latest."""

_PASSED = {
    Passed.NOT_THERE: "you were flying; this day never was a whole one where you were. It costs nothing.",
    Passed.BREAK: "a planned break. It costs nothing.",
    Passed.OUTAGE: "I was out of reach myself. It costs nothing.",
    Passed.LOST: "no learning, and no freeze left; a new streak began after it.",
}


@dataclass(frozen=True, slots=True)
class StreakFeature:
    """`/streak` and what stands under it."""

    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        options = (
            Option("daily", "Daily", "Every day counts"),
            Option("weekly", "Weekly", "So many days in each week, from Monday to Sunday"),
        )
        how = Parameter("how", "Every day, or so many days a week", Choice(options))
        days = Parameter("days", f"With weekly: how many days a week, {USUAL} if you don't say", Whole(1, 7), False)

        async def show(request: Request) -> Reply:
            async def look(stores: Stores) -> Streak | None:
                member = await stores.people.known(request.caller.person)
                return await streak_of(stores, member, request.scene.at) if member else None

            return streak_card(await self.database.read(look))

        async def mode(request: Request) -> Reply:
            weekly = request[how] == "weekly"
            rhythm = Rhythm(request.get(days) or USUAL) if weekly else DAILY

            async def act(stores: Stores) -> Streak:
                member = await meet(stores, request.scene)
                await stores.days.choose(member.number, rhythm)
                return await streak_of(stores, member, request.scene.at)

            return mode_card(await self.database.write(act))

        yield Group(
            "streak",
            "How long you have kept going",
            default="streak show",
            shorthand=("streak mode",),
            also=("streaks",),
        )
        yield Command(
            "streak show",
            "Your streak, your freezes, and what happened between",
            show,
            shareable=False,
            by_day=ByDay.TRULY,
        )
        yield Command(
            "streak mode",
            "Count every day, or so many days a week",
            mode,
            (how, days),
            shareable=False,
            examples=("streak mode daily", "streak mode weekly days:4"),
            by_day=ByDay.TRULY,
        )


def rhythm_words(rhythm: Rhythm) -> str:
    """What keeps a streak going."""
    if rhythm.days_a_week is None:
        return "something every day"
    return f"{_counted(rhythm.days_a_week, 'day')} in each week"


def length_words(streak: Streak) -> str:
    """How long a streak is, in a sentence that shames nobody."""
    if streak.mending:
        days = " and ".join(day_name(day) for day in streak.mending)
        return f"You can still check in for {days}: then your streak goes on, with {_unit(streak, streak.mended)}."
    if not streak.length:
        return "Your streak begins with the next thing you do."
    return f"You have kept going for **{_unit(streak, streak.length)}**."


def streak_card(streak: Streak | None) -> Reply:
    """Where it stands, whether today is still open, and what happened on days without learning."""
    if streak is None or not (streak.best or streak.this_week or streak.gaps):
        return Reply(
            "Your streak",
            (
                Text(
                    "It begins with the first skill you finish, or the first check-in. Days off are fine: you earn "
                    f"freezes as you go, and `/break` plans longer ones. A day lasts until {ROLL_OVER:%H:%M}."
                ),
                Buttons((Button("Check in", Invocation("checkin write"), main=True), Button("What next?", NEXT))),
            ),
            permalink=SHOW,
        )
    blocks: list[Block] = [Text(length_words(streak)), Facts(_facts(streak))]
    if streak.gaps:
        lines = tuple(_gap(gap) for gap in reversed(streak.gaps[-SHOWN:]))
        blocks.append(Items(lines, title="Days without learning, the latest first"))
    steps = [
        Button("Check in", Invocation("checkin write"), main=True),
        Button("Plan a break", Invocation("break plan")),
        Button("Count daily", Invocation("streak mode", {"how": "daily"}))
        if streak.rhythm.days_a_week
        else Button(f"Count {USUAL} days a week", Invocation("streak mode", {"how": "weekly"})),
    ]
    return Reply("Your streak", (*blocks, Buttons(tuple(steps))), permalink=SHOW)


def mode_card(streak: Streak) -> Reply:
    """What now keeps the streak going, and what it comes to when counted so."""
    return Reply(
        "Your rhythm",
        (
            Text(
                f"Your streak now needs {rhythm_words(streak.rhythm)}. Your past is counted the same way; "
                "changing back changes that back, so nothing is lost by trying."
            ),
            Text(length_words(streak)),
            Buttons((Button("Streak", SHOW, main=True), Button("Check in", Invocation("checkin write")))),
        ),
        permalink=SHOW,
    )


def _facts(streak: Streak) -> tuple[tuple[str, str], ...]:
    weekly = streak.rhythm.days_a_week
    today = "in a planned break" if streak.resting else f"still open, until {ROLL_OVER:%H:%M}"
    facts = [("Needs", rhythm_words(streak.rhythm)), ("Longest", _unit(streak, streak.best))]
    if weekly is None:
        facts.append(("Today", today if streak.open else "done"))
    else:
        reached = "" if streak.open else ", the goal is reached"
        facts.append(("This week", f"{_counted(streak.this_week, 'day')}{reached}"))
    facts.append(("Freezes", f"{streak.freezes} of {MOST_FREEZES}; {FREEZE_EVERY} active days earn one"))
    return tuple(facts)


def _gap(gap: Gap) -> str:
    when = day_name(gap.first) if gap.first == gap.last else f"{day_name(gap.first)} to {day_name(gap.last)}"
    if gap.passed is Passed.FROZEN:
        return f"**{when}**: {_counted(gap.freezes, 'freeze')} kept your streak."
    return f"**{when}**: {_PASSED[gap.passed]}"


def _unit(streak: Streak, count: int) -> str:
    return _counted(count, "day" if streak.rhythm.days_a_week is None else "week")


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
