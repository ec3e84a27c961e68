"""Socket Mode: Slack speaks through a WebSocket that the bot opens, so that no address of the bot need be public.

The library reconnects when Slack asks for it or the network drops. What it doesn't notice is noticed here: a socket
that never said hello, that it fails to mend, or that is connected and hears nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientWebSocketResponse, WSMessage
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.limits import FRAME
from bot.adapters.slack.once import Once
from bot.adapters.slack.received import Unreadable
from bot.adapters.slack.request import bolt_request
from bot.adapters.slack.trouble import APPS, FAILURES, closing, code
from bot.adapters.slack.turn import Times, Turn
from bot.adapters.slack.work import Work

log = logging.getLogger("bot.slack")

SETTING = "SLACK_APP_TOKEN"
_OFF = "link_disabled"
"""The reason with which Slack disconnects where somebody switched Socket Mode off."""
_UNSENT = (ConnectionError, ClientError, RuntimeError, AttributeError)
"""What sending through a socket raises that is closing or closed."""


@dataclass(slots=True, eq=False)
class _Connection:
    """One client, and when it last heard from Slack."""

    client: SocketModeClient
    heard: float
    greeted: asyncio.Event = field(default_factory=asyncio.Event)
    session: ClientWebSocketResponse | None = None
    """The WebSocket that said hello; the client changes it when it reconnects."""

    @property
    def greeted_now(self) -> bool:
        """Whether the client's socket of now is the one that said hello, and is open."""
        return self.session is not None and self.session is self.client.current_session and not self.session.closed


class SocketMode:
    """Keeps a socket open and hands what arrives to Bolt. `seconds` is a clock that only goes forward."""

    def __init__(
        self,
        app: AsyncApp,
        api: AsyncWebClient,
        app_token: str,
        work: Work,
        seconds: Callable[[], float],
        times: Times,
    ) -> None:
        self._app = app
        self._api = api
        self._app_token = app_token
        self._work = work
        self._seconds = seconds
        self._times = times
        self._once = Once()
        self._running: set[str] = set()
        self._connection: _Connection | None = None
        self._leaving = False

    @property
    def ready(self) -> bool:
        """Whether Slack has said hello on the socket that is in use, and it is open."""
        one = self._connection
        return one is not None and not one.client.closed and one.greeted_now

    async def run(self) -> None:
        """Stay connected until cancelled. Raises `Closed` when Slack refuses the app-level token."""
        pause, trouble = self._times.again, ""
        try:
            while True:
                try:
                    connection = await self._opened()
                except FAILURES as error:
                    if (closed := closing(error, SETTING)) is not None:
                        raise closed from None
                    if code(error) != trouble:
                        log.warning("Slack cannot be reached (%s): trying again until it can", code(error))
                    trouble = code(error)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, self._times.again_most)
                    continue
                pause, trouble = self._times.again, ""
                before, self._connection = self._connection, connection
                if before is not None:
                    await before.client.close()  # type: ignore[no-untyped-call]
                log.info("connected to Slack")
                if await self._lost(connection):
                    log.warning("the connection to Slack was lost: opening another")
                else:
                    log.info("Slack has been silent for long: opening another connection")
        finally:
            if self._connection is not None:
                await self._connection.client.close()  # type: ignore[no-untyped-call]

    def leave(self) -> None:
        """Take nothing new any more; Slack sends events that nobody acknowledged again, later."""
        self._leaving = True

    async def _opened(self) -> _Connection:
        """A new connection that has said hello. Raises one of `FAILURES`."""
        client = SocketModeClient(
            self._app_token, logger=self._api.logger, web_client=self._api, ping_interval=self._times.ping
        )
        connection = _Connection(client, self._seconds())

        async def heard(_: AsyncBaseSocketModeClient, message: dict[str, Any], __: str | None = None) -> None:
            connection.heard = self._seconds()
            if message.get("type") == "hello":
                connection.session = client.current_session
                connection.greeted.set()

        async def told(frame: WSMessage) -> None:
            """What the library keeps to itself."""
            if _OFF in frame.data and _switched_off(frame.data):
                log.warning(
                    "Slack says that Socket Mode is switched off: open %s → your app → “Socket Mode”, and switch on "
                    "“Enable Socket Mode”. I go on trying.",
                    APPS,
                )

        client.message_listeners.append(heard)
        client.on_message_listeners.append(told)
        client.socket_mode_request_listeners.append(self._request)  # type: ignore[arg-type]
        try:
            client.wss_uri = await client.issue_new_wss_url()
            async with asyncio.timeout(self._times.hello):
                await client.connect()  # type: ignore[no-untyped-call]
                await connection.greeted.wait()
        except BaseException:
            await client.close()  # type: ignore[no-untyped-call]
            raise
        return connection

    async def _lost(self, connection: _Connection) -> bool:
        """Wait until the connection is no longer any good; False where it may be, but has been silent for long."""
        client, times = connection.client, self._times
        away: float | None = None
        while True:
            await asyncio.sleep(times.beat)
            now = self._seconds()
            receiving = client.message_receiver is not None and not client.message_receiver.done()
            if receiving and connection.greeted_now and await client.is_connected():
                away = None
            else:
                away = now if away is None else away
            if away is not None and now - away >= times.hello:
                return True
            if now - connection.heard >= times.quiet:
                return False

    async def _request(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        """One envelope: acknowledged in time, and handled once however often it comes."""
        envelope: object = request.envelope_id
        if not isinstance(envelope, str):
            log.warning("a request could not be read: nothing to acknowledge it by")
            return
        if self._leaving or envelope in self._running:
            return  # the first one is still answered, and that acknowledges both
        turn = Turn()
        if not self._once.first(envelope):
            await self._acknowledge(client, envelope, "", turn)
            return
        try:
            asked = bolt_request(turn, mode="socket_mode", body=request.payload, headers=build_headers(request))
        except Unreadable as problem:
            log.warning("a request could not be read: %s", problem)
            await self._acknowledge(client, envelope, "", turn)
            return
        self._running.add(envelope)
        self._work.keep(asyncio.current_task())
        timer = asyncio.get_running_loop().call_later(self._times.answer, self._late, client, envelope, turn)
        try:
            answered = await self._app.async_dispatch(asked)
        finally:
            timer.cancel()
            self._running.discard(envelope)
        if not turn.late:
            await self._acknowledge(client, envelope, answered.body if answered.status == 200 else "", turn)

    def _late(self, client: SocketModeClient, envelope: str, turn: Turn) -> None:
        turn.late = True
        self._work.start(self._acknowledge(client, envelope, "", turn))

    async def _acknowledge(self, client: SocketModeClient, envelope: str, body: str, turn: Turn) -> None:
        """Send the acknowledgement; where the answer in it is too long or doesn't get through, send it otherwise."""
        empty = f'{{"envelope_id": {json.dumps(envelope)}}}'
        frame = f'{empty[:-1]}, "payload": {body}}}' if body else empty
        whole = len(frame) < FRAME // 4 or len(frame.encode()) < FRAME
        try:
            await client.send_message(frame if whole else empty)
        except _UNSENT as error:
            log.warning("an acknowledgement could not be sent: %s", type(error).__name__)
            whole = False
        if body and not whole and turn.otherwise is not None:
            self._work.start(turn.otherwise())


def _switched_off(frame: str) -> bool:
    with contextlib.suppress(ValueError, RecursionError):
        said = json.loads(frame)
        return isinstance(said, dict) and said.get("type") == "disconnect" and said.get("reason") == _OFF
    return False
