"""What goes wrong at Slack or on the way: the bot answers or recovers by itself, says it once, and loses nothing."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from bot.adapters.slack import people, sending
from tests.adapters.slack.conftest import (
    ANA,
    BEN,
    GENERAL,
    SECRET_ROOM,
    Scene,
    messages,
    says,
    scene_on,
    uploads,
)
from tests.adapters.slack.faulty import BUSY, OVER
from tests.adapters.slack.seen import button
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.web_api import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.workspace import Fault

ONLY_SOCKET = pytest.mark.parametrize("mode", ["socket"], indirect=True)


async def test_the_same_request_again_is_handled_once(scene: Scene) -> None:
    acts = scene.slack.acts
    for kind, payload in (
        ("slash_commands", acts.slash(ANA, GENERAL, "/hello", "")),
        ("events_api", acts.direct(ANA, "hello")),
        ("interactive", acts.message_shortcut(ANA, GENERAL, "find_answer", "why?")),
    ):
        began = len(scene.small.asked)
        await asyncio.gather(*(scene.slack.send(kind, payload) for _ in range(4)))
        await scene.events()
        assert len(scene.small.asked) == began + 1


@ONLY_SOCKET
async def test_the_same_envelope_again_is_handled_once(scene: Scene) -> None:
    payload = scene.slack.acts.slash(ANA, GENERAL, "/hello", "")
    assert await scene.slack.sockets.request("slash_commands", payload, "twice")
    payload["trigger_id"] = "another"
    assert await scene.slack.sockets.request("slash_commands", payload, "twice") is None
    slow = scene.slack.acts.slash(ANA, GENERAL, "/slow", "")
    await asyncio.gather(*(scene.slack.sockets.request("slash_commands", slow, "slow") for _ in range(1)))
    await scene.slack.sockets.say({"type": "slash_commands", "envelope_id": "slow", "payload": slow})
    scene.small.gate.set()
    await scene.events()
    assert scene.small.asked == ["hello", "slow"]


@ONLY_SOCKET
@pytest.mark.parametrize(
    "frame",
    [
        "", "{", "[]", "null", '"text"', "\x00", '{"type": "slash_commands"}', "[" * 50_000,
        json.dumps({"type": "interactive", "envelope_id": "e1", "payload": [1]}),
        json.dumps({"type": "interactive", "envelope_id": "e2", "payload": None}),
        json.dumps({"type": "new", "envelope_id": "e3", "payload": {"type": "newer"}}),
        json.dumps({"type": "interactive", "envelope_id": "e4", "payload": "text"}),
        json.dumps({"type": "interactive", "envelope_id": 7, "payload": {}}),
    ],
)  # fmt: skip
async def test_frames_that_nobody_can_read(scene: Scene, frame: str) -> None:
    await scene.slack.sockets.say(frame)
    assert await scene.slack.slash(ANA, GENERAL, "/hello")
    assert scene.slack.sockets.opened == 1


@ONLY_SOCKET
@pytest.mark.parametrize("payload", [{"team": 7}, {"event": 7}, {"type": "event_callback", "event": ["text"]}])
async def test_what_bolt_would_raise_on_is_acknowledged_all_the_same(
    scene: Scene, payload: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """Slack would send it again and again otherwise."""
    assert await scene.slack.send("events_api", payload) is None
    assert caplog.text.count("could not be read") == 1


async def test_payloads_that_nobody_can_read_are_acknowledged(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    for payload in ({"type": "newer"}, {"type": "block_actions"}, {"type": "view_submission", "view": {}}):
        assert await scene.slack.send("interactive", payload) is None
    form = {"callback_id": "form", "private_metadata": "?", "state": {"values": {}}, "id": "V1"}
    sent = scene.slack.acts.shortcut(ANA, "next_step")
    assert await scene.slack.send("interactive", {**sent, "type": "view_submission", "view": form}) is None
    suggesting = {**sent, "type": "block_suggestion", "view": form, "action_id": "x", "value": ""}
    assert await scene.slack.send("interactive", suggesting) is None
    assert caplog.text.count("could not be read") == 4
    assert await scene.slack.slash(ANA, GENERAL, "/hello")


async def test_buttons_of_older_versions_and_of_nobody(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/hello")
    message = await scene.message()
    for element in (
        {"type": "button", "action_id": "press 1", "value": "gone command?x=1"},
        {"type": "button", "action_id": "press 1", "value": "?!"},
        {"type": "button", "action_id": "whatever"},
        {"type": "overflow", "action_id": "menu"},
    ):
        await scene.slack.press(ANA, message, element)
        assert "That button no longer works" in says(await scene.message())


async def test_an_answer_that_cannot_be_drawn(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    assert await scene.slack.slash(ANA, GENERAL, "/broken") is None
    message = await scene.message()
    assert "Something went wrong on my side" in says(message)
    assert message.only_for == ANA
    assert "answering failed" in caplog.text
    await scene.slack.direct(ANA, "/broken")
    assert "Something went wrong on my side" in says(await scene.message())
    await scene.slack.press(ANA, message, {"type": "button", "action_id": "press 1", "value": "broken"})
    assert "Something went wrong on my side" in says(await scene.message())


async def test_an_answer_too_long_for_a_frame_comes_otherwise(slack: FakeSlack) -> None:
    async with scene_on(slack, "socket") as scene:
        assert await slack.slash(ANA, GENERAL, "/rockets") is None
        message = await scene.message()
        assert len(says(message).encode()) > 20_480
        assert message.only_for == ANA
        assert slack.sockets.opened == 1


@ONLY_SOCKET
async def test_slack_asks_for_patience(scene: Scene) -> None:
    scene.slack.workspace.fault("users.info", BUSY)
    await scene.slack.slash(ANA, GENERAL, "/hello")  # the client waits up to a second before it tries again
    assert "Hello" in says(await scene.message())
    scene.slack.workspace.fault("chat.postMessage", BUSY, BUSY)  # one more than there are ways to go round it
    await scene.slack.direct(ANA, "hello")
    assert "Hello" in says(await scene.message())
    assert len(scene.slack.workspace.called("chat.postMessage")) == 3


async def test_slack_has_trouble_with_private_answers(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are tried again: to read one twice is better than not at all."""
    monkeypatch.setattr(sending, "PAUSE", 0.01)
    scene.slack.workspace.fault("respond", OVER, OVER)
    await scene.slack.slash(ANA, GENERAL, "/slow")
    scene.small.gate.set()
    assert "At last" in says(await scene.message())
    scene.slack.workspace.fault("chat.postMessage", OVER, Fault(status=503))
    await scene.slack.direct(ANA, "hello")
    assert "Hello" in says(await scene.message())
    scene.slack.workspace.fault("users.info", OVER, OVER)
    await scene.slack.direct(BEN, "hello")
    assert "Ben" in says(await scene.message())


async def test_slack_has_trouble_with_public_answers(scene: Scene) -> None:
    """They may have arrived: nobody should read them twice, so the person decides."""
    await scene.slack.slash(ANA, GENERAL, "/hello")
    message = await scene.message()
    scene.slack.workspace.fault("respond", OVER)
    await scene.slack.press(ANA, message, button(message.blocks, "Share"))
    told = await scene.message()
    assert told.only_for == ANA
    assert "look before you try again" in says(told)


async def test_slack_has_trouble_with_modals_and_the_home_tab(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.slack.workspace.fault("views.open", OVER)
    await scene.slack.slash(ANA, GENERAL, "/plan")
    asked = await scene.message()
    await scene.slack.press(ANA, asked, button(asked.blocks, "Open the form"))
    assert (await scene.view()).body["callback_id"] == "form"
    scene.slack.workspace.fault("views.publish", OVER)
    await scene.slack.open_home(ANA)
    assert (await scene.view()).body["type"] == "home"
    scene.slack.workspace.fault("views.publish", OVER, OVER, OVER)
    await scene.slack.open_home(ANA)
    assert await scene.events() == []
    assert "Home tab could not be shown" in caplog.text


async def test_answers_of_modals_that_were_closed_go_to_the_person(scene: Scene) -> None:
    await scene.slack.shortcut(ANA, "next_step")
    modal = await scene.view()
    scene.slack.workspace.views.clear()
    await scene.slack.press(ANA, modal, button(modal.blocks, "Again"))
    assert (await scene.message()).channel == "D0ANA"
    payload = scene.slack.acts.shortcut(ANA, "next_step")
    scene.slack.workspace.triggers.clear()
    await scene.slack.send("interactive", payload)
    assert (await scene.message()).channel == "D0ANA"


async def test_slack_keeps_silent(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PATIENCE", 0.05)
    scene.slack.workspace.fault("users.info", Fault(wait=0.5))
    answer = await scene.slack.slash(ANA, GENERAL, "/hello")
    assert "U0ANA member UTC" in says(await scene.message())
    assert answer is not None


async def test_a_used_up_response_url(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/hello")
    message = await scene.message()
    payload = scene.slack.acts.press(ANA, message, button(message.blocks, "Again"))
    scene.slack.workspace.response_urls.clear()
    await scene.slack.send("interactive", payload)
    sent = await scene.message()
    assert (sent.channel, sent.only_for) == (GENERAL, ANA)
    assert scene.slack.workspace.called("chat.postEphemeral")


async def test_a_channel_that_is_gone(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/hello")
    message = await scene.message()
    again = scene.slack.acts.press(ANA, message, button(message.blocks, "Again"))
    share = scene.slack.acts.press(ANA, message, button(message.blocks, "Share"))
    scene.slack.workspace.response_urls.clear()
    del scene.slack.workspace.channels[GENERAL]
    await scene.slack.send("interactive", again)
    assert (await scene.message()).channel == "D0ANA"
    await scene.slack.send("interactive", share)
    told = await scene.message()
    assert told.channel == "D0ANA"
    assert "that channel no longer exists, or I cannot see it" in says(told)


async def test_a_channel_without_the_bot(scene: Scene) -> None:
    await scene.slack.slash(ANA, SECRET_ROOM, "/publicfile")
    events = await scene.events()
    assert [file.channel for file in uploads(events)] == ["D0ANA"]
    told = messages(events)[-1]
    assert told.only_for == ANA
    assert "I am not a member of that channel. Type /invite with my name there" in says(told)
    assert "I sent plan.ics to you in a direct message" in says(told)


async def test_a_missing_scope_is_named(scene: Scene) -> None:
    scene.slack.api.scopes = "app_mentions:read,chat:write,commands,im:history,im:write,users:read"
    await scene.slack.direct(ANA, "/file")
    events = await scene.events()
    assert "With files" in says(messages(events)[0])
    said = says(messages(events)[1])
    assert "I lack Slack's permission files:write." in said
    assert "Reinstall to Workspace" in said
    assert scene.door.ready


async def test_a_file_that_can_go_nowhere(scene: Scene) -> None:
    scene.slack.api.scopes = "app_mentions:read,chat:write,commands,im:history,files:write,users:read"
    await scene.slack.slash(ANA, GENERAL, "/file")
    assert "I lack Slack's permission im:write." in says(messages(await scene.events())[-1])
    scene.slack.workspace.fault("files.completeUploadExternal", Fault(error="channel_not_found"))
    await scene.slack.direct(ANA, "/file")
    assert "I lack Slack's permission im:write." in says(messages(await scene.events())[-1])
    scene.slack.api.scopes += ",im:write"
    scene.slack.workspace.fault("files.completeUploadExternal", Fault(error="channel_not_found"))
    await scene.slack.direct(ANA, "/file")
    assert "that channel no longer exists" in says(messages(await scene.events())[-1])


async def test_the_log_holds_no_secret_and_no_words(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with scene_on(slack, "socket") as scene:
        await slack.slash(ANA, GENERAL, "/ask", "my private words")
        await slack.direct(ANA, "my private words")
        slack.workspace.fault("chat.postMessage", OVER, OVER, OVER)
        await slack.direct(ANA, "my private words")
        slack.workspace.fault("apps.connections.open", Fault(error="internal_error"))
        await slack.sockets.hang_up(politely=False)
        await slack.sockets.until_opened(2)
        await scene.events()
    ours = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith(("asyncio", "tests")))
    for secret in (BOT_TOKEN, APP_TOKEN, "secret-ticket", "private words", "/respond/"):
        assert secret not in ours
