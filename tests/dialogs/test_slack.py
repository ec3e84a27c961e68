"""Every dialog on Slack, over both of its wires."""

from __future__ import annotations

import pytest

from bot.adapters.slack.manifest import Mode
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.slack import SlackDialogDoor
from tests.dialogs.language import Dialog, dialogs, play


@pytest.mark.parametrize("mode", ["socket", "http"])
@pytest.mark.parametrize("dialog", dialogs(), ids=lambda dialog: dialog.file)
async def test_slack(dialog: Dialog, mode: Mode, dispatch: Dispatch) -> None:
    async with SlackDialogDoor(dispatch, mode) as door:
        await play(dialog, door)
