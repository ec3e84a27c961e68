"""Why the connection to Discord ended, in a sentence for whoever runs the bot."""

from __future__ import annotations

import discord
from aiohttp import ClientError

from bot.core.ports.doors import Closed

PORTAL = "https://discord.com/developers/applications"

_TOKEN = (
    f"Discord refuses DISCORD_TOKEN: open {PORTAL}, choose your application → Bot → Reset Token, "
    "and put the new token into .env."
)
_INTENTS = (
    "Discord refuses an intent that this application has not been granted (close code 4014): "
    f"open {PORTAL}, choose your application → Bot → Privileged Gateway Intents, and switch on what is asked for."
)
_CLOSED = {
    4004: _TOKEN,
    4010: "Discord refuses the shard that was asked for (close code 4010); start the bot again.",
    4011: "Discord wants this bot to run in more shards (close code 4011); start the bot again.",
    4012: "Discord no longer speaks this version of its gateway (close code 4012); update discord.py.",
    4013: "Discord doesn't know an intent that was asked for (close code 4013); update discord.py.",
    4014: _INTENTS,
}
_LASTING = (4004, 4012, 4013, 4014)


def closed(error: Exception, api_url: str) -> Closed | None:
    """The sentence for an error of discord.py; None for one that is a mistake of ours."""
    match error:
        case discord.LoginFailure():
            return Closed(_TOKEN, lasting=True)
        case discord.PrivilegedIntentsRequired():
            return Closed(_INTENTS, lasting=True)
        case discord.ConnectionClosed():
            words = _CLOSED.get(error.code, f"Discord closed the connection (close code {error.code}).")
            return Closed(words, lasting=error.code in _LASTING)
        case discord.HTTPException() if error.status == 401:
            return Closed(_TOKEN, lasting=True)
        case discord.HTTPException():
            return Closed(f"Discord at {api_url} answers with HTTP {error.status}.", lasting=False)
        case discord.GatewayNotFound():
            return Closed(f"Discord at {api_url} names no gateway; it may be having trouble.", lasting=False)
        case ClientError() | OSError() | TimeoutError():
            return Closed(
                f"Discord can't be reached at {api_url} ({type(error).__name__}): look at the network and at "
                "DISCORD_API_URL.",
                lasting=False,
            )
        case _:
            return None
