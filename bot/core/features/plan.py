"""Dates for the whole path, from a start and a number of hours a week; and the action plan in steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.chat.blocks import Button, Buttons, File, Items, Table, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Day, Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.model.library import Library
from bot.core.model.pace import USUAL_HOURS, schedule
from bot.core.ports.calendar_file import CalendarWriter, WholeDays
from bot.core.ports.shelf import Shelf

STEPS = Invocation("plan steps")


@dataclass(frozen=True, slots=True)
class PlanFeature:
    """`/plan` and what stands under it."""

    shelf: Shelf
    write_calendar: CalendarWriter

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        hours = Parameter("hours", "How many hours you have in a week", Whole(1, 60, "hours"))
        start = Parameter("start", "The first day: today, next monday, 2026-12-01", Day(), required=False)

        async def dates(request: Request) -> Reply:
            scene = request.scene
            today = scene.at.astimezone(scene.zone).date()
            return self._dates(request, request[hours], request.get(start) or today)

        async def steps(request: Request) -> Reply:
            return steps_card(self.shelf.library)

        yield Group(
            "plan", "Dates for your own path, and the action plan", default="plan dates", shorthand=("plan dates",)
        )
        yield Command(
            "plan dates",
            "From your weekly hours and a start: dates for every phase, also as a calendar file",
            dates,
            (hours, start),
            addressable=True,
            examples=("plan 8 next monday", "plan hours:12 start:2027-01-04"),
        )
        yield Command("plan steps", "From the first lesson to a job, in steps", steps, addressable=True)

    def _dates(self, request: Request, hours: int, start: date) -> Reply:
        library = self.shelf.library
        stretches = schedule(library, hours, start)
        rows = tuple(
            (f"{number}. {one.phase.title}", _day(one.first), _day(one.last), one.weeks)
            for number, one in enumerate(stretches, 1)
        )
        entries = [
            WholeDays(
                f"phase-{one.phase.id}",
                f"MLOps {number}: {one.phase.title}",
                one.first,
                one.last,
                f"{one.phase.learn}\n\nProject: {one.phase.milestone.title}",
            )
            for number, one in enumerate(stretches, 1)
        ]
        days = (stretches[-1].last - start).days + 1
        return Reply(
            f"Your path with {hours} {'hour' if hours == 1 else 'hours'} a week",
            (
                Text(f"From {_day(start)} to {_day(stretches[-1].last)}: about **{days / 30.44:.0f} months**."),
                Table(("Phase", "From", "To", "Weeks"), rows),
                Text(_pace(library, hours)),
                File(
                    "mlops-roadmap.ics",
                    self.write_calendar("MLOps roadmap", entries, request.scene.at),
                    "text/calendar",
                    "These dates for your calendar: download it and open it.",
                ),
                Buttons(
                    (
                        Button("See the roadmap", Invocation("roadmap overview"), main=True),
                        Button("Other hours", Invocation("plan dates")),
                        Button("The action plan", STEPS),
                    )
                ),
            ),
            permalink=Invocation("plan dates", {"hours": str(hours), "start": start.isoformat()}),
        )


def steps_card(library: Library) -> Reply:
    """The action plan."""
    plan = library.plan
    return Reply(
        "The action plan",
        (
            Text(plan.intro),
            Items(tuple(f"**{step.title}**: {step.about}" for step in plan.steps), style="numbers"),
            Buttons((Button("Give it dates", Invocation("plan dates"), main=True),)),
        ),
        permalink=STEPS,
    )


def _pace(library: Library, hours: int) -> str:
    """What the plan assumes, and what to do where the hours don't fit the roadmap's months."""
    roadmap = library.roadmap
    weeks = sum(phase.weeks.min + phase.weeks.max for phase in roadmap.phases) / 2
    months = weeks * USUAL_HOURS / hours * 7 / 30.44
    assumed = f"I assume that {USUAL_HOURS} hours a week carry you through each phase in the middle of its usual time."
    if months > roadmap.months.max:
        needed = -(-weeks * USUAL_HOURS * 7 // (roadmap.months.max * 30.44))
        return (
            f"{assumed} With {hours} it would be about {months:.0f} months; the plan above keeps to the roadmap's "
            f"{roadmap.months.max}. To make that real, find about {needed:.0f} hours a week, or skip what you know "
            "already."
        )
    if months < roadmap.months.min:
        return (
            f"{assumed} More hours shorten that, but things need time to settle, so I plan no less than the roadmap's "
            f"{roadmap.months.min} months. Use what is left over for a portfolio project."
        )
    return assumed


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
