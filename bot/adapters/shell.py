"""The bot in a terminal: type commands, press buttons by their number, answer forms line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Caller, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch

WELCOME = "Type /help to see what I can do, the number of a button to press it, and /quit to leave."


class Shell:
    """One person's talk with the bot. `read` gives a line for a prompt and raises EOFError at the end."""

    def __init__(
        self,
        dispatch: Dispatch,
        now: Callable[[], datetime],
        read: Callable[[str], str],
        write: Callable[[str], None],
        *,
        name: str = "you",
        organiser: bool = False,
    ) -> None:
        self._dispatch = dispatch
        self._now = now
        self._read = read
        self._write = write
        self._caller = Caller(Person("shell:you"), name, organiser)
        self._buttons: list[Invocation] = []

    async def run(self) -> None:
        """Talk until `/quit` or the end of the input."""
        self._write(WELCOME)
        while True:
            try:
                line = self._read("\n> ").strip()
            except EOFError:
                return
            if line.lower() in ("/quit", "/exit", "quit", "exit"):
                return
            if line:
                await self._tell(await self._said(line))

    async def _said(self, line: str) -> Answer:
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
        self._show(answer)

    def _show(self, reply: Reply) -> None:
        self._buttons = []

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

    def _scene(self) -> Scene:
        return Scene(self._caller, Place("shell", space=Space("shell:here")), self._now())
