"""Every dialog through the real discord.py, over the wire."""

from __future__ import annotations

import pytest

from tests.dialogs.acting import Bot, play
from tests.dialogs.doors.discord import DiscordDoor
from tests.dialogs.language import Dialog, dialogs


@pytest.mark.parametrize("dialog", dialogs(), ids=lambda dialog: dialog.file)
async def test_discord(dialog: Dialog, bot: Bot) -> None:
    async with DiscordDoor(bot.dispatch) as door:
        await play(dialog, door, bot)
