"""A small menu whose commands do what the real ones rarely do: take long, post for all, ask, send files, fail."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

from bot.core.chat.blocks import Button, Buttons, File, Option, Select, Text
from bot.core.chat.command import Command, Group, Menu, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Choice, Day, Moment, Parameter, Someone, Somewhere, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Audience, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch

WORDS = Parameter("words", "What to say", Words(200, lines=True))
QUESTION = Parameter("question", "Your question", Words(300))
PERSON = Parameter("person", "Whom", Someone())
CHANNEL = Parameter("channel", "Where, in the server or outside of it, wherever that may be", Somewhere())
COLOUR = Parameter("colour", "Which", Choice((Option("red", "Red"), Option("blue", "Blue", "Like the sky"))))
SURE = Parameter("sure", "Whether", YesNo(), required=False)
WHEN = Parameter("when", "When", Moment(), required=False)
DAY = Parameter("day", "Which day", Day(), required=False)
MANY = Parameter("many", "How many", Whole(1, 60), required=False)

SECRET = "what a member wrote"

STEPS = Buttons((Button("Slowly", Invocation("slow reply")), Button("Again", Invocation("quick"))))


class Gate:
    """Lets slow commands go on when a test says so."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.asked = asyncio.Event()

    async def passed(self) -> None:
        """Wait for the test."""
        self.asked.set()
        await self.open.wait()


def small_menu(gate: Gate) -> Menu:
    """All of it."""

    def slow(answer: Callable[[Request], Answer]) -> Callable[[Request], Awaitable[Answer]]:
        async def run(request: Request) -> Answer:
            await gate.passed()
            return answer(request)

        return run

    def at_once(answer: Callable[[Request], Answer]) -> Callable[[Request], Awaitable[Answer]]:
        async def run(request: Request) -> Answer:
            return answer(request)

        return run

    def private(request: Request) -> Answer:
        return Reply("Slow", (Text("Here it is."), STEPS))

    def public(request: Request) -> Answer:
        return Reply("For all", (Text("Here it is."),), audience=Audience.EVERYONE)

    def refused(request: Request) -> Answer:
        raise Refusal("Not today.")

    def form(request: Request) -> Answer:
        return Form("Say it", Invocation("say"), (Question(WORDS, "so far"),), "It was too short.")

    def broken(request: Request) -> Answer:
        raise RuntimeError(SECRET)

    def unshowable(request: Request) -> Answer:
        return Reply("Odd", ("no block at all",))  # type: ignore[arg-type]

    def heard(request: Request) -> Answer:
        said = [f"{name}={value}" for name, value in request.invocation.arguments.items()]
        return Reply("Heard", (Text("`" + "; ".join([request.place.platform, *said]) + "`"),))

    def file(request: Request) -> Answer:
        return Reply("A file", (File("dates of mine.ics", b"BEGIN", "text/calendar", "Open it."), STEPS))

    def menu(request: Request) -> Answer:
        options = tuple(Option(f"{number:02}", f"Number {number}") for number in range(60))
        return Reply("Choose", (Select("A number", Invocation("say"), "words", options),))

    return Menu(
        (
            Command("quick", "Answers at once", at_once(lambda _: Reply("Quick", (Text("Here."), STEPS)))),
            Group("slow", "What takes long", default="slow reply"),
            Command("slow reply", "A private reply", slow(private), addressable=True),
            Command("slow public", "A reply for all", slow(public)),
            Command("slow refusal", "A refusal", slow(refused), addressable=True),
            Command("slow form", "A form", slow(form)),
            Command("slow unshowable", "Fails late", slow(unshowable)),
            Command("form", "A form", at_once(form)),
            Command("say", "Says it", at_once(heard), (WORDS,)),
            Command("ask", "Asks", at_once(heard), (QUESTION,)),
            Command("everything", "Takes all kinds", at_once(heard), (PERSON, CHANNEL, COLOUR, SURE, WHEN, DAY, MANY)),
            Command("broken", "Fails", at_once(broken)),
            Command("unshowable", "Fails later", at_once(unshowable)),
            Command("file", "Sends a file", at_once(file)),
            Command("choose", "Offers much", at_once(menu)),
            Command("organise", "For organisers", at_once(heard), right=Right.ORGANISER),
        )
    )


def small_dispatch(gate: Gate) -> Dispatch:
    """The one door over that menu."""
    return Dispatch(small_menu(gate), itertools.count().__next__, lambda: "a1b2c3")
