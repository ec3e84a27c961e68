"""Discord's own events, which stand beside the bot's announcements and remind people on their devices.

They are "external" ones, which need no voice channel: https://docs.discord.com/developers/resources/guild-scheduled-event.
Discord makes no series of them for bots, so each date is one of its own; a server holds a hundred at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.adapters.discord import sizes
from bot.adapters.discord.bodies import Body, written
from bot.adapters.discord.permissions import CREATE_EVENTS, how_to_grant_server, missing
from bot.adapters.discord.wire import NotSent, Wire
from bot.core.chat.scene import Space
from bot.core.ports.native_events import NativeEvent
from bot.core.ports.speaker import Gone, NotPosted

GUILD_ONLY, EXTERNAL, CANCELLED = 2, 3, 4
NAME, ABOUT, PLACE = 100, 1_000, 100
"""Longest texts of an event, in characters."""
_UNKNOWN, _FULL = 10070, 30038
_FORBIDDEN = (50001, 50013)


class DiscordEvents:
    """`NativeEvents` for Discord. `rights` tells what the bot may do in a server, as permission bits, where known."""

    def __init__(self, wire: Wire, token: str, rights: Callable[[int], int | None]) -> None:
        self._wire = wire
        self._token = token
        self._rights = rights

    async def put(self, space: Space, event: NativeEvent, reference: str = "") -> str:
        """Make an event, or change one. Raises `Gone` or `NotPosted`."""
        server, body = _number(space), _body(event)
        if not reference:
            answer = await self._call("POST", f"/guilds/{server}/scheduled-events", server, body)
            if not isinstance(answer, dict) or not str(answer.get("id")).isdigit():
                raise NotPosted("Discord had trouble; I try again by myself.", unsure=True)
            return f"discord:{answer['id']}"
        number = reference.partition(":")[2]
        await self._call("PATCH", f"/guilds/{server}/scheduled-events/{number}", server, body)
        return reference

    async def cancel(self, space: Space, reference: str) -> None:
        """Let an event not take place. Raises `NotPosted`."""
        server, number = _number(space), reference.partition(":")[2]
        try:
            await self._call("PATCH", f"/guilds/{server}/scheduled-events/{number}", server, {"status": CANCELLED})
        except Gone:
            return

    async def _call(self, method: str, path: str, server: str, body: dict[str, object]) -> Any:
        try:
            return await self._wire.call(method, path, self._token, Body(written(body)))
        except NotSent as problem:
            raise self._not_posted(problem, server) from None

    def _not_posted(self, problem: NotSent, server: str) -> NotPosted:
        """What happened, and the remedy."""
        if problem.code == _UNKNOWN:
            return Gone("The event was deleted on Discord.")
        if problem.code in _FORBIDDEN or problem.status == 403:
            bits = self._rights(int(server))
            names = [] if bits is None else missing(bits, CREATE_EVENTS)
            return NotPosted(f"I may not make events on Discord. {how_to_grant_server(names)}", lasting=True)
        if problem.code == _FULL:
            words = "Discord takes no more events in that server: it holds 100 at a time. Remove some that are over."
            return NotPosted(words, lasting=True)
        if problem.status == 429:
            return NotPosted("Discord asks me to slow down; I try again by myself.", retry_after=problem.wait or 1.0)
        if problem.status == 0 or problem.status >= 500:
            return NotPosted("Discord had trouble; I try again by myself.", unsure=problem.heard)
        return NotPosted(
            f"Discord didn't take the event ({problem}). If that goes on, tell whoever runs me.", lasting=True
        )


def _body(event: NativeEvent) -> dict[str, object]:
    return {
        "name": sizes.label(event.title, NAME),
        "privacy_level": GUILD_ONLY,
        "entity_type": EXTERNAL,
        "entity_metadata": {"location": sizes.label(event.place, PLACE)},
        "scheduled_start_time": event.begin.isoformat(),
        "scheduled_end_time": event.end.isoformat(),
        "description": sizes.cut(event.about, ABOUT),
    }


def _number(space: Space) -> str:
    number = space.reference.partition(":")[2]
    if not number.isdigit():
        raise NotPosted("That isn't a server on Discord.", lasting=True)
    return number
