"""Every dialog through the real discord.py, over the wire."""

from __future__ import annotations

import pytest

from bot.core.chat.scene import Caller, Person, Place, Scene
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import NOW
from tests.dialogs.doors.discord import DiscordDoor
from tests.dialogs.language import Dialog, dialogs, play


@pytest.mark.parametrize("dialog", dialogs(), ids=lambda dialog: dialog.file)
async def test_discord(dialog: Dialog, dispatch: Dispatch) -> None:
    # The first question builds the index of all answers, which no deadline of Discord's waits for.
    await dispatch.typed("/ask what is drift", Scene(Caller(Person("discord:1"), "somebody"), Place("discord"), NOW))
    async with DiscordDoor(dispatch) as door:
        await play(dialog, door)
