from __future__ import annotations

from bot.core.chat.blocks import Facts, Items
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from tests.core.helpers import buttons, said, selects


async def test_all_projects_and_where_to_find_more(tiny: Dispatch) -> None:
    reply = await said(tiny, "/projects")
    for words in ("Build something.", "A shed (Wood, Nails)", "The barn: Full of sheds."):
        assert words in plain(reply)
    assert [one.value for one in selects(reply)["Open a project"].options] == ["project-shed"]


async def test_a_project(tiny: Dispatch) -> None:
    reply = await said(tiny, "/projects shed")
    assert reply.title == "A shed"
    assert Facts((("Built with", "Wood, Nails"), ("It shows", "Patience."))) in reply.blocks
    assert Items(("Plan", "Saw", "Nail", "Paint"), "numbers", "Steps") in reply.blocks
    assert "Open the door." in plain(reply)
    assert buttons(reply)["Phase 1 · Basics"] == Invocation("roadmap phase", {"number": "1"})
    assert buttons(reply)["All projects"] == Invocation("projects")
