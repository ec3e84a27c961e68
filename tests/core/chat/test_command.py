from __future__ import annotations

from collections.abc import Callable, Sized

import pytest

from bot.core.chat.command import USER, Command, Group, Menu, Right, spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import AnyParameter, Parameter, Words
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from tests.core.helpers import scene


async def run(request: Request) -> Reply:
    return Reply(request.invocation.command)


def command(name: str, about: str = "About it", parameters: tuple[AnyParameter, ...] = ()) -> Command:
    return Command(name, about, run, parameters)


def text(name: str, about: str = "About it", *, required: bool = True) -> AnyParameter:
    return Parameter(name, about, Words(), required=required)


GROUP = Group("walk", "Walking", "walk home", ("walk to",))
ITEMS = (
    command("sit"),
    GROUP,
    command("walk home"),
    Command("walk to", "Walk there", run, (text("where"),), also=("go to", "go")),
    command("walk very far"),
    Command("fly", "Fly", run, right=Right.ORGANISER),
)


def test_a_menu_lists_its_commands_in_order() -> None:
    menu = Menu(ITEMS)
    assert [one.name for one in menu] == ["sit", "walk home", "walk to", "walk very far", "fly"]
    assert menu.groups == (GROUP,)
    assert [head.name for head in menu.heads()] == ["sit", "walk", "fly"]
    assert menu.heads()[1] is GROUP
    assert [one.name for one in menu.under(GROUP)] == ["walk home", "walk to", "walk very far"]


def test_a_menu_finds_commands_by_their_names_and_other_names() -> None:
    menu = Menu(ITEMS)
    assert menu.command("walk to") is ITEMS[3]
    assert menu.command("go to") is menu.command("go") is ITEMS[3]
    assert menu.command("walk") is None
    assert menu.command("Sit") is None
    assert menu.group("walk") is GROUP
    assert menu.group("sit") is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("sit", "sit"),
        ("walk to", "walk to"),
        ("go to", "walk to"),
        ("walk", "walk to"),
        ("stroll", "stroll home"),
        ("run", None),
        ("", None),
    ],
)
def test_what_words_mean_alone_with_arguments_to_come(words: str, name: str | None) -> None:
    stroll = Group("stroll", "Strolling", "stroll home")
    meant = Menu((*ITEMS, stroll, command("stroll home"), command("stroll to"))).meant(words)
    assert (meant.name if meant else None) == name


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ((command("a"), command("a")), "two commands are called “a”"),
        ((GROUP, GROUP, command("walk home"), command("walk to")), "two commands are called “walk”"),
        ((GROUP, command("walk home"), command("walk to"), command("walk")), "doesn't stand in its group"),
        ((command("run home"),), "“run home” doesn't stand in its group"),
        ((GROUP, command("walk to")), "names “walk home”, which is not one of its commands"),
        ((GROUP, command("walk home")), "names “walk to”, which is not one of its commands"),
        ((Group("a", "A", "b"), command("b")), "names “b”, which is not one of its commands"),
        ((Group("a", "", "a b"), command("a b")), "the words of “a” are too long, or missing"),
        ((Group("a", "x" * 101, "a b"), command("a b")), "the words of “a” are too long, or missing"),
        ((command("a", ""),), "the words of “a” are too long, or missing"),
        ((command("a", "x" * 101),), "the words of “a” are too long, or missing"),
        ((command("a" * 33),), "are too long, or missing"),
        ((command("a", parameters=(text("b", ""),)),), "the words of “b” are too long, or missing"),
        ((command("a", parameters=(text("b" * 33),)),), "are too long, or missing"),
        (
            (command("a", parameters=(text("b", required=False), text("c"))),),
            "“a” asks for c after something optional",
        ),
        ((command("a", parameters=(text("b"), text("b"))),), "two parameters of “a” have the same name"),
        ((Command("a", "A", run, (text("user"),), addressable=True),), "two parameters of “a” have the same name"),
        ((command("A"),), "not a token"),
        ((command("é"),), "not a token"),
        ((command("a", parameters=(text("B"),)),), "not an argument"),
        ((command("a", parameters=(text("b-c"),)),), "not an argument"),
        ((command("a", parameters=(text("b c"),)),), "not an argument"),
    ],
)
def test_a_declaration_that_some_door_could_not_show_is_refused(
    items: tuple[Command | Group, ...], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        Menu(items)


def test_the_longest_words_that_every_door_shows() -> None:
    longest = command("a" * 32, "x" * 100, (text("b" * 32, "y" * 100),))
    assert list(Menu([longest])) == [longest]


def test_only_organisers_may_use_what_is_theirs() -> None:
    fly, sit = ITEMS[-1], ITEMS[0]
    assert isinstance(fly, Command)
    assert isinstance(sit, Command)
    member, organiser = scene().caller, scene(organiser=True).caller
    assert not fly.allows(member)
    assert fly.allows(organiser)
    assert sit.allows(member)
    assert sit.allows(organiser)


def test_an_addressable_command_also_takes_a_person() -> None:
    where = text("where")
    assert Command("a", "A", run, (where,), addressable=True).all_parameters == (where, USER)
    assert Command("a", "A", run, (where,)).all_parameters == (where,)
    assert not USER.required


@pytest.mark.parametrize(
    ("invocation", "typed"),
    [
        (Invocation("faq"), "/faq"),
        (Invocation("roadmap phase", {"number": "6"}, page=3, shared=True), "/roadmap phase number:6"),
        (Invocation("faq", {"topic": "Getting started", "question": ""}), '/faq topic:"Getting started" question:""'),
        (Invocation("faq", {"topic": "a\tb", "question": " c"}), '/faq topic:"a\tb" question:" c"'),
    ],
)
def test_how_to_type_an_invocation(invocation: Invocation, typed: str) -> None:
    assert spoken(invocation) == typed


FAR = Group("far", "Far away", "far off")


def test_a_menu_that_is_the_beginning_of_another_asks_for_the_rest_once_and_late() -> None:
    late = Command("late", "Late", run, also=("late indeed",))
    asked = 0

    def whole() -> Menu:
        nonlocal asked
        asked += 1
        return Menu((*ITEMS, late, FAR, command("far off")))

    menu = Menu(ITEMS, whole)
    first = Menu(ITEMS)
    for one in first:
        assert menu.command(one.name) == one
    assert menu.command(f"{next(iter(first)).name.split(' ')[0]} of nothing") is None
    assert asked == 0

    assert menu.group("far") is not None
    assert menu.command("late indeed") is menu.command("late") is late
    assert [one.name for one in menu] == [one.name for one in whole()]
    assert menu.groups == whole().groups
    assert menu.command("never heard of") is None
    assert menu.whole() is menu
    assert asked == 3


@pytest.mark.parametrize("ask", [list, lambda menu: menu.groups, lambda menu: menu.heads()])
def test_whoever_lists_a_menu_sees_all_of_it(ask: Callable[[Menu], Sized]) -> None:
    more = (*ITEMS, FAR, command("far off"))

    assert len(ask(Menu(ITEMS, lambda: Menu(more)))) == len(ask(Menu(more))) > len(ask(Menu(ITEMS)))
