"""The fake Discord: REST and gateway on one local port, people who do things, and faults on demand.

Strict where Discord is: addresses, tokens, deadlines, one first response, limits, and the official description of the
API where it lies beside the checkout.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.discord.allowance import Allowance
from tests.fakes.discord.exchange import Exchange, Posted, Refused
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.limits import command_problems, message_problems
from tests.fakes.discord.people import (
    APPLICATION,
    EVERYBODY,
    IN_CHANNEL,
    PEOPLE,
    Someone,
    Where,
    bot_user,
    channel,
)
from tests.fakes.discord.spec import body_problems

TOKEN = "NzAwMDAwMDAwMDAwMDAwMDAx.test.token"
BODY = 30 * 1024 * 1024
DIRECT_OF = 10_000
"""What is added to somebody's number for that of their channel with the bot."""

Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclass
class Fault:
    """Something that goes wrong with one request."""

    status: int = 500
    code: int = 0
    retry_after: float = 0.0
    after: bool = False
    """Whether the work is done before it goes wrong."""
    hangs: float = 0.0
    """Seconds for which the answer doesn't come."""


class FakeDiscord:
    """A Discord of one application."""

    def __init__(self, *, strict: bool = True, token: str = TOKEN) -> None:
        self.strict = strict
        self.token = token
        self.gateway = Gateway(token)
        self.commands: list[dict[str, Any]] = []
        """What is registered, as the API shows it."""
        self.channels: dict[int, list[Posted]] = {}
        """What the bot posted on its own account."""
        self.calls: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.rights = EVERYBODY
        """What the bot may do in the channels where it is used."""
        self.refused: list[str] = []
        """What the fake refused of itself, as sentences; empty after a good test."""
        self.threads: dict[int, str] = {}
        """The names of threads, by the number that they share with their message."""
        self.directs: dict[int, Someone] = {}
        """With whom the bot has opened which direct channel."""
        self.closed: dict[int, tuple[int, int]] = {}
        """Channels that refuse the bot, with the status and code by which they do."""
        self.deleted: set[int] = set()
        """Channels that are no more."""
        self.allowance: Allowance | None = None
        """The platform's rate limits, where a test wants them."""
        self.events: dict[int, dict[str, Any]] = {}
        """The events of servers, as they are now."""
        self._faults: dict[str, deque[Fault]] = {}
        self._exchanges: dict[str, Exchange] = {}
        self._number = 1_000_000_000_000_000_000
        self._nonces: dict[str, Posted] = {}
        self._changed = asyncio.Event()
        self._tellings: dict[bytes, bytes] = {}

    async def __aenter__(self) -> FakeDiscord:
        application = web.Application(client_max_size=BODY)
        for method, path, name, handler in self._routes():
            application.router.add_route(method, f"/api/v10{path}", self._guarded(name, handler))
        application.router.add_get("/gateway", self.gateway.serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = self.gateway_url
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.stop()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The REST base, with its version."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    def fail(self, call: str, *faults: Fault) -> None:
        """Let the next requests of this name go wrong, one after the other."""
        self._faults.setdefault(call, deque()).extend(faults)

    async def interact(
        self,
        kind: int,
        data: dict[str, Any],
        who: Someone,
        where: Where = IN_CHANNEL,
        source: Posted | None = None,
    ) -> Exchange:
        """Somebody does something; what comes of it shows in the exchange."""
        exchange = self.exchange(kind, who, where, source)
        await self.gateway.send("INTERACTION_CREATE", self.payload(exchange, data), where.server)
        return exchange

    def exchange(self, kind: int, who: Someone, where: Where = IN_CHANNEL, source: Posted | None = None) -> Exchange:
        """An interaction that has not been sent yet."""
        number = self._next()
        now = asyncio.get_running_loop().time()
        exchange = Exchange(number, f"token-of-{number}", kind, who, where, now, source, self.strict)
        self._exchanges[exchange.token] = exchange
        return exchange

    def payload(self, exchange: Exchange, data: dict[str, Any]) -> dict[str, Any]:
        """The event that tells the bot of an interaction."""
        where, who = exchange.where, exchange.who
        shown: dict[str, Any] = {
            "id": str(exchange.id),
            "application_id": str(APPLICATION),
            "type": exchange.kind,
            "token": exchange.token,
            "version": 1,
            "data": data,
            "channel": channel(where),
            "channel_id": str(where.channel),
            "app_permissions": str(self.rights),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(where.server or 0)},
            "context": where.context,
            "attachment_size_limit": 10_485_760,
        }
        if exchange.source is not None:
            assert exchange.source.private_for in (None, who.id), "nobody presses what they cannot see"
            shown["message"] = exchange.source.shown()
        if where.server is None:
            return {**shown, "user": who.user()}
        server = {"id": str(where.server), "locale": "en-US", "features": []}
        return {
            **shown,
            "member": who.member(),
            "guild": server,
            "guild_id": str(where.server),
            "guild_locale": "en-US",
        }

    def forget_nonces(self) -> None:
        """Some minutes pass."""
        self._nonces.clear()

    def forget(self, exchange: Exchange) -> None:
        """Drop an exchange, so that 10,000 of them leave nothing behind."""
        self._exchanges.pop(exchange.token, None)

    async def registered(self, seconds: float = 10.0) -> None:
        """Wait until the bot has looked after its commands."""
        async with asyncio.timeout(seconds):
            while not self.commands:
                self._changed.clear()
                await self._changed.wait()

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _routes(self) -> list[tuple[str, str, str, Handler]]:
        mine = f"/applications/{APPLICATION}/commands"
        hook = f"/webhooks/{APPLICATION}/{{token}}"
        return [
            ("GET", "/users/@me", "me", self._me),
            ("GET", "/oauth2/applications/@me", "application", self._application),
            ("GET", "/gateway/bot", "gateway", self._gateway),
            ("GET", mine, "commands", self._commands),
            ("PUT", mine, "register", self._register),
            ("POST", "/interactions/{id}/{token}/callback", "respond", self._respond),
            ("PATCH", f"{hook}/messages/@original", "edit", self._edit),
            ("DELETE", f"{hook}/messages/@original", "withdraw", self._withdraw),
            ("POST", hook, "follow", self._follow),
            ("POST", "/channels/{channel}/messages", "post", self._post),
            ("GET", "/channels/{channel}/messages", "history", self._history),
            ("PATCH", "/channels/{channel}/messages/{message}", "change", self._change),
            ("POST", "/channels/{channel}/messages/{message}/threads", "thread", self._thread),
            ("POST", "/users/@me/channels", "direct", self._direct),
            ("POST", "/guilds/{guild}/scheduled-events", "event", self._event),
            ("PATCH", "/guilds/{guild}/scheduled-events/{event}", "event change", self._event_change),
        ]

    def _guarded(self, name: str, handler: Handler) -> Handler:
        own_token = name in ("respond", "edit", "withdraw", "follow")

        async def guarded(request: web.Request) -> web.Response:
            self.calls[name] += 1
            self.agents.add(request.headers.get("User-Agent", ""))
            if not own_token and request.headers.get("Authorization") != f"Bot {self.token}":
                return _json({"message": "401: Unauthorized", "code": 0}, 401)
            headers: dict[str, str] = {}
            if self.allowance is not None and not own_token:
                refusal = self.allowance.asked(name, request.match_info.get("channel", ""))
                if refusal is not None:
                    return refusal
                headers = self.allowance.headers(name, request.match_info.get("channel", ""))
            waiting = self._faults.get(name)
            fault = waiting.popleft() if waiting else None
            if fault is not None and not fault.after:
                return await _fails(fault)
            try:
                response = await handler(request)
            except Refused as refusal:
                if refusal.status == 400 and refusal.body["code"] == 50035:
                    self.refused.append(str(refusal))
                return _json(refusal.body, refusal.status)
            except Exception as error:
                self.refused.append(f"the fake itself failed: {error!r}")
                raise
            response.headers.update(headers)
            return response if fault is None else await _fails(fault)

        return guarded

    async def _me(self, request: web.Request) -> web.Response:
        return _json({**bot_user(), "mfa_enabled": False, "verified": True, "locale": "en-US", "flags": 0})

    async def _application(self, request: web.Request) -> web.Response:
        shown = {
            "id": str(APPLICATION),
            "name": "roadmap",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "00",
            "flags": 0,
            "owner": bot_user(),
            "team": None,
        }
        return _json(shown)

    async def _gateway(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        # An address that nobody may use: the setting counts.
        return _json({"url": "wss://127.0.0.1:9/", "shards": self.gateway.shards, "session_start_limit": limit})

    async def _commands(self, request: web.Request) -> web.Response:
        return _json(self.commands)

    async def _register(self, request: web.Request) -> web.Response:
        body = await request.json()
        found = [*body_problems("put", "/applications/{application_id}/commands", body), *command_problems(body)]
        if found:
            raise Refused(400, 50035, "Invalid Form Body", found)
        self.commands = [self._registered(one) for one in body]
        self._changed.set()
        return _json(self.commands)

    def _registered(self, command: dict[str, Any]) -> dict[str, Any]:
        """A command as the API shows it, with everything that Discord adds."""
        return {
            "id": str(self._next()),
            "application_id": str(APPLICATION),
            "version": str(self._next()),
            "default_member_permissions": None,
            "description": "",
            "dm_permission": True,
            "nsfw": False,
            "name_localizations": None,
            "description_localizations": None,
            **command,
            "contexts": sorted(command["contexts"], reverse=True),
        }

    async def _respond(self, request: web.Request) -> web.Response:
        exchange = self._exchanges.get(request.match_info["token"])
        if exchange is None or str(exchange.id) != request.match_info["id"]:
            raise Refused(404, 10062, "Unknown interaction")
        if not self.strict:  # for measuring: reading what came is no work of the bot
            exchange.take(await request.read())
            if request.query.get("with_response") not in ("1", "true"):
                return web.Response(status=204)
            return self._told(exchange)
        body, uploads = await _body(request)
        exchange.respond(body, uploads, self._next(), asyncio.get_running_loop().time())
        if request.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        shown: dict[str, Any] = {"interaction": {"id": str(exchange.id), "type": exchange.kind}}
        if exchange.original is not None:
            shown["resource"] = {"type": body["type"], "message": exchange.original.shown()}
        return _json(shown)

    def _told(self, exchange: Exchange) -> web.Response:
        """What Discord tells of a first response that it was asked about; made once for each that is the same."""
        if (data := self._tellings.get(exchange.raw)) is None:
            body = json.loads(exchange.raw)
            posted = Posted(self._next(), exchange.where, body["data"])
            shown = {
                **posted.shown(),
                **{name: body["data"][name] for name in ("content", "embeds") if name in body["data"]},
            }
            told = {
                "interaction": {"id": str(exchange.id), "type": exchange.kind},
                "resource": {"type": body["type"], "message": shown},
            }
            data = self._tellings[exchange.raw] = json.dumps(told).encode()
        return web.Response(body=data, headers={"Content-Type": "application/json"})

    async def _edit(self, request: web.Request) -> web.Response:
        exchange = self._hooked(request)
        body, uploads = await _body(request)
        exchange.edit(body, uploads)
        assert exchange.last is not None
        return _json(exchange.last.shown())

    async def _withdraw(self, request: web.Request) -> web.Response:
        self._hooked(request).withdraw()
        return web.Response(status=204)

    async def _follow(self, request: web.Request) -> web.Response:
        exchange = self._hooked(request)
        body, uploads = await _body(request)
        return _json(exchange.follow(body, uploads, self._next()).shown())

    async def _post(self, request: web.Request) -> web.Response:
        number = self._open_to_bot(request)
        body, uploads = await _body(request)
        found = (
            [
                *body_problems("post", "/channels/{channel_id}/messages", body),
                *message_problems(body, list(uploads)),
            ]
            if self.strict
            else []
        )
        if found:
            raise Refused(400, 50035, "Invalid Form Body", found)
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        if nonce is not None and nonce in self._nonces:
            return _json(self._nonces[nonce].shown())
        posted = Posted(self._next(), Where(number), body, uploads)
        self.channels.setdefault(number, []).append(posted)
        if nonce is not None:
            self._nonces[nonce] = posted
        return _json(posted.shown())

    async def _history(self, request: web.Request) -> web.Response:
        number, limit = self._open_to_bot(request), int(request.query["limit"])
        assert 1 <= limit <= 100
        newest = [one.shown() for one in reversed(self.channels.get(number, []))][:limit]
        return _json([{name: value for name, value in one.items() if name != "nonce"} for one in newest])

    async def _change(self, request: web.Request) -> web.Response:
        message = self._message(request)
        body, uploads = await _body(request)
        found = [
            *body_problems("patch", "/channels/{channel_id}/messages/{message_id}", body),
            *message_problems(body, list(uploads)),
        ]
        if found:
            raise Refused(400, 50035, "Invalid Form Body", found)
        message.data, message.uploads = body, uploads
        message.changes += 1
        return _json(message.shown())

    async def _thread(self, request: web.Request) -> web.Response:
        message = self._message(request)
        body = await request.json()
        found = body_problems("post", "/channels/{channel_id}/messages/{message_id}/threads", body)
        if found:
            raise Refused(400, 50035, "Invalid Form Body", found)
        if message.id in self.threads:
            raise Refused(400, 160004, "A thread has already been created for this message")
        self.threads[message.id] = body["name"]
        return _json({**channel(Where(message.id, 11)), "name": body["name"]})

    async def _direct(self, request: web.Request) -> web.Response:
        body = await request.json()
        if found := body_problems("post", "/users/@me/channels", body):
            raise Refused(400, 50035, "Invalid Form Body", found)
        who = int(body["recipient_id"])
        someone = next((one for one in PEOPLE.values() if one.id == who), None)
        if someone is None:
            raise Refused(400, 10013, "Unknown User")
        number = who + DIRECT_OF
        self.directs[number] = someone
        return _json({**channel(Where(number, 1, None, 1)), "recipients": [someone.user()]})

    async def _event(self, request: web.Request) -> web.Response:
        body = await request.json()
        if found := body_problems("post", "/guilds/{guild_id}/scheduled-events", body):
            raise Refused(400, 50035, "Invalid Form Body", found)
        number = self._next()
        self.events[number] = {**body, "status": 1}
        return _json({**body, "id": str(number), "guild_id": request.match_info["guild"], "status": 1})

    async def _event_change(self, request: web.Request) -> web.Response:
        number, body = int(request.match_info["event"]), await request.json()
        if number not in self.events:
            raise Refused(404, 10070, "Unknown Guild Scheduled Event")
        path = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"
        if found := body_problems("patch", path, body):
            raise Refused(400, 50035, "Invalid Form Body", found)
        self.events[number] |= body
        return _json({**self.events[number], "id": str(number)})

    def _open_to_bot(self, request: web.Request) -> int:
        """The channel's number. Raises `Refused` where the bot may not do that there, or there is none."""
        number = int(request.match_info["channel"])
        if number in self.closed:
            status, code = self.closed[number]
            raise Refused(status, code, "No")
        if number in self.deleted or (number > 10**18 and number not in self.threads):
            raise Refused(404, 10003, "Unknown Channel")
        return number

    def _message(self, request: web.Request) -> Posted:
        number = int(request.match_info["message"])
        found = [one for one in self.channels.get(self._open_to_bot(request), []) if one.id == number]
        if not found or found[0].deleted:
            raise Refused(404, 10008, "Unknown Message")
        return found[0]

    def _hooked(self, request: web.Request) -> Exchange:
        exchange = self._exchanges.get(request.match_info["token"])
        if exchange is None:
            raise Refused(404, 10015, "Unknown Webhook")
        return exchange


async def _body(request: web.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The JSON of a request, and the files that came with it."""
    if not request.content_type.startswith("multipart/"):
        return json.loads(await request.read()), {}
    body: dict[str, Any] = {}
    uploads: dict[str, bytes] = {}
    form = await request.post()
    for name, part in form.items():
        if name == "payload_json":
            body = json.loads(part if isinstance(part, str | bytes | bytearray) else b"")
        else:
            assert isinstance(part, web.FileField)
            assert name == f"files[{len(uploads)}]"
            uploads[part.filename] = part.file.read()
    return body, uploads


async def _fails(fault: Fault) -> web.Response:
    if fault.hangs:
        await asyncio.sleep(fault.hangs)
    if fault.status == 429:
        body = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": False}
        return _json(body, 429, {"Via": "1.1 google", "Retry-After": str(fault.retry_after)})
    return _json({"message": "fails on demand", "code": fault.code}, fault.status)


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A response whose content type discord.py recognises: it wants no character set behind it."""
    data = json.dumps(body).encode()
    return web.Response(body=data, status=status, headers={"Content-Type": "application/json", **(headers or {})})
