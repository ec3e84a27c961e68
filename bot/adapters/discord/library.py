"""The few places where discord.py has no setting for what this bot needs, so that its insides are touched only here.

Measured against discord.py 2.7.1; tests/adapters/discord/test_library.py fails when a newer one is built differently.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import MultipartParameters, Route
from yarl import URL

log = logging.getLogger("bot.discord")

TALKATIVE = ("discord.client", "discord.gateway", "discord.http", "discord.shard", "discord.state")
"""discord.py's loggers that write tracebacks for what is only a lost connection."""

SAID_AGAIN = 600.0
"""Seconds after which the same trouble is worth another line."""


def point_at(api_url: str, gateway_url: str) -> None:
    """Use these addresses, for every client of this process: discord.py keeps them in its classes."""
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)


def hear(client: discord.Client, interaction: Callable[[Mapping[str, Any]], None]) -> None:
    """Hand interactions on as Discord sends them, and let other events that cannot be read be logged and skipped.

    discord.py would make objects of all that comes with an interaction (the message with its 40 components, too), of
    which nothing is needed; and a single event that it cannot read would end the connection.
    """
    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers  # noqa: SLF001 - there is no other way in
    parsers["INTERACTION_CREATE"] = interaction
    for event, parse in tuple(parsers.items()):
        parsers[event] = _surviving(event, parse)


async def wanted_shards(client: discord.Client) -> int:
    """In how many shards Discord wants the client to connect; 1 behind a server that cannot tell.

    With the number known, discord.py connects to the address that was set instead of the one that Discord names.
    """
    try:
        told = await client.http.request(Route("GET", "/gateway/bot"))
    except discord.NotFound:
        return 1
    shards = told.get("shards") if isinstance(told, dict) else None
    return shards if isinstance(shards, int) and shards > 0 else 1


def message_parameters(payload: dict[str, Any]) -> MultipartParameters:
    """A message made of raw components for `HTTPClient.send_message`, without a view that would be stored."""
    return MultipartParameters(payload=payload, multipart=None, files=None)


def quiet(loggers: tuple[str, ...] = TALKATIVE) -> None:
    """One line for each trouble of the library instead of a traceback, once in ten minutes.

    Its debug lines hold tokens and members' words, so they are never written, whatever level is set for the rest.
    """
    logging.getLogger("discord").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody talks here
    for name in loggers:
        logger = logging.getLogger(name)
        if not any(isinstance(one, OneLine) for one in logger.filters):
            logger.addFilter(OneLine())


class OneLine(logging.Filter):
    """Drops tracebacks, keeping the kind of error, and drops what was said the last time too."""

    def __init__(self) -> None:
        super().__init__()
        self._last: tuple[str, float] = "", 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is new, or was said long ago."""
        if record.exc_info and record.exc_info[0] is not None:
            record.msg = f"{record.msg} ({record.exc_info[0].__name__})"
            record.exc_info = record.exc_text = None
        (words, said), self._last = self._last, (str(record.msg), record.created)
        return words != record.msg or record.created - said > SAID_AGAIN


def _surviving(event: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    def surviving(data: Any) -> None:
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, the connection goes on
            kind = type(error).__name__  # its message may hold what a member wrote
            log.error("an event of the kind %s could not be read: %s", event, kind)  # noqa: TRY400

    return surviving
