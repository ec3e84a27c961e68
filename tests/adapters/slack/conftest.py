"""A running door on a fake Slack, with the small menu."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.adapters.slack.app import SlackDoor
from bot.adapters.slack.manifest import Mode
from bot.adapters.slack.turn import Times
from bot.core.ports.doors import Removed, nobody_asks
from tests.adapters.slack.menu import Small
from tests.adapters.slack.seen import words
from tests.fakes.slack.running import new_door, running
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.workspace import Event, Message, Posted, Shown, Uploaded, View, Wrong

ANA, BEN, DEVI = "U0ANA", "U0BEN", "U0DEVI"
GENERAL, SECRET_ROOM = "C0GENERAL", "C0SECRET"
HASTE = Times(
    answer=0.3, finish=2, check=60, ping=0.2, beat=0.02, hello=0.3, quiet=60, again=0.02, again_most=0.1
)  # fmt: skip
"""Times for tests: nothing there needs minutes."""


@dataclass
class Scene:
    """Slack, the door, and its menu."""

    slack: FakeSlack
    door: SlackDoor
    small: Small
    place: int = 0

    async def events(self) -> list[Event]:
        """What has happened since the last look, once everything is answered."""
        assert await self.door.settled()
        new = self.slack.since(self.place)
        self.place += len(new)
        return new

    async def message(self) -> Message:
        """The one message that has appeared or changed."""
        return (await self.posted()).message

    async def posted(self) -> Posted:
        posted = [event for event in await self.events() if isinstance(event, Posted)]
        assert len(posted) == 1, posted
        return posted[0]

    async def view(self) -> View:
        """The one view that has appeared or changed."""
        return (await self.shown()).view

    async def shown(self) -> Shown:
        shown = [event for event in await self.events() if isinstance(event, Shown)]
        assert len(shown) == 1, shown
        return shown[0]

    async def wrong(self) -> dict[str, str]:
        (event,) = await self.events()
        assert isinstance(event, Wrong)
        return event.errors


def uploads(events: list[Event]) -> list[Uploaded]:
    """The files among what happened."""
    return [event for event in events if isinstance(event, Uploaded)]


def messages(events: list[Event]) -> list[Message]:
    """The messages among what happened."""
    return [event.message for event in events if isinstance(event, Posted)]


def says(seen: Message | View) -> str:
    """Everything that a message or view says."""
    return words(seen.blocks)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """Slack with three people; the bot is in one of two channels."""
    async with FakeSlack() as fake:
        fake.workspace.person(ANA, "Ana")
        fake.workspace.person(BEN, "Ben", "America/Sao_Paulo")
        fake.workspace.person(DEVI, "Devi", "Asia/Kolkata", admin=True)
        fake.workspace.channels.update({GENERAL: True, SECRET_ROOM: False})
        yield fake


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Both ways in which Slack reaches the bot."""
    chosen: Mode = request.param
    return chosen


@pytest.fixture
async def scene(slack: FakeSlack, mode: Mode) -> AsyncIterator[Scene]:
    """A running door; by the end of a test Slack must have taken everything that it was sent."""
    async with scene_on(slack, mode) as scene:
        yield scene
    assert slack.workspace.refused == []


class scene_on:  # noqa: N801 - reads as a function
    """`async with scene_on(slack, "socket") as scene`."""

    def __init__(self, slack: FakeSlack, mode: Mode, times: Times = HASTE, removed: Removed = nobody_asks) -> None:
        small = Small()
        now = datetime(2026, 11, 23, 10, tzinfo=UTC)
        self._scene = Scene(
            slack, new_door(slack, small.dispatch, mode, times=times, now=lambda: now, removed=removed), small
        )
        self._running = running(slack, self._scene.door)

    async def __aenter__(self) -> Scene:
        await self._running.__aenter__()
        return self._scene

    async def __aexit__(self, *error: object) -> None:
        self._scene.small.gate.set()
        await self._running.__aexit__(*error)  # type: ignore[arg-type]
