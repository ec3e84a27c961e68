"""Every dialog through the real discord.py, over the wire."""

from __future__ import annotations

import pytest

from bot.core.dispatch import Dispatch
from tests.dialogs.doors.discord import DiscordDoor
from tests.dialogs.language import Dialog, dialogs, play


@pytest.mark.parametrize("dialog", dialogs(), ids=lambda dialog: dialog.file)
async def test_discord(dialog: Dialog, dispatch: Dispatch) -> None:
    async with DiscordDoor(dispatch) as door:
        await play(dialog, door)
