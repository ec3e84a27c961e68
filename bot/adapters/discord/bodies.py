"""Answers as the bytes that are sent; what was sent before is remembered, for the curriculum repeats itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.adapters.discord.render import Message, Upload, render
from bot.core.chat.blocks import File, Picture, Text
from bot.core.chat.reply import Reply

MESSAGE, THINKING, HEARD, REPLACE, SUGGESTIONS, MODAL = 4, 5, 6, 7, 8, 9
"""Kinds of first responses."""
REMEMBERED = 256
"""Replies that are remembered, some 3 MB at most; members' words among them are gone after as many others."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent: JSON, and the files that it names."""

    json: bytes
    uploads: Sequence[Upload] = ()


def written(payload: object) -> bytes:
    """JSON as it is sent; half a character, which no wire carries, becomes a question mark."""
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def body_of(answer: Reply | Message, kind: int | None, flags: int) -> Body:
    """What is sent: as a first response of this kind, or as a message of its own."""
    if kind == REPLACE:
        flags = 0  # what is replaced stays as private as it was
    if isinstance(answer, Message):
        return _bytes(answer, kind, flags)
    if any(isinstance(block, File | Picture) for block in answer.blocks):
        return _bytes(render(answer), kind, flags)
    return _remembered(_Same(answer), kind, flags)


class _Same:
    """A reply as a key: told apart by a few words, then compared in full. Hashing all of it takes longer than that."""

    __slots__ = ("_hash", "reply")

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        first = reply.blocks[0] if reply.blocks else None
        words = first.markdown if isinstance(first, Text) else ""
        self._hash = hash((reply.title, words, len(reply.blocks), reply.page))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.reply == other.reply


@lru_cache(maxsize=REMEMBERED)
def _remembered(same: _Same, kind: int | None, flags: int) -> Body:
    return _bytes(render(same.reply), kind, flags)


def _bytes(message: Message, kind: int | None, flags: int) -> Body:
    data = message.data(flags)
    return Body(written(data if kind is None else {"type": kind, "data": data}), message.uploads)
