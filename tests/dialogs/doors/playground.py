"""The playground, over its own WebSocket on this machine."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, web

from bot.adapters.playground.server import Playground
from bot.adapters.playground.speaking import RoomSpeaker
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import CHANNEL, now
from tests.dialogs.language import Arrival, Seen


class PlaygroundDoor:
    """A page without a page: sends what the page sends and keeps the messages that it hears."""

    platform = "playground"

    def __init__(self, dispatch: Dispatch) -> None:
        self._playground = Playground(dispatch, now)
        self._unasked: list[tuple[dict[str, Any], bool]] = []
        """What the bot said of its own accord beside an answer, and whether it changed an earlier message."""
        self._messages: dict[int, dict[str, Any]] = {}
        self._last: dict[str, Any] = {}
        self._channel = CHANNEL

    async def __aenter__(self) -> PlaygroundDoor:
        self._runner = web.AppRunner(self._playground.application())
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self._session = ClientSession()
        self._socket: ClientWebSocketResponse = await self._session.ws_connect(f"http://127.0.0.1:{port}/socket")
        assert (await self._socket.receive_json())["event"] == "welcome"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()
        await self._session.close()
        await self._runner.cleanup()

    @property
    def speaker(self) -> RoomSpeaker:
        """The playground's."""
        return self._playground.speaker

    async def arrived(self) -> list[Arrival]:
        """What the page heard since; its own question is answered after everything that was told before."""
        await self._socket.send_json(
            {"do": "suggest", "id": 0, "command": "help", "parameter": "command", "partial": "x"}
        )
        while (heard := await asyncio.wait_for(self._socket.receive_json(), 10))["event"] != "suggestions":
            self._unasked.append((heard, self._keep(heard)))
        found, self._unasked = self._unasked, []
        return [self._arrival(heard, changed) for heard, changed in found]

    def _arrival(self, heard: dict[str, Any], changed: bool) -> Arrival:
        message = heard["message"]
        channel, reader = message["channel"], message["only_for"]
        assert message["author"] == "bot"

        def turn_to() -> None:
            self._last, self._channel = heard, channel

        where = f"for {reader}" if reader else "in the channel" if channel == CHANNEL else f"in {channel}"
        return Arrival(where, self._seen(message, reader, changed), turn_to)

    def _keep(self, heard: dict[str, Any]) -> bool:
        """Keep a message; whether it takes the place of another."""
        message = heard["message"]
        known = message["id"] in self._messages
        self._messages[message["id"]] = message
        return known

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        self._channel = "direct" if direct else CHANNEL
        said = line if direct or line.startswith("/") else f"@bot {line}"
        return await self._do({"do": "say", "persona": who, "channel": self._channel, "text": said}, who)

    async def presses(self, who: str, label: str) -> Seen:
        buttons = [one for block in self._blocks("buttons") for one in block["buttons"]]
        token = next(one["token"] for one in buttons if one["label"] == label)
        return await self._press(who, token, [])

    async def chooses(self, who: str, option: str, menu: str) -> Seen:
        select = next(block for block in self._blocks("select") if block["label"] == menu)
        labels = option.split(" + ")
        assert select["many"] or len(labels) == 1
        values = [next(one["value"] for one in select["options"] if one["label"] == label) for label in labels]
        return await self._press(who, select["token"], values)

    async def fills(self, who: str, answers: dict[str, str]) -> Seen:
        form = self._last
        sent = {"do": "fill", "persona": who, "channel": self._channel, "message": form["message"]}
        return await self._do({**sent, "token": form["form"]["token"], "filled": answers}, who)

    async def _press(self, who: str, token: str, chosen: list[str]) -> Seen:
        message = self._last["message"]["id"]
        return await self._do(
            {"do": "press", "persona": who, "message": message, "token": token, "chosen": chosen}, who
        )

    def _blocks(self, kind: str) -> list[dict[str, Any]]:
        return [block for block in self._last["message"]["reply"]["blocks"] if block["block"] == kind]

    async def _do(self, what: dict[str, Any], who: str) -> Seen:
        await self._socket.send_json(what)
        while True:
            heard = await asyncio.wait_for(self._socket.receive_json(), 10)
            if heard["event"] == "form":
                assert heard["persona"] == who
                self._last = heard
                names = tuple(question["name"] for question in heard["form"]["questions"])
                return Seen(heard["form"]["title"], heard["form"]["words"], True, False, form=names)
            assert heard["event"] == "message", heard
            message, known = heard["message"], self._keep(heard)
            if known and message["only_for"] is None:  # no answer takes the place of what everybody sees
                self._unasked.append((heard, known))
            elif message["author"] == "bot":
                self._last = heard
                return self._seen(message, who, known)

    def _seen(self, message: dict[str, Any], who: str | None, replaced: bool) -> Seen:
        reply = message["reply"]
        assert message["only_for"] in (None, who)
        blocks = reply["blocks"]
        return Seen(
            title=reply["title"],
            text=_words(blocks),
            private=message["only_for"] is not None,
            replaced=replaced,
            buttons=tuple(one["label"] for block in blocks if block["block"] == "buttons" for one in block["buttons"]),
            menus=tuple(block["label"] for block in blocks if block["block"] == "select"),
            files=tuple(block["name"] for block in blocks if block["block"] == "file"),
        )


def _words(value: Any) -> str:
    """All words of a reply's JSON, in their order, as a reader would meet them."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        separator = "" if value and isinstance(value[0], dict) and value[0].get("node") in _INLINE else "\n"
        return separator.join(_words(part) for part in value)
    if isinstance(value, dict):
        hidden = ("node", "block", "token", "data", "media_type", "style", "url", "language", "main", "start", "value")
        return "\n".join(_words(part) for name, part in value.items() if name not in hidden)
    return ""


_INLINE = ("words", "strong", "emphasis", "code", "link", "break")
