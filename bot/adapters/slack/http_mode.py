"""HTTP mode: Slack posts to an address of the bot's. Bolt checks each signature, and that it is fresh."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp

from bot.adapters.slack.received import Unreadable
from bot.adapters.slack.request import bolt_request
from bot.adapters.slack.trouble import APPS
from bot.adapters.slack.turn import Times, Turn
from bot.adapters.slack.work import Work

log = logging.getLogger("bot.slack")

TIMESTAMP = "X-Slack-Request-Timestamp"
UNSIGNED = 401
"""What Bolt answers to a request whose signature is wrong or old."""


class HttpMode:
    """Handles `POST /slack/events`. `app` gives Bolt, or None while the bot isn't on Slack."""

    def __init__(self, app: Callable[[], AsyncApp | None], work: Work, times: Times) -> None:
        self._app = app
        self._work = work
        self._times = times
        self._told = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """200, with or without an answer; 400 for what can't be read, 401 if not Slack's, 408 if slow, 503 if away."""
        app = self._app()
        if app is None:
            return web.Response(status=503, text="not on Slack at the moment")
        turn = Turn()
        if not request.headers.get(TIMESTAMP, "0").isdecimal():
            return web.Response(status=401)
        try:
            async with asyncio.timeout(self._times.answer):  # Slack sends all of it at once
                body = await request.text()
            asked = bolt_request(turn, body=body, query=request.query_string, headers=dict(request.headers))
        except TimeoutError:
            return web.Response(status=408)
        except (Unreadable, ValueError, LookupError) as problem:  # the last two: letters that cannot be read
            log.warning("a request could not be read: %s", type(problem).__name__)
            return web.Response(status=400)
        answering = asyncio.create_task(app.async_dispatch(asked))
        self._work.keep(answering)
        done, _ = await asyncio.wait({answering}, timeout=self._times.answer)
        if not done:
            turn.late = True
            return web.Response()
        answered = answering.result()
        self._tell(refused=answered.status == UNSIGNED)
        return await to_aiohttp_response(answered)

    def _tell(self, *, refused: bool) -> None:
        """Say once, until it fits again, that the secret may be the wrong one: nothing else would show it."""
        if refused and not self._told:
            log.warning(
                "a request was refused because SLACK_SIGNING_SECRET doesn't fit it: either it wasn't Slack's, or the "
                "secret must be copied again from %s → “Basic Information” → “App Credentials”",
                APPS,
            )
        self._told = refused
