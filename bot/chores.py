"""What the bot does by itself, each at its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.acts.forgetting import forget_old
from bot.core.acts.reminding import KEPT
from bot.core.schedule.challenges import moving_challenges
from bot.core.schedule.heartbeat import Alive, heartbeat
from bot.core.schedule.housekeeping import Chore, daily, hourly, weekly
from bot.core.schedule.weeks import Refreshing, keeping_weeks
from bot.kinds import week_in

if TYPE_CHECKING:
    from bot.app import App

REMEMBERED = timedelta(days=60)
"""For how long it is remembered that a chore was done; longer than any of their periods."""


def build_chores(app: App, alive: Alive | None) -> list[Chore]:
    """Its chores; a heartbeat is one of them where `alive` says which platforms are connected."""

    async def forget(now: datetime) -> None:
        await app.database.write(lambda stores: stores.chores.forget(now - REMEMBERED))

    async def forget_reminders(now: datetime) -> None:
        await app.database.write(lambda stores: stores.reminders.forget_old(now - KEPT))

    async def forget_what_is_old(now: datetime) -> None:
        while await app.database.write(lambda stores: forget_old(stores, now)):
            pass

    chores = [
        Chore("posted weeks", Refreshing(app.database, app.speakers.paced, week_in(app.shelf))),
        Chore("keeping weeks", keeping_weeks(app.database, lambda: app.shelf.library), weekly(0, 15)),
        Chore("forgetting old chores", forget, daily(4)),
        Chore("forgetting old words", forget_what_is_old, daily(3)),
        Chore("moving challenges", moving_challenges(app.shelf, app.database), hourly),
        Chore("forgetting old reminders", forget_reminders, daily(4)),
        Chore("showing what changed about meetups", app.mirroring.run),
    ]
    if alive is not None:
        chores.insert(0, Chore("heartbeat", heartbeat(app.database, alive)))
    return chores
