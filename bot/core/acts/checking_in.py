"""Saying what one did on a day: one check-in for each learning day, paid once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.acts.badges import award_streak
from bot.core.acts.meeting import meet
from bot.core.acts.paying import pay, take_back
from bot.core.acts.streaks import streak_of
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.invocation import Invocation
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.model.checkin import Checkin
from bot.core.model.learning_day import learning_day
from bot.core.model.points import PointRules
from bot.core.model.streak import DAY, GRACE, Mark, Streak
from bot.core.ports.database import Stores
from bot.core.ports.progress import GroupHere

WORDS = 1_000
"""Longest text of one check-in, in characters."""
ALL_WORDS = 2_000
"""Longest text of one day, in characters."""
MINUTES = 24 * 60
BACK = ("today", "yesterday", "the day before")
"""The days that may be checked in for: today, and as many before it as are in the grace window."""

_WAY_ON = Buttons((Button("My check-ins", Invocation("checkin list")),))


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of a check-in."""

    checkin: Checkin
    """All that now stands there for the day."""
    added: bool
    """Whether something stood there before."""
    today: date
    points: int
    streak: Streak
    group: GroupHere | None
    badges: Sequence[str] = ()
    """Those that it earned, by name."""


def told_day(words: str, today: date) -> date:
    """The day that a check-in is for. Raises `Refusal` for one that is over, or still to come."""
    back = BACK.index(words) if words in BACK else (today - date.fromisoformat(words)).days
    if back < 0:
        raise Refusal("That day is still to come. Check in once you have learnt.", _WAY_ON)
    if back > GRACE:
        oldest = today - DAY * GRACE
        raise Refusal(
            f"That day is closed: I take check-ins for today and for {GRACE} days back, so from {oldest.isoformat()} "
            "on. You don't have to catch up; today is enough.",
            _WAY_ON,
        )
    return today - DAY * back


async def check_in(
    stores: Stores, rules: PointRules, scene: Scene, day_words: str, did: str, minutes: int | None, blocker: str
) -> CheckedIn:
    """Write down what the caller did on a day. A second one on the same day is added to the first."""
    member = await meet(stores, scene)
    today = learning_day(scene.at, member.clock)
    day = told_day(day_words, today)
    group = await stores.progress.group(member.number, scene.place.channel.reference if scene.place.channel else None)
    before = await stores.checkins.on(member.number, day)
    checkin = Checkin(day, did, minutes, blocker, group.number if group else None)
    if before is not None:
        checkin = _together(before, checkin)
    await stores.checkins.write(member.number, checkin, scene.at)
    if group is not None:
        await stores.groups.touch(member.number)
    act = f"checkin:{day.isoformat()}"
    await stores.days.mark(member.number, act, Mark(day, scene.at, member.clock))
    words = f"You checked in for {day.isoformat()}."
    points = await pay(stores, rules, member.number, "checkin", act, words, day=day, at=scene.at)
    streak = await streak_of(stores, member, scene.at)
    badges = await award_streak(stores, member.number, streak, scene.at)
    return CheckedIn(checkin, before is not None, today, points, streak, group, badges)


async def take_back_check_in(stores: Stores, scene: Scene, day_words: str) -> tuple[date, bool, int]:
    """Delete a check-in that may still be made: the day, whether there was one, and the points that went with it."""
    member = await meet(stores, scene)
    day = told_day(day_words, learning_day(scene.at, member.clock))
    if await stores.checkins.on(member.number, day) is None:
        return day, False, 0
    act = f"checkin:{day.isoformat()}"
    await stores.checkins.remove(member.number, day)
    await stores.groups.touch(member.number)
    await stores.days.unmark(member.number, act)
    words = f"You took back the check-in for {day.isoformat()}."
    return day, True, await take_back(stores, member.number, "checkin", act, words, at=scene.at)


def _together(before: Checkin, more: Checkin) -> Checkin:
    did = f"{before.did}\n{more.did}"
    if len(did) > ALL_WORDS:
        raise Refusal(
            f"With what you wrote before, that is {len(did):,} characters for one day; I keep up to {ALL_WORDS:,}. "
            "Please say it shorter.",
            _WAY_ON,
        )
    minutes = [one.minutes for one in (before, more) if one.minutes is not None]
    return replace(
        before,
        did=did,
        minutes=min(sum(minutes), MINUTES) if minutes else None,
        blocker=more.blocker or before.blocker,
        group=more.group or before.group,
    )
