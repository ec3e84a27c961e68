"""Discord as its users have it: the real door and the real discord.py, over the wire to a fake Discord.

What is typed becomes what Discord's client sends for it: an application command with its options where there is one,
and `/mlops` with the whole line where a member has to write it out.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.adapters.clock import seconds
from bot.adapters.discord.door import DiscordDoor as Adapter
from bot.adapters.discord.speaking import DiscordSpeaker
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Caller, Person, Place, Scene
from bot.core.chat.typed import read_line
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import NOW, now
from tests.dialogs.language import Arrival, Seen, whole
from tests.fakes.discord.actions import Choosing, Using, command, fill, typed_options
from tests.fakes.discord.exchange import Exchange, Posted
from tests.fakes.discord.markdown import words
from tests.fakes.discord.people import IN_CHANNEL, IN_DIRECT, IN_THREAD, PEOPLE, Where
from tests.fakes.discord.server import FakeDiscord


class DiscordDoor:
    """Sends what Discord's client sends, and reads what the fake Discord received."""

    platform = "discord"

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._fake = FakeDiscord()
        self._where = IN_CHANNEL
        self._last: Exchange | None = None
        self._shown: Posted | None = None
        """The message whose buttons are pressed next."""
        self._known: dict[int, int] = {}
        """How often each message of the bot's own was changed, as far as it was looked at."""

    async def __aenter__(self) -> DiscordDoor:
        fake = await self._fake.__aenter__()
        self._door = Adapter(
            self._dispatch,
            token=fake.token,
            now=now,
            seconds=seconds,
            api_url=fake.api_url,
            gateway_url=fake.gateway_url,
        )
        self._running = asyncio.create_task(self._door.run())
        await fake.gateway.connected()
        await fake.registered()
        async with asyncio.timeout(10):
            while self.speaker is None:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._door.close()
        await self._running
        await self._fake.__aexit__()
        assert not self._fake.refused

    @property
    def speaker(self) -> DiscordSpeaker | None:
        """The open door's."""
        return self._door.speaker

    async def arrived(self) -> list[Arrival]:
        """What stands in the channel, its threads and direct messages that wasn't there, or said something else."""
        messages = sorted((one for there in self._fake.channels.values() for one in there), key=lambda one: one.id)
        found = [self._arrival(one) for one in messages if self._known.get(one.id) != one.changes]
        self._known |= {one.id: one.changes for one in messages}
        return found

    def _arrival(self, message: Posted) -> Arrival:
        number = message.where.channel
        reader = self._fake.directs.get(number)
        if reader is not None:
            where, name = Where(number, IN_DIRECT.kind, IN_DIRECT.server, IN_DIRECT.context), f"for {reader.name}"
        elif number in self._fake.threads:
            where, name = Where(number, IN_THREAD.kind), "in the channel"
        else:
            where, name = Where(number), "in the channel" if number == IN_CHANNEL.channel else f"in {number}"

        def turn_to() -> None:
            self._shown, self._where = message, where

        return Arrival(name, _of(message, private=reader is not None, replaced=message.id in self._known), turn_to)

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        self._where = IN_DIRECT if direct else IN_CHANNEL
        used = (self._native(line) if line.startswith("/") else None) or Using("mlops", {"line": _named(line, "<@{}>")})
        return await self._does(who, 2, command(self._fake.commands, used), None)

    async def presses(self, who: str, label: str) -> Seen:
        message = self._message()
        return await self._does(who, 3, {"custom_id": message.button(label), "component_type": 2}, message)

    async def chooses(self, who: str, option: str, menu: str) -> Seen:
        message = self._message()
        part = next(
            one["placeholder"]
            for one in message.components
            if one["type"] == 3
            and whole(one.get("placeholder", "")) == menu
            and {label["label"] for label in one["options"]}.issuperset(option.split(" + "))
        )
        return await self._does(who, 3, Choosing(message, part, option).data(), message)

    async def fills(self, who: str, answers: dict[str, str]) -> Seen:
        assert self._last is not None
        assert self._last.modal is not None
        return await self._does(who, 5, fill(self._last.modal, answers), self._last.source)

    async def _does(self, who: str, kind: int, data: dict[str, Any], source: Posted | None) -> Seen:
        assert self._fake.directs.get(self._where.channel, PEOPLE[who]) == PEOPLE[who], "that is somebody else's"
        exchange = await self._fake.interact(kind, data, PEOPLE[who], self._where, source)
        try:
            self._last = await exchange.until("answered")
        except TimeoutError:
            raise AssertionError(f"no answer came: {self._fake.refused}") from None
        self._shown = exchange.last
        if exchange.replaced and source is not None and source.id in self._known:
            self._known[source.id] = source.changes  # that was the answer
        return seen(exchange)

    def _message(self) -> Posted:
        assert self._shown is not None
        return self._shown

    def _native(self, line: str) -> Using | None:
        """The command that a member would choose from Discord's list to say this; None where there is none."""
        caller = Caller(Person("discord:1"), "somebody", organiser=True)
        named = re.sub(
            r"@(\w+)", lambda match: f"@discord:{PEOPLE[match[1]].id}" if match[1] in PEOPLE else match[0], line
        )
        try:
            invocation = read_line(self._dispatch.menu, named, Scene(caller, Place("discord"), NOW))
        except Refusal:
            return None
        return typed_options(self._fake.commands, invocation.command, invocation.arguments)


def _named(line: str, how: str) -> str:
    """A line in which people are named as Discord or the core does."""
    return re.sub(r"@(\w+)", lambda one: how.format(PEOPLE[one[1]].id) if one[1] in PEOPLE else one[0], line)


def seen(exchange: Exchange) -> Seen:
    """What somebody sees of an exchange's outcome."""
    if (modal := exchange.modal) is not None:
        fields = [one["component"]["custom_id"] for one in modal["components"] if one["type"] == 18]
        said = [one["content"] for one in modal["components"] if one["type"] == 10]
        return Seen(modal["title"], "\n".join(map(words, said)), True, False, form=tuple(fields))
    message = exchange.last
    assert message is not None
    private = message.private_for is not None or exchange.where.kind == IN_DIRECT.kind
    return _of(message, private=private, replaced=exchange.replaced)


def _of(message: Posted, *, private: bool, replaced: bool) -> Seen:
    """What somebody sees of a message."""
    title, *texts = message.texts
    components = message.components
    return Seen(
        title=words(title),
        text="\n".join(map(words, texts)),
        private=private,
        replaced=replaced,
        buttons=tuple(one["label"] for one in components if one["type"] == 2),
        menus=tuple(whole(one["placeholder"]) for one in components if one["type"] == 3),
        files=tuple(message.uploads),
    )
