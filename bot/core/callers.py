"""Who the caller is beyond what the platform says, looked up only for commands that depend on it.

Most commands depend on neither a time zone nor a right that the organisers gave; they never wait for the database.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.command import ByDay, Command, Menu, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Audience, Reply, carried
from bot.core.chat.scene import Scene
from bot.core.ports.database import Database, Unavailable

SET_ZONE = Invocation("zone set")
UTC_IS_FINE = SET_ZONE.with_arguments({"zone": "UTC"})
NOTE = "I don't know your time zone, so days and times here are in UTC."


class Callers:
    """Settles scenes for the commands of one menu."""

    def __init__(self, menu: Menu, database: Database) -> None:
        self._menu = menu
        self._database = database

    async def settled(self, command: Command, scene: Scene) -> Scene:
        """The scene as this command needs it.

        Raises `Unavailable` where a right cannot be looked up; without the caller's zone it goes on in the platform's.
        """
        zone = command.day is not ByDay.NO
        by_right = command.right is Right.ORGANISER or command.by_right
        organiser = by_right and not scene.caller.organiser and scene.place.space is not None
        if not (zone or organiser):
            return scene
        from bot.core.acts.settling import settled  # a start, whose first answers need none of it, does without

        try:
            return await self._database.read(lambda stores: settled(stores, scene, zone=zone, organiser=organiser))
        except Unavailable:
            if organiser and not command.by_right:
                raise
            return scene

    def with_note(self, reply: Reply, command: Command, scene: Scene) -> Reply:
        """The reply, which asks for the time zone where it depends on one that nobody knows."""
        if (
            scene.zone_name is not None
            or command.day is not ByDay.TRULY
            or reply.audience is Audience.EVERYONE
            or SET_ZONE in carried(reply.blocks)
            or self._menu.command(SET_ZONE.command) is None
        ):
            return reply
        ask = Buttons((Button("Set my time zone", SET_ZONE), Button("UTC is fine", UTC_IS_FINE)))
        return replace(reply, blocks=(*reply.blocks, Text(f"*{NOTE}*"), ask))
