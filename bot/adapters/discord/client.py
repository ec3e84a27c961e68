"""The connection to Discord: hears what people do, and hands it on."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import discord
from aiohttp import ClientError

from bot.adapters.discord import payload
from bot.adapters.discord.answering import Answering
from bot.adapters.discord.asked import Asked, Way, asked, put, scene
from bot.adapters.discord.commands import application_commands, called, differ, offered
from bot.adapters.discord.greeting import greet
from bot.adapters.discord.library import hear, wanted_shards
from bot.adapters.discord.payload import Unreadable
from bot.adapters.discord.permissions import invite_link
from bot.adapters.discord.speaking import Rights
from bot.core.chat.blocks import Text
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Space
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Calm, Present, Removed, nobody_asks

log = logging.getLogger("bot.discord")

HEARD = 2_000
"""Interactions whose ids are remembered, so that one that Discord sends again is answered once."""
GOODBYE = 1.0
"""Seconds for closing the connection; discord.py would wait for 30 until Discord closes it too."""
PRESENCE = "/help · /roadmap"
"""What stands under the bot's name."""
REGISTERING = 30.0, 900.0
"""Seconds until commands that Discord had no ear for are registered again: doubled each time, up to the second."""
RESTARTING = Reply("One moment", (Text("I am being restarted. Please try again in a minute."),))


class Client(discord.AutoShardedClient):
    """One connection, in as many shards as Discord asks for, with the single intent that is in use."""

    def __init__(
        self,
        dispatch: Dispatch,
        answering: Answering,
        now: Callable[[], datetime],
        present: Present = nobody_asks,
        removed: Removed = nobody_asks,
        calm: Calm = nobody_asks,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            activity=discord.CustomActivity(PRESENCE),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        hear(self, self._interaction)
        self._core = dispatch
        self._answering = answering
        self._now = now
        self._present = present
        self._removed = removed
        self._calm = calm
        self._heard: OrderedDict[int, None] = OrderedDict()
        self._servers: set[int] = set()
        self._connected: set[int] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._registering: asyncio.Task[None] | None = None
        self._leaving = False

    @property
    def ready(self) -> bool:
        """Whether all shards are connected, so that every server is heard."""
        return not self._leaving and bool(self._connected) and len(self._connected) == self.shard_count

    def rights(self, channel: int) -> Rights | None:
        """What the bot may do in a channel or thread of a server; None where that isn't known."""
        found = self.get_channel(channel)
        if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
            return None
        try:
            return Rights(found.permissions_for(found.guild.me).value, isinstance(found, discord.Thread))
        except discord.ClientException:  # a thread whose channel is not known
            return None

    def rights_in(self, server: int) -> int | None:
        """What the bot may do in a whole server, as permission bits; None where that isn't known."""
        found = self.get_guild(server)
        return None if found is None or found.me is None else found.me.guild_permissions.value

    async def setup_hook(self) -> None:
        """Ask how many shards there are to be, and look after the commands while connecting."""
        self.shard_count = await wanted_shards(self)
        self._registering = asyncio.create_task(self._register())

    async def leave(self, seconds: float) -> None:
        """Finish what was begun, for so many seconds at most, while new questions are put off; then disconnect."""
        self._leaving = True
        if busy := set(self._busy):
            _, unfinished = await asyncio.wait(busy, timeout=seconds)
            if unfinished:
                log.warning("%d answers were not finished in %.0f s", len(unfinished), seconds)
        if self._registering is not None:
            self._registering.cancel()
        try:
            async with asyncio.timeout(GOODBYE):
                await self.close()
        except TimeoutError:
            log.info("Discord didn't say goodbye in %.0f s", GOODBYE)
            await self.http.close()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        if guild.id not in self._servers:
            self._servers.add(guild.id)
            log.info("joined server %s", guild.id)
            if self.ready:
                self._begin(self._present([_space(one) for one in (*self.guilds, guild)]))
            self._begin(greet(self, guild, self._core.menu))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server can be heard again; in its first seconds discord.py also says so of one that is new."""
        await self.on_guild_join(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server, or the server is gone."""
        log.info("left server %s", guild.id)
        self._servers.discard(guild.id)
        self._begin(self._removed(_space(guild)))

    async def on_shard_connect(self, shard_id: int) -> None:
        """A shard began to hear its servers."""
        self._connected.add(shard_id)
        self._servers.update(guild.id for guild in self.guilds)
        log.info("connected: shard %s of %s, %d servers", shard_id, self.shard_count, len(self.guilds))
        if self.ready:
            self._begin(self._present([_space(one) for one in self.guilds]))
        if not self.guilds:
            log.info("in no server yet; an organiser adds me here: %s", invite_link(self.application_id))

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A shard lost its connection and has it back; nothing that happened meanwhile is lost."""
        self._connected.add(shard_id)
        log.info("connected again: shard %s", shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A shard lost its connection; discord.py finds it again by itself."""
        self._connected.discard(shard_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Called by discord.py in place of logging an error with its message."""
        if (error := sys.exc_info()[1]) is not None:
            _log_mistake(event_method, error)

    def _interaction(self, event: payload.Data) -> None:
        """Somebody used a command, pressed something, sent a form, or is typing."""
        try:
            what = asked(event)
        except Unreadable as problem:
            log.warning("an interaction could not be read: %s", problem)
            return
        if what.id in self._heard:
            log.info("an interaction came twice and is answered once")
            return
        self._heard[what.id] = None
        if len(self._heard) > HEARD:
            self._heard.popitem(last=False)
        self._begin(self._answer(what))

    async def _answer(self, what: Asked) -> None:
        try:
            await self._answer_rightly(what)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, whatever it was
            _log_mistake(f"interaction {what.id}", error)
            await self._answering.sorry(what)

    async def _answer_rightly(self, what: Asked) -> None:
        if what.way is Way.TYPING:
            await self._answering.offer(what, self._suggestions(what))
        elif self._leaving:
            await self._answering.show(what, RESTARTING)
        elif (form := self._answering.remembered(what)) is not None:
            await self._answering.show(what, form)
        else:
            where = scene(what, self._now(), self._server_name(what))
            try:
                work = put(what, where, self._core)
            except Unreadable:
                work = self._core.pressed("", where, on=what.on)  # answered like a button that no longer works
            await self._answering.answer(what, work)

    def _server_name(self, what: Asked) -> str:
        """The name of the server where something was done; empty elsewhere, and where only somebody has the bot."""
        server = None if what.server is None else self.get_guild(int(what.server))
        return "" if server is None else server.name

    def _suggestions(self, what: Asked) -> list[dict[str, object]]:
        command, name = called(self._core.menu, what.command.name), what.command.focused
        if command is None or name is None:
            return []
        return offered(self._core.suggestions(command.name, name, what.command.arguments[name], self._now()))

    async def _register(self) -> None:
        """Tell Discord the commands, where it knows others; again and again while Discord has trouble."""
        await self._calm()
        pause, longest = REGISTERING
        while (problem := await self._registered()) is not None:
            if isinstance(problem, discord.HTTPException) and not _passing(problem):
                log.error("Discord shows the commands as it knew them, for it refused new ones: %s", _kind(problem))
                return
            log.warning(
                "Discord shows the commands as it knew them (%s); trying again in %.0f s", _kind(problem), pause
            )
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest)

    async def _registered(self) -> Exception | None:
        """What kept Discord from knowing the commands as they are now; None once it does."""
        application = self.application_id or 0
        wanted = application_commands(self._core.menu)
        try:
            if differ(wanted, await self.http.get_global_commands(application)):
                await self.http.bulk_upsert_global_commands(application, wanted)
                log.info("registered %d commands", len(wanted))
        except (discord.HTTPException, ClientError, OSError) as problem:
            return problem
        return None

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin some work that a restart waits for."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log_mistake("what was begun", error)


def _space(guild: discord.Guild) -> Space:
    return Space(f"discord:{guild.id}")


def _passing(problem: discord.HTTPException) -> bool:
    return problem.status == 429 or problem.status >= 500


def _kind(problem: Exception) -> str:
    """What Discord said, without its message."""
    return f"HTTP {problem.status}" if isinstance(problem, discord.HTTPException) else type(problem).__name__


def _log_mistake(what: str, error: BaseException) -> None:
    """A mistake of ours: where it is, but not its message, which may hold a member's words."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed: %s at\n%s", what, type(error).__name__, where)
