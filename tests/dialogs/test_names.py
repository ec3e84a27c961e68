"""What a server or workspace is called comes from its platform."""

from __future__ import annotations

from bot.core.dispatch import Dispatch
from tests.dialogs.doors.discord import DiscordDoor
from tests.dialogs.doors.slack import SlackDialogDoor
from tests.fakes.discord.people import guild


async def test_discord(dispatch: Dispatch) -> None:
    async with DiscordDoor(dispatch) as door:
        seen = await door.says("devi", "/settings", direct=False)
        assert f"{guild()['name']} on Discord" in seen.text


async def test_slack(dispatch: Dispatch) -> None:
    async with SlackDialogDoor(dispatch) as door:
        seen = await door.says("devi", "/settings", direct=False)
        assert "Example on Slack" in seen.text
