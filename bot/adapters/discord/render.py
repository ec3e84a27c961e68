"""Replies as Discord messages made of components, page by page where one message has no room for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.adapters.discord import sizes
from bot.adapters.discord.markdown import discord_words
from bot.adapters.discord.parts import Component, Part, attached, parts, snowflake, text
from bot.core.chat.blocks import Block, Button, Buttons, File, Mention, Picture, Select
from bot.core.chat.invocation import Invocation
from bot.core.chat.pages import paged
from bot.core.chat.reply import Reply, carried
from bot.core.chat.scene import Person

CONTAINER = 17
ACCENT = 0x2F6F8F
"""The colour of a message's edge."""
OF_COMPONENTS = 1 << 15
"""The flag of a message that is made of components."""
PRIVATE = 1 << 6
"""The flag of a message that only the caller sees."""
STANDING = 24
"""Most components that steps may take to stand on every page; more of them are paged like all the rest."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_CUT_HERE = text("-# … and more, which is too long for a message on Discord.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a message; its components name it."""

    name: str
    data: bytes
    media_type: str
    about: str


@dataclass(frozen=True, slots=True)
class Message:
    """What Discord is sent, whether as a new message or in the place of one."""

    components: list[Component]
    people: tuple[str, ...] = ()
    """The only ones whom it may notify."""
    uploads: tuple[Upload, ...] = ()

    def data(self, flags: int = 0) -> dict[str, object]:
        """The JSON of the message; files that an earlier version of it had are gone."""
        return {
            "flags": OF_COMPONENTS | flags,
            "components": self.components,
            "allowed_mentions": {"parse": [], "users": list(self.people)} if self.people else {"parse": []},
            "attachments": [
                {"id": number, "filename": upload.name, "description": sizes.cut(upload.about, sizes.ALT)}
                for number, upload in enumerate(self.uploads)
            ],
        }


def render(reply: Reply) -> Message:
    """The page of the reply that is wanted, or its last one. Total; nothing is left out without a word."""
    title = (
        text(f"## {discord_words(sizes.cut(' '.join(reply.title.split()), sizes.TITLE))}")
        if reply.title.strip()
        else ()
    )
    everything = _shown(reply.blocks)
    if _fit(everything, title):
        return message([*title, *everything.parts], _people(reply.blocks), everything.uploads)
    pages = _pages(reply.blocks, title)
    if reply.permalink is None or not replace(reply.permalink, page=len(pages)).fits:
        return _page(title, pages[0], _CUT_HERE if len(pages) > 1 else ())
    number = min(reply.page, len(pages))
    return _page(title, pages[number - 1], _turning(reply, reply.permalink, number, len(pages)))


@dataclass(frozen=True, slots=True)
class _Shown:
    """Some blocks, rendered."""

    parts: list[Part]
    uploads: tuple[Upload, ...]


def _shown(blocks: Iterable[Block]) -> _Shown:
    shown: list[Part] = []
    uploads: list[Upload] = []
    for block in blocks:
        if isinstance(block, Picture | File):
            upload = _upload(block, [one.name for one in uploads])
            shown += attached(block, upload.name)
            if len(upload.data) <= sizes.FILE_BYTES:
                uploads.append(upload)
        else:
            shown += parts(block)
    return _Shown(shown, tuple(uploads))


def _upload(block: Picture | File, taken: Sequence[str]) -> Upload:
    """A block as a file, under a name that Discord doesn't change and that no other file of the message has."""
    if isinstance(block, Picture):
        return Upload(f"picture-{len(taken) + 1}.png", block.data, "image/png", block.alt)
    name = _UNSAFE.sub("_", block.name)[-80:].strip(".") or "file"
    return Upload(f"{len(taken) + 1}-{name}" if name in taken else name, block.data, block.media_type, block.about)


def _fit(shown: _Shown, *others: Sequence[Part]) -> bool:
    """Whether it all has room in one message."""
    all_parts = [*(part for other in others for part in other), *shown.parts]
    return (
        sum(part.count for part in all_parts) + _containers(all_parts) <= sizes.COMPONENTS
        and sum(part.text for part in all_parts) <= sizes.TEXT
        and len(shown.uploads) <= sizes.FILES
        and sum(len(upload.data) for upload in shown.uploads) <= sizes.FILE_BYTES
    )


def _containers(all_parts: Sequence[Part]) -> int:
    return sum(1 for _ in groupby(all_parts, lambda part: part.hidden))


def _pages(blocks: tuple[Block, ...], title: Sequence[Part]) -> list[tuple[Block, ...]]:
    """The blocks of each page. The steps stand on all of them, so that nobody has to turn back for a button."""
    reserve = _reserve()
    steps = [block for block in blocks if isinstance(block, Buttons | Select)]
    standing = _shown(steps).parts
    if sum(part.count for part in standing) <= STANDING and sum(part.text for part in standing) <= sizes.TEXT // 2:
        content = [block for block in blocks if not isinstance(block, Buttons | Select)]
        pages = paged(content, lambda some: _fit(_shown(some), title, standing, reserve))
        return [(*page, *steps) for page in pages]
    small = [piece for block in blocks for piece in _pieces(block)]
    return paged(small, lambda some: _fit(_shown(some), title, reserve))


def _pieces(block: Block) -> list[Block]:
    """Steps cut into rows and menus that find room one by one."""
    match block:
        case Buttons():
            starts = range(0, len(block.buttons), sizes.ROW)
            return [Buttons(block.buttons[start : start + sizes.ROW]) for start in starts]
        case _:
            return [block]


def _reserve() -> tuple[Part, ...]:
    """The room that turning the page takes, at most."""
    return (*text("-# Page 1000 of 1000 " + "…" * 60), Part({}, count=3))


def _turning(reply: Reply, link: Invocation, number: int, pages: int) -> tuple[Part, ...]:
    if pages == 1:
        return ()
    taken = {invocation.token for invocation in carried(reply.blocks)}
    ways = [
        Button(name, replace(link, page=page), main=name == "More")
        for name, page in (("More", number + 1), ("Back", number - 1))
        if 1 <= page <= pages
    ]
    steps = Buttons(tuple(way for way in ways if way.invocation.token not in taken))
    return (*text(f"-# Page {number} of {pages}"), *parts(steps))


def _page(title: Sequence[Part], blocks: tuple[Block, ...], turning: Sequence[Part]) -> Message:
    """One page; what has room on no page is shortened so that it shows."""
    shown = _shown(blocks)
    room = sizes.TEXT - sum(part.text for part in (*title, *turning))
    fitting: list[Part] = []
    for part in shown.parts:
        fitting.append(part if part.text <= room else _shortened(part, room))
        room -= fitting[-1].text
    return message([*title, *fitting, *turning], _people(blocks), shown.uploads)


def _shortened(part: Part, room: int) -> Part:
    """The beginning of a text, with … where it ends; a block of code in it is closed."""
    content = str(part.component["content"])
    kept = sizes.cut(content, max(room - 5, 1)).removesuffix("…").rstrip("\\")
    closing = "\n```" if kept.count("```") % 2 else ""
    shown = f"{kept}…{closing}"
    return replace(part, component={**part.component, "content": shown}, text=sizes.units(shown))


def message(shown: Sequence[Part], people: Iterable[Person] = (), uploads: tuple[Upload, ...] = ()) -> Message:
    """Parts as a message: in one frame, and what is hidden in a covered one of its own."""
    numbers = filter(None, map(snowflake, people))
    containers: list[Component] = []
    for hidden, some in groupby(shown or text("…"), lambda part: part.hidden):
        inside = [part.component for part in some]
        container: Component = {"type": CONTAINER, "accent_color": ACCENT, "components": inside}
        containers.append({**container, "spoiler": True} if hidden else container)
    return Message(containers, tuple(dict.fromkeys(numbers)), uploads)


def _people(blocks: Iterable[Block]) -> list[Person]:
    return [block.person for block in blocks if isinstance(block, Mention)]
