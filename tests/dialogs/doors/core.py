"""The one door itself, without any adapter."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.chat.blocks import Button, Buttons, File, Select
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import CHANNEL, PEOPLE, now
from tests.dialogs.language import Arrival, Seen
from tests.fakes.speaker import FakeSpeaker


class CoreDoor:
    """Hands invocations to dispatch and keeps the last reply."""

    platform = "core"

    def __init__(self, dispatch: Dispatch) -> None:
        self.speaker = FakeSpeaker(platform="core")
        self._known: set[str] = set()
        self._dispatch = dispatch
        self._last: Answer | None = None
        self._direct = False

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        self._direct = direct
        typed = line if line.startswith("/") else f"/ask {line}"
        for person in PEOPLE:
            typed = typed.replace(f"@{person}", f"@core:{person}")
        return self._seen(await self._dispatch.typed(typed, self._scene(who)))

    async def presses(self, who: str, label: str) -> Seen:
        reply = self._reply()
        buttons = [b for block in reply.blocks if isinstance(block, Buttons) for b in block.buttons]
        token = next(b.invocation.token for b in buttons if isinstance(b, Button) and b.label == label)
        return self._seen(await self._dispatch.pressed(token, self._scene(who), on=reply.audience))

    async def chooses(self, who: str, option: str, menu: str) -> Seen:
        reply = self._reply()
        select = next(block for block in reply.blocks if isinstance(block, Select) and block.label == menu)
        values = [next(one.value for one in select.options if one.label == label) for label in option.split(" + ")]
        assert select.many or len(values) == 1
        token = select.carried.token
        return self._seen(await self._dispatch.pressed(token, self._scene(who), on=reply.audience, chosen=values))

    async def fills(self, who: str, answers: dict[str, str]) -> Seen:
        assert isinstance(self._last, Form)
        token = self._last.invocation.token
        return self._seen(await self._dispatch.pressed(token, self._scene(who), on=Audience.EVERYONE, filled=answers))

    async def arrived(self) -> list[Arrival]:
        """What was said to the speaker, and what it was asked to change."""
        said, edited = self.speaker.said, self.speaker.edited
        new = [key for key in said if key not in self._known]
        found = [self._arrival(*said[key], replaced=False) for key in new]
        found += [self._arrival(*said[key], replaced=True) for key in edited]
        self._known |= said.keys()
        edited.clear()
        return found

    def _arrival(self, to: str, reply: Reply, *, replaced: bool) -> Arrival:
        """In a channel everyone reads it, whatever its audience says."""
        name = to.partition(":")[2]
        direct = name in PEOPLE
        shown = replace(reply, audience=Audience.CALLER if direct else Audience.EVERYONE, replaces=replaced)

        def turn_to() -> None:
            self._last, self._direct = shown, direct

        return Arrival(f"for {name}" if direct else _where(name), _of(shown), turn_to)

    def _reply(self) -> Reply:
        assert isinstance(self._last, Reply)
        return self._last

    def _scene(self, who: str) -> Scene:
        person = PEOPLE[who]
        channel = None if self._direct else Channel(f"core:{CHANNEL}")
        caller = Caller(Person(f"core:{who}"), person.name, person.organiser)
        return Scene(caller, Place("core", channel, Space("core:here")), now(), ZoneInfo(person.zone))

    def _seen(self, answer: Answer) -> Seen:
        self._last = answer
        if isinstance(answer, Form):
            return Seen(
                answer.title, plain(answer), True, False, form=tuple(q.parameter.name for q in answer.questions)
            )
        return _of(answer)


def _where(name: str) -> str:
    return "in the channel" if name == CHANNEL else f"in {name}"


def _of(reply: Reply) -> Seen:
    """What somebody sees of a reply."""
    blocks = reply.blocks
    return Seen(
        title=reply.title,
        text=plain(reply),
        private=reply.audience is Audience.CALLER,
        replaced=reply.replaces,
        buttons=tuple(b.label for block in blocks if isinstance(block, Buttons) for b in block.buttons),
        menus=tuple(block.label for block in blocks if isinstance(block, Select)),
        files=tuple(block.name for block in blocks if isinstance(block, File)),
    )
