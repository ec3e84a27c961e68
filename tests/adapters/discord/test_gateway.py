"""The connection: what it asks for, how it comes back, why it ends, and that it ends politely."""

from __future__ import annotations

import asyncio
import logging

import discord
import pytest

from bot.adapters.discord import client
from bot.adapters.discord.client import PRESENCE
from bot.adapters.discord.closed import closed
from bot.adapters.discord.door import DiscordDoor
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Closed
from tests.adapters.discord.conftest import Town, door_to
from tests.adapters.discord.menu import SECRET, Gate, small_dispatch
from tests.dialogs.doors.cast import now
from tests.fakes.discord.people import ANA, IN_CHANNEL, SERVER, Where
from tests.fakes.discord.server import FakeDiscord, Fault


@pytest.fixture
def quick() -> Dispatch:
    """The small menu, none of whose commands takes long."""
    gate = Gate()
    gate.open.set()
    return small_dispatch(gate)


async def opened(fake: FakeDiscord, dispatch: Dispatch) -> tuple[DiscordDoor, asyncio.Task[None]]:
    """A door that is connected."""
    door = door_to(fake, dispatch)
    before = fake.gateway.identifies
    running = asyncio.create_task(door.run())
    async with asyncio.timeout(10):
        while fake.gateway.identifies == before or not door.ready:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    return door, running


async def test_it_asks_for_no_more_than_it_uses(town: Town) -> None:
    (session,) = town.fake.gateway.sessions.values()
    assert session.identified["intents"] == discord.Intents(guilds=True).value == 1
    assert session.identified["shard"] == [0, 1]
    assert session.identified["presence"]["game"]["state"] == PRESENCE


async def test_ready_means_connected(town: Town) -> None:
    async with asyncio.timeout(5):
        while not town.door.ready:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    await town.door.close()
    assert not town.door.ready


async def test_commands_are_registered_only_when_they_changed(fake: FakeDiscord, quick: Dispatch) -> None:
    for registered in (1, 1, 2):
        door, running = await opened(fake, quick)
        async with asyncio.timeout(5):
            while fake.calls["register"] < registered or fake.calls["commands"] < fake.gateway.identifies:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await door.close()
        await running
        assert fake.calls["register"] == registered
        if fake.gateway.identifies == 2:
            fake.commands[0]["description"] = "Something that an older version said"


@pytest.mark.parametrize("fault", [Fault(403, 20012), Fault(400, 50035)])
async def test_commands_that_are_not_taken_keep_nobody_from_answering(
    fake: FakeDiscord, quick: Dispatch, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail("register", fault)
    door, running = await opened(fake, quick)
    exchange = await fake.interact(2, {"id": "1", "name": "quick", "type": 1}, ANA)
    await exchange.until("answered")
    assert "Discord shows the commands as it knew them" in caplog.text
    await door.close()
    await running


async def test_commands_are_registered_once_discord_has_an_ear_for_them(
    fake: FakeDiscord, quick: Dispatch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(client, "REGISTERING", (0.02, 0.02))
    fake.fail("commands", *[Fault(501)] * 2)
    door, running = await opened(fake, quick)
    async with asyncio.timeout(5):
        while not fake.commands:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.005)
    assert [one.message for one in caplog.records if "as it knew them" in one.message] == [
        "Discord shows the commands as it knew them (HTTP 501); trying again in 0 s"
    ] * 2
    await door.close()
    await running


@pytest.mark.parametrize("code", [4000, 1000, 4009, 1011])
async def test_a_dropped_socket_resumes_and_loses_nothing(town: Town, code: int) -> None:
    await (await town.uses("quick")).until("answered")
    await town.fake.gateway.drop(code)
    meanwhile = await town.uses("quick")
    await meanwhile.until("answered", seconds=9)
    assert town.fake.gateway.resumes + town.fake.gateway.identifies >= 2
    assert not town.running.done()


async def test_a_connection_that_fell_silent_is_opened_anew_and_loses_nothing(
    fake: FakeDiscord, quick: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    fake.gateway.heartbeat = 50
    door, running = await opened(fake, quick)
    assert door._client is not None
    (shard,) = door._client.shards.values()
    fake.gateway.fall_silent()
    meanwhile = await fake.interact(2, {"id": "1", "name": "quick", "type": 1}, ANA)
    heart = shard._parent.ws._keep_alive
    assert heart is not None
    heart.heartbeat_timeout = 0.2
    await asyncio.sleep(0.1)
    assert meanwhile.last is None
    await meanwhile.until("answered")
    assert (fake.gateway.resumes, fake.gateway.identifies) == (1, 1)
    assert caplog.text.count("stopped responding") == 1
    await door.close()
    await running


async def test_what_was_slow_survives_a_dropped_socket(town: Town) -> None:
    exchange = await town.uses("slow reply")
    await exchange.until("responded")
    await town.fake.gateway.drop()
    town.gate.open.set()
    await exchange.until("answered")


@pytest.mark.slow
async def test_a_session_that_ended_begins_anew(town: Town) -> None:
    """discord.py waits 5 seconds before that, by design."""
    await town.fake.gateway.invalidate()
    async with asyncio.timeout(20):
        while town.fake.gateway.identifies < 2:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
    await town.fake.gateway.connected()
    await (await town.uses("quick")).until("answered")


@pytest.mark.slow
async def test_as_many_shards_as_discord_asks_for(fake: FakeDiscord, quick: Dispatch) -> None:
    """discord.py waits 5 seconds between two of them, by design."""
    other = SERVER + (1 << 22)
    assert (other >> 22) % 2 != (SERVER >> 22) % 2
    fake.gateway.shards, fake.gateway.servers = 2, [SERVER, other]
    door, running = await opened(fake, quick)
    assert sorted(one.shard for one in fake.gateway.sessions.values()) == [[0, 2], [1, 2]]
    for server in (SERVER, other):
        where = Where(IN_CHANNEL.channel, 0, server)
        exchange = await fake.interact(2, {"id": "1", "name": "quick", "type": 1}, ANA, where)
        await exchange.until("answered")
    await door.close()
    await running


async def test_behind_a_server_that_names_no_gateway_there_is_one_shard(fake: FakeDiscord, quick: Dispatch) -> None:
    fake.fail("gateway", Fault(404))
    door, running = await opened(fake, quick)
    assert [one.shard for one in fake.gateway.sessions.values()] == [[0, 1]]
    await door.close()
    await running


async def test_a_wrong_token_is_one_sentence(fake: FakeDiscord, quick: Dispatch) -> None:
    door = DiscordDoor(
        quick, token="wrong", now=now, seconds=lambda: 0.0, api_url=fake.api_url, gateway_url=fake.gateway_url
    )
    with pytest.raises(Closed, match=r"Discord refuses DISCORD_TOKEN: .* Reset Token") as problem:
        await door.run()
    assert problem.value.lasting
    assert not door.ready


async def test_a_token_that_was_revoked_meanwhile(town: Town) -> None:
    await town.fake.gateway.drop(4004)
    with pytest.raises(Closed, match="Discord refuses DISCORD_TOKEN") as problem:
        await town.running
    assert problem.value.lasting
    town.running = asyncio.create_task(asyncio.sleep(0))


async def test_an_intent_that_was_not_granted(fake: FakeDiscord, quick: Dispatch) -> None:
    fake.gateway.close_next_with = 4014
    door = door_to(fake, quick)
    with pytest.raises(Closed, match="Privileged Gateway Intents") as problem:
        await door.run()
    assert problem.value.lasting
    door, running = await opened(fake, quick)
    await door.close()
    await running


async def test_the_same_door_opens_again(fake: FakeDiscord, quick: Dispatch) -> None:
    door = door_to(fake, quick)
    fake.gateway.close_next_with = 4013
    with pytest.raises(Closed):
        await door.run()
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    exchange = await fake.interact(2, {"id": "1", "name": "quick", "type": 1}, ANA)
    await exchange.until("answered")
    await door.close()
    await running


async def test_nobody_at_the_address(quick: Dispatch) -> None:
    door = DiscordDoor(quick, token="x", now=now, seconds=lambda: 0.0, api_url="http://127.0.0.1:9/api/v10")
    with pytest.raises(Closed, match=r"can't be reached at http://127\.0\.0\.1:9") as problem:
        await door.run()
    assert not problem.value.lasting


async def test_trouble_at_discord_is_no_lasting_trouble(fake: FakeDiscord, quick: Dispatch) -> None:
    fake.fail("me", Fault(403))
    with pytest.raises(Closed, match="HTTP 403") as problem:
        await door_to(fake, quick).run()
    assert not problem.value.lasting


def test_mistakes_of_ours_are_not_explained_away() -> None:
    assert closed(KeyError("x"), "") is None
    nowhere = discord.GatewayNotFound()  # type: ignore[no-untyped-call]
    assert closed(nowhere, "https://a") is not None


async def test_closing_finishes_what_was_begun(town: Town) -> None:
    slow = await town.uses("slow reply")
    await town.gate.asked.wait()
    closing = asyncio.create_task(town.door.close())
    late = await (await town.uses("quick")).until("answered")
    assert late.last is not None
    assert "restarted" in late.last.texts[1]
    assert not closing.done()
    town.gate.open.set()
    await slow.until("answered")
    await closing
    await town.running


async def test_being_cancelled_finishes_what_was_begun(town: Town) -> None:
    slow = await town.uses("slow reply")
    await town.gate.asked.wait()
    town.running.cancel()
    await asyncio.sleep(0.02)
    town.gate.open.set()
    await slow.until("answered")
    with pytest.raises(asyncio.CancelledError):
        await town.running
    town.running = asyncio.create_task(asyncio.sleep(0))


async def test_being_cancelled_while_discord_is_away(quick: Dispatch) -> None:
    """discord.py swallows a cancellation while it reconnects."""
    async with FakeDiscord() as fake:
        _, running = await opened(fake, quick)
    await asyncio.sleep(0.3)
    running.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_closing_doesn_t_wait_for_ever_for_what_was_begun(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.adapters.discord.door.FINISHING", 0.1)
    await town.uses("slow reply")
    await town.gate.asked.wait()
    await town.door.close()
    await town.running
    assert "1 answers were not finished" in caplog.text


async def test_a_mistake_in_an_event_says_where_but_not_what(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    async def failing(shard_id: int) -> None:
        raise RuntimeError(SECRET)

    assert town.door._client is not None
    town.door._client.on_shard_resumed = failing  # type: ignore[method-assign]
    town.door._client.dispatch("shard_resumed", 0)
    async with asyncio.timeout(5):
        while "on_shard_resumed failed: RuntimeError" not in caplog.text:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    assert SECRET not in caplog.text


async def test_in_no_server_the_log_says_how_to_invite_it(
    fake: FakeDiscord, quick: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fake.gateway.servers = []
    door, running = await opened(fake, quick)
    assert "https://discord.com/oauth2/authorize?client_id=7" in caplog.text
    await door.close()
    await running


async def test_closing_doesn_t_wait_for_a_gateway_that_says_nothing(
    fake: FakeDiscord, quick: Dispatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.discord.client.GOODBYE", 0.1)
    fake.gateway.polite = False
    door, running = await opened(fake, quick)
    async with asyncio.timeout(3):
        await door.close()
        await running


async def test_closing_what_is_not_open(quick: Dispatch) -> None:
    await DiscordDoor(quick, token="x", now=now, seconds=lambda: 0.0).close()


async def test_an_event_that_cannot_be_read_is_skipped(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await town.fake.gateway.send("GUILD_CREATE", {"id": "not a number", "words": "a member's"})
    await town.fake.gateway.send("CHANNEL_UPDATE", {})
    await (await town.uses("quick")).until("answered")
    assert "GUILD_CREATE could not be read" in caplog.text
    assert "a member's" not in caplog.text


async def test_a_lost_connection_is_one_line_without_a_traceback(
    quick: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with FakeDiscord() as fake:
        _, running = await opened(fake, quick)
    await asyncio.sleep(0.5)
    running.cancel()
    await asyncio.wait({running})
    lines = [record for record in caplog.records if record.name.startswith("discord")]
    assert all(record.exc_info is None for record in lines)
    assert len(lines) <= 2


async def test_commands_are_registered_once_it_is_calm(fake: FakeDiscord, quick: Dispatch) -> None:
    calm = asyncio.Event()
    door = DiscordDoor(
        quick,
        token=fake.token,
        now=now,
        seconds=lambda: 0.0,
        api_url=fake.api_url,
        gateway_url=fake.gateway_url,
        calm=calm.wait,
    )
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    await asyncio.sleep(0.02)
    assert fake.commands == []

    calm.set()
    await fake.registered()
    await door.close()
    await running
