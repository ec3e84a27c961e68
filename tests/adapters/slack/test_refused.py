"""A token, scope or setting that Slack refuses is named in one sentence, at the start and while running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.adapters.slack.app import SlackDoor
from bot.adapters.slack.manifest import SCOPES as ASKED
from bot.core.ports.doors import Closed
from tests.adapters.slack.conftest import (
    ANA,
    GENERAL,
    HASTE,
    Scene,
    messages,
    says,
    scene_on,
)
from tests.adapters.slack.faulty import OVER
from tests.adapters.slack.menu import Small
from tests.fakes.slack.running import new_door, running, until
from tests.fakes.slack.slack import SECRET, FakeSlack
from tests.fakes.slack.web_api import APP_TOKEN, BOT_TOKEN, SCOPES
from tests.fakes.slack.workspace import Fault


async def test_without_users_read_everybody_is_a_member(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.slack.api.scopes = "chat:write,commands"
    for _ in range(3):
        await scene.slack.slash("U0DEVI", GENERAL, "/hello")
    assert "devi slack:T0TEAM.U0DEVI member UTC" in says(messages(await scene.events())[0])
    assert caplog.text.count("users.info failed (missing_scope)") == 1


async def test_scopes_that_lack_are_said_at_the_start(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    slack.api.scopes = "chat:write,commands"
    async with scene_on(slack, "socket"):
        assert "lacks scopes: app_mentions:read (to hear when somebody mentions me); files:write" in caplog.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda slack: slack.api.revoked.add(BOT_TOKEN),
            "Slack refuses SLACK_BOT_TOKEN (token_revoked): copy the “Bot",
        ),
        (lambda slack: slack.api.revoked.add(APP_TOKEN), "Slack refuses SLACK_APP_TOKEN (token_revoked): copy the app"),
        (
            lambda slack: slack.workspace.fault(
                "apps.connections.open", Fault(error="missing_scope", more={"needed": "connections:write"})
            ),
            "SLACK_APP_TOKEN lacks the scope connections:write",
        ),
    ],
)
async def test_a_wrong_token_is_one_sentence(
    slack: FakeSlack, change: Callable[[FakeSlack], object], says: str
) -> None:
    change(slack)
    with pytest.raises(Closed, match="SLACK_") as raised:
        await new_door(slack, Small().dispatch, times=HASTE).run()
    assert says in str(raised.value)
    assert raised.value.lasting
    assert "xoxb" not in str(raised.value).replace("(xoxb-…)", "")


async def test_bolts_own_environment_changes_nothing(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "VERIFICATION_TOKEN", "SCOPES"):
        monkeypatch.setenv(f"SLACK_{name}", "from the environment")
    async with scene_on(slack, "socket") as scene:
        assert await slack.slash(ANA, GENERAL, "/hello")
        assert "Hello" in says(await scene.message())


async def test_a_token_of_nobody(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack.api, "_auth_test", lambda _: {})
    with pytest.raises(Closed, match="doesn't say whose"):
        await new_door(slack, Small().dispatch, times=HASTE).run()


async def test_slack_out_of_reach_at_the_start(slack: FakeSlack) -> None:
    slack.workspace.fault("auth.test", OVER, OVER, OVER)
    door = new_door(slack, Small().dispatch, times=HASTE)
    with pytest.raises(Closed, match="cannot be reached") as raised:
        await door.run()
    assert not raised.value.lasting
    async with running(slack, door):  # and again, as a runner does
        assert door.ready


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"bot_token": ""}, "SLACK_BOT_TOKEN is not set"),
        ({"bot_token": "xoxp-user"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({"app_token": ""}, "SLACK_APP_TOKEN is not set"),
        ({"app_token": "xoxb-x"}, "SLACK_APP_TOKEN must begin with xapp-"),
        ({"mode": "http", "signing_secret": " "}, "SLACK_SIGNING_SECRET is not set"),
    ],
)
async def test_settings_that_lack(given: dict[str, str], says: str) -> None:
    settings = {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "signing_secret": SECRET, **given}
    door = SlackDoor(Small().dispatch, now=lambda: pytest.fail("not yet"), seconds=lambda: 0.0, **settings)  # type: ignore[arg-type]
    with pytest.raises(Closed, match=says) as raised:
        await door.run()
    assert raised.value.lasting


async def test_a_token_revoked_while_running(slack: FakeSlack) -> None:
    door = new_door(slack, Small().dispatch, times=HASTE)
    task = asyncio.create_task(door.run())
    await until(lambda: door.ready)
    slack.api.revoked.add(BOT_TOKEN)
    await slack.direct(ANA, "hello")
    with pytest.raises(Closed, match="token_revoked"):
        await asyncio.wait_for(task, 10)
    assert not door.ready


async def test_a_token_revoked_while_nobody_asks(slack: FakeSlack) -> None:
    door = new_door(slack, Small().dispatch, times=replace(HASTE, check=0.05))
    task = asyncio.create_task(door.run())
    await until(lambda: door.ready)
    slack.workspace.fault("auth.test", OVER, OVER, OVER)
    await until(lambda: len(slack.workspace.called("auth.test")) > 5)
    slack.api.revoked.add(BOT_TOKEN)
    with pytest.raises(Closed, match="token_revoked"):
        await task


async def test_socket_mode_that_somebody_switched_off(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_on(slack, "socket") as scene:
        await slack.direct(ANA, "link_disabled")
        await scene.events()
        assert "switched off" not in caplog.text
        slack.workspace.fault("apps.connections.open", *[Fault(error="forbidden_team")] * 4)
        await slack.sockets.say({"type": "disconnect", "reason": "link_disabled", "debug_info": {"host": "wss-1"}})
        await slack.sockets.hang_up(politely=False)
        await until(lambda: not scene.door.ready)
        await until(lambda: scene.door.ready)
        assert await slack.slash(ANA, GENERAL, "/hello")
    assert caplog.text.count("switch on “Enable Socket Mode”") == 1


async def test_an_app_token_revoked_while_running(slack: FakeSlack) -> None:
    door = new_door(slack, Small().dispatch, times=HASTE)
    task = asyncio.create_task(door.run())
    await until(lambda: door.ready)
    slack.api.revoked.add(APP_TOKEN)
    await slack.sockets.hang_up(politely=False)
    with pytest.raises(Closed, match="SLACK_APP_TOKEN"):
        await asyncio.wait_for(task, 10)


def test_the_scopes_of_the_fake_are_those_of_the_manifest() -> None:
    assert set(SCOPES.split(",")) == set(ASKED)
