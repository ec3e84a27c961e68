from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Button, Buttons, Divider, Mention, Option, Select, Text
from bot.core.chat.command import Command, Menu, Right
from bot.core.chat.invocation import BadToken, Invocation
from bot.core.chat.neutral import neutral
from bot.core.chat.parameter import Choice, Day, Parameter, Someone, Words
from bot.core.chat.plain import plain
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Audience, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Person, Scene
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch
from bot.core.ports.database import Unavailable, Unsure
from tests.conftest import REFERENCE
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, said, scene, selects, words_of

SIZE = Parameter("size", "Which size", Choice((Option("s", "Small"), Option("l", "Large", "for two"))))
TOPPING = Parameter("topping", "What goes on it", Words(200), required=False)
DAY = Parameter("day", "When", Day())
COUNT = Parameter("count", "How many", Whole(1, 99))


async def order(request: Request) -> Reply:
    """Says what was ordered."""
    return Reply(f"{request[SIZE]} pizza", (Text("Coming."), Buttons((Button("Again", Invocation("pizza")),))))


async def book(request: Request) -> Reply:
    return Reply(f"A table for {request[COUNT]} on {request[DAY]}", permalink=Invocation("pizza", {"size": "l"}))


async def shout(request: Request) -> Reply:
    return Reply("Hear, hear", (Text("All hear it."),), Audience.EVERYONE)


async def ask(request: Request) -> Answer:
    return Form("More, please", Invocation("pizza"), (Question(SIZE),))


async def refuse(request: Request) -> Answer:
    raise Refusal("The oven is *cold*.", Divider())


async def fail(request: Request) -> Answer:
    text = str(request.values.get("topping", ""))
    try:
        int(f"{text}?")  # its error holds the text
    except ValueError as error:
        raise RuntimeError(f"cannot bake {text}") from error
    return Reply("Baked")


class Oven:
    """A kind that knows a way on by itself."""

    def read(self, text: str, scene: Scene) -> str:
        raise Refusal("Cold.", Divider())


async def forget(request: Request) -> Answer:
    raise BadToken("an old button")


async def repeat(request: Request) -> Answer:
    same = Button("Same", Invocation("pizza"))
    raise Refusal("Twice.", Buttons((same, same)))


MENU = Menu(
    (
        Command("pizza", "Order a pizza", order, (SIZE, TOPPING), addressable=True, also=("pie",)),
        Command("table", "Book a table", book, (COUNT, DAY)),
        Command("shout", "Tell all", shout),
        Command("form", "Asks", ask),
        Command("refuse", "Refuses", refuse),
        Command("fail", "Fails", fail, (TOPPING,)),
        Command("forget", "Forgets", forget),
        Command("repeat", "Repeats", repeat),
        Command("diary", "Private", order, (SIZE,), shareable=False),
        Command("close", "Close the shop", order, (SIZE,), right=Right.ORGANISER),
        Command("bake", "Bake", order, (Parameter("oven", "Which", Oven()),)),
        Command("who", "Choose somebody", order, (Parameter("someone", "Whom", Someone()),)),
    )
)
"""A pizzeria."""


class Clock:
    """Half a second passes each time one looks."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        self._now += 0.5
        return self._now


@pytest.fixture
def shop() -> Dispatch:
    return Dispatch(MENU, Clock(), lambda: REFERENCE)


@contextmanager
def logged() -> Iterator[list[str]]:
    """Every line, as a handler would write it."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(levelname)s %(message)s").format(record))

    handler, log = Kept(), logging.getLogger("bot.dispatch")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


async def press(shop: Dispatch, token: str, *chosen: str, on: Audience = Audience.CALLER) -> Answer:
    return await shop.pressed(token, scene(), on=on, chosen=chosen)


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


# Who may do what


async def test_what_is_for_organisers(shop: Dispatch) -> None:
    for line in ("/close s", "/close"):
        refused = await said(shop, line)
        assert refused.title == "That didn't work"
        assert words_of(_text(refused)) == "/close is for the organisers of this community."
        assert buttons(refused) == {"Help": Invocation("help")}
    pressed = a_reply(await press(shop, "close?size=s"))
    assert pressed.title == "That didn't work"
    assert (await said(shop, "/close s", scene(organiser=True))).title == "s pizza"


# Arguments that are missing or wrong


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


# Old and changed buttons


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


async def test_a_form_with_a_question_that_the_command_does_not_have(shop: Dispatch) -> None:
    filled = await shop.pressed("table", scene(), on=Audience.CALLER, filled={"count": "4", "day": "today", "x": "y"})
    assert a_reply(filled).title == "That button no longer works"


# What goes wrong


async def test_a_refusal_is_told_with_its_way_on(shop: Dispatch) -> None:
    reply = await said(shop, "/refuse")
    assert reply.title == "That didn't work"
    assert reply.blocks == (Text("The oven is *cold*."), Divider())


@pytest.mark.parametrize("line", ["/fail", "/repeat", "/who test:ben"])
async def test_an_error_is_told_and_logged_under_the_same_reference(shop: Dispatch, line: str) -> None:
    with logged() as lines:
        reply = await said(shop, line)
    assert reply.title == "Something went wrong on my side"
    assert REFERENCE in plain(reply)
    assert buttons(reply) == {"Help": Invocation("help")}
    name = line.split()[0][1:]
    assert lines[0].startswith(f"ERROR command={name} reference={REFERENCE} failed: ")
    assert "test_dispatch.py" in lines[0] or "reply.py" in lines[0]
    assert lines[1] == f"INFO command={name} place=test outcome=failed ms=500.0"
    assert len(lines) == 2


SECRETS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40).map(lambda text: f"sesame{text}sesame")


@given(
    secret=SECRETS | st.sampled_from(HOSTILE).map(lambda text: f"sesame{text}sesame"),
    line=st.sampled_from(
        [
            "/fail topping:{}",
            "/fail {}",
            "/pizza {}",
            "/pizza s user:{}",
            "/{}",
            "/{} x",
            "/table {} {}",
            "/ask {}",
            "/pizza s {}",
        ]
    ),
)
async def test_nothing_that_a_member_wrote_is_logged(secret: str, line: str) -> None:
    shop = Dispatch(MENU, Clock(), lambda: REFERENCE)
    with logged() as lines:
        answer = await shop.typed(line.format(secret, secret), scene(who="sesame"))
        await shop.pressed("fail", scene(), on=Audience.CALLER, filled={"topping": secret})
        await shop.pressed(secret, scene(), on=Audience.CALLER, chosen=[secret])
        await shop.invoke(Invocation(secret, {secret: secret}), scene())
    assert len([one for one in lines if one.startswith("INFO command=")]) == 4
    assert "sesame" not in "\n".join(lines)
    assert "cannot bake" not in plain(answer)


async def test_one_line_a_question_goes_to_the_log(shop: Dispatch) -> None:
    for line, name, outcome in (
        ("/pizza s", "pizza", "answered"),
        ("/pie s", "pizza", "answered"),
        ("/pizza", "pizza", "asked"),
        ("/table", "table", "asked"),
        ("/form", "form", "asked"),
        ("/pizza size:huge", "pizza", "refused"),
        ("/close", "unknown", "refused"),
        ("/zzz", "unknown", "refused"),
        ("/refuse", "refuse", "refused"),
        ("/forget", "forget", "refused"),
    ):
        with logged() as lines:
            await shop.typed(line, scene())
        assert lines == [f"INFO command={name} place=test outcome={outcome} ms=500.0"]


# Who reads the answer


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


# While typing


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


# Everything at once


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


SIZE_OPTIONS = (Option("s", "Small"), Option("l", "Large", "for two"))


def _text(reply: Reply) -> str:
    block = reply.blocks[0]
    assert isinstance(block, Text)
    return block.markdown


async def test_notes_out_of_reach_are_said_plainly(caplog: pytest.LogCaptureFixture) -> None:
    async def run(request: Request) -> Reply:
        raise Unavailable("database or disk is full")

    dispatch = Dispatch(Menu([Command("note", "Writes it down", run)]), itertools.count().__next__, lambda: "a1b2c3")
    with caplog.at_level(logging.INFO):
        reply = a_reply(await dispatch.typed("/note", scene()))
    assert reply.title == "I can't write that down just now"
    assert "full" not in str(reply)
    assert "command=note place=test outcome=unavailable" in caplog.text
    assert [record.levelname for record in caplog.records] == ["INFO"]


async def test_what_may_have_been_kept_is_never_told_as_lost(caplog: pytest.LogCaptureFixture) -> None:
    async def run(request: Request) -> Reply:
        raise Unsure("the connection was lost")

    dispatch = Dispatch(Menu([Command("note", "Writes it down", run)]), itertools.count().__next__, lambda: "a1b2c3")
    with caplog.at_level(logging.INFO):
        reply = a_reply(await dispatch.typed("/note", scene()))
    assert reply.title == "I can't say whether I wrote that down"
    assert "nothing was changed" not in str(reply)
    assert "command=note place=test outcome=unsure" in caplog.text
