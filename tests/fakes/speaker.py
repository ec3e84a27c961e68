"""A speaker that keeps what it was asked to say, and fails where a test wants it to."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import NotPosted, Posted


@dataclass
class FakeSpeaker:
    """Honours keys as Discord does: the same key is the same message."""

    said: dict[str, tuple[str, Reply]] = field(default_factory=dict)
    """By key: the channel's or person's reference, and what was said there."""
    edited: list[str] = field(default_factory=list)
    """The keys of what was changed, in the order of the changes."""
    threads: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    repeated: list[str] = field(default_factory=list)
    """The keys that were posted with `again`."""
    failures: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    """By destination: what its next attempts raise, one each."""
    thread_failure: NotPosted | None = None
    platform: str = "fake"
    """Where its messages are."""
    hanging: set[str] = field(default_factory=set)
    """Destinations that never answer."""
    asked: int = 0
    """How often something was to be said."""

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
        if silent:
            self.silent.add(key)
        return await self._said(channel.reference, reply, key, again=again)

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        return await self._said(person.reference, reply, key, again=again)

    async def edit(self, message: Posted, reply: Reply) -> None:
        key = message.reference.removeprefix(f"{self.platform}:")
        self.said[key] = (self.said[key][0], reply)
        self.edited.append(key)

    async def open_thread(self, message: Posted, title: str) -> None:
        if self.thread_failure is not None:
            raise self.thread_failure
        self.threads[message.reference] = title

    async def _said(self, to: str, reply: Reply, key: str, *, again: bool) -> Posted:
        self.asked += 1
        if to in self.hanging:
            await asyncio.Event().wait()
        if again:
            self.repeated.append(key)
        if self.failures[to]:
            raise self.failures[to].popleft()
        self.said.setdefault(key, (to, reply))
        return Posted(f"{self.platform}:{key}")

    def to(self, reference: str) -> list[Reply]:
        """What was said to a channel or a person, in its order."""
        return [reply for to, reply in self.said.values() if to == reference]
