"""The Web API, as far as the bot uses it; anything else is an unknown method."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable
from time import monotonic
from typing import Any

from aiohttp import web

from tests.fakes.slack.rules import message_problems, view_problems
from tests.fakes.slack.spec import check
from tests.fakes.slack.workspace import (
    BOT,
    BOT_USER,
    TEAM,
    Fault,
    Message,
    Posted,
    Shown,
    Uploaded,
    View,
    Workspace,
)

BOT_TOKEN, APP_TOKEN = "xoxb-fake-bot-token", "xapp-fake-app-token"
SCOPES = "app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read"
_NEEDS = {
    "users.info": "users:read",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
_ARGUMENTS = {
    "chat.postMessage": "ChatPostMessageArguments",
    "chat.postEphemeral": "ChatPostEphemeralArguments",
    "chat.update": "ChatUpdateArguments",
    "views.open": "ViewsOpenArguments",
    "views.push": "ViewsPushArguments",
    "views.update": "ViewsUpdateArguments",
    "views.publish": "ViewsPublishArguments",
}


class Refused(Exception):
    """Slack's answer is no; the first argument is its word for it."""


class WebApi:
    """Answers calls, and posts to response URLs."""

    def __init__(self, workspace: Workspace, seconds: Callable[[], float]) -> None:
        self.workspace = workspace
        self.seconds = seconds
        self.address = ""
        self.socket_url = ""
        self.scopes = SCOPES
        self.revoked: set[str] = set()
        """Tokens that Slack no longer takes."""
        self.limited = False
        """Whether a channel takes one post a second only, as it does on Slack."""
        self.too_many = 0
        """How often the bot posted faster than that."""
        self._last: dict[str, float] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._called),
            web.post("/respond/{id}", self._responded),
            web.post("/upload/{id}", self._uploaded),
        ]

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            arguments |= await request.json()
        else:
            arguments |= dict(await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.workspace.calls.append((method, arguments))
        del self.workspace.calls[:-2_000]
        if self.limited and method == "chat.postMessage" and (wait := self._wait(arguments["channel"])) > 0:
            self.too_many += 1
            headers = {"Retry-After": str(math.ceil(wait))}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        fault = self._fault(method)
        if fault is not None:
            await asyncio.sleep(fault.wait)
            if fault.done:
                self._done(method, token, arguments)
            if fault.status != 200 or fault.error:
                body = {"ok": False, "error": fault.error or "internal_error", **fault.more}
                return web.json_response(body, status=fault.status, headers=fault.headers)
        return web.json_response(self._done(method, token, arguments), headers={"x-oauth-scopes": self.scopes})

    def _wait(self, channel: str) -> float:
        """Seconds until a channel takes another post."""
        now = monotonic()
        wait = self._last.get(channel, 0.0) + 1 - now
        if wait <= 0:
            self._last[channel] = now
        return wait

    def _fault(self, method: str) -> Fault | None:
        waiting = self.workspace.faults.get(method)
        return waiting.popleft() if waiting else None

    def _done(self, method: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            self._check(method, token, arguments)
            return {"ok": True, **self._handler(method)(arguments)}
        except Refused as refused:
            word, *problems = refused.args
            if word in ("invalid_arguments", "invalid_blocks", "unknown_method", "msg_blocks_too_long"):
                self.workspace.refused.append(f"{method}: {word}: {'; '.join(problems)}")
            needed = {"needed": problems[0], "provided": self.scopes} if word == "missing_scope" else {}
            return {"ok": False, "error": word, **needed}

    def _check(self, method: str, token: str, arguments: dict[str, Any]) -> None:
        if token in self.revoked:
            raise Refused("token_revoked")
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            raise Refused("invalid_auth")
        if (scope := _NEEDS.get(method)) and scope not in self.scopes.split(","):
            raise Refused("missing_scope", scope)
        if method in _ARGUMENTS and (problems := check(arguments, _ARGUMENTS[method])):
            raise Refused("invalid_arguments", *problems)

    def _handler(self, method: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        handler: Callable[[dict[str, Any]], dict[str, Any]] | None = getattr(self, f"_{method.replace('.', '_')}", None)
        if handler is None:
            raise Refused("unknown_method", method)
        return handler

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "team": "Example", "user": "mlops"}

    def _apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": self.socket_url}

    def _users_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        user = self.workspace.people.get(arguments["user"])
        if user is None:
            raise Refused("user_not_found")
        return {"user": user}

    def _conversations_open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if arguments["users"] not in self.workspace.people:
            raise Refused("user_not_found")
        return {"channel": {"id": self.workspace.direct(arguments["users"])}}

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        channel = self._reachable(arguments["channel"])
        if channel in self.workspace.archived:
            raise Refused("is_archived")
        content = {**self._content(arguments), "metadata": arguments.get("metadata")}
        message = self.workspace.post(channel, content, thread=arguments.get("thread_ts"))
        return {"ts": message.ts, "channel": channel}

    def _chat_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self._reachable(arguments["channel"])
        found = [one for one in self.workspace.messages if (one.channel, one.ts) == (channel, arguments["ts"])]
        if not found:
            raise Refused("message_not_found")
        found[0].content = {**found[0].content, **self._content(arguments)}
        self.workspace.events.append(Posted(found[0], replaced=True))
        return {"ts": found[0].ts, "channel": channel}

    def _conversations_history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._read(arguments, None)

    def _conversations_replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._read(arguments, arguments["ts"])

    def _read(self, arguments: dict[str, Any], thread: str | None) -> dict[str, Any]:
        """The messages of a place, the newest first; of a thread, the oldest first, with what it began with."""
        channel, limit = self._reachable(arguments["channel"]), int(arguments["limit"])
        scope = "im:history" if channel[0] == "D" else "channels:history"
        if scope not in self.scopes.split(","):
            raise Refused("missing_scope", scope)
        there = [one for one in self.workspace.messages if one.channel == channel and one.only_for is None]
        there = [one for one in there if (thread in (one.thread, one.ts) if thread else one.thread is None)]
        full = arguments.get("include_all_metadata") in ("1", "true")
        shown = [{"ts": one.ts, "text": one.content["text"], **(_metadata(one) if full else {})} for one in there]
        ordered = shown if thread else shown[::-1]
        return {"messages": ordered[:limit], "has_more": len(ordered) > limit}

    def _conversations_join(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = arguments["channel"]
        if channel not in self.workspace.channels or channel in self.workspace.private:
            raise Refused("method_not_supported_for_channel_type")
        self.workspace.channels[channel] = True
        return {"channel": {"id": channel}}

    def _chat_postEphemeral(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        channel = self._reachable(arguments["channel"])
        content = self._content(arguments)
        return {"message_ts": self.workspace.post(channel, content, arguments["user"], arguments.get("thread_ts")).ts}

    def _views_open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if self.workspace.triggers.pop(arguments["trigger_id"], 0) < self.seconds():
            raise Refused("expired_trigger_id")
        return self._view(arguments["view"], "U0ANY")

    _views_push = _views_open

    def _views_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        view = self.workspace.views.get(arguments["view_id"])
        if view is None:
            raise Refused("not_found")
        self.show(view, arguments["view"])
        return {"view": {"id": view.id}}

    def _views_publish(self, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = self._view(arguments["view"], arguments["user_id"])
        self.workspace.homes[arguments["user_id"]] = self.workspace.views[answer["view"]["id"]]
        return answer

    def _files_getUploadURLExternal(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        one = f"F{self.workspace.number():08}"
        if not arguments["filename"] or int(arguments["length"]) < 1:
            raise Refused("invalid_arguments", "an empty file")
        self.workspace.uploads[one] = (arguments["filename"], b"", arguments.get("alt_txt", ""))
        return {"file_id": one, "upload_url": f"{self.address}/upload/{one}"}

    def _files_completeUploadExternal(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        channel = self._reachable(arguments["channel_id"])
        files = json.loads(arguments["files"])
        for file in files:
            name, data, alt = self.workspace.uploads.pop(file["id"])
            self.workspace.events.append(Uploaded(channel, name, data, alt))
        return {"files": [{"id": file["id"]} for file in files]}

    def _reachable(self, channel: str) -> str:
        """The channel, if the bot may write there; a user's id stands for their direct messages."""
        if channel in self.workspace.people:
            return self.workspace.direct(channel)
        if channel[0] == "D" and f"U{channel[1:]}" in self.workspace.people:
            return channel
        if channel not in self.workspace.channels:
            raise Refused("channel_not_found")
        if not self.workspace.channels[channel]:
            raise Refused("not_in_channel")
        return channel

    def _content(self, arguments: dict[str, Any]) -> dict[str, Any]:
        content = {"text": arguments.get("text"), "blocks": arguments.get("blocks")}
        if problems := message_problems(content):
            raise Refused("msg_blocks_too_long" if "msg_blocks_too_long" in problems else "invalid_blocks", *problems)
        return content

    def _view(self, body: dict[str, Any], user: str) -> dict[str, Any]:
        view = View(f"V{self.workspace.number():08}", user, {})
        self.show(view, body)
        return {"view": {"id": view.id}}

    def show(self, view: View, body: dict[str, Any]) -> None:
        """A view appears or changes. Raises `Refused`."""
        if problems := view_problems(body):
            raise Refused("invalid_arguments", *problems)
        replaced = bool(view.body)
        view.body = body
        self.workspace.views[view.id] = view
        self.workspace.events.append(Shown(view, replaced))

    def posted(self, content: dict[str, Any], channel: str, user: str, replaces: Message | None) -> str | None:
        """What came through an acknowledgement or a response URL appears; what is wrong with it, if anything."""
        if problems := message_problems(content):
            self.workspace.refused += problems
            return "invalid_blocks"
        if content.get("replace_original") is True and replaces is not None:
            replaces.content = content
            self.workspace.events.append(Posted(replaces, replaced=True))
            return None
        kind = content.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            self.workspace.refused.append(f"response_type {kind}")
        self.workspace.post(channel, content, None if kind == "in_channel" else user, content.get("thread_ts"))
        return None

    async def _responded(self, request: web.Request) -> web.Response:
        fault = self._fault("respond")
        if fault is not None:
            await asyncio.sleep(fault.wait)
            if fault.status != 200:
                return web.Response(status=fault.status, headers=fault.headers)
        url = self.workspace.response_urls.get(request.match_info["id"])
        if url is None or url.left == 0:
            return web.Response(status=404, text="used_url")
        content = await request.json()
        self.workspace.calls.append(("respond", content))
        if error := self.posted(content, url.channel, url.user, url.message):
            return web.Response(status=500, text=error)
        url.left -= 1
        return web.Response(text="ok")

    async def _uploaded(self, request: web.Request) -> web.Response:
        one = request.match_info["id"]
        name, _, alt = self.workspace.uploads[one]
        self.workspace.uploads[one] = (name, await request.read(), alt)
        return web.Response(text="OK", content_type="text/plain")


def _metadata(message: Message) -> dict[str, Any]:
    metadata = message.content.get("metadata")
    return {"metadata": metadata} if metadata else {}
