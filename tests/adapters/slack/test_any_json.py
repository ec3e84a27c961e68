"""Any JSON as an envelope or a body: the connection lives, nothing secret is told, the next good one is answered."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.slack.manifest import Mode
from tests.adapters.slack.conftest import ANA, GENERAL, Scene, scene_on
from tests.adapters.slack.test_payloads import PAYLOADS
from tests.damage import ANYTHING, damaged
from tests.fakes.slack.slack import FakeSlack, encoded
from tests.fakes.slack.web_api import APP_TOKEN, BOT_TOKEN

KINDS = ("slash_commands", "events_api", "interactive")
SHAPES: list[dict[str, Any]] = [
    {name: f"of {one}" if name in ("trigger_id", "event_id") else value for name, value in payload.items()}
    for one, (payload, _) in PAYLOADS.items()
]
"""One request of each kind, to be damaged; what the fake itself sends has other ids."""
SECRETS = (BOT_TOKEN, APP_TOKEN, "secret-ticket", "/respond/")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["socket", "http"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_json(slack: FakeSlack, mode: Mode, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    caplog.clear()
    slack.bot_url = ""
    async with scene_on(slack, mode) as scene:
        scene.small.gate.set()
        for _ in range(data.draw(st.integers(1, 6))):
            kind = data.draw(st.sampled_from(KINDS))
            whole = data.draw(st.sampled_from(SHAPES))
            payload: Any = damaged(whole, data) if data.draw(st.integers(0, 9)) else data.draw(ANYTHING)
            if mode == "socket":
                envelope = {"type": kind, "envelope_id": f"e{data.draw(st.integers(0, 10**9))}", "payload": payload}
                frame = damaged(envelope, data) if data.draw(st.integers(0, 3)) == 0 else envelope
                if frame.get("type") != "disconnect":
                    await slack.sockets.say(frame)
            else:
                await posted(scene, kind, payload)
        assert await slack.slash(ANA, GENERAL, "/hello")
        await scene.events()
        if mode == "socket":
            assert scene.door.ready
    told = "\n".join(caplog.handler.format(one) for one in caplog.records)
    assert [secret for secret in SECRETS if secret in told] == []
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR and not expected(one)] == []


def expected(record: logging.LogRecord) -> bool:
    """What slack_sdk says of an envelope whose payload is neither an object nor a text."""
    return record.getMessage().startswith("run_message_listeners: ")


async def posted(scene: Scene, kind: str, payload: Any) -> None:
    """The same over HTTP: as Slack writes it where that is possible, and as bare JSON otherwise."""
    try:
        body, content_type = encoded(kind, payload)
    except (TypeError, ValueError, AttributeError):
        body, content_type = json.dumps(payload), "application/json"
    status, text = await scene.slack.post(body, content_type)
    assert status in (200, 400)
    assert "Traceback" not in text
