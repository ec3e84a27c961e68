"""The bot on Slack, from its tokens to its last answer: what a runner starts, asks whether it is ready, and stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.answering import Answering, Knows, nobody
from bot.adapters.slack.client import OFFICIAL, library_log, new_session, web_client
from bot.adapters.slack.identity import BOT_TOKEN, Identity, Known, identify
from bot.adapters.slack.manifest import PATH, Mode
from bot.adapters.slack.once import Once
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.people import People
from bot.adapters.slack.sending import Sender
from bot.adapters.slack.socket_mode import SocketMode
from bot.adapters.slack.speaking import SlackSpeaker
from bot.adapters.slack.trouble import FAILURES, closing, code
from bot.adapters.slack.turn import Times
from bot.adapters.slack.work import Work
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Closed, Removed, nobody_asks

if TYPE_CHECKING:
    from aiohttp import web

log = logging.getLogger("bot.slack")

APP_TOKEN, SECRET = "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"


class SlackDoor:
    """The bot in one workspace.

    `api_url` is the Web API with its trailing slash; `now` gives a UTC instant, `seconds` a clock that only goes
    forward; `knows` says of whom anything is kept; `removed` is told when
    the bot is removed. In HTTP mode, serve `routes()` as well.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        *,
        bot_token: str,
        app_token: str = "",
        signing_secret: str = "",
        api_url: str = OFFICIAL,
        mode: Mode = "socket",
        now: Callable[[], datetime],
        seconds: Callable[[], float],
        times: Times | None = None,
        knows: Knows = nobody,
        removed: Removed = nobody_asks,
    ) -> None:
        self._dispatch = dispatch
        self._bot_token = bot_token
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._api_url = api_url
        self._mode = mode
        self._now = now
        self._seconds = seconds
        self._times = times or Times()
        self._knows = knows
        self._removed = removed
        self._work = Work()
        self._app: AsyncApp | None = None
        self._socket: SocketMode | None = None
        self._speaker: SlackSpeaker | None = None
        self._paced: SlackSpeaker | None = None
        self._running = False
        self._leaving = asyncio.Event()
        self._left = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether what members ask now would be answered."""
        return self._app is not None and (self._socket is None or self._socket.ready)

    @property
    def speaker(self) -> SlackSpeaker | None:
        """Speaks without being asked, while the bot is connected."""
        return self._speaker if self.ready else None

    @property
    def paced(self) -> SlackSpeaker | None:
        """The same for much at once: waits for its turn under Slack's limits."""
        return self._paced if self.ready else None

    def routes(self) -> Sequence[web.RouteDef]:
        """What HTTP mode listens to; none in Socket Mode, which is spared the 60 ms that importing a server takes."""
        if self._mode != "http":
            return []
        from aiohttp import web

        from bot.adapters.slack.http_mode import HttpMode

        return [web.post(PATH, HttpMode(lambda: self._app, self._work, self._times).handle)]

    async def run(self) -> None:
        """Be on Slack until closed or cancelled. Raises `Closed` with a sentence that says what to do."""
        self._check_settings()
        self._running = True
        self._leaving.clear()
        self._left.clear()
        session = new_session()
        refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        jobs: list[asyncio.Future[Any]] = [
            refused,
            asyncio.create_task(self._leaving.wait()),
            asyncio.create_task(self._stay(session, refused)),
        ]
        try:
            done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            for job in done:
                job.result()
        finally:
            await self._finished(jobs)
            await session.close()
            self._running = False
            self._left.set()

    async def close(self) -> None:
        """Finish what was acknowledged, within some seconds, and leave. Does nothing where `run` doesn't run."""
        if self._running:
            self._leaving.set()
            await self._left.wait()

    async def settled(self) -> bool:
        """Wait until everything that was acknowledged is answered; whether it was in time."""
        return await self._work.settled(self._times.finish)

    def _check_settings(self) -> None:
        secret = (APP_TOKEN, self._app_token) if self._mode == "socket" else (SECRET, self._signing_secret)
        for setting, value in ((BOT_TOKEN, self._bot_token), secret):
            if not value.strip():
                raise Closed(f"{setting} is not set: docs/slack.md says where to find it.", lasting=True)
        for setting, value, start in ((BOT_TOKEN, self._bot_token, "xoxb-"), (APP_TOKEN, self._app_token, "xapp-")):
            if value and not value.strip().startswith(start):
                raise Closed(f"{setting} must begin with {start}: docs/slack.md says where to find it.", lasting=True)

    async def _stay(self, session: ClientSession, refused: asyncio.Future[None]) -> None:
        """Be on Slack until cancelled. Raises `Closed`."""
        api = web_client(self._api_url, session, self._bot_token)
        identity = await identify(api)
        app = self._bolt(identity, api, refused)
        jobs = [asyncio.create_task(self._checking(api))]
        if self._mode == "socket":
            self._socket = SocketMode(app, api, self._app_token, self._work, self._seconds, self._times)
            jobs.append(asyncio.create_task(self._socket.run()))
        self._app = app
        log.info("on Slack, in the workspace %s", identity.team)
        try:
            done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            for job in done:
                job.result()
        finally:
            await _cancelled(jobs)

    def _bolt(self, identity: Identity, api: AsyncWebClient, refused: asyncio.Future[None]) -> AsyncApp:
        def refuse(closed: Closed) -> None:
            if not refused.done():
                refused.set_exception(closed)

        http = self._mode == "http"
        app = AsyncApp(
            name="mlops",
            logger=library_log(),
            client=web_client(self._api_url, api.session, None),  # type: ignore[arg-type]
            authorize=Known(identity, self._bot_token),
            signing_secret=self._signing_secret,
            request_verification_enabled=http,
            ssl_check_enabled=http,
            url_verification_enabled=http,
            attaching_function_token_enabled=False,
        )
        sender = Sender(api, refuse)
        once = web_client(self._api_url, api.session, self._bot_token, patient=False)  # type: ignore[arg-type]
        pace = Pace(self._seconds)
        self._speaker = SlackSpeaker(once, identity.team, refuse, pace)
        self._paced = SlackSpeaker(once, identity.team, refuse, pace, patient=True)
        app.use(
            Answering(
                self._dispatch,
                People(sender.user, identity.team, self._seconds),
                sender,
                self._work,
                Once(),
                self._now,
                team=identity.team,
                team_name=identity.name,
                bot_user=identity.user,
                knows=self._knows,
                removed=self._removed,
            )
        )
        return app

    async def _checking(self, api: AsyncWebClient) -> None:
        """Ask now and then whether Slack still takes the token. Raises `Closed` when it doesn't."""
        while True:
            await asyncio.sleep(self._times.check)
            try:
                await api.auth_test()
            except FAILURES as error:
                if (closed := closing(error, BOT_TOKEN)) is not None:
                    raise closed from None
                log.warning("Slack didn't answer: %s", code(error))

    async def _finished(self, jobs: Sequence[asyncio.Future[Any]]) -> None:
        """Take nothing new, answer what was acknowledged, then let go of everything."""
        self._app = self._speaker = self._paced = None
        if self._socket is not None:
            self._socket.leave()
        await self._work.settled(self._times.finish)
        self._work.abandon()
        await _cancelled(jobs)
        self._socket = None


async def _cancelled(jobs: Sequence[asyncio.Future[Any]]) -> None:
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
