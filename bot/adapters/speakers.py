"""Which platform says what: every post goes to the door of the platform that its destination names."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import NotPosted, Posted, Speaker

Find = Callable[[], Speaker | None]
"""A platform's speaker as long as its door is open."""


class Through:
    """`Speaker` for all platforms at once. While a door is closed it says so, which is never lasting."""

    def __init__(self) -> None:
        self._find: dict[str, Find] = {}

    def through(self, platform: str, find: Find) -> None:
        """Let a platform be spoken to through whatever `find` gives at the time."""
        self._find[platform] = find

    def connected(self) -> list[str]:
        """The platforms that can be spoken to just now."""
        return [platform for platform, find in self._find.items() if find() is not None]

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
        speaker = self._of(channel.reference)
        return await speaker.post(channel, reply, key=key, silent=silent, thread_of=thread_of, again=again)

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        """Write to somebody directly. Raises `NotPosted`."""
        return await self._of(person.reference).tell(person, reply, key=key, again=again)

    async def edit(self, message: Posted, reply: Reply) -> None:
        """Put another reply in the place of a message. Raises `Gone` or `NotPosted`."""
        await self._of(message.reference).edit(message, reply)

    async def open_thread(self, message: Posted, title: str) -> None:
        """Make room for talk under a message. Raises `Gone` or `NotPosted`."""
        await self._of(message.reference).open_thread(message, title)

    def _of(self, reference: str) -> Speaker:
        platform = reference.partition(":")[0]
        find = self._find.get(platform)
        speaker = find() if find else None
        if speaker is None:
            raise NotPosted(f"I am not connected to {platform.capitalize()} just now; I try again by myself.")
        return speaker


class Speakers(Through):
    """Speaks at once; `paced` is for much at once, and waits for its turn under each platform's limits."""

    def __init__(self) -> None:
        super().__init__()
        self.paced = Through()

    def through(self, platform: str, find: Find, paced: Find | None = None) -> None:
        """Let a platform be spoken to; `paced` gives what keeps to its limits, where it has any."""
        super().through(platform, find)
        self.paced.through(platform, paced or find)
