from __future__ import annotations

from bot.core.chat.blocks import Facts, Items
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from tests.core.helpers import buttons, said, selects


async def test_the_starter_stack_and_the_categories(tiny: Dispatch) -> None:
    reply = await said(tiny, "/tools")
    assert "Start with Hammer. Take it." in plain(reply)
    assert Items(("**Hitting**: Hammer, Mallet",)) in reply.blocks
    (option,) = selects(reply)["Compare the tools of a category"].options
    assert (option.value, option.label, option.about) == ("hitting-tools", "Hitting", "Hits things.")


async def test_a_category_says_when_to_choose_what(tiny: Dispatch) -> None:
    reply = await said(tiny, "/tools hitting")
    assert reply.title == "Hitting"
    assert Items(("**Hammer**: You need a hammer.", "**Mallet**: You need a mallet."), title="Choose") in reply.blocks
    assert "By weight." in plain(reply)
    assert [one.value for one in selects(reply)["Open a tool"].options] == ["tool-hammer", "tool-mallet"]
    assert buttons(reply)["All categories"] == Invocation("tools")


async def test_a_tool(tiny: Dispatch) -> None:
    reply = await said(tiny, "/tools hammer")
    assert reply.title == "Hammer"
    assert "A hammer." in plain(reply)
    assert (
        Facts((("Choose it when", "You need a hammer."), ("Made by", "The smith"), ("Licence", "Free"))) in reply.blocks
    )
    assert buttons(reply)["Compare: Hitting"] == Invocation("tools", {"name": "hitting-tools"})
    assert "The docs: https://docs.example.org/" in plain(reply)
