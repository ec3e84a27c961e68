"""`python -m bot agenda`: what is due when, and what failed and why. It only reads."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.adapters.database.migrations import WrongSchema
from bot.app import database_at
from bot.core.acts.agenda import look
from bot.core.features.agenda_words import written
from bot.core.ports.database import Unavailable
from bot.settings import Settings


def show(settings: Settings, now: datetime, days: int) -> int:
    """Print the agenda of so many days; the exit status."""
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite:///") and not (file := Path(url.removeprefix("sqlite:///"))).exists():
        print(f"There is no database at {file} yet; the bot makes it when it runs.", file=sys.stderr)
        return 1
    try:
        lines = asyncio.run(_read(url, now, days))
    except (Unavailable, WrongSchema) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


async def _read(url: str, now: datetime, days: int) -> list[str]:
    database = database_at(url)
    try:
        return written(await database.read(lambda stores: look(stores, now, days)), days)
    finally:
        await database.close()
