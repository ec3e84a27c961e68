"""Slack: the real Bolt and its client, over the wires of a Slack on this machine."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

from bot.adapters.slack.commands import ROOT, short_names
from bot.adapters.slack.manifest import Mode
from bot.adapters.slack.speaking import SlackSpeaker
from bot.core.dispatch import Dispatch
from tests.adapters.slack.seen import button, label, menus, pressable, words
from tests.dialogs.doors.cast import CHANNEL, PEOPLE, now
from tests.dialogs.language import Arrival, Seen, whole
from tests.fakes.slack.running import new_door, running
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import Event, Message, Posted, Shown, Uploaded, View, Wrong

CHANNELS = {CHANNEL: "C0STUDY"}
NAMES = {CHANNELS[CHANNEL]: "the channel"}
USERS = {who: f"U0{who.upper()}" for who in PEOPLE}


class SlackDialogDoor:
    """People with a Slack client: they see what the fake Slack shows them."""

    platform = "slack"

    def __init__(self, dispatch: Dispatch, mode: Mode = "socket") -> None:
        self.slack = FakeSlack()
        self.slack.commands = {ROOT, *short_names(dispatch.menu)}
        self._dispatch = dispatch
        self._mode = mode
        self._open = AsyncExitStack()
        self._last: Message | View | None = None
        self._looked = 0
        """How many events were looked at."""
        self._unasked: list[Event] = []
        """What the bot said of its own accord beside an answer."""
        self._registered = short_names(dispatch.menu)
        for who, person in PEOPLE.items():
            self.slack.workspace.person(USERS[who], person.name, person.zone, admin=person.organiser)
        self.slack.workspace.channels[CHANNELS[CHANNEL]] = True

    async def __aenter__(self) -> SlackDialogDoor:
        slack = await self._open.enter_async_context(self.slack)
        self._bot = new_door(slack, self._dispatch, self._mode, now=now)
        await self._open.enter_async_context(running(slack, self._bot))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()
        assert self.slack.workspace.refused == []

    @property
    def speaker(self) -> SlackSpeaker | None:
        """The open door's."""
        return self._bot.speaker

    async def arrived(self) -> list[Arrival]:
        """The messages that appeared or changed since."""
        events = [*self._unasked, *self.slack.since(self._looked)]
        self._looked, self._unasked = len(self.slack.workspace.events), []
        uploads = [event for event in events if isinstance(event, Uploaded)]
        return [self._arrival(event, uploads) for event in events if isinstance(event, Posted)]

    def _arrival(self, event: Posted, uploads: list[Uploaded]) -> Arrival:
        message = event.message
        readers = [who for who, user in USERS.items() if self.slack.workspace.direct(user) == message.channel]
        files = tuple(one.filename for one in uploads if one.channel == message.channel)
        where = f"for {readers[0]}" if readers else f"in {NAMES.get(message.channel, message.channel)}"

        def turn_to() -> None:
            self._last = message

        return Arrival(where, self._of(message.blocks, "", bool(readers), event.replaced, files, None), turn_to)

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        user, slack = USERS[who], self.slack
        channel = slack.workspace.direct(user) if direct else CHANNELS[CHANNEL]
        began = len(slack.workspace.events)
        command, _, rest = line.partition(" ")
        if command in self._registered:
            await slack.slash(user, channel, command, rest)
        elif line.startswith("/"):
            await slack.slash(user, channel, ROOT, line if line == "/" else line[1:])
        elif direct:
            await slack.direct(user, line)
        else:
            await slack.mention(user, channel, f"@bot {line}")
        return await self._seen(who, began)

    async def presses(self, who: str, label: str) -> Seen:
        began = len(self.slack.workspace.events)
        pressed = button(self._blocks(who), label)
        assert self._last is not None
        await self.slack.press(USERS[who], self._last, pressed)
        return await self._seen(who, began)

    async def chooses(self, who: str, option: str, menu: str) -> Seen:
        began = len(self.slack.workspace.events)
        found = next(
            block
            for block in menus(self._blocks(who))
            if whole(block["text"]["text"]) == menu and _offers(block["accessory"], option)
        )
        assert self._last is not None
        if found["accessory"]["type"] == "multi_static_select":
            await self.slack.take(USERS[who], self._last, found["accessory"], option.split(" + "))
        else:
            await self.slack.choose(USERS[who], self._last, found["accessory"], option)
        return await self._seen(who, began)

    async def fills(self, who: str, answers: dict[str, str]) -> Seen:
        began = len(self.slack.workspace.events)
        assert isinstance(self._last, View)
        await self.slack.submit(USERS[who], self._last, answers)
        return await self._seen(who, began)

    def _blocks(self, who: str) -> list[dict[str, Any]]:
        assert self._last is not None
        if isinstance(self._last, Message):
            assert self._last.only_for in (None, USERS[who])
            assert self._last.channel[0] != "D" or self._last.channel == self.slack.workspace.direct(USERS[who])
        return self._last.blocks

    async def _seen(self, who: str, began: int) -> Seen:
        assert await self._bot.settled()
        events = self.slack.since(began)
        self._looked = len(self.slack.workspace.events)
        self._unasked += [event for event in events if _unasked(event)]
        events = [event for event in events if not _unasked(event)]
        assert events, "nothing happened"
        files = tuple(event.filename for event in events if isinstance(event, Uploaded))
        first = next(event for event in events if not isinstance(event, Uploaded))
        return self._read(first, who, files)

    def _read(self, event: Event, who: str, files: tuple[str, ...]) -> Seen:
        match event:
            case Wrong():
                return Seen("", "\n".join(event.errors.values()), True, False)
            case Shown():
                self._last = event.view
                names = tuple(block["block_id"] for block in event.view.blocks if block["type"] == "input")
                title = event.view.body["title"]["text"]
                form = names or None
                return self._of(event.view.blocks, title, True, event.replaced, files, form)
            case Posted():
                message = self._last = event.message
                private = message.only_for == USERS[who] or message.channel == self.slack.workspace.direct(USERS[who])
                assert private or message.only_for is None
                return self._of(message.blocks, "", private, event.replaced, files, None)
            case _:
                raise AssertionError(event)

    def _of(
        self,
        blocks: list[dict[str, Any]],
        title: str,
        private: bool,
        replaced: bool,
        files: tuple[str, ...],
        form: tuple[str, ...] | None,
    ) -> Seen:
        headers = [block["text"]["text"] for block in blocks if block["type"] == "header"]
        return Seen(
            title=headers[0] if headers else title,
            text="\n".join(words(block) for block in blocks),
            private=private,
            replaced=replaced,
            buttons=tuple(label(one) for one in pressable(blocks)),
            menus=tuple(whole(block["text"]["text"]) for block in menus(blocks)),
            files=files,
            form=form,
        )


def _unasked(event: Event) -> bool:
    """Whether it is a change of what everybody in a channel sees: no answer takes such a message's place."""
    if not (isinstance(event, Posted) and event.replaced):
        return False
    return event.message.only_for is None and not event.message.channel.startswith("D")


def _offers(menu: dict[str, Any], option: str) -> bool:
    """Whether a menu, or this part of one, has these options; one that is asked while typing has them all."""
    labels = {one["text"]["text"] for one in menu.get("options", ())}
    return "options" not in menu or labels.issuperset(option.split(" + "))
