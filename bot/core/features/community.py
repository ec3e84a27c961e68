"""Where people who do MLOps meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Items, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.model.library import Library
from bot.core.model.reference import Place
from bot.core.ports.shelf import Shelf

PAGE = Invocation("community")


@dataclass(frozen=True, slots=True)
class CommunityFeature:
    """`/community`."""

    shelf: Shelf

    def menu(self) -> Iterable[Command]:
        """The command."""

        async def show(request: Request) -> Reply:
            return community_card(self.shelf.library)

        yield Command(
            "community", "Forums, meetups, conferences and open source", show, addressable=True, examples=("community",)
        )


def community_card(library: Library) -> Reply:
    """All places, and what it brings to go there."""
    community = library.community
    blocks: list[Block] = [Text(community.intro)]
    blocks += [Items(tuple(place_line(place) for place in one.places), title=one.title) for one in community.groups]
    blocks.append(Items(community.benefits, title="What it brings you"))
    return Reply("Where MLOps people meet", tuple(blocks), permalink=PAGE)


def place_line(place: Place) -> str:
    """A place in one line of Markdown, its name a link where it has one."""
    name = f"[{place.title}]({place.link.url})" if place.link else f"**{place.title}**"
    return f"{name}: {place.about}"
