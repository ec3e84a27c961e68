"""A courier with its clock and one kind of post, and what it says: for the tests of the courier."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Appointment, Delivery, Plan, Result
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Kind, Message, Skip
from bot.core.schedule.notice import NOTICE, Notice
from tests.fakes.speaker import FakeSpeaker

CHANNEL = "test:study"
NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)
"""Nine in Berlin."""


@dataclass
class Hello:
    """Says hello and its day; skips on the days of `holidays`; `wrong` makes it fail."""

    name: str = "hello"
    grace: timedelta = timedelta(hours=6)
    holidays: set[date] = field(default_factory=set)
    wrong: bool = False
    noted: list[str] = field(default_factory=list)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        if self.wrong:
            raise ZeroDivisionError
        if delivery.day in self.holidays:
            return Skip("A holiday.")
        details = delivery.appointment.plan.details
        reply = Reply(f"Hello, {delivery.day}", (Text("Good morning."),))
        return Message(reply, silent="silent" in details, thread=details.get("thread", ""))

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        self.noted.append(message)


@dataclass
class Town:
    """A courier, its clock, and what it says."""

    database: Database
    at: datetime = NINE - timedelta(hours=1)
    speaker: FakeSpeaker = field(default_factory=FakeSpeaker)
    hello: Hello = field(default_factory=Hello)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        words = (f"word{number}" for number in itertools.count())
        kinds: dict[str, Kind] = {"hello": self.hello, NOTICE: Notice({"hello": "a hello"})}

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        self.courier = Courier(self.database, self.speaker, kinds, lambda: self.at, words.__next__, sleep=sleep)

    def say_through(self, speaker: FakeSpeaker) -> None:
        """Let the courier have another speaker."""
        self.courier._sending = replace(self.courier._sending, speaker=speaker)

    def use(self, database: Database) -> None:
        """Let the courier have another database."""
        self.courier._database = database
        self.courier._sending = replace(self.courier._sending, database=database)

    async def planned(self, to: str = CHANNEL, rule: str = "FREQ=DAILY", **more: object) -> Appointment:
        recurrence = Recurrence(date(2026, 11, 1), time(9), "Europe/Berlin", rule)
        plan = Plan("hello", "hello:1", to, recurrence, maker="test:devi", **more)  # type: ignore[arg-type]
        return await self.database.write(lambda stores: stores.schedule.add(plan, self.at))

    async def passes(self, **time: float) -> None:
        self.at += timedelta(**time)
        await self.courier.run_due()

    async def history(self, appointment: Appointment) -> list[tuple[str, Result, str]]:
        found = await self.database.read(lambda stores: stores.schedule.history(appointment.number, 99))
        return [(str(one.day), one.result, one.why) for one in reversed(found)]

    async def now(self, appointment: Appointment) -> Appointment:
        found = await self.database.read(lambda stores: stores.schedule.one(appointment.number))
        assert found is not None
        return found

    def titles(self, to: str = CHANNEL) -> list[str]:
        return [reply.title for reply in self.speaker.to(to)]
