"""Points for an act: once, within the day's limits, and taken back in full when the act is undone.

The ledger is only ever added to. An act that is undone and done again is a new pair of lines: `skill:git`, then
`skill:git#1` which takes it back, then `skill:git#2`; so at any time the lines of an act sum to what it is worth now.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.core.model.points import KeptLine, LedgerLine, PointRules
from bot.core.ports.database import Stores

CORRECTION = "correction"
"""The kind of a line by which an organiser corrected what an act is worth."""


async def pay(
    stores: Stores, rules: PointRules, member: int, act: str, reference: str, words: str, *, day: date, at: datetime
) -> int:
    """Pay for an act, as far as the day's limits allow; the points given, 0 where it was paid already.

    `words` says why in one plain sentence. What an organiser corrected is never paid again.
    """
    before = await stores.ledger.about(member, reference)
    if sum(line.points for line in before) > 0 or any(line.act == CORRECTION for line in before):
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

    The line counts on the day and the boards of the act that it undoes, so that undoing makes no room for more on
    another day, and no board loses what it never had.
    """
    before = await stores.ledger.about(member, reference)
    points = sum(line.points for line in before)
    if points > 0:
        paid = [line for line in before if line.points > 0][-1]
        line = LedgerLine(_numbered(reference, len(before)), act, -points, paid.day, at, words)
        await stores.ledger.add(member, line, like=paid.reference)
    return points


async def correct(
    stores: Stores, kept: KeptLine, points: int, words: str, *, author: int, at: datetime
) -> tuple[int, int]:
    """Make the act of a line worth `points` from now on, by a further line; what it was worth, and what it is.

    `words` is the organiser's reason, `author` their number. The line counts where the act counted, on its day.
    """
    reference = kept.line.reference.split("#")[0]
    before = await stores.ledger.about(kept.member, reference)
    worth = sum(line.points for line in before)
    if points != worth:
        paid = [line for line in before if line.points > 0][-1]
        line = LedgerLine(_numbered(reference, len(before)), CORRECTION, points - worth, paid.day, at, words)
        await stores.ledger.add(kept.member, line, like=paid.reference, author=author)
    return worth, points


def _numbered(reference: str, before: int) -> str:
    return f"{reference}#{before}" if before else reference
