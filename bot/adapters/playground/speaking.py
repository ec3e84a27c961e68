"""What the bot says in the playground without being asked; every open tab sees it at once."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.playground.room import CHANNELS, DIRECT, PERSONAS, Room
from bot.core.chat.blocks import Text
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import Gone, NotPosted, Posted


class RoomSpeaker:
    """`Speaker` for the playground's room. It has no threads: what belongs into one says so and stands below."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._said: dict[tuple[str, str], Posted] = {}
        self._threads: dict[Posted, str] = {}

    async def post(
        self,
        channel: Channel,
        reply: Reply,
        *,
        key: str,
        silent: bool = False,
        thread_of: Posted | None = None,
        again: bool = False,
    ) -> Posted:
        """Post in a channel. Raises `NotPosted`."""
        name = channel.reference.partition(":")[2]
        if name not in CHANNELS or name == DIRECT:
            raise NotPosted("The playground has no such channel. Choose another one.", lasting=True)
        if thread_of is not None:
            title = escape(self._threads.get(thread_of, "the message above"))
            reply = replace(reply, blocks=(Text(f"*In the thread “{title}”*"), *reply.blocks))
        return self._show(name, reply, f"{thread_of.reference if thread_of else ''} {key}", None)

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        """Write to a persona, who reads it in their direct messages. Raises `NotPosted`."""
        name = person.reference.partition(":")[2]
        if all(persona.id != name for persona in PERSONAS):
            raise NotPosted("Nobody of that name is in the playground.", lasting=True)
        return self._show(DIRECT, reply, f"{name} {key}", name)

    async def edit(self, message: Posted, reply: Reply) -> None:
        """Put another reply in the place of a message. Raises `Gone`."""
        number = message.reference.partition(":")[2]
        if not (number.isdigit() and self._room.change(int(number), reply)):
            raise Gone("The playground has forgotten that message; I can post a new one.")

    async def open_thread(self, message: Posted, title: str) -> None:
        """Remember what the talk under a message is called."""
        self._threads[message] = title

    def _show(self, channel: str, reply: Reply, key: str, only_for: str | None) -> Posted:
        posted = self._said.get((channel, key))
        if posted is None:
            number = self._room.show(channel, reply, only_for)
            posted = self._said[channel, key] = Posted(f"playground:{number}")
        return posted
