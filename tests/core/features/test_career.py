from __future__ import annotations

from bot.core.chat.blocks import Facts, Items, Table
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from tests.core.helpers import buttons, said


async def test_a_working_day(tiny: Dispatch) -> None:
    for line in ("/career", "/career day"):
        reply = await said(tiny, line)
        assert reply.title == "What an MLOps engineer does"
        assert Items(("**Sawing**: All morning.",), title="On a working day") in reply.blocks
        assert "A trade." in plain(reply)
        assert "It grows." in plain(reply)
        assert list(buttons(reply)) == ["What it pays", "Roles beside it", "Share"]


async def test_the_pay_with_its_date(tiny: Dispatch) -> None:
    reply = await said(tiny, "/career salary")
    assert reply.title == "What it pays"
    assert reply.blocks[0] == Table(
        ("Experience", "Role", "Pay", "Where"), (("0-2", "Apprentice", "5 LPA", "Pune, Delhi"),)
    )
    assert "More than rest." in plain(reply)
    assert "As of February 2026." in plain(reply)


async def test_the_roles_beside_it(tiny: Dispatch) -> None:
    everything = await said(tiny, "/career roles")
    assert "- Mason: Stone" in plain(everything)
    assert "Both build" in plain(everything)
    assert buttons(everything)["Mason"] == Invocation("career roles", {"role": "role-mason"})
    one = await said(tiny, "/career mason")
    assert one.title == "Mason and MLOps engineer"
    assert one.blocks[0] == Facts((("Mostly about", "Stone"), ("Where they meet", "Both build")))
    assert "Stone is hard." in plain(one)
    assert buttons(one)["All roles"] == Invocation("career roles")
