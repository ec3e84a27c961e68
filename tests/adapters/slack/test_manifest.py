"""The manifest: complete, within Slack's limits, and the committed ones never stale."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.adapters.slack.commands import ROOT, short_names
from bot.adapters.slack.manifest import EVENTS, PATH, SCOPES, Mode, manifest
from bot.core.dispatch import Dispatch

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_committed_manifest_is_fresh(dispatch: Dispatch, mode: Mode) -> None:
    path = DOCS / "manifests" / f"slack-{mode}.json"
    made = json.dumps(manifest(dispatch.menu, mode), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made, "renew it: UPDATE_GOLDEN=1 python -m pytest tests/adapters/slack"


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_within_slacks_limits(dispatch: Dispatch, mode: Mode) -> None:
    """The numbers of github.com/slackapi/manifest-schema, schemas/manifest.schema.1.0.0.json."""
    made = manifest(dispatch.menu, mode)
    assert 1 <= len(made["display_information"]["name"]) <= 35
    assert 1 <= len(made["display_information"]["description"]) <= 140
    features = made["features"]
    assert 1 <= len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert 2 <= len(command["command"]) <= 32
        assert command["command"].startswith("/")
        assert 1 <= len(command["description"]) <= 2_000
        assert 1 <= len(command.get("usage_hint", "x")) <= 1_000
        assert command["should_escape"] is True
    for shortcut in features["shortcuts"]:
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert shortcut["type"] in ("message", "global")


def test_every_command_is_there(dispatch: Dispatch) -> None:
    commands = {one["command"]: one for one in manifest(dispatch.menu, "socket")["features"]["slash_commands"]}
    assert list(commands) == [ROOT, *short_names(dispatch.menu)]
    assert commands["/roadmap"]["usage_hint"] == "[overview | phase | skill | milestone | next]"
    assert commands["/ask"]["usage_hint"] == "question"


def test_the_two_modes_differ_in_how_slack_reaches_the_bot(dispatch: Dispatch) -> None:
    socket, http = manifest(dispatch.menu, "socket"), manifest(dispatch.menu, "http", "https://bot.example.com")
    url = f"https://bot.example.com{PATH}"
    assert socket["settings"]["socket_mode_enabled"]
    assert "url" not in json.dumps(socket["features"]["slash_commands"])
    assert not http["settings"]["socket_mode_enabled"]
    assert {command["url"] for command in http["features"]["slash_commands"]} == {url}
    assert http["settings"]["event_subscriptions"]["request_url"] == url
    assert http["settings"]["interactivity"]["request_url"] == url


def test_least_scopes(dispatch: Dispatch) -> None:
    """What each is for stands in SCOPES; test_door.py's fake refuses every call whose scope is missing."""
    assert manifest(dispatch.menu, "socket")["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert "im:history" in SCOPES  # message.im
    assert "app_mentions:read" in SCOPES
    assert set(EVENTS) == {"app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked"}
    assert not any(scope.startswith(("channels:", "groups:", "admin")) for scope in SCOPES)


def test_the_walk_through_explains_every_scope() -> None:
    told = (DOCS / "slack.md").read_text(encoding="utf-8")
    assert all(f"| `{scope}` |" in told for scope in SCOPES)
