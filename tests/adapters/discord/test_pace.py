"""Under Discord's limits: all at once drains evenly, busy channels take their own time, members don't wait."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from bot.adapters.discord import pace
from bot.adapters.discord.pace import Pace
from bot.adapters.discord.speaking import DiscordSpeaker
from bot.adapters.pacing import NotYet
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel
from bot.core.ports.speaker import NotPosted
from tests.adapters.discord.conftest import Town
from tests.fakes.discord import allowance
from tests.fakes.discord.allowance import Allowance
from tests.fakes.discord.people import CHANNEL
from tests.fakes.discord.server import Fault

HELLO = Reply("Hello")
POST = "POST", "/channels/1/messages"


@pytest.fixture
async def paced(town: Town) -> DiscordSpeaker:
    """What speaks in turn; the fake now keeps Discord's limits."""
    async with asyncio.timeout(10):
        while town.door.paced is None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    await asyncio.sleep(0)
    town.fake.allowance = Allowance()
    return town.door.paced


@pytest.mark.slow
async def test_many_at_once_are_never_too_many(town: Town, paced: DiscordSpeaker) -> None:
    assert town.fake.allowance is not None
    began = monotonic()
    await asyncio.gather(*(paced.post(Channel(f"discord:{n}"), HELLO, key=f"{n}") for n in range(1, 76)))
    assert 1.4 < monotonic() - began < 4
    assert town.fake.allowance.too_many == 0


@pytest.mark.slow
async def test_a_member_does_not_wait_behind_them(town: Town, paced: DiscordSpeaker) -> None:
    assert town.door.speaker is not None
    many = [
        asyncio.create_task(paced.post(Channel(f"discord:{n}"), HELLO, key=f"{n}", again=True)) for n in range(1, 61)
    ]
    await asyncio.sleep(0.1)
    began = monotonic()
    await town.door.speaker.post(Channel(f"discord:{CHANNEL}"), HELLO, key="now")
    assert monotonic() - began < 0.5
    assert not all(task.done() for task in many)
    await asyncio.gather(*many)


@pytest.mark.slow
async def test_a_busy_channel_takes_its_time_and_no_room_from_others(
    town: Town, paced: DiscordSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "WINDOW", 1.0)
    here, keys = Channel(f"discord:{CHANNEL}"), list("abcdefgh")
    await paced.post(here, HELLO, key="first")  # from now on its limit is known
    began = monotonic()
    busy = asyncio.gather(*(paced.post(here, HELLO, key=key) for key in keys))
    await paced.post(Channel("discord:77"), HELLO, key="other")
    assert monotonic() - began < 0.5
    await busy
    assert monotonic() - began >= 0.9
    assert town.fake.allowance is not None
    assert town.fake.allowance.too_many == 0


async def test_what_discord_refuses_for_its_limits_is_not_lost(town: Town, paced: DiscordSpeaker) -> None:
    town.fake.fail("post", Fault(429, retry_after=0.3))
    with pytest.raises(NotPosted) as problem:
        await paced.post(Channel(f"discord:{CHANNEL}"), HELLO, key="a")
    assert problem.value.retry_after == 0.3
    assert not problem.value.unsure
    began = monotonic()
    await paced.post(Channel(f"discord:{CHANNEL}"), HELLO, key="a")
    assert monotonic() - began >= 0.25


async def test_a_limit_for_all_holds_all_up(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Pace(monotonic)
    found.heard(*POST, 429, {"X-RateLimit-Scope": "global"}, 0.2)
    began = monotonic()
    at = await found.turn("POST", "/channels/2/messages", patient=True)
    found.ended("POST", "/channels/2/messages", at)
    assert monotonic() - began >= 0.19
    found.heard(*POST, 429, {"X-RateLimit-Global": "true"}, 60.0)
    with pytest.raises(NotYet):
        await found.turn("POST", "/channels/2/messages", patient=True)


async def test_whose_turn_in_a_channel_is_far_away_is_told_so() -> None:
    found = Pace(monotonic)
    limits = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "4.5"}
    at = await found.turn(*POST, patient=True)
    found.heard(*POST, 200, limits, None)
    found.ended(*POST, at)
    with pytest.raises(NotYet) as problem:
        await found.turn(*POST, patient=True)
    assert 4 < problem.value.wait <= 4.5
    await found.turn(*POST, patient=False)
    await found.turn("PATCH", "/channels/1/messages/5", patient=True)


async def test_before_anything_is_known_one_asks_and_the_others_wait_for_its_answer() -> None:
    found, gone = Pace(monotonic), list[int]()

    async def ask(number: int) -> None:
        await found.turn(*POST, patient=True)
        gone.append(number)

    asking = [asyncio.create_task(ask(number)) for number in range(5)]
    await asyncio.sleep(0.1)
    assert gone == [0]
    limits = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}
    found.heard(*POST, 200, limits, None)
    found.ended(*POST, monotonic())
    await asyncio.wait_for(asyncio.gather(*asking), 1)


async def test_who_gives_up_waiting_leaves_no_trace() -> None:
    found = Pace(monotonic)
    found.heard(*POST, 429, {"X-RateLimit-Scope": "global"}, 1.0)
    waiting = asyncio.create_task(found.turn(*POST, patient=True))
    await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert all(bucket.idle for bucket in found._buckets.values())


async def test_routes_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "ROUTES", 3)
    found = Pace(monotonic)
    for number in range(9):
        at = await found.turn("POST", f"/channels/{number}/messages", patient=False)
        found.heard("POST", f"/channels/{number}/messages", 200, {"X-RateLimit-Limit": "many"}, None)
        found.ended("POST", f"/channels/{number}/messages", at)
    assert len(found._buckets) <= 3
