"""The one door: typed, pressed and invoked mean the same, and an answer goes to whom it is for."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Button, Buttons, Mention
from bot.core.chat.invocation import Invocation
from bot.core.chat.neutral import neutral
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Form, Reply
from bot.core.chat.scene import Person
from bot.core.dispatch import Dispatch
from tests.conftest import REFERENCE
from tests.core.helpers import HOSTILE, a_reply, buttons, said, scene
from tests.core.pizzeria import MENU, Clock, press


@pytest.fixture
def shop() -> Dispatch:
    return Dispatch(MENU, Clock(), lambda: REFERENCE)


async def test_typed_pressed_and_invoked_mean_the_same(shop: Dispatch) -> None:
    typed = await shop.typed("/pizza s", scene())
    assert a_reply(typed).title == "s pizza"
    assert await shop.typed("/pie size:small", scene()) == replace(
        a_reply(typed),
        permalink=Invocation("pizza", {"size": "small"}),
        blocks=a_reply(await shop.typed("/pie small", scene())).blocks,
    )
    assert await shop.invoke(Invocation("pizza", {"size": "s"}), scene()) == typed
    assert await press(shop, "pizza?size=s") == replace(a_reply(typed), replaces=True)


@pytest.mark.parametrize(
    "token",
    ["", "nothing", "roadmap phase?number=6", "pizza?", "pizza?size=s&cheese=1", "PIZZA", "pizza?size=%41", "x" * 101,
     "pizza?size=s\n", "\ud83d", "forget", "shout?user=test:ben", "!diary?user=test:ben"],
)  # fmt: skip
async def test_old_and_changed_buttons(shop: Dispatch, token: str) -> None:
    reply = a_reply(await press(shop, token))
    assert reply.title == "That button no longer works"
    assert buttons(reply) == {"Help": Invocation("help")}
    assert (reply.audience, reply.replaces) == (Audience.CALLER, False)


@given(
    token=st.text(st.characters(exclude_categories=()), max_size=30)
    | st.from_regex(r"!?[a-z]{1,6}(\?[a-z]{1,4}=.{0,5})?(#\d)?")
)
async def test_any_token_is_answered(token: str) -> None:
    answer = await press(Dispatch(MENU, Clock(), lambda: REFERENCE), token)
    assert isinstance(answer, Form) or "went wrong" not in answer.title or "fail" in token or "repeat" in token


async def test_a_private_answer_offers_to_be_shared(shop: Dispatch) -> None:
    private = await said(shop, "/pizza s")
    assert private.audience is Audience.CALLER
    assert list(buttons(private)) == ["Again", "Share"]
    shared = a_reply(await press(shop, buttons(private)["Share"].token))
    assert shared.audience is Audience.EVERYONE
    assert shared.blocks[0] == Mention(Person("test:ana"), "shared this.")
    assert list(buttons(shared)) == ["Again"]
    assert not shared.replaces
    assert shared.permalink == private.permalink == Invocation("pizza", {"size": "s"})


async def test_a_share_button_stands_alone_where_there_are_no_others(shop: Dispatch) -> None:
    reply = await said(shop, "/table 4 tomorrow")
    assert reply.blocks == (Buttons((Button("Share", Invocation("pizza", {"size": "l"}, shared=True)),)),)
    assert reply.permalink == Invocation("pizza", {"size": "l"})


async def test_what_cannot_be_shared(shop: Dispatch) -> None:
    assert list(buttons(await said(shop, "/diary s"))) == ["Again"]
    assert list(buttons(await said(shop, "/shout"))) == []
    assert list(buttons(await said(shop, "/pizza s", scene(direct=True)))) == ["Again"]
    too_long = await said(shop, f'/pizza s topping:"{"ham " * 30}"')
    assert too_long.title == "s pizza"
    assert list(buttons(too_long)) == ["Again"]
    assert a_reply(await press(shop, "!diary?size=s")).title == "That button no longer works"


async def test_an_answer_for_everyone(shop: Dispatch) -> None:
    assert (await said(shop, "/shout")).audience is Audience.EVERYONE
    assert (await said(shop, "/shout", scene(direct=True))).audience is Audience.CALLER


async def test_an_answer_addressed_to_somebody(shop: Dispatch) -> None:
    reply = await said(shop, "/pizza s user:@test:ben")
    assert reply.audience is Audience.EVERYONE
    assert reply.blocks[0] == Mention(Person("test:ben"), "this is for you.")
    assert list(buttons(reply)) == ["Again"]
    direct = await said(shop, "/pizza s user:@test:ben", scene(direct=True))
    assert direct.audience is Audience.CALLER
    assert direct.blocks[0] == Mention(Person("test:ben"), "this is for you.")
    both = a_reply(await press(shop, "!pizza?size=s&user=test:ben"))
    assert [block for block in both.blocks if isinstance(block, Mention)] == [reply.blocks[0]]


async def test_sharing_where_nobody_else_reads(shop: Dispatch) -> None:
    reply = a_reply(await shop.pressed("!pizza?size=s", scene(direct=True), on=Audience.CALLER))
    assert reply.audience is Audience.CALLER
    assert not any(isinstance(block, Mention) for block in reply.blocks)


@pytest.mark.parametrize(
    ("token", "on", "replaces"),
    [
        ("pizza?size=s", Audience.CALLER, True),
        ("pizza?size=s", Audience.EVERYONE, False),
        ("!pizza?size=s", Audience.CALLER, False),
        ("pizza?size=s&user=test:ben", Audience.CALLER, False),
        ("shout", Audience.CALLER, False),
        ("shout", Audience.EVERYONE, False),
        ("diary?size=s", Audience.CALLER, True),
    ],
)
async def test_only_a_private_message_is_replaced_and_only_by_a_private_answer(
    shop: Dispatch, token: str, on: Audience, replaces: bool
) -> None:
    reply = a_reply(await press(shop, token, on=on))
    assert reply.replaces is replaces
    assert not replaces or reply.audience is Audience.CALLER


async def test_a_page_is_asked_for_by_its_number(shop: Dispatch) -> None:
    reply = a_reply(await press(shop, "pizza?size=s#3"))
    assert reply.page == 3
    assert reply.permalink == Invocation("pizza", {"size": "s"})
    assert buttons(reply)["Share"] == Invocation("pizza", {"size": "s"}, shared=True)
    assert (await said(shop, "/pizza s")).page == 1


@pytest.mark.parametrize(
    ("command", "parameter", "partial", "values"),
    [
        ("pizza", "size", "", ["s", "l"]),
        ("pizza", "size", "LAR", ["l"]),
        ("pizza", "size", "two", ["l"]),
        ("pie", "size", "sm", ["s"]),
        ("pizza", "size", "zzz", []),
        ("pizza", "topping", "", []),
        ("pizza", "user", "", []),
        ("bake", "oven", "", []),
        ("pizza", "nothing", "", []),
        ("nothing", "size", "", []),
    ],
)
def test_suggestions(shop: Dispatch, command: str, parameter: str, partial: str, values: list[str]) -> None:
    assert [option.value for option in shop.suggestions(command, parameter, partial)] == values


def test_suggestions_of_the_whole_curriculum(dispatch: Dispatch) -> None:
    assert len(dispatch.suggestions("roadmap skill", "skill", "")) == 25
    assert dispatch.suggestions("roadmap skill", "skill", "data-drift")[0].value == "data-drift"
    assert len(dispatch.suggestions("roadmap phase", "number", "")) == 7


LINES = st.builds(
    " ".join,
    st.lists(
        st.sampled_from(
            [
                "/pizza",
                "s",
                "huge",
                "topping:ham",
                'topping:""',
                "user:@test:ben",
                'user:""',
                "user:x",
                "/table",
                "4",
                "today",
            ]
        )
        | st.sampled_from(HOSTILE)
        | st.text(max_size=20),
        min_size=1,
        max_size=6,
    ),
)


@given(line=LINES, organiser=st.booleans(), direct=st.booleans())
async def test_any_line_is_answered_and_the_answer_can_be_shown(line: str, organiser: bool, direct: bool) -> None:
    shop = Dispatch(MENU, itertools.count().__next__, lambda: REFERENCE)
    answer = await shop.typed(line, scene(organiser=organiser, direct=direct))
    assert plain(answer).startswith(answer.title)
    assert neutral(answer)["title"] == answer.title
    if isinstance(answer, Reply):
        assert "wrong" not in answer.title
        assert not direct or answer.audience is Audience.CALLER
