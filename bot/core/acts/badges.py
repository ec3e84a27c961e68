"""Badges for what somebody reached."""

from __future__ import annotations

from datetime import datetime

from bot.core.model.badge import streak_badges
from bot.core.ports.database import Stores


async def award_streak(stores: Stores, member: int, days: int, at: datetime) -> list[str]:
    """Give the badges that a streak of so many days has earned; those that are new."""
    return [badge for badge in streak_badges(days) if await stores.badges.award(member, badge, at)]
