"""What was planned arrives once, at the right hour, or says that it is late, or is recorded as skipped and why."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.ports.speaker import NotPosted
from bot.core.schedule import courier, planning
from bot.core.schedule.kinds import Message, Skip
from bot.core.schedule.planning import MISSED, TOO_LATE
from tests.core.schedule.courier_town import CHANNEL, NINE, Town
from tests.fakes.speaker import FakeSpeaker


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


async def test_what_nobody_knows_any_more_is_skipped(town: Town) -> None:
    recurrence = Recurrence(date(2026, 11, 27), time(9), "Europe/Berlin")
    appointment = await town.database.write(
        lambda stores: stores.schedule.add(Plan("older", "older:1", CHANNEL, recurrence), town.at)
    )
    await town.passes(hours=1)
    assert await town.history(appointment) == [("2026-11-27", Result.SKIPPED, TOO_LATE)]


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
