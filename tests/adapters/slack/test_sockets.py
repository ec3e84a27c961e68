"""A socket that closes, falls silent or cannot be opened is opened anew, and answers find their way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.adapters.slack.conftest import (
    ANA,
    GENERAL,
    HASTE,
    says,
    scene_on,
)
from tests.adapters.slack.faulty import OVER
from tests.adapters.slack.menu import Small
from tests.fakes.slack.running import new_door, until
from tests.fakes.slack.slack import FakeSlack

Break = Callable[[FakeSlack], Awaitable[None]]


async def _polite(slack: FakeSlack) -> None:
    await slack.sockets.hang_up(politely=True)


async def _dropped(slack: FakeSlack) -> None:
    await slack.sockets.hang_up(politely=False)


@pytest.mark.parametrize("break_", [_polite, _dropped])
async def test_a_socket_that_closes(slack: FakeSlack, break_: Break) -> None:
    async with scene_on(slack, "socket") as scene:
        await break_(slack)
        await slack.sockets.until_opened(2)
        await until(lambda: scene.door.ready)
        assert await slack.slash(ANA, GENERAL, "/hello")


async def test_an_answer_whose_socket_closed_meanwhile(slack: FakeSlack) -> None:
    async with scene_on(slack, "socket", replace(HASTE, answer=5)) as scene:
        asking = asyncio.create_task(slack.slash(ANA, GENERAL, "/slow"))
        await until(lambda: scene.small.asked == ["slow"])
        for socket in tuple(slack.sockets.open):
            await socket.close()
        scene.small.gate.set()
        await until(lambda: bool(slack.workspace.called("respond")))
        asking.cancel()
        assert "At last" in says(await scene.message())


async def test_a_socket_without_pongs(slack: FakeSlack) -> None:
    slack.sockets.answers_pings = False
    async with scene_on(slack, "socket", replace(HASTE, ping=0.05)) as scene:
        slack.sockets.answers_pings = True
        await slack.sockets.until_opened(2)
        await until(lambda: scene.door.ready)
        assert await slack.slash(ANA, GENERAL, "/hello")


async def test_a_socket_that_hears_nothing(slack: FakeSlack) -> None:
    async with scene_on(slack, "socket", replace(HASTE, quiet=0.2)) as scene:
        await slack.sockets.until_opened(2)
        await until(lambda: len(slack.sockets.open) == 1 and scene.door.ready)
        assert await slack.slash(ANA, GENERAL, "/hello")


async def test_a_socket_that_says_no_hello(slack: FakeSlack) -> None:
    slack.sockets.says_hello = False
    door = new_door(slack, Small().dispatch, times=HASTE)
    task = asyncio.create_task(door.run())
    await slack.sockets.until_opened(1)
    await asyncio.sleep(0.05)
    assert not door.ready
    slack.sockets.says_hello = True
    await until(lambda: door.ready)
    assert slack.sockets.opened >= 2
    await door.close()
    await task


async def test_a_socket_that_says_no_hello_after_reconnecting(slack: FakeSlack) -> None:
    async with scene_on(slack, "socket") as scene:
        slack.sockets.says_hello = False
        await slack.sockets.hang_up(politely=True)
        await slack.sockets.until_opened(2)
        await until(lambda: not scene.door.ready)
        slack.sockets.says_hello = True
        await until(lambda: scene.door.ready)
        assert await slack.slash(ANA, GENERAL, "/hello")


async def test_slack_out_of_reach_for_a_while(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    slack.workspace.fault("apps.connections.open", *[OVER] * 6)
    async with scene_on(slack, "socket") as scene:
        assert scene.door.ready
    assert caplog.text.count("Slack cannot be reached") == 1
