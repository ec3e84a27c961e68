from __future__ import annotations

from bot.core.chat.blocks import Items, Text
from bot.core.dispatch import Dispatch
from bot.core.features.community import place_line
from bot.core.model.reference import Place
from tests.core.helpers import said
from tests.fakes.shelf import DOCS


async def test_places_and_what_they_bring(tiny: Dispatch) -> None:
    reply = await said(tiny, "/community")
    assert reply.blocks[:3] == (
        Text("Meet others."),
        Items(("[The forum](https://docs.example.org/): Ask there.",), title="Forums"),
        Items(("Friends",), title="What it brings you"),
    )


def test_a_place_is_a_link_where_it_has_one() -> None:
    assert place_line(Place(id="x", title="Here", about="So.", link=DOCS)) == "[Here](https://docs.example.org/): So."
    assert place_line(Place(id="x", title="Here", about="So.")) == "**Here**: So."
