"""Whose progress is shown on Slack: one's own in the Home tab, others' from the menu of what they wrote."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterable

import pytest

from bot.adapters.slack.manifest import SHOW_PROGRESS, manifest
from bot.core.chat.blocks import Text
from bot.core.chat.command import Command, Group, Menu
from bot.core.chat.parameter import Parameter, Someone
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Person
from bot.core.dispatch import Dispatch
from tests.adapters.slack.conftest import ANA, BEN, GENERAL, HASTE, Scene, says
from tests.adapters.slack.menu import Small
from tests.fakes.slack.running import new_door, running
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import TEAM


class Grown(Small):
    """The small menu, and what shows progress."""

    def _commands(self) -> Iterable[Command | Group]:  # type: ignore[override]
        yield from super()._commands()
        member = Parameter("member", "Whose", Someone(), required=False)
        yield Group("progress", "Progress", default="progress show")
        yield Command("progress show", "How far somebody is", self._progress, (member,))
        yield Group("group", "Groups", default="group list")
        yield Command("group list", "The groups", self._groups)

    async def _progress(self, request: Request) -> Reply:
        whose = request.invocation.arguments.get("member", "mine")
        return Reply("Progress", (Text(f"`{whose}`"),))

    async def _groups(self, request: Request) -> Reply:
        return Reply("Groups", (Text("Night Owls"),))


@pytest.fixture
async def grown(slack: FakeSlack) -> AsyncIterator[Scene]:
    """A door over that menu; Ana is known."""

    async def knows(person: Person) -> bool:
        return person == Person(f"slack:{TEAM}.{ANA}")

    small = Grown()
    door = new_door(slack, small.dispatch, times=HASTE, knows=knows)
    async with running(slack, door):
        yield Scene(slack, door, small)
    assert slack.workspace.refused == []


async def test_the_home_tab_shows_those_who_are_known_what_is_theirs(grown: Scene) -> None:
    await grown.slack.open_home(ANA)
    mine = says(await grown.view())
    assert [mine.index(words) for words in ("Progress", "Hello", "Groups")] == sorted(
        mine.index(words) for words in ("Progress", "Hello", "Groups")
    )
    assert "mine" in mine

    await grown.slack.open_home(BEN)
    theirs = says(await grown.view())
    assert "Progress" not in theirs
    assert "Hello" in theirs


async def test_a_message_s_menu_shows_its_author_s_progress_in_private(grown: Scene) -> None:
    await grown.slack.message_shortcut(ANA, GENERAL, SHOW_PROGRESS, "done!", user=BEN)
    message = await grown.message()
    assert message.only_for == ANA
    assert f"slack:{TEAM}.{BEN}" in says(message)


async def test_what_an_app_wrote_has_no_progress(grown: Scene) -> None:
    for more in ({"bot_id": "B0OTHER"}, {"user": None}):
        await grown.slack.message_shortcut(ANA, GENERAL, SHOW_PROGRESS, "beep", **more)
        message = await grown.message()
        assert message.only_for == ANA
        assert "No member wrote that" in says(message)


def test_the_manifest_offers_it_where_there_is_progress() -> None:
    def shortcuts(dispatch: Dispatch) -> list[str]:
        return [one["callback_id"] for one in manifest(dispatch.menu, "socket")["features"]["shortcuts"]]

    assert shortcuts(Grown().dispatch) == ["find_answer", "next_step", SHOW_PROGRESS]
    bare = Dispatch(Menu(Small()._commands()), itertools.count().__next__, lambda: "ref")
    assert shortcuts(bare) == ["find_answer", "next_step"]
