"""HTTP mode: only what Slack has signed, just now and for the first time, is answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from yarl import URL

from bot.adapters.slack.manifest import PATH
from tests.adapters.slack.conftest import ANA, GENERAL, HASTE, Scene, says, scene_on
from tests.adapters.slack.menu import Small
from tests.fakes.slack.running import new_door
from tests.fakes.slack.slack import FakeSlack, encoded

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def scene(slack: FakeSlack) -> AsyncIterator[Scene]:
    async with scene_on(slack, "http") as scene:
        yield scene


async def test_a_signed_request_is_answered(scene: Scene) -> None:
    body, kind = encoded("slash_commands", scene.slack.acts.slash(ANA, GENERAL, "/hello", ""))
    status, text = await scene.slack.post(body, kind)
    assert status == 200
    assert json.loads(text)["response_type"] == "ephemeral"


async def test_what_isnt_slacks_is_refused(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    body, kind = encoded("slash_commands", scene.slack.acts.slash(ANA, GENERAL, "/hello", ""))
    now = time.time()  # noqa: TID251 - Bolt's own clock checks it
    assert (await scene.slack.post(body, kind, secret="another"))[0] == 401
    assert (await scene.slack.post(body, kind, at=now - 301))[0] == 401
    assert (await scene.slack.post(body, kind, at=now + 301))[0] == 401
    assert (await scene.slack.post(body, kind, X_Slack_Signature="v0=00"))[0] == 401
    assert (await scene.slack.post(body, kind, X_Slack_Signature=""))[0] == 401
    for junk in ("soon", "-1", "1e9", "٣", ""):
        assert (await scene.slack.post(body, kind, X_Slack_Request_Timestamp=junk))[0] == 401
    assert (await scene.slack.post(body + "&text=more", kind, X_Slack_Signature="v0=" + "0" * 64))[0] == 401
    async with ClientSession() as session, session.post(scene.slack.bot_url, data=body) as response:
        assert response.status == 401
    assert scene.small.asked == []
    assert caplog.text.count("SLACK_SIGNING_SECRET doesn't fit it") == 1


async def test_what_nobody_can_read(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    for body, kind in (
        ("{", "application/json"),
        ("[1]", "application/json"),
        ("null", "application/json"),
        ("payload={", FORM),
        ("payload=[]", FORM),
        ('{"team": 7, "event": 7}', "application/json"),
        ('{"type": "event_callback", "event": "text"}', "application/json"),
        ("[" * 100_000, "application/json"),
        ('{"type": "event_callback"}', "text/plain; charset=nonsense"),
    ):
        status, _ = await scene.slack.post(body, kind)
        assert status in (200, 400), body[:20]
    assert (await scene.slack.post("x" * 2**21, FORM))[0] == 413
    assert (await scene.slack.post("", FORM))[0] == 200
    assert "Traceback" not in caplog.text
    assert await scene.slack.slash(ANA, GENERAL, "/hello")


async def test_a_request_that_somebody_overheard(scene: Scene) -> None:
    for kind, payload in (
        ("slash_commands", scene.slack.acts.slash(ANA, GENERAL, "/public", "")),
        ("events_api", scene.slack.acts.direct(ANA, "public")),
    ):
        began = len(scene.small.asked)
        body, content_type = encoded(kind, payload)
        at = time.time()  # noqa: TID251 - Bolt's own clock checks it
        answers = [await scene.slack.post(body, content_type, at=at, X_Slack_Retry_Num=str(n)) for n in range(3)]
        await scene.events()
        assert {status for status, _ in answers} == {200}
        assert [text for _, text in answers[1:]] == ["", ""]
        assert len(scene.small.asked) == began + 1


async def test_slack_checks_the_address(scene: Scene) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
    status, text = await scene.slack.post(body, "application/json")
    assert status == 200
    assert "abc" in text
    assert (await scene.slack.post(body, "application/json", secret="another"))[0] == 401
    assert (await scene.slack.post("ssl_check=1&token=x", FORM))[0] == 200


async def test_only_while_the_bot_is_there(slack: FakeSlack) -> None:
    async with scene_on(slack, "http") as scene:
        payload = encoded("slash_commands", slack.acts.slash(ANA, GENERAL, "/hello", ""))
        await scene.door.close()
        assert (await slack.post(*payload))[0] == 503
    assert [route.path for route in new_door(slack, Small().dispatch, "http").routes()] == [PATH]
    assert new_door(slack, Small().dispatch, "socket").routes() == []


async def test_half_a_request_is_not_waited_for(scene: Scene) -> None:
    address = URL(scene.slack.bot_url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(f"POST {address.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf".encode())
    assert b"408" in await asyncio.wait_for(reader.readline(), HASTE.answer + 1)
    writer.close()
    await writer.wait_closed()


async def test_an_answer_that_takes_long(scene: Scene) -> None:
    body, kind = encoded("slash_commands", scene.slack.acts.slash(ANA, GENERAL, "/slow", ""))
    async with asyncio.timeout(HASTE.answer + 1):
        assert await scene.slack.post(body, kind) == (200, "")
    scene.small.gate.set()
    assert "At last" in says(await scene.message())
