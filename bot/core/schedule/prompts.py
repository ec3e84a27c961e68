"""Posting study prompts, and telling an organiser in time that the tasks run out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.acts.prompting import CHANGED, PROMPT, bank_of, obstacle, phase_of, runs_low, without_group
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, Plan, State
from bot.core.model.library import Library
from bot.core.model.practice import Prompt
from bot.core.model.prompting import Bank, Series
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from bot.core.ports.shelf import Shelf
from bot.core.schedule.kinds import Message, Skip

LOW = "prompts-low"
"""What the appointment for the warning is called."""
NO_TASKS = "There are no tasks for this phase."


@dataclass(frozen=True, slots=True)
class PromptKind:
    """A study prompt; `draw` makes the message of a task."""

    shelf: Shelf
    draw: Callable[[Library, Prompt], Reply]
    name: str = PROMPT
    grace: timedelta = timedelta(hours=6)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The next task of the channel's bank, unless something stands against it that day."""
        series = await _series(stores, delivery)
        if series is None:
            return Skip("There are no study prompts in this channel any more.")
        appointment, library = delivery.appointment, self.shelf.library
        if appointment.state is State.PAUSED or appointment.why == CHANGED:
            return Skip(appointment.why)
        out_of_turn = not appointment.plan.recurrence.rule
        why = await (without_group(stores, series) if out_of_turn else obstacle(stores, series, delivery.day))
        if why is not None:
            return Skip(why)
        prompt = (await bank_of(stores, library, series)).next
        if prompt is None:
            return Skip(NO_TASKS)
        return Message(self.draw(library, prompt), series.silent, prompt.title if series.thread else "")

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Note which task it was; whoever made the appointment is told once when the bank is nearly used up."""
        series = await _series(stores, delivery)
        prompt = (await bank_of(stores, self.shelf.library, series)).next if series else None
        if series is None or prompt is None:
            return
        day = delivery.due.astimezone(ZoneInfo(series.zone)).date()
        await stores.prompts.note(series.channel, prompt.id, day, now)
        bank = await bank_of(stores, self.shelf.library, series)
        name = f"{await phase_of(stores, series) or 'all'}:{bank.round}"
        recurrence = series.recurrence(day)
        if series.warned == name or not runs_low(
            bank, series, recurrence, await stores.prompts.off(series.number), now
        ):
            return
        await stores.prompts.warned(series.number, name)
        if maker := delivery.appointment.plan.maker:
            await stores.schedule.add(_warning(series, delivery, maker, now), now)


@dataclass(frozen=True, slots=True)
class PromptsLowKind:
    """The warning that a bank is nearly used up; `draw` makes it of the series, the group's name and the bank."""

    shelf: Shelf
    draw: Callable[[Library, Series, str, Bank], Reply]
    name: str = LOW
    grace: timedelta = timedelta(days=7)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """What is left, and what can be done."""
        series = await _series(stores, delivery)
        if series is None:
            return Skip("There are no study prompts in this channel any more.")
        group = await stores.groups.one(series.group) if series.group is not None else None
        bank = await bank_of(stores, self.shelf.library, series)
        return Message(self.draw(self.shelf.library, series, group.name if group else "", bank))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Nothing follows."""


async def _series(stores: Stores, delivery: Delivery) -> Series | None:
    _, _, number = delivery.appointment.plan.owner.partition(":")
    return await stores.prompts.one(int(number))


def _warning(series: Series, delivery: Delivery, maker: str, now: datetime) -> Plan:
    """Something for whoever set the prompts up to read in a minute."""
    at = (now + timedelta(minutes=1)).replace(second=0, microsecond=0)
    return Plan(
        LOW,
        f"{LOW}:{series.number}",
        maker,
        Recurrence(at.date(), at.time(), "UTC"),
        direct=True,
        community=delivery.appointment.plan.community,
    )
