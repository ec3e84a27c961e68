from __future__ import annotations

import pytest

from bot.core.chat.blocks import Block, Button, Buttons, LinkButton, Option, Select, Spoiler, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Audience, Reply, carried

ONE = Invocation("x", {"a": "1"})
OPTIONS = (Option("1", "One"),)


def test_a_reply_is_private_and_new_until_somebody_says_otherwise() -> None:
    reply = Reply("Hello")
    assert (reply.audience, reply.replaces, reply.page, reply.permalink) == (Audience.CALLER, False, 1, None)


def test_carried_names_what_buttons_menus_and_spoilers_stand_for_in_their_order() -> None:
    blocks = (
        Text("words"),
        Select("Choose", Invocation("y"), "b", OPTIONS),
        Buttons((Button("One", ONE), LinkButton("Page", "https://x.org"), Button("Two", Invocation("z")))),
        Spoiler("it", "hidden", Invocation("w")),
    )
    assert list(carried(blocks)) == [Invocation("y", {"b": ""}), ONE, Invocation("z"), Invocation("w")]


@pytest.mark.parametrize(
    "blocks",
    [
        (Buttons((Button("One", ONE), Button("Another", ONE))),),
        (Buttons((Button("One", ONE),)), Buttons((Button("One", ONE),))),
        (Buttons((Button("One", ONE),)), Spoiler("it", "hidden", ONE)),
        (
            Select("Choose", Invocation("x"), "a", OPTIONS),
            Select("Choose", Invocation("x", {"a": "2"}), "a", OPTIONS),
        ),
        (Select("Choose", Invocation("x"), "a", OPTIONS), Buttons((Button("None", Invocation("x", {"a": ""})),))),
    ],
)
def test_two_buttons_that_would_be_the_same_to_the_platform_are_refused(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(ValueError, match="two buttons of one reply are the same: x"):
        Reply("Hello", blocks)


def test_shared_paged_and_linked_ones_differ() -> None:
    buttons = (
        Button("One", ONE),
        Button("Share", Invocation("x", {"a": "1"}, shared=True)),
        Button("More", Invocation("x", {"a": "1"}, page=2)),
        LinkButton("Page", "https://x.org"),
        LinkButton("Page", "https://x.org"),
    )
    assert Reply("Hello", (Buttons(buttons),)).blocks == (Buttons(buttons),)
