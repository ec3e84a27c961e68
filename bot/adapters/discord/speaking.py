"""What the bot says on Discord without being asked.

A post that is repeated stays one post, in two ways. Where two have one nonce, Discord gives back the first one for some
minutes (`enforce_nonce`). For later repeats, say after a crash, the outer component of each post carries a number made
of its key, by which it is found among the last messages; the bot's own messages can be read without any intent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.adapters.discord import sizes
from bot.adapters.discord.bodies import Body, written
from bot.adapters.discord.permissions import CREATE_THREADS, SEND_IN_THREADS, how_to_grant, missing, wanted
from bot.adapters.discord.render import Message, render
from bot.adapters.discord.wire import NotSent, Wire
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import Gone, Left, NotPosted, Posted

SILENT = 1 << 12
"""The flag of a message that notifies nobody."""
LOOK_BACK = 50
"""Messages among which an earlier try is looked for."""
NONCE = 25
"""Characters of a nonce."""
KEPT_OPEN = 10_080
"""Minutes without a word after which a thread is archived: a week."""
DIRECT = 2_000
"""People whose direct channels are remembered."""

_MESSAGE = re.compile(r"discord:([0-9]{1,20})\.([0-9]{1,20})")

_FORBIDDEN = (50001, 50013)
_GONE_MESSAGE, _HAS_THREAD, _SLOW_MODE = 10008, 160004, 20016
_CHANNEL_GONE = "That channel or thread no longer exists on Discord. Choose another one for this."
_NO_DIRECT = (
    "They take no direct messages from me. They can allow it in a server that we share: the server's name → "
    "Privacy Settings → Direct Messages."
)
_LEFT = {
    10013: "Nobody on Discord has that account any more.",
    50278: "They have left every server on Discord that I am in.",
}
_LASTING = {
    10003: _CHANNEL_GONE,
    10004: _CHANNEL_GONE,
    50007: _NO_DIRECT,
    50024: "Discord has no messages or threads of mine in a place of that kind. Choose a text channel.",
    50083: "That thread is closed on Discord. Open it again there, or choose another place.",
}
"""What helps, by Discord's codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in a place, as permission bits, and whether that is a thread."""

    bits: int
    thread: bool


class DiscordSpeaker:
    """`Speaker` for Discord. `rights` tells what the bot may do where, so that what is missing can be named.

    One that is `patient` waits for its turn under Discord's limits; otherwise nobody is kept waiting.
    """

    def __init__(
        self, wire: Wire, token: str, rights: Callable[[int], Rights | None], *, patient: bool = False
    ) -> None:
        self._wire = wire
        self._token = token
        self._rights = rights
        self._patient = patient
        self._direct: dict[str, str] = {}

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
        """Post in a channel, or in the thread of a message, which has that message's number. Raises `NotPosted`."""
        where = _number(channel.reference) if thread_of is None else _ids(thread_of)[1]
        shown = render(reply)
        try:
            return await self._post(where, shown, key, SILENT if silent else 0, again=again)
        except NotSent as problem:
            raise self._not_posted(problem, where, files=bool(shown.uploads)) from None

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        """Write to somebody directly. Raises `Left` or `NotPosted`."""
        number = _number(person.reference)
        try:
            return await self._post(await self._direct_channel(number), render(reply), key, 0, again=again)
        except NotSent as problem:
            self._direct.pop(number, None)
            raise self._not_posted(problem, "") from None

    async def edit(self, message: Posted, reply: Reply) -> None:
        """Put another reply in the place of a message. Raises `Gone` or `NotPosted`."""
        channel, number = _ids(message)
        shown = render(reply)
        body = Body(written(shown.data()), shown.uploads)
        try:
            await self._call("PATCH", f"/channels/{channel}/messages/{number}", body)
        except NotSent as problem:
            raise self._not_posted(problem, channel, files=bool(shown.uploads)) from None

    async def open_thread(self, message: Posted, title: str) -> None:
        """Make a thread of a message. Raises `Gone` or `NotPosted`."""
        channel, number = _ids(message)
        thread = {"name": sizes.label(title, sizes.THREAD_NAME), "auto_archive_duration": KEPT_OPEN}
        try:
            await self._call("POST", f"/channels/{channel}/messages/{number}/threads", Body(written(thread)))
        except NotSent as problem:
            if problem.code != _HAS_THREAD:
                raise self._not_posted(problem, channel, also=CREATE_THREADS | SEND_IN_THREADS) from None

    async def _post(self, where: str, message: Message, key: str, flags: int, *, again: bool) -> Posted:
        digest = hashlib.sha256(f"{where} {key}".encode()).hexdigest()
        mark = int(digest[-8:], 16) >> 1 | 1 << 30
        if again and (found := await self._earlier(where, mark)) is not None:
            return found
        first, *others = message.components
        body = {
            **message.data(flags),
            "components": [{**first, "id": mark}, *others],
            "nonce": digest[:NONCE],
            "enforce_nonce": True,
        }
        return _posted(
            await self._call("POST", f"/channels/{where}/messages", Body(written(body), message.uploads)), where
        )

    async def _earlier(self, where: str, mark: int) -> Posted | None:
        """The message of an earlier try. Where the bot may not read it Discord shows none: then the nonce must do."""
        found = await self._call("GET", f"/channels/{where}/messages?limit={LOOK_BACK}")
        for message in found if isinstance(found, list) else []:
            outer = message.get("components") or [{}]
            if outer[0].get("id") == mark:
                return _posted(message, where)
        return None

    async def _direct_channel(self, person: str) -> str:
        """The channel between somebody and the bot; asked for once."""
        if person not in self._direct:
            answer = await self._call("POST", "/users/@me/channels", Body(written({"recipient_id": person})))
            if len(self._direct) >= DIRECT:
                del self._direct[next(iter(self._direct))]
            self._direct[person] = str(answer["id"])
        return self._direct[person]

    async def _call(self, method: str, path: str, body: Body | None = None) -> Any:
        return await self._wire.call(method, path, self._token, body, patient=self._patient)

    def _not_posted(self, problem: NotSent, where: str, *, files: bool = False, also: int = 0) -> NotPosted:
        """What happened, and the remedy; `where` is empty for direct messages."""
        if problem.code == _GONE_MESSAGE:
            return Gone("The message was deleted on Discord; I can post a new one.")
        if problem.code in _FORBIDDEN:
            rights = self._rights(int(where)) if where else None
            names = missing(rights.bits, wanted(thread=rights.thread, files=files) | also) if rights else []
            return NotPosted(f"I may not post in that place on Discord. {how_to_grant(names)}", lasting=True)
        if problem.code in _LEFT:
            return Left(_LEFT[problem.code])
        if problem.code in _LASTING:
            return NotPosted(_LASTING[problem.code], lasting=True)
        return _trouble(problem)


def _trouble(problem: NotSent) -> NotPosted:
    """What passes by itself."""
    if problem.status == 429 or problem.code == _SLOW_MODE:
        return NotPosted("Discord asks me to slow down; I try again by myself.", retry_after=problem.wait or 1.0)
    if problem.status == 0 or problem.status >= 500:
        return NotPosted("Discord had trouble; I try again by myself.", unsure=problem.heard)
    return NotPosted(f"Discord didn't take the message ({problem}). If that goes on, tell whoever runs me.")


def _posted(message: Any, where: str) -> Posted:
    if not isinstance(message, dict) or not str(message.get("id")).isdigit():
        raise NotSent(0)
    return Posted(f"discord:{message.get('channel_id', where)}.{message['id']}")


def _number(reference: str) -> str:
    number = reference.partition(":")[2]
    if not number.isdigit():
        raise NotPosted("That isn't a place on Discord. Choose another one.", lasting=True)
    return number


def _ids(message: Posted) -> tuple[str, str]:
    """The channel and the number of a message."""
    match = _MESSAGE.fullmatch(message.reference)
    if match is None:
        raise Gone("That isn't a message on Discord.")
    return match[1], match[2]
