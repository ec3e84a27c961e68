"""A platform in trouble: what fails is tried again, given up with a record, or paused, and nobody else waits for it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest

from bot.core.model.appointment import Delivery, Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database
from bot.core.ports.speaker import NotPosted
from bot.core.schedule.courier import LEASE, UNREACHED
from bot.core.schedule.sending import MISTAKES
from tests.core.schedule.courier_town import CHANNEL, NINE, Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


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
