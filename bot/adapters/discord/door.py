"""The door to Discord, for whoever runs the bot: open it, see whether it is ready, close it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.adapters.discord.answering import DEFER_AFTER, Answering
from bot.adapters.discord.client import Client
from bot.adapters.discord.closed import closed
from bot.adapters.discord.events import DiscordEvents
from bot.adapters.discord.library import point_at, quiet
from bot.adapters.discord.speaking import DiscordSpeaker
from bot.adapters.discord.wire import Wire
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Calm, Present, Removed, nobody_asks

API_URL = "https://discord.com/api/v10"
GATEWAY_URL = "wss://gateway.discord.gg/"
FINISHING = 4.0
"""Seconds for answers that were begun when the bot is stopped; a container is killed after 10, all else included."""


class DiscordDoor:
    """The bot on Discord.

    `api_url` is the REST base with its version. `now` gives UTC instants, `seconds` is a clock that only goes forward;
    `defer_after` is after how many seconds a slow answer is announced. `present` and `removed` are told
    where the bot is; `calm` is awaited before the commands are registered.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        *,
        token: str,
        now: Callable[[], datetime],
        seconds: Callable[[], float],
        api_url: str = API_URL,
        gateway_url: str = GATEWAY_URL,
        defer_after: float = DEFER_AFTER,
        present: Present = nobody_asks,
        removed: Removed = nobody_asks,
        calm: Calm = nobody_asks,
    ) -> None:
        self._dispatch = dispatch
        self._token = token
        self._now = now
        self._seconds = seconds
        self._api_url = api_url
        self._gateway_url = gateway_url
        self._defer_after = defer_after
        self._present = present
        self._removed = removed
        self._calm = calm
        self._client: Client | None = None
        self._speaker: DiscordSpeaker | None = None
        self._paced: DiscordSpeaker | None = None
        self._events: DiscordEvents | None = None
        self._leaving: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether every server is heard."""
        return self._client is not None and self._client.ready

    @property
    def speaker(self) -> DiscordSpeaker | None:
        """Speaks without being asked, while the bot is connected."""
        return self._speaker if self.ready else None

    @property
    def paced(self) -> DiscordSpeaker | None:
        """The same for much at once: waits for its turn under Discord's limits."""
        return self._paced if self.ready else None

    @property
    def events(self) -> DiscordEvents | None:
        """Makes Discord's own events, while the bot is connected."""
        return self._events if self.ready else None

    async def run(self) -> None:
        """Stay connected until cancelled or closed. Raises `Closed` where Discord doesn't let the bot in.

        May be called again after it ended.
        """
        point_at(self._api_url, self._gateway_url)
        quiet()
        async with Wire(self._api_url, self._seconds) as wire:
            answering = Answering(wire, self._seconds, self._defer_after)
            client = Client(self._dispatch, answering, self._now, self._present, self._removed, self._calm)
            await client.__aenter__()
            self._client, self._leaving = client, None
            self._speaker = DiscordSpeaker(wire, self._token, client.rights)
            self._paced = DiscordSpeaker(wire, self._token, client.rights, patient=True)
            self._events = DiscordEvents(wire, self._token, client.rights_in)
            # In a task of its own: while discord.py reconnects it swallows the cancellation of whoever runs it.
            connection = asyncio.create_task(client.start(self._token))
            try:
                await asyncio.wait({connection})
            finally:
                await self.close()
                connection.cancel()
                await asyncio.wait({connection})
                self._client = self._speaker = self._paced = self._events = None
        self._ended(connection)

    def _ended(self, connection: asyncio.Task[None]) -> None:
        """Say why the connection ended, where that was not our wish."""
        error = None if connection.cancelled() else connection.exception()
        if isinstance(error, Exception):
            raise closed(error, self._api_url) or error from None

    async def close(self) -> None:
        """Finish what was begun, for a few seconds at most, and disconnect. Then `run` ends."""
        if self._client is not None:
            self._leaving = self._leaving or asyncio.create_task(self._client.leave(FINISHING))
            await asyncio.shield(self._leaving)
