"""What was planned arrives once, at the right hour, or says that it is late, or is recorded as skipped and why."""

from __future__ import annotations

import asyncio
import itertools
import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel
from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores, Unavailable, Work
from bot.core.ports.speaker import CannotTell, NotPosted, Posted
from bot.core.schedule import courier, planning
from bot.core.schedule.courier import LEASE, UNREACHED, Courier
from bot.core.schedule.kinds import Kind, Message, Skip
from bot.core.schedule.notice import NOTICE, Notice
from bot.core.schedule.planning import MISSED, TOO_LATE
from bot.core.schedule.sending import INSISTING, MISTAKES
from tests.fakes.broken import FragileDatabase
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


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def test_it_arrives_once_at_its_hour_each_day(town: Town) -> None:
    appointment = await town.planned()
    assert await town.courier.wake() == NINE
    await town.passes(minutes=59, seconds=59)
    assert town.titles() == []
    await town.passes(seconds=1)
    await town.passes(seconds=1)
    assert town.titles() == ["Hello, 2026-11-27"]
    assert await town.courier.wake() == NINE + timedelta(days=1)
    await town.passes(days=1)
    assert town.titles() == ["Hello, 2026-11-27", "Hello, 2026-11-28"]
    assert town.hello.noted == ["fake:d1", "fake:d2"]
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT, Result.SENT]
    assert all("late" not in str(reply) for reply in town.speaker.to(CHANNEL))


async def test_nothing_planned_wakes_nobody(town: Town) -> None:
    assert await town.courier.wake() is None
    await town.courier.run_due()
    assert town.speaker.said == {}


async def test_late_is_said(town: Town) -> None:
    await town.planned()
    await town.passes(hours=3)
    [reply] = town.speaker.to(CHANNEL)
    assert "due at 09:00 on 27 November; I was away and am late" in str(reply.blocks[0])


async def test_too_late_is_skipped_with_a_record(town: Town) -> None:
    appointment = await town.planned()
    await town.passes(hours=8)
    assert town.titles() == []
    assert await town.history(appointment) == [("2026-11-27", Result.SKIPPED, TOO_LATE)]


async def test_after_days_away_there_is_one_post_and_no_burst(town: Town) -> None:
    appointment = await town.planned()
    await town.passes(days=3, hours=2)
    assert town.titles() == ["Hello, 2026-11-30"]
    assert await town.history(appointment) == [
        ("2026-11-27", Result.SKIPPED, MISSED),
        ("2026-11-28", Result.SKIPPED, MISSED),
        ("2026-11-29", Result.SKIPPED, MISSED),
        ("2026-11-30", Result.SENT, ""),
    ]


async def test_once_ends_itself(town: Town) -> None:
    recurrence = Recurrence(date(2026, 11, 27), time(9), "Europe/Berlin")
    plan = Plan("hello", "hello:1", CHANNEL, recurrence)
    appointment = await town.database.write(lambda stores: stores.schedule.add(plan, town.at))
    await town.passes(hours=1)
    assert (await town.now(appointment)).state is State.ENDED
    assert await town.database.read(lambda stores: stores.schedule.of("hello:1")) == []
    past = await town.database.write(lambda stores: stores.schedule.add(plan, town.at))
    assert past.next is None


async def test_before_the_hour_by_its_lead(town: Town) -> None:
    await town.planned(lead=timedelta(minutes=30))
    await town.passes(minutes=29)
    assert town.titles() == []
    await town.passes(minutes=1)
    assert town.titles() == ["Hello, 2026-11-27"]


async def test_the_clock_set_back_repeats_nothing_and_set_forward_is_one_late_post(town: Town) -> None:
    await town.planned()
    await town.passes(hours=1)
    await town.passes(hours=-1)
    await town.passes(hours=1)
    assert town.titles() == ["Hello, 2026-11-27"]
    await town.passes(days=1, hours=1)
    assert town.titles() == ["Hello, 2026-11-27", "Hello, 2026-11-28"]


async def test_a_holiday_is_skipped(town: Town) -> None:
    town.hello.holidays.add(date(2026, 11, 27))
    appointment = await town.planned()
    await town.passes(hours=1)
    assert await town.history(appointment) == [("2026-11-27", Result.SKIPPED, "A holiday.")]


async def test_silent_with_a_thread_or_without(town: Town) -> None:
    await town.planned(details={"silent": "yes", "thread": "Talk"})
    await town.passes(hours=1)
    assert town.speaker.threads == {"fake:d1": "Talk"}
    assert town.speaker.silent == {"d1"}
    town.speaker.thread_failure = NotPosted("no rights")
    await town.passes(days=1)
    assert len(town.titles()) == 2


async def test_a_channel_that_is_gone_pauses_and_its_maker_is_told_once(town: Town) -> None:
    appointment = await town.planned()
    other = await town.planned("test:other")
    town.speaker.failures[CHANNEL].append(NotPosted("The channel is gone. Choose another.", lasting=True))
    await town.passes(hours=1)
    assert town.titles("test:other") == ["Hello, 2026-11-27"]
    paused = await town.now(appointment)
    assert (paused.state, paused.why, paused.next) == (State.PAUSED, "The channel is gone. Choose another.", None)
    await town.passes(minutes=1)
    await town.passes(days=1)
    [notice] = town.speaker.to("test:devi")
    assert "could not post a hello" in str(notice.blocks[0])
    assert "The channel is gone" in str(notice.blocks[0])
    assert town.titles() == []
    assert (await town.now(other)).state is State.ACTIVE


async def test_a_maker_who_takes_no_messages_is_left_alone(town: Town) -> None:
    await town.planned()
    town.speaker.failures[CHANNEL].append(NotPosted("Gone.", lasting=True))
    town.speaker.failures["test:devi"].append(NotPosted("Takes none.", lasting=True))
    await town.passes(hours=1)
    await town.passes(minutes=1)
    await town.passes(days=1)
    assert town.speaker.said == {}


async def test_what_fails_for_a_while_is_tried_again(town: Town) -> None:
    appointment = await town.planned()
    unsure = NotPosted("500", unsure=True)
    town.speaker.failures[CHANNEL].extend([unsure, NotPosted("429", retry_after=40.0), NotPosted("500")])
    await town.passes(hours=1)
    await town.passes(seconds=14)
    assert town.titles() == []
    await town.passes(seconds=1)
    await town.passes(seconds=39)
    await town.passes(seconds=1)
    await town.passes(minutes=5)
    assert town.titles() == ["Hello, 2026-11-27"]
    assert town.speaker.repeated == ["d1", "d1", "d1"]  # the first try may have arrived
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_what_fails_until_it_would_be_too_late_is_given_up(town: Town) -> None:
    appointment = await town.planned()
    town.speaker.failures[CHANNEL].extend([NotPosted("Discord is down.")] * 99)
    for _ in range(60):
        await town.passes(minutes=15)
    assert await town.history(appointment) == [("2026-11-27", Result.FAILED, "Discord is down.")]


async def test_a_mistake_of_ours_is_given_up_after_some_tries(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "bot.schedule")
    appointment = await town.planned()
    town.hello.wrong = True
    await town.passes(hours=1)
    for _ in range(MISTAKES):
        await town.passes(minutes=15)
    [(_, result, why)] = await town.history(appointment)
    assert (result, why) == (Result.FAILED, "Something went wrong on my side (ZeroDivisionError).")


async def test_what_nobody_knows_any_more_is_skipped(town: Town) -> None:
    recurrence = Recurrence(date(2026, 11, 27), time(9), "Europe/Berlin")
    appointment = await town.database.write(
        lambda stores: stores.schedule.add(Plan("older", "older:1", CHANNEL, recurrence), town.at)
    )
    await town.passes(hours=1)
    assert await town.history(appointment) == [("2026-11-27", Result.SKIPPED, TOO_LATE)]


@dataclass
class Failing:
    """A database that fails to write while `away` says so."""

    real: Database
    away: bool = False

    async def read(self, work: Work[object]) -> object:
        return await self.real.read(work)

    async def write(self, work: Work[object]) -> object:
        if self.away:
            raise Unavailable("away")
        return await self.real.write(work)


@dataclass
class Unlucky(FakeSpeaker):
    """The database goes away as soon as something is said."""

    database: Failing | None = None

    async def post(self, channel: Channel, reply: Reply, *, key: str, **how: Any) -> Posted:
        posted = await super().post(channel, reply, key=key, **how)
        assert self.database is not None
        self.database.away = True
        return posted


async def test_a_crash_between_sending_and_recording_sends_nothing_twice(database: Database) -> None:
    failing = Failing(database)
    town = Town(database, speaker=Unlucky(database=failing))
    town.use(failing)  # type: ignore[arg-type]
    appointment = await town.planned()
    with pytest.raises(Unavailable):
        await town.passes(hours=1)
    assert town.slept == list(INSISTING)
    failing.away = False
    await town.passes(seconds=LEASE.total_seconds() - 1)
    assert town.speaker.repeated == []
    with pytest.raises(Unavailable):
        await town.passes(seconds=1)
    assert town.speaker.repeated == ["d1"]
    failing.away = False
    town.speaker = FakeSpeaker(town.speaker.said)
    town.say_through(town.speaker)
    await town.passes(seconds=LEASE.total_seconds())
    assert town.speaker.repeated == ["d1"]
    assert town.titles() == ["Hello, 2026-11-27"]
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_a_database_that_is_away_for_a_minute_loses_nothing_and_repeats_nothing(database: Database) -> None:
    failing = Failing(database)
    town = Town(database, speaker=Unlucky(database=failing))
    town.use(failing)  # type: ignore[arg-type]

    async def sleep(seconds: float) -> None:
        town.slept.append(seconds)
        failing.away = sum(town.slept) < 60

    town.courier._sending = replace(town.courier._sending, sleep=sleep)
    appointment = await town.planned()
    await town.passes(hours=1)
    assert sum(town.slept) >= 60
    assert town.speaker.repeated == []
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_a_database_that_is_away_for_a_minute_when_something_is_due_delays_it_by_that(database: Database) -> None:
    fragile = FragileDatabase(database)
    town = Town(database)
    town.use(fragile)
    appointment = await town.planned()
    fragile.away = True
    for _ in range(6):
        with pytest.raises(Unavailable):
            await town.passes(minutes=60 if town.at < NINE else 0, seconds=0 if town.at < NINE else 10)
    assert town.speaker.asked == 0
    fragile.away = False
    await town.passes(seconds=10)
    await town.passes(seconds=10)
    assert (town.titles(), town.speaker.repeated) == (["Hello, 2026-11-27"], [])
    assert "late" not in str(town.speaker.to(CHANNEL))
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_where_nobody_can_tell_whether_it_arrived_it_is_posted_rather_twice_than_never(town: Town) -> None:
    appointment = await town.planned()
    town.speaker.failures[CHANNEL].extend([NotPosted("500", unsure=True), CannotTell("May not look.")])
    await town.passes(hours=1)
    await town.passes(seconds=15)
    assert town.speaker.repeated == ["d1"]
    assert town.titles() == ["Hello, 2026-11-27"]
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_what_surely_did_not_arrive_is_repeated_without_asking(town: Town) -> None:
    await town.planned()
    town.speaker.failures[CHANNEL].extend([NotPosted("429", retry_after=1.0), NotPosted("No route.")])
    await town.passes(hours=1)
    await town.passes(seconds=1)
    await town.passes(minutes=1)
    assert town.titles() == ["Hello, 2026-11-27"]
    assert town.speaker.repeated == []


async def test_to_be_asked_to_wait_is_no_try(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "bot.schedule")
    await town.planned()
    town.speaker.failures[CHANNEL].extend([NotPosted("Much to do.", retry_after=1.0)] * 20 + [KeyError("ours")])
    await town.passes(hours=1)
    for _ in range(40):
        await town.passes(seconds=1)
    assert town.titles() == ["Hello, 2026-11-27"]


async def test_a_platform_that_asks_for_a_day_is_asked_again_within_the_hour(town: Town) -> None:
    await town.planned()
    town.speaker.failures[CHANNEL].append(NotPosted("429", retry_after=86_400.0))
    await town.passes(hours=1)
    await town.passes(minutes=15)
    assert town.titles() == ["Hello, 2026-11-27"]


async def test_what_follows_may_fail_and_the_post_is_not_repeated(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "bot.schedule")
    appointment = await town.planned()

    async def posted(stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        raise ZeroDivisionError

    town.hello.posted = posted  # type: ignore[method-assign]
    await town.passes(hours=1)
    await town.passes(hours=1)
    assert len(town.titles()) == 1
    assert [result for _, result, _ in await town.history(appointment)] == [Result.SENT]


async def test_one_that_hangs_delays_nobody_and_is_left_to_its_lease(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(courier, "FLIGHT", 0.05)
    caplog.set_level(logging.ERROR, "bot.schedule")
    slow = await town.planned("test:slow")
    await town.planned()
    town.speaker.hanging.add("test:slow")
    await town.passes(hours=1)
    assert town.titles() == ["Hello, 2026-11-27"]
    assert await town.history(slow) == [("2026-11-27", Result.PLANNED, "")]
    town.speaker.hanging.clear()
    await town.passes(seconds=LEASE.total_seconds())
    assert town.speaker.repeated == ["d1"]
    assert town.titles("test:slow") == ["Hello, 2026-11-27"]


async def test_a_failure_to_note_anything_is_the_end_of_one_delivery_only(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "bot.schedule")
    broken = await town.planned("test:broken")
    await town.planned()

    async def send(delivery: Delivery) -> None:
        if delivery.appointment.number == broken.number:
            raise ZeroDivisionError
        await sending.send(delivery)

    sending = town.courier._sending
    town.courier._sending = SimpleNamespace(send=send)  # type: ignore[assignment]
    await town.passes(hours=1)
    assert town.titles() == ["Hello, 2026-11-27"]


async def test_a_platform_that_is_not_connected_waits_without_a_try_and_is_served_when_it_is_back(town: Town) -> None:
    connected = ["test"]
    town.courier._connected = lambda: connected
    away = await town.planned("away:study")
    await town.planned()
    await town.passes(hours=1)
    await town.passes(hours=1)
    assert (town.titles(), town.titles("away:study")) == (["Hello, 2026-11-27"], [])
    assert await town.courier.wake() == NINE + timedelta(days=1)
    assert await town.courier.behind() is None

    connected.append("away")
    wake = await town.courier.wake()
    assert wake is not None
    assert wake <= town.at
    assert await town.courier.behind() == NINE
    await town.passes()
    assert town.titles("away:study") == ["Hello, 2026-11-27"]
    assert [result for _, result, _ in await town.history(away)] == [Result.SENT]


async def test_a_platform_that_stays_away_is_noted(town: Town) -> None:
    town.courier._connected = lambda: ["test"]
    away = await town.planned("away:study")
    await town.passes(hours=1)
    await town.passes(hours=6)
    assert [result for _, result, _ in await town.history(away)] == [Result.PLANNED]
    await town.passes(seconds=1)
    assert await town.history(away) == [("2026-11-27", Result.SKIPPED, UNREACHED)]


async def test_the_clock_set_back_delays_no_further_try(town: Town) -> None:
    await town.planned()
    town.speaker.failures[CHANNEL].append(NotPosted("500"))
    await town.passes(hours=1)
    await town.passes(hours=-1)
    assert town.titles() == []
    await town.passes(seconds=LEASE.total_seconds())
    assert town.titles() == ["Hello, 2026-11-27"]


async def test_what_nobody_made_is_paused_without_a_word(town: Town) -> None:
    recurrence = Recurrence(date(2026, 11, 1), time(9), "Europe/Berlin", "FREQ=DAILY")
    plan = Plan("hello", "hello:1", CHANNEL, recurrence)
    appointment = await town.database.write(lambda stores: stores.schedule.add(plan, town.at))
    town.speaker.failures[CHANNEL].append(NotPosted("Gone.", lasting=True))
    await town.passes(hours=1)
    await town.passes(hours=1)
    assert town.speaker.said == {}
    assert (await town.now(appointment)).state is State.PAUSED


async def test_a_kind_that_a_new_version_no_longer_knows_is_skipped_with_the_last_reason(town: Town) -> None:
    appointment = await town.planned()
    town.speaker.failures[CHANNEL].append(NotPosted("They had trouble."))
    await town.passes(hours=1)
    town.courier._sending = replace(town.courier._sending, kinds={})
    await town.passes(minutes=1)
    assert await town.history(appointment) == [("2026-11-27", Result.SKIPPED, "They had trouble.")]


async def test_both_platforms_in_trouble_for_ten_minutes_lose_nothing_and_status_tells(town: Town) -> None:
    places = [f"{platform}:{number}" for platform in ("discord", "slack") for number in range(20)]
    appointments = [await town.planned(place) for place in places]
    for place in places:
        town.speaker.failures[place].extend([NotPosted("They had trouble.", unsure=True)] * 99)
    await town.passes(hours=1)
    for _ in range(60):
        await town.passes(seconds=10)
    assert town.speaker.said == {}
    assert await town.history(appointments[0]) == [("2026-11-27", Result.PLANNED, "They had trouble.")]
    town.speaker.failures.clear()
    for _ in range(31):
        await town.passes(seconds=10)
    assert [len(town.titles(place)) for place in places] == [1] * 40
    assert {str(reply.blocks[0]).count("am late") for _, reply in town.speaker.said.values()} == {1}
    assert [await town.history(one) for one in appointments] == [[("2026-11-27", Result.SENT, "")]] * 40


async def test_more_than_there_is_room_for_follow_as_room_comes(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "AT_A_TIME", 4)
    monkeypatch.setattr(courier, "REFILL", 2)
    monkeypatch.setattr(planning, "AT_ONCE", 3)
    monkeypatch.setattr(courier, "AT_ONCE", 3)
    for number in range(15):
        await town.planned(f"test:{number}")
    town.at += timedelta(hours=1)
    await town.courier.begin_due()
    async with asyncio.timeout(10):
        while len(town.speaker.said) < 15:
            assert town.courier._lanes[None].flying <= 4
            await asyncio.sleep(0.001)
    await town.courier.stop(1.0)


async def test_stopping_finishes_what_is_under_way_and_begins_nothing(town: Town) -> None:
    slow = await town.planned("test:slow")
    await town.planned()
    town.speaker.hanging.add("test:slow")
    town.at += timedelta(hours=1)
    await town.courier.begin_due()
    await town.courier.stop(0.1)
    assert town.titles() == ["Hello, 2026-11-27"]
    assert await town.history(slow) == [("2026-11-27", Result.PLANNED, "")]
    later = await town.planned("test:later")
    town.at += timedelta(days=1)
    await town.courier.begin_due()
    assert [result for _, result, _ in await town.history(later)] == [Result.PLANNED]
    await town.courier.stop(0.1)


async def test_several_couriers_on_one_database_send_nothing_twice(database: Database) -> None:
    town = Town(database)
    towns = [town, *(Town(database, speaker=town.speaker) for _ in range(2))]
    for number in range(200):
        await town.planned(f"test:{number}")
    words = (f"claim {number}" for number in itertools.count())
    for one in towns:
        one.at = NINE
        one.courier._word = words.__next__
    await asyncio.gather(*[one.courier.run_due() for one in towns])
    assert len(town.speaker.said) == town.speaker.asked == 200


async def test_an_appointment_can_be_paused_and_resumed(town: Town) -> None:
    appointment = await town.planned()
    await town.database.write(
        lambda stores: stores.schedule.change(appointment.number, State.PAUSED, "On holiday.", None)
    )
    await town.passes(days=1, hours=2)
    assert town.titles() == []
    following = appointment.plan.next(town.at)
    await town.database.write(lambda stores: stores.schedule.change(appointment.number, State.ACTIVE, "", following))
    await town.passes(days=1)
    assert town.titles() == ["Hello, 2026-11-29"]
    [found] = await town.database.read(lambda stores: stores.schedule.of("hello:1"))
    assert found.plan == appointment.plan


async def test_a_pause_that_came_first_is_not_overruled(town: Town) -> None:
    """Somebody paused it while the post was under way, which then failed for good."""
    appointment = await town.planned()

    async def paused_meanwhile(stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        return Message(Reply("Hello"))

    town.hello.compose = paused_meanwhile  # type: ignore[method-assign]

    class Slow(FakeSpeaker):
        async def post(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
            await town.database.write(
                lambda stores: stores.schedule.change(appointment.number, State.PAUSED, "By hand.", None)
            )
            raise NotPosted("Gone.", lasting=True)

    town.courier._sending = replace(town.courier._sending, speaker=Slow())  # type: ignore[arg-type]
    await town.passes(hours=1)
    assert (await town.now(appointment)).why == "By hand."
