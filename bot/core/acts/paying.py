"""Points for an act: once, within the day's limits, and taken back in full when the act is undone.

The ledger is only ever added to. An act that is undone and done again is a new pair of lines: `skill:git`, then
`skill:git#1` which takes it back, then `skill:git#2`; so at any time the lines of an act sum to what it is worth now.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.core.model.points import LedgerLine, PointRules
from bot.core.ports.database import Stores


async def pay(
    stores: Stores, rules: PointRules, member: int, act: str, reference: str, words: str, *, day: date, at: datetime
) -> int:
    """Pay for an act, as far as the day's limits allow; the points given, 0 where it was paid already.

    `words` says why in one plain sentence.
    """
    before = await stores.ledger.about(member, reference)
    if sum(line.points for line in before) > 0:
        return 0
    rule = rules.by_act.get(act)
    if rule is None:
        return 0
    earned = await stores.ledger.earned(member, day)
    left = rules.a_day - sum(line.points for line in earned)
    if rule.a_day is not None:
        left = min(left, rule.a_day - sum(line.points for line in earned if line.act == act))
    points = max(0, min(rule.points, left))
    if points:
        await stores.ledger.add(member, LedgerLine(_numbered(reference, len(before)), act, points, day, at, words))
    return points


async def take_back(stores: Stores, member: int, act: str, reference: str, words: str, *, at: datetime) -> int:
    """Take back what an act was paid; the points taken, 0 where it has none.

    The line counts on the day of the act that it undoes, so that undoing makes no room for more on another day.
    """
    before = await stores.ledger.about(member, reference)
    points = sum(line.points for line in before)
    if points > 0:
        line = LedgerLine(_numbered(reference, len(before)), act, -points, before[-1].day, at, words)
        await stores.ledger.add(member, line)
    return points


def _numbered(reference: str, before: int) -> str:
    return f"{reference}#{before}" if before else reference
