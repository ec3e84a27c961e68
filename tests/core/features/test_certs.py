from __future__ import annotations

from bot.core.chat.blocks import Facts, Items, Table
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from tests.core.helpers import buttons, said, selects


async def test_all_side_by_side_in_the_recommended_order(tiny: Dispatch) -> None:
    reply = await said(tiny, "/certs")
    assert reply.blocks[0] == Table(
        ("Certification", "Level", "Cost"), (("Woodwork", "Easy", "about $150 USD"), ("Steelwork", "Hard", "varies"))
    )
    assert Items(("Woodwork first",), "numbers", "Recommended order") in reply.blocks
    assert "One is enough." in plain(reply)
    assert [one.value for one in selects(reply)["Open a certification"].options] == ["cert-wood", "cert-steel"]


async def test_one_certification(tiny: Dispatch) -> None:
    reply = await said(tiny, "/certs woodwork")
    assert reply.title == "Woodwork"
    assert reply.blocks[0] == Facts(
        (("Provider", "The guild"), ("Level", "Easy"), ("Cost", "about $150 USD"), ("Best for", "Beginners"))
    )
    assert "Two hours." in plain(reply)
    assert "As of 1 March 2026." in plain(reply)
    assert buttons(reply)["All certifications"] == Invocation("certs")


async def test_a_certification_is_found_by_its_abbreviation(dispatch: Dispatch) -> None:
    assert (await said(dispatch, "/certs cka")).permalink == Invocation("certs", {"certification": "cert-cka"})
