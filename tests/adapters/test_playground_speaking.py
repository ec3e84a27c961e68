"""What the bot says in the playground without being asked, as the open tabs hear it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.adapters.playground.room import KEPT
from bot.adapters.playground.server import Playground
from bot.app import build
from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import Gone, NotPosted, Posted
from bot.settings import Settings
from tests.dialogs.doors.cast import now

HERE = Channel("playground:general")
MORNING = Reply("Good morning", (Text("What will you learn today?"), Buttons((Button("Help", Invocation("help")),))))
EVENING = Reply("Good evening", (Text("What did you learn today?"),))


class Tabs:
    """A playground with two open tabs."""

    def __init__(self, playground: Playground, tabs: list[Any]) -> None:
        self.speaker = playground.speaker
        self.tabs = tabs

    async def hear(self) -> dict[str, Any]:
        """The message that both tabs hear."""
        first, second = [await asyncio.wait_for(tab.receive_json(), 10) for tab in self.tabs]
        assert first == second
        message: dict[str, Any] = first["message"]
        return message


@pytest.fixture
async def tabs() -> AsyncIterator[Tabs]:
    playground = Playground(build(Settings()).dispatch, now)
    runner = web.AppRunner(playground.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session:
        opened = [await session.ws_connect(f"http://127.0.0.1:{runner.addresses[0][1]}/socket") for _ in range(2)]
        for tab in opened:
            await tab.receive_json()
        yield Tabs(playground, opened)
        for tab in opened:
            await tab.close()
    await runner.cleanup()


async def test_every_tab_sees_a_post_and_its_changes_and_can_press_its_buttons(tabs: Tabs) -> None:
    posted = await tabs.speaker.post(HERE, MORNING, key="day 1")
    assert await tabs.speaker.post(HERE, MORNING, key="day 1", again=True) == posted
    message = await tabs.hear()
    assert (message["channel"], message["author"], message["only_for"]) == ("general", "bot", None)
    token = message["reply"]["blocks"][1]["buttons"][0]["token"]
    await tabs.tabs[0].send_json({"do": "press", "persona": "ana", "message": message["id"], "token": token})
    assert (await tabs.hear())["only_for"] == "ana"

    await tabs.speaker.edit(posted, EVENING)

    changed = await tabs.hear()
    assert (changed["id"], changed["reply"]["title"]) == (message["id"], "Good evening")


async def test_what_belongs_into_a_thread_says_so(tabs: Tabs) -> None:
    posted = await tabs.speaker.post(HERE, MORNING, key="day 1")
    await tabs.hear()
    await tabs.speaker.open_thread(posted, "Day *one*")
    await tabs.speaker.post(HERE, EVENING, key="day 1", thread_of=posted)
    assert "In the thread “Day *one*”" in str((await tabs.hear())["reply"])


async def test_a_direct_message_is_for_one_persona(tabs: Tabs) -> None:
    await tabs.speaker.tell(Person("playground:ana"), MORNING, key="day 1")
    message = await tabs.hear()
    assert (message["channel"], message["only_for"]) == ("direct", "ana")


async def test_what_cannot_be_said_is_refused(tabs: Tabs) -> None:
    for channel in ("playground:nowhere", "playground:direct"):
        with pytest.raises(NotPosted, match="no such channel"):
            await tabs.speaker.post(Channel(channel), MORNING, key="day 1")
    with pytest.raises(NotPosted, match="Nobody of that name"):
        await tabs.speaker.tell(Person("playground:eve"), MORNING, key="day 1")
    posted = await tabs.speaker.post(HERE, MORNING, key="day 1")
    for number in range(KEPT):
        await tabs.speaker.post(HERE, EVENING, key=f"evening {number}")
    for message in (posted, Posted("playground:x")):
        with pytest.raises(Gone):
            await tabs.speaker.edit(message, EVENING)
