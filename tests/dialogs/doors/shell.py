"""The terminal shell, typed into and read from as a person would."""

from __future__ import annotations

import asyncio
import re
from queue import Queue

from bot.adapters.shell import Shell
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import PEOPLE, now
from tests.dialogs.language import Arrival, Seen

_BUTTON = re.compile(r"^> (?P<label>.+?): (?:\[(?P<number>\d+)\]|https://\S+)$", re.MULTILINE)
_MENU = re.compile(r"^(?P<label>\S.*):\n  .*\[\d+\]$", re.MULTILINE)
_UNASKED = re.compile(r"\n\(shell:\d+(?:, (?P<where>.+):| (?P<changed>now says:))\)")
_FILE = re.compile(r"^\[File (?P<name>\S+): ", re.MULTILINE)


class ShellDoor:
    """Runs a real `Shell`, whose input and output are these queues instead of a terminal."""

    platform = "shell"

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._looked_at = ""
        """What is on the screen when something is pressed."""
        self._lines: Queue[str] = Queue()
        self._written: list[str] = []
        self._asked: list[str] = []
        self._shell: Shell | None = None
        self._who = ""

    @property
    def speaker(self) -> Shell | None:
        """The shell, once somebody has typed into it."""
        return self._shell

    async def arrived(self) -> list[Arrival]:
        """What was printed that nobody asked for, each behind a line that says where it stands."""
        pairs = zip(self._written, self._written[1:], strict=False)
        found = [self._arrival(match["where"], text) for line, text in pairs if (match := _UNASKED.fullmatch(line))]
        self._written.clear()
        return found

    def _arrival(self, where: str | None, text: str) -> Arrival:
        def turn_to() -> None:
            self._looked_at = text

        to = f"for {self._who}" if where in ("to you", None) else str(where)
        return Arrival(to, _seen(text, replaced=where is None), turn_to)

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        self._who = self._who or who
        self._shell = self._shell or self._new(who)
        return await self._type([line if line.startswith("/") else f"/ask {line}"])

    async def presses(self, who: str, label: str) -> Seen:
        found = [match["number"] for match in _BUTTON.finditer(self._text()) if match["label"] == label]
        return await self._type(found[:1])

    async def chooses(self, who: str, option: str, menu: str) -> Seen:
        if " + " in option:
            several = re.compile(rf"^{re.escape(menu)}:\n(?:  .*\n)*?  Several at once: (.*):one,two$", re.MULTILINE)
            return await self._type(
                [f'{line}:"{option.replace(" + ", ", ")}"' for line in several.findall(self._text())]
            )
        line = re.compile(rf"^  {re.escape(option)}(?: \(.*\))?: \[(\d+)\]$", re.MULTILINE)
        return await self._type(line.findall(self._text())[:1])

    async def fills(self, who: str, answers: dict[str, str]) -> Seen:
        form = self._form
        assert form is not None
        return await self._type([form, *(answers.get(name, "") for name in self._names)])

    def _new(self, who: str) -> Shell:
        return Shell(self._dispatch, now, self._read, self._written.append, organiser=PEOPLE[who].organiser)

    def _read(self, prompt: str) -> str:
        self._asked.append(prompt)
        if self._lines.empty():
            raise EOFError
        return self._lines.get()

    def _text(self) -> str:
        return self._looked_at

    async def _type(self, lines: list[str]) -> Seen:
        """Type lines until the shell wants more than there is; a form that is left open counts as seen."""
        assert lines, f"nothing to press in {self._text()}"
        assert self._shell is not None
        self._written.clear()
        self._asked.clear()
        for line in lines:
            self._lines.put(line)
        await asyncio.wait_for(self._shell.run(), 10)
        if self._written[-1] == "Never mind, then.":
            return self._asked_for(lines[0])
        before = ["", *self._written]
        asked_for = zip(before, self._written, strict=False)
        *_, self._looked_at = (
            one for last, one in asked_for if not (_UNASKED.fullmatch(one) or _UNASKED.fullmatch(last))
        )
        return _seen(self._looked_at, replaced=False)

    def _asked_for(self, line: str) -> Seen:
        """The shell asks a form's questions one by one; their names are those of the command that asks."""
        title = self._written[-2].split("\n", 1)[0]
        command = next(one for one in self._dispatch.menu if one.about == title)
        self._form = line
        self._names = [parameter.name for parameter in command.parameters]
        return Seen(command.about, "\n".join(self._written + self._asked), True, False, form=tuple(self._names))


def _seen(text: str, *, replaced: bool) -> Seen:
    """What somebody sees of what was printed; there is no one else at a terminal."""
    return Seen(
        title=text.split("\n", 1)[0],
        text=text,
        private=True,
        replaced=replaced,
        buttons=tuple(match["label"] for match in _BUTTON.finditer(text)),
        menus=tuple(match["label"] for match in _MENU.finditer(text)),
        files=tuple(match["name"] for match in _FILE.finditer(text)),
    )
