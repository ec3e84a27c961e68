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
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Caller, Person, Place, Scene
from bot.core.chat.typed import read_line
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import NOW, now
from tests.dialogs.language import Seen, whole
from tests.fakes.discord.actions import Choosing, Using, command, fill, typed_options
from tests.fakes.discord.exchange import Exchange, Posted
from tests.fakes.discord.markdown import words
from tests.fakes.discord.people import IN_CHANNEL, IN_DIRECT, PEOPLE
from tests.fakes.discord.server import FakeDiscord


class DiscordDoor:
    """Sends what Discord's client sends, and reads what the fake Discord received."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._fake = FakeDiscord()
        self._where = IN_CHANNEL
        self._last: Exchange | None = None

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
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._door.close()
        await self._running
        await self._fake.__aexit__()
        assert not self._fake.refused

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        self._where = IN_DIRECT if direct else IN_CHANNEL
        used = self._native(line) or Using("mlops", {"line": _named(line, "<@{}>")})
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
        exchange = await self._fake.interact(kind, data, PEOPLE[who], self._where, source)
        try:
            self._last = await exchange.until("answered")
        except TimeoutError:
            raise AssertionError(f"no answer came: {self._fake.refused}") from None
        return seen(exchange)

    def _message(self) -> Posted:
        assert self._last is not None
        assert self._last.last is not None
        return self._last.last

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
    title, *texts = message.texts
    components = message.components
    return Seen(
        title=words(title),
        text="\n".join(map(words, texts)),
        private=message.private_for is not None or exchange.where is IN_DIRECT,
        replaced=exchange.replaced,
        buttons=tuple(one["label"] for one in components if one["type"] == 2),
        menus=tuple(whole(one["placeholder"]) for one in components if one["type"] == 3),
        files=tuple(message.uploads),
    )
