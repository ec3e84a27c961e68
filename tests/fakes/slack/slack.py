"""A whole Slack on 127.0.0.1: the Web API, Socket Mode, response URLs, and requests over HTTP with their signatures."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import time
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web

from tests.fakes.slack.acts import Acts
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.web_api import Refused, WebApi
from tests.fakes.slack.workspace import Event, Message, ResponseUrl, Shown, View, Workspace, Wrong

SECRET = "fake-signing-secret"
TRIGGER = 3.0
"""Seconds for which a trigger opens a modal."""


class FakeSlack:
    """Use as `async with FakeSlack() as slack`. `bot_url` makes it speak HTTP instead of Socket Mode."""

    def __init__(self, bot_url: str = "") -> None:
        self.workspace = Workspace()
        self.bot_url = bot_url
        self.sockets = Sockets()
        self.acts = Acts(self.workspace)
        self.commands: set[str] | None = None
        """The registered slash commands; None where any will do."""
        self.api = WebApi(self.workspace, lambda: asyncio.get_running_loop().time())

    async def __aenter__(self) -> FakeSlack:
        application = web.Application(client_max_size=2**24)
        application.router.add_routes([*self.api.routes(), web.get("/link", self.sockets.serve)])
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.address = self.api.address = self.acts.address = f"http://{host}:{port}"
        self.api.socket_url = f"ws://{host}:{port}/link?ticket=secret-ticket"
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sockets.close()
        await self._session.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` would be."""
        return f"{self.address}/api/"

    def since(self, place: int) -> list[Event]:
        """What has happened since there were so many events."""
        return self.workspace.events[place:]

    async def slash(self, user: str, channel: str, command: str, text: str = "") -> dict[str, Any] | None:
        """Somebody sends a slash command; what the acknowledgement said, which is shown at once."""
        assert self.commands is None or command in self.commands, f"{command} is not registered"
        self._now()
        answer = await self.send("slash_commands", self.acts.slash(user, channel, command, text))
        if answer:
            self.api.posted(answer, channel, user, None)
        return answer

    async def mention(self, user: str, channel: str, text: str, **more: Any) -> None:
        await self.send("events_api", self.acts.mention(user, channel, text, **more))

    async def direct(self, user: str, text: str, **more: Any) -> None:
        await self.send("events_api", self.acts.direct(user, text, **more))

    async def open_home(self, user: str) -> None:
        await self.send("events_api", self.acts.home(user))

    async def press(self, user: str, seen: Message | View, element: dict[str, Any]) -> None:
        self._now()
        await self.send("interactive", self.acts.press(user, seen, element))

    async def choose(self, user: str, seen: Message | View, element: dict[str, Any], label: str) -> None:
        self._now()
        option = next(one for one in element["options"] if one["text"]["text"] == label)
        await self.send("interactive", self.acts.press(user, seen, element, selected_option=option))

    async def take(self, user: str, seen: Message | View, menu: dict[str, Any], labels: list[str]) -> None:
        """Pick options of a menu of several, of which Slack tells one by one, then press its button."""
        self._now()
        picked = [one for one in menu["options"] if one["text"]["text"] in labels]
        assert len(picked) == len(labels), f"the menu has not all of {labels}"
        for count in range(1, len(picked) + 1):
            await self.send("interactive", self.acts.press(user, seen, menu, selected_options=picked[:count]))
        rows = [block["elements"] for block in seen.blocks if block["type"] == "actions"]
        button = next(one for row in rows for one in row if one.get("value") == menu["action_id"])
        name = menu["action_id"]
        state = {"values": {name: {name: {"type": menu["type"], "selected_options": picked}}}}
        body = self.acts.press(user, seen, button)
        if "view" in body:
            body["view"]["state"] = state
        await self.send("interactive", {**body, "state": state})

    async def submit(self, user: str, view: View, answers: dict[str, str]) -> dict[str, Any] | None:
        """Somebody sends a form; its modal closes, changes, or says what is wrong."""
        self._now()
        answer = await self.send("interactive", self.acts.submit(user, view, answers))
        match (answer or {}).get("response_action", "clear"):
            case "errors":
                assert answer is not None
                assert set(answer["errors"]) <= {block.get("block_id") for block in view.blocks}
                self.workspace.events.append(Wrong(answer["errors"]))
            case "update":
                assert answer is not None
                try:
                    self.api.show(view, answer["view"])
                except Refused as refused:
                    self.workspace.refused.append(str(refused.args))
            case _:
                self.workspace.views.pop(view.id, None)
        return answer

    async def suggest(self, view: View, name: str, partial: str) -> list[str]:
        """The labels that are offered for what somebody has typed."""
        answer = await self.send("interactive", self.acts.suggest(view, name, partial))
        return [one["text"]["text"] for one in answer["options"]] if answer else []

    async def shortcut(self, user: str, callback: str) -> None:
        self._now()
        await self.send("interactive", self.acts.shortcut(user, callback))

    async def message_shortcut(self, user: str, channel: str, callback: str, text: str, /, **more: Any) -> None:
        """`more` are further members of the message."""
        self._now()
        await self.send("interactive", self.acts.message_shortcut(user, channel, callback, text, **more))

    async def send(self, kind: str, payload: Any, envelope: str = "") -> dict[str, Any] | None:
        """Send a request in whichever way the bot is connected; what the acknowledgement said."""
        if not self.bot_url:
            return await self.sockets.request(kind, payload, envelope)
        status, text = await self.post(*encoded(kind, payload))
        assert status == 200, f"the bot answered {status}"
        answer: dict[str, Any] | None = json.loads(text) if text else None
        return answer

    async def post(
        self, body: str, content_type: str, *, secret: str = SECRET, at: float | None = None, **headers: str
    ) -> tuple[int, str]:
        """Post to the bot, signed as Slack signs; the status and text of its answer."""
        timestamp = str(int(time.time() if at is None else at))  # noqa: TID251 - Bolt's own clock checks it
        signed = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
        sent = {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signed}",
            "Content-Type": content_type,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        async with self._session.post(self.bot_url, data=io.BytesIO(body.encode()), headers=sent) as response:
            return response.status, await response.text()

    def _now(self) -> None:
        self.acts.expires = asyncio.get_running_loop().time() + TRIGGER


def encoded(kind: str, payload: Any) -> tuple[str, str]:
    """A request as Slack writes it over HTTP: the body and its type."""
    match kind:
        case "events_api":
            return json.dumps(payload), "application/json"
        case "slash_commands":
            return urlencode(payload), "application/x-www-form-urlencoded"
        case _:
            return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"


__all__ = ["Event", "FakeSlack", "Message", "ResponseUrl", "Shown", "View", "Wrong"]
