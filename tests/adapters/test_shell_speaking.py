"""What the bot says in a terminal without being asked."""

from __future__ import annotations

import pytest

from bot.adapters.shell import Shell
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.dispatch import Dispatch
from bot.core.ports.speaker import Gone, NotPosted, Posted
from tests.dialogs.doors.cast import now

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
