"""Serves the playground's page and carries what happens in it over a WebSocket.

The page sends JSON objects with `do`:

    {"do": "say", "persona": "ana", "channel": "general", "text": "/roadmap 6"}
    {"do": "press", "persona": "ana", "message": 7, "token": "roadmap phase?number=7", "chosen": []}
    {"do": "fill", "persona": "ana", "channel": "general", "token": "plan dates", "filled": {"hours": "8"},
     "message": null}
    {"do": "suggest", "id": 1, "command": "roadmap skill", "parameter": "skill", "partial": "dri"}
    {"do": "wait", "for": "hour"}                      or "day", or "next": until the next thing is due

and hears objects with `event`: `welcome` (once: personas, channels, the menu, all messages so far, the time), `message`
(a new message, or one whose id is already there and which it replaces), `form` and `suggestions`; `time` says what time
it is and when something is due next, and, after a wait, what arrived meanwhile; `trouble` says in one sentence what was
wrong with what it sent.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from aiohttp import WSMsgType, web
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.adapters.playground.nodes import nodes
from bot.adapters.playground.room import CHANNELS, KEPT, PERSONAS, Asked, Event, Message, Room
from bot.adapters.playground.speaking import RoomSpeaker
from bot.adapters.playground.waiting import Span, Waiting
from bot.core.chat.command import Menu, Right
from bot.core.chat.neutral import Json, neutral, option_json, parameter_json
from bot.core.chat.reply import Reply
from bot.core.dispatch import Dispatch
from bot.core.ports.public_address import PublicAddress
from bot.core.schedule.passing import Passing

log = logging.getLogger("bot.playground")

PAGE = Path(__file__).parent / "page"
TRIES = 20
"""How many ports are tried, beginning with the one asked for."""
LARGEST = 64 * 1024
"""Largest thing the page may send, in bytes."""

Payloads = Mapping[str, Callable[[Reply], object]]
"""For each platform by its name: what it would be sent for a reply, as JSON."""

PersonaId = Literal["ana", "ben", "chidi", "devi"]
ChannelName = Literal["general", "study-group", "help", "direct"]


class _Say(BaseModel):
    do: Literal["say"]
    persona: PersonaId
    channel: ChannelName
    text: Annotated[str, Field(min_length=1, max_length=20_000)]


class _Press(BaseModel):
    do: Literal["press"]
    persona: PersonaId
    message: int
    token: str
    chosen: list[str] = []


class _Fill(BaseModel):
    do: Literal["fill"]
    persona: PersonaId
    channel: ChannelName
    token: str
    filled: dict[str, str]
    message: int | None = None


class _Suggest(BaseModel):
    do: Literal["suggest"]
    id: int
    command: str
    parameter: str
    partial: str


class _Wait(BaseModel):
    do: Literal["wait"]
    span: Annotated[Span, Field(alias="for")]


_HEARD: TypeAdapter[_Say | _Press | _Fill | _Suggest | _Wait] = TypeAdapter(
    Annotated[_Say | _Press | _Fill | _Suggest | _Wait, Field(discriminator="do")]
)


class Playground:
    """The page's server over one room; every open tab sees the same chat. With `time`, people may let time pass.

    `routes` are served beside the page; `address` is told where it is, once it is served.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        now: Callable[[], datetime],
        payloads: Payloads | None = None,
        time: Passing | None = None,
        *,
        routes: Sequence[web.RouteDef] = (),
        address: PublicAddress | None = None,
    ) -> None:
        self._dispatch = dispatch
        self._now = now
        self._payloads = payloads or {}
        self._routes = routes
        self.address = address or PublicAddress()
        self._room = Room(dispatch, now, self._tell)
        self.speaker = RoomSpeaker(self._room)
        self._tabs: dict[web.WebSocketResponse, asyncio.Queue[str]] = {}
        self._waiting = Waiting(now, time, self._tell_tabs)

    def application(self) -> web.Application:
        """The routes."""
        application = web.Application(middlewares=[_guard])
        application.router.add_get("/", _index)
        application.router.add_get("/socket", self._socket)
        application.router.add_get("/payloads/{message:[0-9]+}/{platform}", self._payload)
        application.router.add_static("/page", PAGE)
        application.router.add_routes(self._routes)
        application.on_shutdown.append(self._close)
        application.cleanup_ctx.append(self._watching)
        return application

    async def _payload(self, request: web.Request) -> web.Response:
        """What a platform would be sent for one of the bot's messages, exactly."""
        number, platform = int(request.match_info["message"]), request.match_info["platform"]
        reply = next((one.reply for one in self._room.messages if one.id == number), None)
        if reply is None or platform not in self._payloads:
            raise web.HTTPNotFound(text="There is no such message, or no such platform.")
        payload = await asyncio.to_thread(self._payloads[platform], reply)  # the first one imports a library
        return web.json_response(payload)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        tab = web.WebSocketResponse(max_msg_size=LARGEST, heartbeat=30)
        await tab.prepare(request)
        time = await self._waiting.shown()
        await tab.send_json(self._welcome(time))
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._tabs[tab] = queue
        sending = asyncio.create_task(_send(tab, queue))
        try:
            async for received in tab:
                if received.type is WSMsgType.TEXT:
                    await self._hear(received.data, queue)
        finally:
            del self._tabs[tab]
            sending.cancel()
        return tab

    async def _hear(self, data: str, queue: asyncio.Queue[str]) -> None:
        try:
            heard = _HEARD.validate_json(data)
        except ValidationError:
            queue.put_nowait(_trouble("The page sent something I can't read. Reload it."))
            return
        match heard:
            case _Say():
                await self._room.say(heard.persona, heard.channel, heard.text)
            case _Press():
                if not await self._room.press(heard.persona, heard.message, heard.token, heard.chosen):
                    queue.put_nowait(_trouble(f"That message isn't here any more: I keep the last {KEPT}. Ask again."))
            case _Fill():
                await self._room.fill(heard.persona, heard.channel, heard.token, heard.filled, heard.message)
            case _Suggest():
                options = self._dispatch.suggestions(heard.command, heard.parameter, heard.partial, self._now())
                offered = [option_json(option) for option in options]
                queue.put_nowait(json.dumps({"event": "suggestions", "id": heard.id, "options": offered}))
                return
            case _Wait():
                if trouble := await self._waiting.wait(heard.span):
                    queue.put_nowait(_trouble(trouble))
                return
        await self._waiting.look()

    def _tell(self, event: Event) -> None:
        if isinstance(event, Message) and event.unasked:
            self._waiting.take(event)
        self._tell_tabs(_event_json(event))

    def _tell_tabs(self, event: dict[str, Json]) -> None:
        data = json.dumps(event)
        for queue in self._tabs.values():
            queue.put_nowait(data)

    def _welcome(self, time: dict[str, Json]) -> dict[str, Json]:
        personas: list[Json] = [
            {"id": one.id, "name": one.name, "zone": one.zone, "about": one.about, "organiser": one.organiser}
            for one in PERSONAS
        ]
        return {
            "event": "welcome",
            "personas": personas,
            "channels": list(CHANNELS),
            "menu": menu_json(self._dispatch.menu),
            "platforms": list(self._payloads),
            "messages": [_message_json(message) for message in self._room.messages],
            "time": time,
        }

    async def _watching(self, application: web.Application) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._waiting.watch())
        yield
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)

    async def _close(self, application: web.Application) -> None:
        for tab in tuple(self._tabs):
            await tab.close(message=b"the playground has stopped")


def menu_json(menu: Menu) -> list[Json]:
    """Every command as the page completes it: a group's bare word first, then each command."""
    groups = [(group.name, group.about, menu.meant(group.name)) for group in menu.groups]
    return [
        {
            "name": name,
            "about": about,
            "parameters": [parameter_json(parameter) for parameter in command.all_parameters],
            "organisers": command.right is Right.ORGANISER,
        }
        for name, about, command in [*groups, *((command.name, command.about, command) for command in menu)]
        if command is not None
    ]


async def run_playground(playground: Playground, port: int) -> int:
    """Serve on 127.0.0.1 until interrupted; prints the address. The exit status is 1 if no port was free."""
    runner = web.AppRunner(playground.application(), access_log=None)
    await runner.setup()
    try:
        for tried in range(port, port + TRIES):
            try:
                await web.TCPSite(runner, "127.0.0.1", tried).start()
            except OSError:
                continue
            playground.address.url = f"http://127.0.0.1:{tried}"
            print(f"The playground is open: http://127.0.0.1:{tried}  (Ctrl+C closes it)", flush=True)  # noqa: T201
            await asyncio.Event().wait()
        log.error("ports %s to %s on this machine are all taken; choose another with --port", port, port + TRIES - 1)
        return 1
    finally:
        await runner.cleanup()


@web.middleware
async def _guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Only this machine's own pages may talk to the playground, whatever name another page gave to this address."""
    host = request.host.rsplit(":", 1)[0]
    origin = request.headers.get("Origin")
    if host not in ("127.0.0.1", "localhost") or origin not in (None, f"http://{request.host}"):
        raise web.HTTPForbidden(text="The playground answers only pages of this machine.")
    response = await handler(request)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


async def _index(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def _send(tab: web.WebSocketResponse, queue: asyncio.Queue[str]) -> None:
    """Carry a tab's events to it, in their order, until it is gone."""
    try:
        while not tab.closed:
            await tab.send_str(await queue.get())
    except ConnectionError:
        log.debug("a tab went away while it was being told something")


def _trouble(words: str) -> str:
    return json.dumps({"event": "trouble", "words": words})


def _event_json(event: Event) -> dict[str, Json]:
    match event:
        case Message():
            return {"event": "message", "message": _message_json(event)}
        case Asked():
            return {
                "event": "form",
                "persona": event.persona,
                "channel": event.channel,
                "message": event.message,
                "form": neutral(event.form),
            }


def _message_json(message: Message) -> dict[str, Json]:
    return {
        "id": message.id,
        "channel": message.channel,
        "author": message.author,
        "at": message.at.isoformat(),
        "text": message.text,
        "only_for": message.only_for,
        "reply": None if message.reply is None else neutral(message.reply, nodes),
    }
