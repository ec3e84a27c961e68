"""`python -m bot run`, and putting the bot together for the other commands."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App


def host(settings: Settings) -> int:
    """Run every platform that has its tokens until told to stop; the exit status."""
    from bot.adapters.clock import seconds
    from bot.log import start_log
    from bot.running import run

    start_log(settings)
    app = built(settings, kept=True)
    return 1 if app is None else asyncio.run(run(app, settings, seconds))


def built(settings: Settings, *, kept: bool = False) -> App | None:
    """The bot, or None after printing what is wrong with its content; what it writes down is `kept`, or forgotten."""
    from bot.adapters.content.problem import Unusable
    from bot.app import build, database_at, forgetful_database

    database = database_at(settings.database_url.get_secret_value()) if kept else forgetful_database()
    try:
        return build(settings, database)
    except Unusable as unusable:
        print(f"The content in {settings.content_dir} cannot be used:\n{unusable}", file=sys.stderr)
        return None
