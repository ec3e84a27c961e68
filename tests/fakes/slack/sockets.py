"""Socket Mode's other end: sends envelopes, takes acknowledgements, falls silent in every way there is."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.slack.workspace import APP

LONGEST = 20_480
"""Bytes of a frame that Slack takes."""
PATIENCE = 3.0
"""Seconds until a request counts as failed."""


class NotAcknowledged(Exception):
    """The bot didn't acknowledge a request in time: members see “operation_timeout”."""


class Sockets:
    """All open sockets; the newest one is spoken to."""

    def __init__(self) -> None:
        self.open: list[web.WebSocketResponse] = []
        self.opened = 0
        self.says_hello = True
        self.answers_pings = True
        self.deaf = False
        """Whether it delivers nothing, although it looks connected."""
        self.empty_acknowledgements = 0
        self._waiting: dict[str, asyncio.Future[dict[str, Any] | None]] = {}
        self._numbers = itertools.count(1)
        self._changed = asyncio.Event()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One socket, until it closes."""
        socket = web.WebSocketResponse(max_msg_size=LONGEST, autoping=self.answers_pings)
        await socket.prepare(request)
        self.opened += 1
        self.open.append(socket)
        if self.says_hello:
            await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._changed.set()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(frame.data))
        finally:
            self.open.remove(socket)
        return socket

    async def until_opened(self, times: int, within: float = 10) -> None:
        """Wait until so many sockets were opened in all. Raises TimeoutError."""
        while self.opened < times:
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), within)

    def _acknowledged(self, said: dict[str, Any]) -> None:
        assert set(said) <= {"envelope_id", "payload"}, said
        self.empty_acknowledgements += "payload" not in said
        waiting = self._waiting.get(said["envelope_id"])
        if waiting is not None and not waiting.done():
            waiting.set_result(said.get("payload"))

    async def request(self, kind: str, payload: Any, envelope: str = "") -> dict[str, Any] | None:
        """Send an envelope; the acknowledgement's payload. Raises `NotAcknowledged`."""
        envelope = envelope or f"envelope-{next(self._numbers)}"
        waiting: asyncio.Future[dict[str, Any] | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = waiting
        await self.say(
            {
                "type": kind,
                "envelope_id": envelope,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
        )
        try:
            return await asyncio.wait_for(waiting, PATIENCE)
        except TimeoutError:
            raise NotAcknowledged(kind) from None
        finally:
            self._waiting.pop(envelope, None)

    async def say(self, what: Any) -> None:
        """Send anything; a string as it is."""
        if not self.deaf:
            await self.open[-1].send_str(what if isinstance(what, str) else json.dumps(what))

    async def hang_up(self, *, politely: bool) -> None:
        """Ask the bot to reconnect, or drop the connection."""
        if politely:
            await self.say({"type": "disconnect", "reason": "refresh_requested"})
        else:
            for socket in tuple(self.open):
                assert socket._req is not None
                assert socket._req.transport is not None
                socket._req.transport.abort()

    async def close(self) -> None:
        for socket in tuple(self.open):
            await socket.close(code=WSCloseCode.GOING_AWAY)
