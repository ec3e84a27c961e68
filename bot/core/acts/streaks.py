"""Somebody's streak, from what is kept of their days."""

from __future__ import annotations

from datetime import datetime

from bot.core.model.learning_day import learning_day
from bot.core.model.member import Member
from bot.core.model.streak import Streak, active_days, streak
from bot.core.ports.database import Stores


async def streak_of(stores: Stores, member: Member, at: datetime) -> Streak:
    """Where it stands at an instant."""
    days = active_days(await stores.days.marks(member.number))
    today = learning_day(at, member.clock)
    return streak(
        days,
        today,
        member.clock,
        breaks=await stores.days.breaks(member.number),
        outages=await stores.days.outages(days[0].day, today) if days else (),
        rhythm=await stores.days.rhythm(member.number),
    )
