"""A menu with one command of each sort: for the tests of the dispatch."""

from __future__ import annotations

from bot.core.chat.blocks import Button, Buttons, Divider, Option, Text
from bot.core.chat.command import Command, Menu, Right
from bot.core.chat.invocation import BadToken, Invocation
from bot.core.chat.parameter import Choice, Day, Parameter, Someone, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Audience, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch
from tests.core.helpers import scene

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


async def press(shop: Dispatch, token: str, *chosen: str, on: Audience = Audience.CALLER) -> Answer:
    return await shop.pressed(token, scene(), on=on, chosen=chosen)
