"""A small menu whose answers the tests hold in their hands."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable

from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    File,
    Items,
    LinkButton,
    Option,
    Picture,
    Select,
    Spoiler,
    Text,
)
from bot.core.chat.command import Command, Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Day, EntryId, Parameter, Words
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch

HELLO = Invocation("hello")
THINGS = EntryId(
    "thing",
    lambda: [Option(f"t{number}", f"Thing {number}") for number in range(150)],
    lambda text: text if text.startswith("t") else None,
)


class Small:
    """The menu; `gate` holds back the answers of `/slow`, and `asked` counts all questions."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.asked: list[str] = []
        self.dispatch = Dispatch(Menu(self._commands()), itertools.count().__next__, lambda: "ref123")

    def _commands(self) -> Iterable[Command]:
        question = Parameter("question", "Your question", Words(300, lines=True))
        hours = Parameter("hours", "How many hours", Whole(1, 60))
        start = Parameter("start", "The first day", Day(), required=False)
        thing = Parameter("thing", "Which thing", THINGS)
        words = Parameter("words", "Which words", Words(2_000))
        yield Command("hello", "Says hello", self._hello)
        yield Command("ask", "Says what was asked", self._ask, (question,))
        yield Command("slow", "Waits", self._slow)
        yield Command("slowplan", "A plan that takes its time", self._slow_plan, (hours,))
        yield Command("plan", "A plan", self._plan, (hours, start))
        yield Command("much", "Asks more than a button holds", self._much, (hours,))
        yield Command("pick", "Picks a thing", self._pick, (thing, words))
        yield Command("public", "For everyone", self._public)
        yield Command("file", "A file and a picture", self._file)
        yield Command("publicfile", "A file for everyone", self._public_file)
        yield Command("long", "A long answer", self._long)
        yield Command("rockets", "Few words, many bytes", self._rockets)
        yield Command("all", "Everything that can be pressed", self._all)
        yield Command("broken", "Cannot be drawn", self._broken)
        yield Command("help", "Help", self._hello)
        yield Command("next", "Next", self._hello, also=("roadmap next",))

    async def _hello(self, request: Request) -> Reply:
        self.asked.append(request.invocation.token)
        caller, place, zone = request.caller, request.place, request.scene.zone
        facts = (
            f"{escape(caller.name)} {caller.person.reference} {'organiser' if caller.organiser else 'member'} {zone}"
        )
        where = place.channel.reference if place.channel else "direct"
        return Reply("Hello", (Text(f"{facts} {where}"), Buttons((Button("Again", Invocation("help")),))))

    async def _ask(self, request: Request) -> Reply:
        self.asked.append(request.invocation.arguments["question"])
        return Reply("You asked", (Text(escape(request.invocation.arguments["question"])),))

    async def _slow(self, request: Request) -> Reply:
        self.asked.append("slow")
        await self.gate.wait()
        return Reply("At last", (Text("That took a while."),))

    async def _slow_plan(self, request: Request) -> Reply:
        await self.gate.wait()
        return await self._plan(request)

    async def _plan(self, request: Request) -> Reply:
        self.asked.append(request.invocation.token)
        return Reply("Your plan", (Text(escape(str(dict(request.invocation.arguments)))),))

    async def _much(self, request: Request) -> Form:
        more = Invocation("ask", {"question": "word " * 40})
        return Form("More", more, (Question(Parameter("hours", "How many hours", Whole(1, 60))),))

    async def _pick(self, request: Request) -> Reply:
        return Reply("Picked", (Text(escape(request.invocation.arguments["thing"])),))

    async def _public(self, request: Request) -> Reply:
        self.asked.append("public")
        return Reply("For all", (Buttons((Button("Hello", HELLO),)),), audience=Audience.EVERYONE)

    async def _file(self, request: Request) -> Reply:
        file = File("plan.ics", b"BEGIN:VCALENDAR", "text/calendar", "Your dates.")
        return Reply("With files", (file, Picture(b"\x89PNG", "A curve that rises")))

    async def _public_file(self, request: Request) -> Reply:
        file = File("plan.ics", b"BEGIN:VCALENDAR", "text/calendar", "Your dates.")
        return Reply("With a file", (file,), audience=Audience.EVERYONE)

    async def _long(self, request: Request) -> Reply:
        blocks: list[Block] = [Items(tuple(f"Zeile {number} 🚀 über Öfen" * 3 for number in range(400)))]
        return Reply("Long", tuple(blocks))

    async def _rockets(self, request: Request) -> Reply:
        return Reply("Rockets", (Text("🚀" * 6_000),))

    async def _all(self, request: Request) -> Reply:
        return Reply(
            "All",
            (
                Select("Menu", Invocation("ask"), "question", (Option("one", "One"), Option("two", "Two"))),
                Spoiler("the answer", "Hidden words", HELLO),
                Buttons((Button("Plan", Invocation("plan")), LinkButton("Docs", "https://example.org/"))),
            ),
        )

    async def _broken(self, request: Request) -> Reply:
        return Reply("Broken", ("no block",))  # type: ignore[arg-type]
