"""What is forgotten by itself: old words, what has run out, and communities that removed the bot long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.acts.privacy import go
from bot.core.ports.database import Stores

AT_ONCE = 500
"""Most rows of one kind that are forgotten in one unit of work, so that nobody waits for it."""
QUIET = timedelta(days=90)
"""Whoever learnt something in this time is still there, even where their only community is gone."""


async def forget_old(stores: Stores, now: datetime) -> bool:
    """Forget some of what is too old to keep; False once nothing is left to forget."""
    if await stores.privacy.forget_words(now, AT_ONCE):
        return True
    deserted = await stores.privacy.deserted(now)
    if not deserted:
        return False
    leaving = list(await stores.privacy.only_in(deserted[0], now - QUIET))
    for member in leaving[:AT_ONCE]:
        await go(stores, member, now)
    if len(leaving) <= AT_ONCE:
        await stores.privacy.disband(deserted[0])
    return True
