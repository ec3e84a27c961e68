"""The bot in a terminal: type commands, press buttons by their number, answer forms line by line.

What the bot says without being asked is printed like an answer, with a line that says where it would stand; it comes
between two commands, for nobody likes words in the middle of a line. `/wait` lets time pass.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.ports.database import Unavailable
from bot.core.ports.speaker import Gone, NotPosted, Posted
from bot.core.schedule.passing import Passing

WELCOME = "Type /help to see what I can do, the number of a button to press it, and /quit to leave."
WAIT = "/wait"
SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
"""How long to wait; without one of these, until something is due."""
HOW_TO_WAIT = "To let time pass, type /wait hour, /wait day, or /wait for the next thing that is due."


class Shell:
    """One person's talk with the bot, and `Speaker` to that person.

    `read` gives a line for a prompt and raises EOFError at the end. With `time`, what is due arrives between commands.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        now: Callable[[], datetime],
        read: Callable[[str], str],
        write: Callable[[str], None],
        *,
        name: str = "you",
        organiser: bool = False,
        time: Passing | None = None,
    ) -> None:
        self._dispatch = dispatch
        self._now = now
        self._read = read
        self._write = write
        self._caller = Caller(Person("shell:you"), name, organiser)
        self._buttons: list[Invocation] = []
        self._said: dict[str, Posted] = {}
        self._time = time

    async def run(self) -> None:
        """Talk until `/quit` or the end of the input."""
        self._write(WELCOME if self._time is None else f"{WELCOME}\n{HOW_TO_WAIT}")
        while True:
            await self._arrives()
            try:
                line = self._read("\n> ").strip()
            except EOFError:
                return
            if line.lower() in ("/quit", "/exit", "quit", "exit"):
                return
            if self._time is not None and line.split(maxsplit=1)[:1] == [WAIT]:
                await self._wait(self._time, line.removeprefix(WAIT).strip().lower())
            elif line:
                await self._tell(await self._heard(line))

    async def _arrives(self) -> None:
        """Print what is due by now; while the database is away, the next command says so."""
        if self._time is not None:
            with contextlib.suppress(Unavailable):
                await self._time.until(self._now())

    async def _wait(self, time: Passing, span: str) -> None:
        """Let time pass, and print what arrives, and what time it is then."""
        if span not in ("", *SPANS):
            self._write(HOW_TO_WAIT)
            return
        try:
            to = self._now() + SPANS[span] if span else await time.next()
            if to is None:
                self._write("Nothing is planned, so there is nothing to wait for. Plan something first.")
                return
            await time.until(to)
        except Unavailable:
            self._write("The clock stopped on its way, because my notes are out of reach. Try again in a minute.")
            return
        now = self._now()
        self._write(f"\nIt is now {now:%A} {now.day} {now:%B %Y}, {now:%H:%M} UTC.")

    async def _heard(self, line: str) -> Answer:
        if line.isascii() and line.isdigit() and 0 < int(line) <= len(self._buttons):
            pressed = self._buttons[int(line) - 1]
            return await self._dispatch.invoke(pressed, self._scene())
        return await self._dispatch.typed(line, self._scene())

    async def _tell(self, answer: Answer) -> None:
        """Show an answer; a form is asked at once, and what it leads to is shown in its turn."""
        while isinstance(answer, Form):
            filled = self._filled(answer)
            if filled is None:
                self._write("Never mind, then.")
                return
            answer = await self._dispatch.pressed(
                answer.invocation.token, self._scene(), on=Audience.CALLER, filled=filled
            )
        self._buttons = []
        self._show(answer)

    def _show(self, reply: Reply) -> None:
        """Print a reply; the numbers of its buttons go on from those that may be pressed already."""

        def numbered(invocation: Invocation) -> str:
            self._buttons.append(invocation)
            return f"[{len(self._buttons)}]"

        self._write(plain(reply, numbered))

    def _filled(self, form: Form) -> dict[str, str] | None:
        """The answers to a form's questions, each asked until it can be read; None where the input ends."""
        self._write(f"{form.title}\n{form.words}".rstrip())
        filled: dict[str, str] = {}
        for question in form.questions:
            parameter = question.parameter
            while True:
                try:
                    text = self._read(f"{parameter.about}{'' if parameter.required else ' (or leave empty)'}: ").strip()
                except EOFError:
                    return None
                if not text and not parameter.required:
                    break
                try:
                    parameter.kind.read(text, self._scene())
                except Refusal as refusal:
                    self._write(refusal.words)
                    continue
                filled[parameter.name] = text
                break
        return filled

    async def post(
        self,
        channel: Channel,
        reply: Reply,
        *,
        key: str,
        silent: bool = False,
        thread_of: Posted | None = None,
        again: bool = False,
    ) -> Posted:
        """Print what would be posted in a channel."""
        where = (
            f"in {channel.reference.partition(':')[2]}"
            if thread_of is None
            else f"in the thread of {thread_of.reference}"
        )
        return self._printed(where, reply, f"{where} {key}")

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        """Print what would be written to the person at the terminal. Raises `NotPosted` for anybody else."""
        if person != self._caller.person:
            raise NotPosted("Only you are at this terminal.", lasting=True)
        return self._printed("to you", reply, f"to you {key}")

    async def edit(self, message: Posted, reply: Reply) -> None:
        """Print what now stands in the place of a message. Raises `Gone`."""
        if message not in self._said.values():
            raise Gone("Nothing of that number was printed here.")
        self._write(f"\n({message.reference} now says:)")
        self._show(reply)

    async def open_thread(self, message: Posted, title: str) -> None:
        """Print that there would be a thread."""
        self._write(f"\n({message.reference} has a thread: {title})")

    def _printed(self, where: str, reply: Reply, key: str) -> Posted:
        if key not in self._said:
            self._said[key] = Posted(f"shell:{len(self._said) + 1}")
            self._write(f"\n({self._said[key].reference}, {where}:)")
            self._show(reply)
        return self._said[key]

    def _scene(self) -> Scene:
        return Scene(self._caller, Place("shell", space=Space("shell:here")), self._now())
