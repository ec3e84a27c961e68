"""Every dialog on every door that can have it."""

from __future__ import annotations

import pytest

from tests.dialogs.acting import Bot, play
from tests.dialogs.doors.core import CoreDoor
from tests.dialogs.doors.playground import PlaygroundDoor
from tests.dialogs.doors.shell import ShellDoor
from tests.dialogs.language import Dialog, dialogs

ALL = dialogs()
WITHOUT_CHANNEL = [dialog for dialog in ALL if not dialog.needs_channel]


@pytest.mark.parametrize("dialog", ALL, ids=lambda dialog: dialog.file)
async def test_core(dialog: Dialog, bot: Bot) -> None:
    await play(dialog, CoreDoor(bot.dispatch), bot)


@pytest.mark.parametrize("dialog", WITHOUT_CHANNEL, ids=lambda dialog: dialog.file)
async def test_shell(dialog: Dialog, bot: Bot) -> None:
    await play(dialog, ShellDoor(bot.dispatch), bot)


@pytest.mark.parametrize("dialog", ALL, ids=lambda dialog: dialog.file)
async def test_playground(dialog: Dialog, bot: Bot) -> None:
    async with PlaygroundDoor(bot.dispatch) as door:
        await play(dialog, door, bot)
