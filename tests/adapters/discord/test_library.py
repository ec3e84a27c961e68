"""What is built inside discord.py as this bot expects: a newer version that isn't fails here, not in a server."""

from __future__ import annotations

import logging

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.library import OneLine, hear, message_parameters, point_at


async def test_events_are_parsed_by_functions_that_can_be_replaced() -> None:
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    heard: list[object] = []
    hear(client, heard.append)
    for event in ("READY", "RESUMED", "GUILD_CREATE", "GUILD_DELETE", "INTERACTION_CREATE"):
        assert event in client._connection.parsers
    client._connection.parsers["INTERACTION_CREATE"]({"id": "1"})
    client._connection.parsers["GUILD_CREATE"]({})
    assert heard == [{"id": "1"}]


def test_addresses() -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        point_at("https://proxy.test/api/v10/", "wss://gateway.test/")
        assert Route("GET", "/users/@me").url == "https://proxy.test/api/v10/users/@me"
        assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "wss://gateway.test/"
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def test_a_message_of_raw_components() -> None:
    parameters = message_parameters({"components": []})
    assert (parameters.payload, parameters.files) == ({"components": []}, None)


def test_a_trouble_is_one_line_and_said_once() -> None:
    one_line = OneLine()
    told = (OSError, OSError("a member's address"), None)
    lines = [logging.LogRecord("discord.shard", logging.ERROR, "", 1, "lost %s", (n,), told) for n in range(3)]
    assert [one_line.filter(line) for line in lines] == [True, False, False]
    assert lines[0].getMessage() == "lost 0 (OSError)"
    assert lines[0].exc_info is None
    lines[2].created += 10_000
    assert one_line.filter(lines[2])
    other = logging.LogRecord("discord.shard", logging.ERROR, "", 1, "something else", (), None)
    assert [one_line.filter(line) for line in (other, lines[1])] == [True, True]
