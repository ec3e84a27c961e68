"""Discord's own events: made, changed and cancelled for a meetup, and what is said where that cannot be."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.discord.events import ABOUT, NAME, DiscordEvents
from bot.core.chat.scene import Space
from bot.core.ports.native_events import NativeEvent
from bot.core.ports.speaker import Gone, NotPosted
from tests.adapters.discord.conftest import Town
from tests.fakes.discord.people import SERVER
from tests.fakes.discord.server import Fault

HERE = Space(f"discord:{SERVER}")
BEGIN = datetime(2026, 12, 4, 17, tzinfo=UTC)
PAPERS = NativeEvent("Paper club", BEGIN, BEGIN + timedelta(hours=1), "Read it before.", "Press “Where?”")


@pytest.fixture
async def events(town: Town) -> DiscordEvents:
    """What makes events at the open door."""
    async with asyncio.timeout(10):
        while town.door.events is None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    return town.door.events


async def test_an_event_is_made_changed_and_cancelled(town: Town, events: DiscordEvents) -> None:
    reference = await events.put(HERE, PAPERS)
    [(number, event)] = town.fake.events.items()
    assert reference == f"discord:{number}"
    assert (event["name"], event["entity_type"], event["privacy_level"]) == ("Paper club", 3, 2)
    assert event["scheduled_start_time"] == "2026-12-04T17:00:00+00:00"
    assert event["scheduled_end_time"] == "2026-12-04T18:00:00+00:00"
    assert event["entity_metadata"] == {"location": "Press “Where?”"}
    later = replace(PAPERS, begin=BEGIN + timedelta(days=1), end=BEGIN + timedelta(days=1, hours=2))
    assert await events.put(HERE, later, reference) == reference
    assert town.fake.events[number]["scheduled_start_time"] == "2026-12-05T17:00:00+00:00"
    await events.cancel(HERE, reference)
    assert town.fake.events[number]["status"] == 4
    assert town.fake.refused == []


async def test_texts_are_cut_where_discord_has_no_room(town: Town, events: DiscordEvents) -> None:
    await events.put(HERE, NativeEvent("x" * 300, BEGIN, BEGIN + timedelta(hours=1), "y" * 3_000, "z" * 300))
    [event] = town.fake.events.values()
    assert len(event["name"]) == NAME
    assert len(event["description"]) == ABOUT
    assert event["name"].endswith("…")
    assert town.fake.refused == []


async def test_a_deleted_event_is_gone_and_cancelling_it_does_nothing(events: DiscordEvents) -> None:
    with pytest.raises(Gone):
        await events.put(HERE, PAPERS, "discord:1")
    await events.cancel(HERE, "discord:1")


@pytest.mark.parametrize(
    ("fault", "says", "lasting"),
    [
        (Fault(403, 50013), "switch on “Create Events”", True),
        (Fault(403, 50001), "switch on “Create Events”", True),
        (Fault(400, 30038), "holds 100 at a time", True),
        (Fault(429, 0, 1.5), "slow down", False),
        (Fault(500), "I try again by myself", False),
        (Fault(400, 50035), "tell whoever runs me", True),
    ],
)
async def test_what_cannot_be_says_what_to_do(
    town: Town, events: DiscordEvents, fault: Fault, says: str, lasting: bool
) -> None:
    town.fake.fail("event", fault)
    with pytest.raises(NotPosted) as problem:
        await events.put(HERE, PAPERS)
    assert says in problem.value.words
    assert problem.value.lasting is lasting
    assert (problem.value.retry_after == 1.5) is (fault.status == 429)


async def test_elsewhere_and_in_an_unknown_server(town: Town, events: DiscordEvents) -> None:
    with pytest.raises(NotPosted, match="isn't a server on Discord"):
        await events.put(Space("slack:T1"), PAPERS)
    town.fake.fail("event", Fault(403, 50001))
    with pytest.raises(NotPosted, match="Create Events"):
        await events.put(Space("discord:5"), PAPERS)


async def test_a_door_that_is_closed_makes_no_events(town: Town) -> None:
    await town.door.close()
    await asyncio.wait({town.running}, timeout=5)
    assert town.door.events is None
