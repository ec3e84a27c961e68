"""Answers on their way to Discord: few tries in quick succession while the first response is due, patient ones later.

discord.py answers interactions too, but it tries again after 1, 3 and 5 seconds, which is past the 3 seconds in which
Discord wants a first response, and it keeps what it sent. The endpoints need no right but the interaction's own token,
so this is all it takes. Addresses: https://docs.discord.com/developers/interactions/receiving-and-responding.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from yarl import URL

from bot import __version__
from bot.adapters.discord.bodies import Body
from bot.adapters.discord.pace import Pace
from bot.adapters.pacing import NotYet

log = logging.getLogger("bot.discord")

FIRST = 2.9
"""Seconds, from hearing of an interaction, until Discord takes no first response any more, less what a way takes."""
LATER = 60.0
"""Seconds in which an answer that was acknowledged is tried again; its token lives for 15 minutes."""
ONE_TRY = ClientTimeout(total=1.5), ClientTimeout(total=10.0)
"""Seconds that one try may take: for a first response, and later."""
PAUSE = 0.15
"""Seconds before the second try; each further pause is twice as long."""
KEPT_OPEN = 60.0
"""Seconds that an idle connection is kept, so that the next answer needs no handshake."""

ALREADY = 40060
"""Discord's code for an interaction that has been acknowledged."""

_AGENT = f"DiscordBot (mlops-roadmap-bot, {__version__})"
_JSON = {"Content-Type": "application/json"}


class NotSent(Exception):
    """Discord didn't take something. `status` is HTTP's, or 0 where no answer came; `code` is Discord's own.

    `wait` is how many seconds Discord asks to wait; `heard` is false where it certainly got nothing to hear.
    """

    def __init__(
        self, status: int, code: int = 0, where: str = "", *, wait: float | None = None, heard: bool = True
    ) -> None:
        super().__init__(f"HTTP {status}, code {code}{f', in {where}' if where else ''}")
        self.status = status
        self.code = code
        self.wait = wait
        self.heard = heard

    @property
    def passing(self) -> bool:
        """Whether it may have been heard, or may be heard later."""
        return self.status == 0 or self.status == 429 or self.status >= 500


class Wire:
    """Sends answers; opened once, closed once. `seconds` is a clock that only goes forward."""

    def __init__(self, api_url: str, seconds: Callable[[], float]) -> None:
        self._api = api_url.rstrip("/")
        self._seconds = seconds
        self._session: ClientSession | None = None
        self._pace = Pace(seconds)

    async def __aenter__(self) -> Wire:
        connector = TCPConnector(limit=0, keepalive_timeout=KEPT_OPEN)
        self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar(), headers={"User-Agent": _AGENT})
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def respond(self, interaction: int, token: str, body: Body, until: float) -> None:
        """The first response, by the instant `until`. Raises `NotSent`."""
        await self._send("POST", f"/interactions/{interaction}/{token}/callback", body, until, ONE_TRY[0])

    async def edit(self, application: str, token: str, body: Body) -> None:
        """Fill or change the first response. Raises `NotSent`."""
        path = f"/webhooks/{application}/{token}/messages/@original?with_components=true"
        await self._send("PATCH", path, body, self._seconds() + LATER, ONE_TRY[1])

    async def follow(self, application: str, token: str, body: Body) -> None:
        """Another message after the first response. Raises `NotSent`."""
        path = f"/webhooks/{application}/{token}?with_components=true"
        await self._send("POST", path, body, self._seconds() + LATER, ONE_TRY[1])

    async def withdraw(self, application: str, token: str) -> None:
        """Take the first response away. Raises `NotSent`."""
        path = f"/webhooks/{application}/{token}/messages/@original"
        await self._send("DELETE", path, None, self._seconds() + LATER, ONE_TRY[1])

    async def call(self, method: str, path: str, token: str, body: Body | None = None, *, patient: bool = False) -> Any:
        """What Discord answers to the bot itself, asked once, by somebody `patient` when it is their turn.

        Raises `NotSent`, also where that turn is far away.
        """
        try:
            began = await self._pace.turn(method, path, patient=patient)
        except NotYet as problem:
            raise NotSent(429, wait=problem.wait, heard=False) from None
        try:
            answer = await self._once(method, path, body, ONE_TRY[1], {"Authorization": f"Bot {token}"}, self._pace)
        finally:
            self._pace.ended(method, path, began)
        try:
            return json.loads(answer)
        except ValueError:
            raise NotSent(0) from None

    async def _send(self, method: str, path: str, body: Body | None, until: float, one_try: ClientTimeout) -> None:
        """Try until `until`, and once in any case: only Discord knows whether it is too late."""
        pause, within = PAUSE, one_try
        while True:
            try:
                await self._once(method, path, body, within, {})
            except NotSent as problem:
                wait = pause if problem.wait is None else problem.wait
                if not problem.passing or self._seconds() + wait >= until:
                    raise
                log.info("Discord didn't take an answer (%s); trying again in %.2f s", problem, wait)
            else:
                return
            await asyncio.sleep(wait)
            pause *= 2
            within = ClientTimeout(total=max(min(one_try.total or 0.0, until - self._seconds()), 0.1))

    async def _once(
        self,
        method: str,
        path: str,
        body: Body | None,
        within: ClientTimeout,
        headers: dict[str, str],
        pace: Pace | None = None,
    ) -> bytes:
        """One try: what Discord answered; `pace` hears of its limits. Raises `NotSent`."""
        if self._session is None:
            raise NotSent(0, heard=False)
        url = URL(self._api + path, encoded=True)
        data, kind = _written(body)
        try:
            async with self._session.request(
                method, url, data=data, headers={**kind, **headers}, timeout=within
            ) as response:
                answer = await response.read()
                header = response.headers.get("Retry-After")
                if pace is not None:
                    wait = _wait(response.status, header, answer)
                    pace.heard(method, path, response.status, response.headers, wait)
                if response.status < 300:
                    return answer
                raise _problem(response.status, answer, header)
        except ClientConnectorError:
            raise NotSent(0, heard=False) from None
        except (ClientError, OSError, TimeoutError):
            raise NotSent(0) from None


def _written(body: Body | None) -> tuple[bytes | FormData | None, dict[str, str]]:
    """A body and its headers; a form is made anew for every try, for it can be read only once."""
    if body is None:
        return None, {}
    if not body.uploads:
        return body.json, _JSON
    form = FormData(quote_fields=False)
    form.add_field("payload_json", body.json.decode(), content_type="application/json")
    for number, upload in enumerate(body.uploads):
        form.add_field(f"files[{number}]", upload.data, filename=upload.name, content_type=upload.media_type)
    return form, {}


def _problem(status: int, answer: bytes, header: str | None) -> NotSent:
    told = _read(answer)
    code = told.get("code")
    return NotSent(
        status,
        code if isinstance(code, int) else 0,
        _where(told.get("errors")),
        wait=_wait(status, header, answer),
        heard=status >= 500,
    )


def _wait(status: int, header: str | None, answer: bytes) -> float | None:
    if status != 429:
        return None
    told = _read(answer).get("retry_after", header)
    with contextlib.suppress(TypeError, ValueError):
        return max(float(told), 0.0)  # type: ignore[arg-type]
    return None


def _read(answer: bytes) -> dict[str, object]:
    try:
        told = json.loads(answer)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _where(errors: object, most: int = 6) -> str:
    """The path to the first field that Discord refuses: never what was in it."""
    path: list[str] = []
    while isinstance(errors, dict) and errors and "_errors" not in errors and len(path) < most:
        name = next(iter(errors))
        path.append(str(name))
        errors = errors[name]
    return ".".join(path)
