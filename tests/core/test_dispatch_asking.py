"""What is missing, wrong or not allowed in a question: a menu, a form, or a sentence with a way on."""

from __future__ import annotations

import pytest

from bot.core.chat.blocks import Divider, Mention, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.scene import Person
from bot.core.dispatch import Dispatch
from tests.conftest import REFERENCE
from tests.core.helpers import a_form, a_reply, buttons, said, scene, selects, words_of
from tests.core.pizzeria import COUNT, DAY, MENU, SIZE, TOPPING, Clock, press


@pytest.fixture
def shop() -> Dispatch:
    return Dispatch(MENU, Clock(), lambda: REFERENCE)


async def test_what_is_for_organisers(shop: Dispatch) -> None:
    for line in ("/close s", "/close"):
        refused = await said(shop, line)
        assert refused.title == "That didn't work"
        assert words_of(_text(refused)) == "/close is for the organisers of this community."
        assert buttons(refused) == {"Help": Invocation("help")}
    pressed = a_reply(await press(shop, "close?size=s"))
    assert pressed.title == "That didn't work"
    assert (await said(shop, "/close s", scene(organiser=True))).title == "s pizza"


async def test_one_missing_argument_with_few_values_is_a_menu(shop: Dispatch) -> None:
    reply = await said(shop, "/pizza topping:cheese")
    assert reply.title == "Order a pizza"
    (select,) = reply.blocks
    assert select == Select("Which size", Invocation("pizza", {"topping": "cheese"}), "size", SIZE_OPTIONS)
    assert (reply.audience, reply.replaces) == (Audience.CALLER, False)
    chosen = a_reply(await press(shop, select.carried.token, "l"))
    assert chosen.title == "l pizza"
    assert chosen.permalink == Invocation("pizza", {"topping": "cheese", "size": "l"})


async def test_a_menu_replaces_the_private_message_whose_button_asked_for_it(shop: Dispatch) -> None:
    assert a_reply(await press(shop, "pizza")).replaces
    assert not a_reply(await press(shop, "pizza", on=Audience.EVERYONE)).replaces


async def test_a_menu_is_the_callers_alone_whomever_the_answer_is_for(shop: Dispatch) -> None:
    for reply in (await said(shop, "/pizza user:@test:ben"), a_reply(await press(shop, "!pizza"))):
        assert reply.audience is Audience.CALLER
        assert [type(block) for block in reply.blocks] == [Select]
    token = selects(await said(shop, "/pizza user:@test:ben"))["Which size"].carried.token
    answer = a_reply(await press(shop, token, "s"))
    assert answer.audience is Audience.EVERYONE
    assert answer.blocks[0] == Mention(Person("test:ben"), "this is for you.")


async def test_a_menu_from_which_nothing_was_chosen_is_shown_again(shop: Dispatch) -> None:
    assert [type(block) for block in a_reply(await press(shop, "pizza?size=")).blocks] == [Select]


async def test_several_missing_arguments_are_a_form(shop: Dispatch) -> None:
    form = a_form(await shop.typed("/table", scene()))
    assert form == Form("Book a table", Invocation("table"), (Question(COUNT), Question(DAY)))
    filled = await shop.pressed(
        form.invocation.token, scene(), on=Audience.CALLER, filled={"count": "4", "day": "tomorrow"}
    )
    assert a_reply(filled).title == "A table for 4 on 2026-11-24"


async def test_a_form_asks_only_for_what_is_missing(shop: Dispatch) -> None:
    form = a_form(await shop.typed("/table day:tomorrow", scene()))
    assert form == Form("Book a table", Invocation("table", {"day": "tomorrow"}), (Question(COUNT),))


async def test_a_form_has_room_for_what_no_button_can_carry(shop: Dispatch) -> None:
    day = f"1 {' ' * 200} december"
    form = a_form(await shop.typed(f'/table day:"{day}"', scene()))
    assert form.invocation.fits
    assert form.questions == (Question(COUNT), Question(DAY, day))
    topping = "cheese " * 20
    form = a_form(await shop.typed(f'/pizza topping:"{topping}"', scene()))
    assert form.invocation == Invocation("pizza")
    assert form.questions == (Question(SIZE), Question(TOPPING, topping))


async def test_a_form_that_was_filled_wrongly_says_so(shop: Dispatch) -> None:
    for filled, words in (
        ({"count": "many", "day": "tomorrow"}, "I need a whole number from 1 to 99 here."),
        ({"count": "4", "day": "**someday**"}, "That is not a day that I understand."),
    ):
        reply = a_reply(await shop.pressed("table", scene(), on=Audience.CALLER, filled=filled))
        assert reply.title == "That didn't work"
        assert words in words_of(_text(reply))
        assert buttons(reply) == {"How to use /table": Invocation("help", {"command": "table"})}
    assert isinstance(await shop.pressed("table", scene(), on=Audience.CALLER, filled={"count": "4", "day": ""}), Form)


async def test_a_wrong_argument_is_a_sentence_with_a_menu(shop: Dispatch) -> None:
    reply = await said(shop, "/pizza size:huge topping:ham")
    assert reply.title == "That didn't work"
    assert words_of(_text(reply)) == "“huge” is none of the 2 that I know. Did you mean one of these?"
    select = selects(reply)["Which size"]
    assert select == Select("Which size", Invocation("pizza", {"topping": "ham"}), "size", SIZE_OPTIONS)
    assert list(buttons(reply)) == ["How to use /pizza"]
    assert a_reply(await press(shop, select.carried.token, "s")).permalink == Invocation(
        "pizza", {"topping": "ham", "size": "s"}
    )


async def test_a_wrong_argument_beside_one_that_no_button_can_carry(shop: Dispatch) -> None:
    reply = await said(shop, f'/pizza size:huge topping:"{"ham " * 30}"')
    assert reply.title == "That didn't work"
    assert words_of(_text(reply)) == "“huge” is none of the 2 that I know."
    assert not selects(reply)
    assert list(buttons(reply)) == ["How to use /pizza"]


async def test_a_wrong_argument_whose_kind_knows_a_way_on(shop: Dispatch) -> None:
    assert (await said(shop, "/bake oven:big")).blocks == (Text("Cold."), Divider())


async def test_a_blank_argument_is_none(shop: Dispatch) -> None:
    for line in ('/pizza s user:""', '/pizza s topping:"" user:""'):
        reply = await said(shop, line)
        assert (reply.title, reply.audience) == ("s pizza", Audience.CALLER)
        assert not any(isinstance(block, Mention) for block in reply.blocks)
    (select,) = selects(await said(shop, '/pizza size:huge topping:"" user:""')).values()
    assert select.carried.arguments == {"size": ""}


async def test_a_person_who_cannot_be_read_is_nobody(shop: Dispatch) -> None:
    reply = await said(shop, "/pizza s user:ben")
    assert words_of(_text(reply)) == "I need a person here: type @ and choose one."
    assert reply.audience is Audience.CALLER


async def test_a_choice_of_several_is_one_argument_with_commas(shop: Dispatch) -> None:
    reply = a_reply(await press(shop, "pizza?size=", "s", "l"))
    assert words_of(_text(reply)).startswith("“s,l” is none of the 2")


async def test_a_form_with_a_question_that_the_command_does_not_have(shop: Dispatch) -> None:
    filled = await shop.pressed("table", scene(), on=Audience.CALLER, filled={"count": "4", "day": "today", "x": "y"})
    assert a_reply(filled).title == "That button no longer works"


SIZE_OPTIONS = (Option("s", "Small"), Option("l", "Large", "for two"))


def _text(reply: Reply) -> str:
    block = reply.blocks[0]
    assert isinstance(block, Text)
    return block.markdown
