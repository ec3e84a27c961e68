"""Replies as Slack's messages, page by page. Pure and total: what doesn't fit waits behind a button, and says so."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any, assert_never

from bot.adapters.slack.ids import user_of
from bot.adapters.slack.limits import FALLBACK, HEADER, MESSAGE, TEXT, Room, short
from bot.adapters.slack.offers import Number, handy, plain_text
from bot.adapters.slack.parts import parts, pieces
from bot.adapters.slack.rich import Kit, said, seen, words
from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Code,
    Divider,
    Facts,
    File,
    Items,
    LinkButton,
    Mention,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.command import spoken
from bot.core.chat.pages import Fits, paged
from bot.core.chat.plain import plain, plain_line
from bot.core.chat.reply import Reply

REMEMBERED = 256
"""Pages that are remembered once they were drawn; each holds some 10 kB."""
PIECE = 1_500
"""Characters of the pieces in which a long text is laid out on pages."""
OFFERS = 20
"""Most blocks of buttons and menus that are repeated on every page; more than that are turned over like text."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page, ready to be sent."""

    members: str
    """`"text": …, "blocks": […]` as JSON without the braces around them, so that more can stand beside."""

    def message(self, **more: object) -> str:
        """A whole message as JSON; `more` are its other members."""
        return f"{{{json.dumps(more)[1:-1]}, {self.members}}}" if more else f"{{{self.members}}}"

    @property
    def content(self) -> dict[str, Any]:
        """The same, for clients that write the JSON themselves."""
        content: dict[str, Any] = json.loads(self.message())
        return content


def draw(reply: Reply) -> Drawn:
    """The page of a reply that is wanted, as a message."""
    if any(isinstance(block, File | Picture) for block in reply.blocks):
        return _drawn(reply)
    return _remembered(_Same(_key(reply), reply))


def draw_blocks(reply: Reply, room: Room, number: Number) -> list[Kit]:
    """The page of a reply that is wanted, as blocks for a surface with so much room."""
    return _page(reply, room, number)[0]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A reply that counts as the same as another that would be drawn alike."""

    key: Hashable
    reply: Reply

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.key == other.key


@lru_cache(maxsize=REMEMBERED)
def _remembered(same: _Same) -> Drawn:
    return _drawn(same.reply)


def _drawn(reply: Reply) -> Drawn:
    kit, shown = _page(reply, MESSAGE, count(1).__next__)
    return Drawn(json.dumps({"text": fallback(reply.title, shown), "blocks": kit}, ensure_ascii=False)[1:-1])


def _page(reply: Reply, room: Room, number: Number) -> tuple[list[Kit], Sequence[Block]]:
    """One page as Block Kit, and the blocks that it shows."""
    head = _header(reply.title)
    blocks = [piece for block in reply.blocks for piece in handy(block)]
    whole = [*head, *(part for block in blocks for part in parts(block, number))]
    if _has_room(whole, room):
        return whole or [said([])], blocks
    offers = [block for block in blocks if isinstance(block, Buttons | Select)]
    repeated = _kit(offers)
    if len(repeated) > OFFERS or not _has_room(repeated, Room(room.blocks, room.size // 2)):
        offers, repeated = [], []
    rest = [block for block in blocks if not (offers and isinstance(block, Buttons | Select))]
    frame = [*head, *repeated, *_turning(replace(reply, page=2), 9_999, number)]
    pages = _pages([piece for block in rest for piece in pieces(block, PIECE)], _left(frame, room))
    place = min(reply.page, len(pages))
    shown = (*pages[place - 1], *offers)
    made = [*head, *(part for block in shown for part in parts(block, number))]
    return [*made, *_turning(replace(reply, page=place), len(pages), number)], shown


def _pages(blocks: Sequence[Block], room: Room) -> list[list[Block]]:
    """The blocks on pages, each measured once; one that has room on no page is cut again, if it can be."""
    pages: list[list[Block]] = [[]]
    left = room
    for block in blocks:
        kit = _kit((block,))
        small = [block] if _has_room(kit, room) else [one for page in paged((block,), _fits(room)) for one in page]
        for piece in small:
            kit = kit if piece is block else _kit((piece,))
            if pages[-1] and not _has_room(kit, left):
                pages.append([])
                left = room
            pages[-1].append(piece)
            left = _left(kit, left)
    return pages


def _fits(room: Room) -> Fits:
    return lambda blocks: _has_room(_kit(blocks), room)


def _left(kit: Sequence[Kit], room: Room) -> Room:
    """What is left of the room behind these."""
    return Room(room.blocks - len(kit), room.size - _size(kit))


def _has_room(kit: Sequence[Kit], room: Room) -> bool:
    return len(kit) <= room.blocks and _size(kit) <= room.size


def _size(kit: Sequence[Kit]) -> int:
    return len(json.dumps(kit, ensure_ascii=False))


def _kit(blocks: Sequence[Block]) -> list[Kit]:
    number = count(100).__next__
    return [part for block in blocks for part in parts(block, number)]


def _header(title: str) -> list[Kit]:
    """The title; one that is too long for Slack's stands beneath it once more, in full."""
    if not seen(title).strip():
        return []
    header: Kit = {"type": "header", "text": plain_text(title, HEADER)}
    return [header] if len(title) <= HEADER else [header, said([words(short(title, TEXT), "bold")])]


def _turning(reply: Reply, pages: int, number: Number) -> list[Kit]:
    """Which page it is, and buttons to those beside it; where no button can carry that, what to type instead."""
    where = f"Page {reply.page} of {pages}"
    link = reply.permalink
    beside = [("Back", reply.page - 1)] if reply.page > 1 else []
    beside += [("More", reply.page + 1)] if reply.page < pages else []
    turns = [Button(label, replace(link, page=page, shared=False)) for label, page in beside] if link else []
    if turns and all(turn.invocation.fits for turn in turns):
        return [said([words(where, "italic")]), *parts(Buttons(tuple(turns)), number)]
    how = f"; type {spoken(link)} in a direct message to me, or ask more narrowly" if link else ""
    return [said([words(short(f"{where}: the rest doesn't fit here{how}.", TEXT), "italic")])]


def fallback(title: str, blocks: Sequence[Block]) -> str:
    """What notifications and screen readers say: everything but what can be pressed, which they find by themselves."""
    parts_said, left = [], FALLBACK
    for mention, text in [("", title), *(_said_of(block) for block in blocks)]:
        cut = short(seen(text), left) if left > 1 else ""
        if cut.strip() or mention:
            parts_said.append(f"{mention}{escaped(cut)}")
            left -= len(cut)
    return "\n\n".join(parts_said) or " "


def _said_of(block: Block) -> tuple[str, str]:
    """The mention in a block, if there is one, and its words."""
    match block:
        case Buttons() | Select() | Divider():
            return "", ""
        case Mention():
            user = user_of(block.person)
            words = plain_line(block.words)
            return ("", f"@{block.person.reference} {words}") if user is None else (f"<@{user}> ", words)
        case Spoiler():
            return "", f"Hidden: {block.label}"
        case Text() | Facts() | Items() | Table() | Code() | Picture() | File():
            return "", plain(Reply("", (block,))).lstrip("\n")
        case _:
            assert_never(block)


def escaped(text: str) -> str:
    """Text in which nothing mentions anybody, for the places where Slack reads its own markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _key(reply: Reply) -> Hashable:
    """What decides how a reply is drawn."""
    link = reply.permalink and (reply.permalink.command, *reply.permalink.arguments.items())
    return (reply.title, reply.page, link, *(_block_key(block) for block in reply.blocks))


def _block_key(block: Block) -> Hashable:
    match block:
        case Text() | Facts() | Items() | Table() | Code() | Divider() | Mention():
            return block
        case Picture() | File():
            return id(block)
        case Spoiler():
            return ("spoiler", block.label, block.markdown, block.reveal.token)
        case Buttons():
            return tuple(
                (one.label, one.url) if isinstance(one, LinkButton) else (one.label, one.invocation.token, one.main)
                for one in block.buttons
            )
        case Select():
            return ("select", block.label, block.carried.token, block.options, block.many)
        case _:
            assert_never(block)
