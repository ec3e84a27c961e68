"""Badges for what somebody reached."""

from __future__ import annotations

from datetime import datetime

from bot.core.model.badge import streak_badges
from bot.core.model.streak import Streak
from bot.core.ports.database import Stores


async def award_streak(stores: Stores, member: int, streak: Streak, at: datetime) -> tuple[str, ...]:
    """Give the badges that somebody's longest streak has earned; the names of those that are new.

    They are kept for good, like those of phases: also where the streak ends, or one of its days is taken back.
    """
    earned = streak_badges(streak.best_days)
    return tuple([badge for badge in earned if await stores.badges.award(member, badge, at)])
