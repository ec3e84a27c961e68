"""The playground's chat: who is there, which channels there are, and what was said.

It lives in memory and forgets everything when it stops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch

DIRECT = "direct"
"""The channel in which a persona talks with the bot alone."""

SPACE = Space("playground:here", "The playground")
"""The playground's one server."""

KEPT = 500
"""Messages that are kept; older ones are forgotten."""

_MENTION = re.compile(r"@([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be while trying the bot."""

    id: str
    name: str
    zone: str
    about: str
    organiser: bool = False


PERSONAS = (
    Persona("ana", "Ana", "Europe/Berlin", "learns since last month"),
    Persona("ben", "Ben", "America/Sao_Paulo", "a data engineer, new to machine learning"),
    Persona("chidi", "Chidi", "Africa/Lagos", "on phase 5, helps the others"),
    Persona("devi", "Devi", "Asia/Kolkata", "runs the community", organiser=True),
)
CHANNELS = ("general", "study-group", "help", DIRECT)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in a channel."""

    id: int
    channel: str
    author: str
    """A persona's id, or `bot`."""
    at: datetime
    text: str = ""
    """What a persona wrote."""
    reply: Reply | None = None
    """What the bot answered."""
    only_for: str | None = None
    """The persona who alone can see it."""
    unasked: bool = False
    """Whether the bot said it of its own accord."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that one persona is to fill in; `message` is what it was opened from."""

    persona: str
    channel: str
    form: Form
    message: int | None = None


Event = Message | Asked


@dataclass(slots=True)
class Room:
    """Takes what personas do, asks the bot, and tells `heard` about every message and form that comes of it."""

    dispatch: Dispatch
    now: Callable[[], datetime]
    heard: Callable[[Event], None]
    messages: list[Message] = field(default_factory=list)
    _last: int = 0

    async def say(self, persona: str, channel: str, text: str) -> None:
        """A persona writes. The bot reads commands, what mentions it, and everything in a direct message."""
        private = persona if channel == DIRECT else None
        self._post(Message(0, channel, persona, self.now(), text=text, only_for=private))
        line = _MENTION.sub(lambda match: f"@playground:{match[1]}" if match[1] in _names() else match[0], text)
        bare = line.removeprefix("@bot").strip()
        if line.lstrip().startswith("/"):
            await self._answered(await self.dispatch.typed(line, self._scene(persona, channel)), persona, channel)
        elif bare and (channel == DIRECT or line.startswith("@bot")):
            question = bare if bare.startswith("/") else f"/ask {bare}"
            await self._answered(await self.dispatch.typed(question, self._scene(persona, channel)), persona, channel)

    async def press(self, persona: str, message: int, token: str, chosen: Sequence[str]) -> bool:
        """A persona presses a button of a message, or chooses from its menu; whether that message is still there."""
        pressed = self._message(message, persona)
        if pressed is None or pressed.reply is None:
            return False
        answer = await self.dispatch.pressed(
            token, self._scene(persona, pressed.channel), on=_audience(pressed), chosen=chosen
        )
        await self._answered(answer, persona, pressed.channel, pressed)
        return True

    async def fill(
        self, persona: str, channel: str, token: str, filled: Mapping[str, str], message: int | None
    ) -> None:
        """A persona sends a form."""
        opened_from = None if message is None else self._message(message, persona)
        on = Audience.EVERYONE if opened_from is None else _audience(opened_from)
        answer = await self.dispatch.pressed(token, self._scene(persona, channel), on=on, filled=filled)
        await self._answered(answer, persona, channel, opened_from)

    def show(self, channel: str, reply: Reply, only_for: str | None) -> int:
        """The bot says something without being asked; the message's number."""
        self._post(Message(0, channel, "bot", self.now(), reply=reply, only_for=only_for, unasked=True))
        return self._last

    def change(self, number: int, reply: Reply) -> bool:
        """The bot puts another reply in the place of a message; whether that is still there."""
        for place, message in enumerate(self.messages):
            if message.id == number and message.author == "bot":
                self.messages[place] = replace(message, reply=reply)
                self.heard(self.messages[place])
                return True
        return False

    async def _answered(self, answer: Answer, persona: str, channel: str, pressed: Message | None = None) -> None:
        if isinstance(answer, Form):
            self.heard(Asked(persona, channel, answer, pressed.id if pressed else None))
            return
        private = persona if answer.audience is Audience.CALLER else None
        message = Message(0, channel, "bot", self.now(), reply=answer, only_for=private)
        if answer.replaces and pressed is not None:
            place = self.messages.index(pressed)
            self.messages[place] = replace(message, id=pressed.id, at=pressed.at)
            self.heard(self.messages[place])
        else:
            self._post(message)

    def _post(self, message: Message) -> None:
        self._last += 1
        numbered = replace(message, id=self._last)
        self.messages.append(numbered)
        del self.messages[:-KEPT]
        self.heard(numbered)

    def _message(self, message: int, persona: str) -> Message | None:
        """A message that this persona can see."""
        found = next((one for one in self.messages if one.id == message), None)
        return found if found is not None and found.only_for in (None, persona) else None

    def _scene(self, persona: str, channel: str) -> Scene:
        who = next(one for one in PERSONAS if one.id == persona)
        caller = Caller(Person(f"playground:{who.id}"), who.name, who.organiser)
        place = Place("playground", None if channel == DIRECT else Channel(f"playground:{channel}"), SPACE)
        return Scene(caller, place, self.now(), ZoneInfo(who.zone))


def _audience(message: Message) -> Audience:
    return Audience.EVERYONE if message.only_for is None else Audience.CALLER


def _names() -> set[str]:
    return {persona.id for persona in PERSONAS}
