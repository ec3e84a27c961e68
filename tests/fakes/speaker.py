"""A speaker that remembers what was said, for tests of the core."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import Gone, NotPosted, Posted


@dataclass
class Said:
    """One message."""

    to: Channel | Person
    reply: Reply
    key: str
    silent: bool = False
    thread_of: Posted | None = None
    changes: int = 0


@dataclass
class FakeSpeaker:
    """Keeps one message for each key, as a good platform would."""

    said: dict[Posted, Said] = field(default_factory=dict)
    threads: dict[Posted, str] = field(default_factory=dict)
    trouble: list[NotPosted | None] = field(default_factory=list)
    """What the next calls raise, one after the other; None lets one through."""

    @property
    def replies(self) -> list[Reply]:
        """Everything that was said, in its order."""
        return [one.reply for one in self.said.values()]

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
        return self._say(Said(channel, reply, key, silent, thread_of))

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        return self._say(Said(person, reply, key))

    async def edit(self, message: Posted, reply: Reply) -> None:
        self._fail()
        if message not in self.said:
            raise Gone("That message was deleted.")
        self.said[message].reply = reply
        self.said[message].changes += 1

    async def open_thread(self, message: Posted, title: str) -> None:
        self._fail()
        if message not in self.said:
            raise Gone("That message was deleted.")
        self.threads[message] = title

    def _say(self, new: Said) -> Posted:
        self._fail()
        found = next((one for one, said in self.said.items() if (said.to, said.key) == (new.to, new.key)), None)
        if found is not None:
            return found
        posted = Posted(f"{new.to.reference.partition(':')[0]}:{len(self.said) + 1}")
        self.said[posted] = new
        return posted

    def _fail(self) -> None:
        if self.trouble and (trouble := self.trouble.pop(0)) is not None:
            raise trouble
