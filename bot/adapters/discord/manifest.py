"""What an organiser needs to set the bot up on Discord: the invite link, and the commands as they are registered."""

from __future__ import annotations

import json

from bot.adapters.discord.commands import application_commands
from bot.adapters.discord.permissions import invite_link
from bot.core.chat.command import Menu


def manifest(menu: Menu, application: int | None = None) -> str:
    """Both as JSON. The link lacks the application's number where it isn't given; the bot's token begins with it."""
    shown = {"invite": invite_link(application), "commands": application_commands(menu)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
