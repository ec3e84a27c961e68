"""The playground's server: who may talk to it, and what personas can and can't do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web

from bot.adapters.playground import room
from bot.adapters.playground.nodes import nodes
from bot.adapters.playground.server import Playground
from bot.app import build, discord_payload, slack_payload
from bot.core.chat.markup import moment
from bot.core.dispatch import Dispatch
from bot.settings import Settings
from tests.dialogs.doors.cast import now


@pytest.fixture(scope="module")
def dispatch() -> Dispatch:
    return build(Settings()).dispatch


@pytest.fixture
async def address(dispatch: Dispatch) -> AsyncIterator[str]:
    runner = web.AppRunner(
        Playground(dispatch, now, {"Discord": discord_payload, "Slack": slack_payload}).application()
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def opened(session: ClientSession, address: str) -> tuple[ClientWebSocketResponse, dict[str, Any]]:
    socket = await session.ws_connect(f"{address}/socket")
    return socket, await socket.receive_json()


async def heard(socket: ClientWebSocketResponse) -> Any:
    return await asyncio.wait_for(socket.receive_json(), 10)


def say(text: str, persona: str = "ana", channel: str = "general") -> dict[str, object]:
    return {"do": "say", "persona": persona, "channel": channel, "text": text}


async def test_the_page_is_served_under_a_strict_policy(session: ClientSession, address: str) -> None:
    async with session.get(address) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<html lang=" in await answer.text()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}],
    ids=["another page", "another name for this address", "a page without a name"],
)
async def test_other_pages_may_not_talk_to_it(session: ClientSession, address: str, headers: dict[str, str]) -> None:
    async with session.get(address, headers=headers) as answer:
        assert answer.status == 403


async def test_a_new_tab_is_welcomed_with_everything_so_far(session: ClientSession, address: str) -> None:
    first, welcome = await opened(session, address)
    assert {"general", "study-group", "help", "direct"} == set(welcome["channels"])
    assert "roadmap phase" in [command["name"] for command in welcome["menu"]]
    await first.send_json(say("hello everybody"))
    assert (await heard(first))["message"]["text"] == "hello everybody"

    second, welcome = await opened(session, address)

    assert [message["text"] for message in welcome["messages"]] == ["hello everybody"]
    await first.close()
    await second.close()


@pytest.mark.parametrize(
    "sent",
    [
        "not json",
        "{}",
        '{"do": "dance"}',
        '{"do": "say", "persona": "mallory", "channel": "general", "text": "/help"}',
        '{"do": "say", "persona": "ana", "channel": "secret", "text": "/help"}',
        '{"do": "say", "persona": "ana", "channel": "general", "text": ""}',
        '{"do": "press", "persona": "ana", "message": "x", "token": 3}',
    ],
)
async def test_what_it_cannot_read_is_said_once_and_harms_nothing(
    session: ClientSession, address: str, sent: str
) -> None:
    socket, _ = await opened(session, address)
    await socket.send_str(sent)
    assert (await heard(socket))["event"] == "trouble"

    await socket.send_json(say("/about", channel="direct"))
    assert (await heard(socket))["message"]["text"] == "/about"
    assert (await heard(socket))["message"]["reply"]["title"] == "About me"
    await socket.close()


async def test_nobody_presses_what_they_cannot_see(session: ClientSession, address: str) -> None:
    socket, _ = await opened(session, address)
    await socket.send_json(say("/roadmap 6"))
    await heard(socket)
    private = (await heard(socket))["message"]
    assert private["only_for"] == "ana"

    press = {"do": "press", "persona": "ben", "message": private["id"], "token": "about"}
    await socket.send_json(press)
    assert (await heard(socket))["words"].startswith("That message isn't here any more")
    await socket.send_json({**press, "persona": "ana"})

    answer = (await heard(socket))["message"]
    assert (answer["only_for"], answer["reply"]["title"]) == ("ana", "About me")
    await socket.close()


async def test_a_button_of_a_message_that_is_forgotten_says_so(
    session: ClientSession, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "KEPT", 2)
    socket, _ = await opened(session, address)
    await socket.send_json(say("/about"))
    await heard(socket)
    old = (await heard(socket))["message"]["id"]
    await socket.send_json(say("hello"))
    await heard(socket)
    await socket.send_json(say("hello"))
    await heard(socket)

    await socket.send_json({"do": "press", "persona": "ana", "message": old, "token": "help"})

    assert await heard(socket) == {
        "event": "trouble",
        "words": "That message isn't here any more: I keep the last 500. Ask again.",
    }
    await socket.close()


async def test_a_mention_of_the_bot_and_a_direct_message_are_questions(session: ClientSession, address: str) -> None:
    socket, _ = await opened(session, address)
    for said, channel in (("@bot what is concept drift", "general"), ("what is concept drift", "direct")):
        await socket.send_json(say(said, channel=channel))
        await heard(socket)
        assert (await heard(socket))["message"]["reply"]["title"] == "Concept drift"
    await socket.close()


async def test_suggestions_come_back_with_their_number(session: ClientSession, address: str) -> None:
    socket, _ = await opened(session, address)
    asked = {"do": "suggest", "id": 7, "command": "roadmap skill", "parameter": "skill", "partial": "dri"}
    await socket.send_json(asked)

    answer = await heard(socket)

    assert (answer["event"], answer["id"]) == ("suggestions", 7)
    assert "data-drift" in [option["value"] for option in answer["options"]]
    await socket.close()


async def test_it_shows_what_each_platform_would_be_sent(session: ClientSession, address: str) -> None:
    socket, welcome = await opened(session, address)
    assert welcome["platforms"] == ["Discord", "Slack"]
    await socket.send_json(say("/faq user:@ben"))
    await heard(socket)
    message = (await heard(socket))["message"]["id"]

    async with session.get(f"{address}/payloads/{message}/Discord") as answer:
        assert (await answer.json())["components"]
    async with session.get(f"{address}/payloads/{message}/Slack") as answer:
        assert (await answer.json())["blocks"]
    for nothing in (f"{message}/Teams", "9999/Slack"):
        async with session.get(f"{address}/payloads/{nothing}") as answer:
            assert answer.status == 404
    await socket.close()


def test_a_moment_goes_to_the_page_as_an_instant() -> None:
    at = datetime(2026, 12, 7, 18, tzinfo=UTC)
    words = "Monday 7 December 2026, 19:00 Europe/Berlin (18:00 UTC)"
    moment_node = {"node": "moment", "at": "2026-12-07T18:00:00+00:00", "text": words}
    assert nodes(moment(at, "Europe/Berlin")) == [{"node": "paragraph", "inside": [moment_node]}]
