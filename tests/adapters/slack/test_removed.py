"""Slack says when a workspace removes the bot; that is noted, and answers nobody."""

from __future__ import annotations

import logging

import pytest

from bot.adapters.slack.manifest import EVENTS, Mode
from bot.core.chat.scene import Space
from tests.adapters.slack.conftest import scene_on
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import TEAM

REVOKED = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, REVOKED], ids=["uninstalled", "revoked"])
async def test_a_workspace_that_removed_the_bot_is_noted(
    slack: FakeSlack, mode: Mode, event: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    noted: list[Space] = []

    async def removed(space: Space) -> None:
        noted.append(space)

    async with scene_on(slack, mode, removed=removed) as scene:
        await slack.send("events_api", slack.acts.event(event))
        assert await scene.events() == []
        await slack.send("events_api", slack.acts.event({**REVOKED, "tokens": {"oauth": ["U0ANA"], "bot": []}}))
        assert await scene.events() == []
    assert noted == [Space(f"slack:{TEAM}")]
    assert f"removed from the workspace {TEAM}" in caplog.text


def test_the_manifest_asks_to_hear_of_it() -> None:
    assert {"app_uninstalled", "tokens_revoked"} <= set(EVENTS)
