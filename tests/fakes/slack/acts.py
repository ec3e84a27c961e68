"""What people do in Slack, as the payloads that Slack makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.slack.workspace import APP, BOT_USER, TEAM, Message, ResponseUrl, View, Workspace

_AT = re.compile(r"@([a-z]+)")


class Acts:
    """Makes payloads. `address` is where response URLs point, `expires` when a trigger given now runs out."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.address = ""
        self.expires = 0.0

    def slash(self, user: str, channel: str, command: str, text: str) -> dict[str, Any]:
        return {
            "token": "deprecated",
            "team_id": TEAM,
            "team_domain": "example",
            "channel_id": channel,
            "channel_name": "directmessage" if channel.startswith("D") else "general",
            "user_id": user,
            "user_name": self._name(user),
            "command": command,
            "text": self.escaped(text),
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._response_url(channel, user, None),
            "trigger_id": self._trigger(),
        }

    def mention(self, user: str, channel: str, text: str, **more: Any) -> dict[str, Any]:
        said = self.escaped(text).replace("@bot", f"<@{BOT_USER}>")
        return self.event({"type": "app_mention", "user": user, "text": said, "channel": channel, **more})

    def direct(self, user: str, text: str, **more: Any) -> dict[str, Any]:
        channel = self.workspace.direct(user)
        event = {"type": "message", "channel_type": "im", "user": user, "text": self.escaped(text), "channel": channel}
        return self.event({**event, **more})

    def home(self, user: str, tab: str = "home") -> dict[str, Any]:
        return self.event({"type": "app_home_opened", "user": user, "channel": "D0HOME", "tab": tab})

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        number = self.workspace.number()
        return {
            "token": "deprecated",
            "team_id": TEAM,
            "api_app_id": APP,
            "type": "event_callback",
            "event_id": f"Ev{number:08}",
            "event_time": 1_700_000_000,
            "event": {"ts": f"1700000000.{number:06}", "event_ts": f"1700000000.{number:06}", **event},
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "enterprise_id": None}],
        }

    def press(self, user: str, seen: Message | View, element: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """A button or, with `selected_option`, a menu."""
        action = {name: element[name] for name in ("type", "action_id", "value", "url") if name in element}
        body: dict[str, Any] = {
            **self._interaction("block_actions", user),
            "actions": [{**action, "block_id": "b1", "action_ts": "1700000000.1", **more}],
        }
        if isinstance(seen, View):
            container = {"type": "view", "view_id": seen.id}
            return {**body, "container": container, "view": {"id": seen.id, **seen.body}}
        place: dict[str, Any] = {
            "type": "message",
            "message_ts": seen.ts,
            "channel_id": seen.channel,
            "is_ephemeral": seen.only_for is not None,
        }
        if seen.thread is not None:
            place["thread_ts"] = seen.thread
        return {
            **body,
            "container": place,
            "channel": {"id": seen.channel, "name": "general"},
            "response_url": self._response_url(seen.channel, user, seen),
        }

    def submit(self, user: str, view: View, answers: Mapping[str, str]) -> dict[str, Any]:
        """A form, filled in as Slack lets people fill it in."""
        inputs = [block for block in view.blocks if block["type"] == "input"]
        unknown = set(answers) - {block["block_id"] for block in inputs}
        assert not unknown, f"the form has no {unknown}"
        values = {block["block_id"]: _filled(block, answers.get(block["block_id"], "")) for block in inputs}
        return {
            **self._interaction("view_submission", user),
            "view": {"id": view.id, "state": {"values": values}, **view.body},
            "response_urls": [],
        }

    def suggest(self, view: View, name: str, partial: str) -> dict[str, Any]:
        body = self._interaction("block_suggestion", "U0ANY")
        del body["trigger_id"]
        return {**body, "action_id": name, "block_id": name, "value": partial, "view": {"id": view.id, **view.body}}

    def shortcut(self, user: str, callback: str) -> dict[str, Any]:
        return {**self._interaction("shortcut", user), "callback_id": callback, "action_ts": "1700000000.1"}

    def message_shortcut(self, user: str, channel: str, callback: str, text: str, /, **more: Any) -> dict[str, Any]:
        return {
            **self._interaction("message_action", user),
            "callback_id": callback,
            "channel": {"id": channel, "name": "general"},
            "message": {"type": "message", "user": user, "ts": "1700000000.1", "text": self.escaped(text), **more},
            "response_url": self._response_url(channel, user, None),
        }

    def escaped(self, text: str) -> str:
        """What somebody types, as Slack hands it on: signs escaped, people as ids."""
        for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            text = text.replace(sign, entity)
        ids = {self._name(user): user for user in self.workspace.people}
        return _AT.sub(lambda at: f"<@{ids[at[1]]}|{at[1]}>" if at[1] in ids else at[0], text)

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        return {
            "type": kind,
            "token": "deprecated",
            "api_app_id": APP,
            "team": {"id": TEAM, "domain": "example"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": user, "username": self._name(user), "name": self._name(user), "team_id": TEAM},
            "trigger_id": self._trigger(),
        }

    def _name(self, user: str) -> str:
        return str(self.workspace.people.get(user, {}).get("name", "somebody"))

    def _trigger(self) -> str:
        trigger = f"trigger.{self.workspace.number()}"
        self.workspace.triggers[trigger] = self.expires
        while len(self.workspace.triggers) > 1_000:
            del self.workspace.triggers[next(iter(self.workspace.triggers))]
        return trigger

    def _response_url(self, channel: str, user: str, message: Message | None) -> str:
        one = f"R{self.workspace.number()}"
        self.workspace.response_urls[one] = ResponseUrl(channel, user, message)
        while len(self.workspace.response_urls) > 1_000:
            del self.workspace.response_urls[next(iter(self.workspace.response_urls))]
        return f"{self.address}/respond/{one}"


def _filled(block: dict[str, Any], text: str) -> dict[str, Any]:
    """One field's part of the state. Fails for what Slack's own form would not let anybody send."""
    element = block["element"]
    kind = element["type"]
    assert text or block.get("optional"), f"{block['block_id']} must be filled in"
    value: dict[str, Any] = {"type": kind}
    match kind:
        case "plain_text_input":
            assert len(text) <= element.get("max_length", 3_000)
            value["value"] = text or None
        case "number_input":
            if text:
                assert int(element["min_value"]) <= int(text) <= int(element["max_value"])
            value["value"] = text or None
        case "static_select":
            found = [one for one in element["options"] if text in (one["value"], one["text"]["text"])]
            assert found or not text, f"{text} isn't offered"
            value["selected_option"] = found[0] if found else None
        case "external_select":
            chosen = {"text": {"type": "plain_text", "text": text or " "}, "value": text}
            value["selected_option"] = chosen if text else None
        case "users_select":
            value["selected_user"] = text or None
        case "conversations_select":
            value["selected_conversation"] = text or None
        case "datepicker":
            value["selected_date"] = text or None
        case "datetimepicker":
            value["selected_date_time"] = int(text) if text else None
        case _:
            raise AssertionError(f"nobody can fill in a {kind}")
    return {element["action_id"]: value}
