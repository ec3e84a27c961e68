"""What the bot says in a terminal without being asked, and letting time pass there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.adapters.clock import MovableClock, seconds
from bot.adapters.shell import HOW_TO_WAIT, WELCOME, Shell
from bot.adapters.speakers import Speakers
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.command import Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.dispatch import Dispatch
from bot.core.ports.database import Database
from bot.core.ports.speaker import Gone, NotPosted, Posted
from bot.core.schedule.courier import Courier
from bot.core.schedule.passing import Passing
from tests.conftest import REFERENCE
from tests.dialogs.doors.cast import now
from tests.fakes.bell import Bell
from tests.fakes.broken import FragileDatabase

MORNING = Reply("Good morning", (Buttons((Button("About me", Invocation("about")),)),))
EVENING = Reply("Good evening")


async def test_it_is_printed_once_with_its_place_and_its_buttons_work(dispatch: Dispatch) -> None:
    written: list[str] = []
    lines = iter(["1"])

    def read(prompt: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    shell = Shell(dispatch, now, read, written.append)
    for _ in range(2):
        posted = await shell.post(Channel("shell:study-group"), MORNING, key="day 1")
    assert "\n".join(written).strip() == "(shell:1, in study-group:)\nGood morning\n============\n\n> About me: [1]"
    await shell.run()
    assert "version" in written[-1].lower()

    written.clear()
    await shell.open_thread(posted, "Talk")
    await shell.post(Channel("shell:study-group"), EVENING, key="day 1", thread_of=posted)
    await shell.tell(Person("shell:you"), EVENING, key="day 1")
    await shell.edit(posted, EVENING)
    said = "\n".join(written)
    for words in (
        "(shell:1 has a thread: Talk)",
        "(shell:2, in the thread of shell:1:)",
        "(shell:3, to you:)",
        "now says:",
    ):
        assert words in said


async def test_nobody_else_is_there(dispatch: Dispatch) -> None:
    shell = Shell(dispatch, now, input, print)
    with pytest.raises(NotPosted, match="Only you"):
        await shell.tell(Person("shell:somebody"), MORNING, key="day 1")
    with pytest.raises(Gone):
        await shell.edit(Posted("shell:7"), EVENING)


@dataclass
class Terminal:
    """A shell with an alarm, typed into line by line."""

    database: FragileDatabase
    written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock, speakers = MovableClock(), Speakers()
        self.clock = clock
        bell = Bell(self.database, speakers)
        dispatch = Dispatch(Menu(bell.menu()), seconds, lambda: REFERENCE, self.database)
        words = (f"word{number}" for number in itertools.count())
        courier = Courier(self.database, speakers, {bell.name: bell}, clock.now, words.__next__)
        self.lines: list[str] = []
        time = Passing(courier, clock.now, clock.move)
        self.shell = Shell(dispatch, clock.now, self._read, self.written.append, time=time)
        speakers.through("shell", lambda: self.shell)

    def _read(self, prompt: str) -> str:
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    async def types(self, *lines: str) -> str:
        """What is printed."""
        self.lines, before = list(lines), len(self.written)
        await self.shell.run()
        return "\n".join(self.written[before:])


@pytest.fixture
def terminal(database: Database) -> Terminal:
    return Terminal(FragileDatabase(database))


async def test_time_passes_and_what_is_due_is_printed(terminal: Terminal) -> None:
    began = terminal.clock.now()
    said = await terminal.types("/alarm", "/wait hour", "/wait", "1")
    rung = said.index("(shell:1, to you:)\nDing dong")
    assert said.index("It rings in an hour") < rung < said.index("It is now ")
    assert "Nothing is planned" in said
    assert "You hear it" in said[rung:]
    assert timedelta(hours=1) <= terminal.clock.now() - began < timedelta(hours=1, minutes=1)


async def test_waiting_for_the_next_thing_or_a_day(terminal: Terminal) -> None:
    began = terminal.clock.now()
    assert "Ding dong" in await terminal.types("/alarm", "/wait")
    assert terminal.clock.now() - began < timedelta(hours=1, minutes=1)
    assert "Ding dong" not in await terminal.types("/wait DAY")
    assert terminal.clock.now() - began >= timedelta(hours=25)
    assert HOW_TO_WAIT in (await terminal.types("/wait week")).removeprefix(f"{WELCOME}\n{HOW_TO_WAIT}")


async def test_what_is_due_by_itself_comes_before_the_next_command(terminal: Terminal) -> None:
    await terminal.types("/alarm")
    terminal.clock.move(terminal.clock.now() + timedelta(hours=1))
    assert "Ding dong" in await terminal.types()


async def test_the_buttons_of_an_answer_keep_their_numbers_when_something_arrives(terminal: Terminal) -> None:
    await terminal.types("/alarm", "/alarm", "/wait hour")
    numbers = [line for line in "\n".join(terminal.written).splitlines() if line.startswith("> I hear it")]
    assert len(set(numbers)) == 2


async def test_a_database_that_is_away(terminal: Terminal) -> None:
    await terminal.types("/alarm")
    terminal.database.away = True
    assert "out of reach" in await terminal.types("/wait")
    assert "Ding dong" not in await terminal.types()
    terminal.database.away = False
    assert "Ding dong" in await terminal.types("/wait")


async def test_without_a_clock_that_moves_wait_is_a_word_like_any_other(dispatch: Dispatch) -> None:
    lines, written = ["/wait"], list[str]()

    def read(prompt: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop()

    await Shell(dispatch, now, read, written.append).run()
    assert written[0] == WELCOME
    assert "didn't work" in written[1]
