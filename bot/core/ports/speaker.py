"""Speaking without being asked: posts in channels, direct messages, and changes to what was posted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person

_REFERENCE = re.compile(r"[a-z]+:[A-Za-z0-9._-]{1,80}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of the bot's, named as `platform:id`; what stores keep of it is the reference."""

    reference: str

    def __post_init__(self) -> None:
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError("a message is named platform:id")


class NotPosted(Exception):
    """Something that could not be posted. The message is a sentence for an organiser: what happened, and the remedy.

    `lasting` means that trying again cannot help before somebody changed something: the channel is gone, posting there
    is forbidden, the person takes no direct messages. `retry_after` is how many seconds the platform asks to wait.
    `unsure` means that the post may have arrived all the same: whoever repeats it says so with `again`.
    """

    def __init__(
        self, words: str, *, lasting: bool = False, retry_after: float | None = None, unsure: bool = False
    ) -> None:
        super().__init__(words)
        self.words = words
        self.lasting = lasting
        self.retry_after = retry_after
        self.unsure = unsure


class Gone(NotPosted):
    """The message that was to be changed, or spoken under, was deleted; a new one may be posted in its place."""

    def __init__(self, words: str) -> None:
        super().__init__(words, lasting=True)


class Left(NotPosted):
    """Whoever was to be told isn't there any more: their account is closed, or no server is shared with them.

    This is how the bot learns that somebody left; no platform is asked to announce it.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words, lasting=True)


class CannotTell(NotPosted):
    """Whether an earlier try arrived cannot be found out here, today or later: the bot may not look.

    The words say what would let it. Whoever would rather post twice than never repeats without `again`.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words, unsure=True)


class Speaker(Protocol):
    """Says things of the bot's own accord. Each call tries once; only the paced one waits for a platform's limits.

    Pages of a long reply turn as everywhere, buttons work as everywhere, and only `Mention` blocks notify anybody. In a
    channel a reply is read by everyone, whatever its audience says.
    """

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
        """Post in a channel, or in the thread of a message there (see `open_thread`). Raises `NotPosted`.

        `key` names this post for ever. With `again`, which says that an earlier try may have arrived, the platform is
        asked first whether it did, and that message is given instead of posting twice. `silent` notifies nobody of the
        message where the platform can tell (Discord; on Slack only mentions notify).
        """
        ...

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        """Write to somebody directly; otherwise the same. Raises `Left` where they aren't there, or `NotPosted`."""
        ...

    async def edit(self, message: Posted, reply: Reply) -> None:
        """Put another reply in the place of a message. Raises `Gone` where it was deleted, or `NotPosted`."""
        ...

    async def open_thread(self, message: Posted, title: str) -> None:
        """Make room for talk under a message, where `post(thread_of=message)` then writes. Safe to repeat.

        `title` is plain text, shown where the platform's threads have names. Raises `Gone`, or `NotPosted`.
        """
        ...
