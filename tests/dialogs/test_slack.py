"""Every dialog on Slack, over both of its wires."""

from __future__ import annotations

import pytest

from bot.adapters.slack.manifest import Mode
from tests.dialogs.acting import Bot, play
from tests.dialogs.doors.slack import SlackDialogDoor
from tests.dialogs.language import Dialog, dialogs


@pytest.mark.parametrize("mode", ["socket", "http"])
@pytest.mark.parametrize("dialog", dialogs(), ids=lambda dialog: dialog.file)
async def test_slack(dialog: Dialog, mode: Mode, bot: Bot) -> None:
    async with SlackDialogDoor(bot.dispatch, mode) as door:
        await play(dialog, door, bot)
