"""A small thing that arrives: a bell, for tests of what becomes of anything that is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.model.appointment import Delivery, Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.ports.speaker import Posted, Speaker
from bot.core.schedule.kinds import Message, Skip


@dataclass
class Bell:
    """`/bell` rings in the channel each day at nine, UTC; `/alarm` rings for oneself in an hour. Both can be heard."""

    database: Database
    speaker: Speaker
    name: str = "bell"
    grace: timedelta = timedelta(hours=6)
    hears: list[str] = field(default_factory=list)

    def menu(self) -> Iterable[Command]:
        """The commands."""
        yield Command("bell", "Ring here each day at nine", self._bell)
        yield Command("alarm", "Ring for me in an hour", self._alarm)
        yield Command("ring", "Ring here at once", self._ring)
        yield Command("heard", "Say that you hear the bell", self._heard)

    async def _bell(self, request: Request) -> Reply:
        channel = request.scene.place.channel
        assert channel is not None
        daily = Recurrence(request.scene.at.date(), time(9), "UTC", "FREQ=DAILY")
        return await self._planned(
            request, Plan(self.name, "bell:1", channel.reference, daily), "The bell rings at nine"
        )

    async def _alarm(self, request: Request) -> Reply:
        at = request.scene.at + timedelta(hours=1)
        once = Recurrence(at.date(), at.time(), "UTC")
        plan = Plan(self.name, "alarm:1", request.caller.person.reference, once, direct=True)
        return await self._planned(request, plan, "It rings in an hour")

    async def _ring(self, request: Request) -> Reply:
        channel, at = request.scene.place.channel, request.scene.at
        assert channel is not None
        once = Recurrence(at.date(), at.time(), "UTC")
        plan = Plan(self.name, "ring:1", channel.reference, once)
        return await self._planned(request, plan, "It rings", timedelta(seconds=1))

    async def _planned(self, request: Request, plan: Plan, words: str, ago: timedelta = timedelta()) -> Reply:
        at = request.scene.at - ago
        await self.database.write(lambda stores: stores.schedule.add(plan, at))
        return Reply(words)

    async def _heard(self, request: Request) -> Reply:
        """Everybody sees who hears it, in the bell that rang last."""
        self.hears.append(request.caller.name)
        if self.last is not None:
            await self.speaker.edit(self.last, self._rings())
        return Reply("You hear it")

    last: Posted | None = None

    def _rings(self) -> Reply:
        heard = [Text(f"{escape(name)} hears it.") for name in self.hears]
        return Reply("Ding dong", (Text("It is time."), *heard, Buttons((Button("I hear it", Invocation("heard")),))))

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """The bell, as nobody has heard it yet."""
        self.hears.clear()
        return Message(self._rings())

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """The bell that rang last, in a channel."""
        if not delivery.appointment.plan.direct:
            self.last = Posted(message)
