"""The fake Discord's gateway: says hello, identifies, resumes, and sends events that survive a dropped socket."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.discord.people import APPLICATION, SERVER, bot_user, guild

PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
"""Members, presences, message content."""


@dataclass
class Session:
    """One shard's session; it outlives its socket."""

    id: str
    shard: list[int]
    identified: dict[str, Any]
    socket: web.WebSocketResponse | None
    sequence: int = 0
    sent: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=500))

    async def send(self, event: str, data: dict[str, Any]) -> None:
        """An event; while there is no socket it waits for the session to be resumed."""
        self.sequence += 1
        message = {"op": 0, "t": event, "s": self.sequence, "d": data}
        self.sent.append(message)
        if self.socket is not None and not self.socket.closed:
            await self.socket.send_str(json.dumps(message))


class Gateway:
    """All sessions of the bot."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.granted = 0
        """Privileged intents that the application has been granted."""
        self.shards = 1
        self.servers = [SERVER]
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self.resumes = 0
        self.close_next_with: int | None = None
        """A close code for the next connection that identifies."""
        self.heartbeat = 41_250
        """Milliseconds between two heartbeats that it asks for."""
        self.polite = True
        """Whether it closes what the bot closes."""
        self.url = ""
        self._changed = asyncio.Event()
        self._stopped = asyncio.Event()
        self._sockets: set[web.WebSocketResponse] = set()
        self._silent: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket = web.WebSocketResponse(autoclose=self.polite)
        await socket.prepare(request)
        self._sockets.add(socket)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": self.heartbeat}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT and socket not in self._silent:
                await self._hear(socket, json.loads(message.data))
        if not self.polite:
            await self._stopped.wait()
        self._sockets.discard(socket)
        return socket

    async def connected(self, sessions: int = 1, seconds: float = 10.0) -> None:
        """Wait until so many sessions have a socket."""
        async with asyncio.timeout(seconds):
            while sum(1 for one in self.sessions.values() if one.socket and not one.socket.closed) < sessions:
                self._changed.clear()
                await self._changed.wait()

    async def send(
        self, event: str, data: dict[str, Any], server: int | None = None, session: Session | None = None
    ) -> None:
        """An event, to the shard that it belongs to, or to one session where several bots are connected."""
        shard = 0 if server is None else (server >> 22) % self.shards
        newest = next(one for one in reversed(self.sessions.values()) if one.shard[0] == shard)
        await (session or newest).send(event, data)

    async def drop(self, code: int = 4000) -> None:
        """Close all sockets; the sessions live on."""
        for socket in tuple(self._sockets):
            await socket.close(code=code)

    def fall_silent(self) -> None:
        """Answer nothing and deliver nothing any more on the sockets of now, although they look connected."""
        self._silent |= self._sockets
        for session in self.sessions.values():
            session.socket = None

    async def invalidate(self) -> None:
        """Tell all that their sessions are over."""
        for session in self.sessions.values():
            if session.socket is not None:
                await session.socket.send_json({"op": 9, "d": False, "s": None, "t": None})

    async def stop(self) -> None:
        """Close all sockets for good."""
        self._stopped.set()
        for socket in tuple(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _hear(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        match message["op"]:
            case 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, message["d"])
            case 6:
                await self._resume(socket, message["d"])
            case 3:
                pass
            case other:
                raise AssertionError(f"the bot has no reason to send {other}")

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.identifies += 1
        if self.close_next_with is not None:
            code, self.close_next_with = self.close_next_with, None
            await socket.close(code=code)
        elif data["token"] != self.token:
            await socket.close(code=4004)
        elif data["intents"] & PRIVILEGED & ~self.granted:
            await socket.close(code=4014)
        else:
            shard = data.get("shard", [0, 1])
            session = Session(f"session-{self.identifies}", shard, data, socket)
            self.sessions[session.id] = session
            servers = [one for one in self.servers if (one >> 22) % shard[1] == shard[0]]
            ready = {
                "v": 10,
                "user": bot_user(),
                "guilds": [{"id": str(one), "unavailable": True} for one in servers],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": shard,
                "application": {"id": str(APPLICATION), "flags": 0},
            }
            await session.send("READY", ready)
            for one in servers:
                await session.send("GUILD_CREATE", {**guild(one), "unavailable": False})
            self._changed.set()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token:
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        self.resumes += 1
        session.socket = socket
        for message in session.sent:
            if message["s"] > data["seq"]:
                await socket.send_str(json.dumps(message))
        await session.send("RESUMED", {})
        self._changed.set()
