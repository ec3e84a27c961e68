"""Points for an act: once, within the day's limits, and taken back in full when the act is undone.

The ledger is only ever added to. An act that is undone and done again is a new pair of lines: `skill:git`, then
`skill:git#1` which takes it back, then `skill:git#2`; so at any time the lines of an act sum to what it is worth now.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    if _standing(before) or any(line.act == CORRECTION for line in before):
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
    """Take back what an act was paid, and what was corrected about it; the points taken, 0 where it has none.

    The lines count on the day and the boards of those that they undo, so that undoing makes no room for more on
    another day, and no board loses what it never had.
    """
    before = await stores.ledger.about(member, reference)
    standing = _standing(before)
    for number, line in enumerate(standing, len(before)):
        undone = LedgerLine(_numbered(reference, number), line.act, -line.points, line.day, at, words)
        await stores.ledger.add(member, undone, like=line.reference)
    return sum(line.points for line in standing)


async def correct(
    stores: Stores, kept: KeptLine, community: int, points: int, words: str, *, author: int, at: datetime
) -> int | None:
    """Make the act of a line worth `points` in one community from now on, by a further line; what it was worth there.

    None where the member has undone it. `words` is the organiser's reason, `author` their number. The line counts
    where the act counts in that community, and on its day.
    """
    reference = kept.line.reference.split("#")[0]
    before = await stores.ledger.about(kept.member, reference)
    standing = _standing(before)
    if not standing:
        return None
    worth = await stores.ledger.worth(kept.member, reference, community)
    if points != worth:
        name = _numbered(reference, len(before))
        line = LedgerLine(name, CORRECTION, points - worth, standing[0].day, at, words)
        await stores.ledger.add(kept.member, line, like=standing[0].reference, within=community, author=author)
    return worth


def _standing(lines: Sequence[LedgerLine]) -> Sequence[LedgerLine]:
    """The line that pays an act now, and the corrections to it; nothing where it isn't done, or was undone."""
    acts = [line for line in lines if line.act != CORRECTION]
    if sum(line.points for line in acts) <= 0:
        return ()
    return lines[lines.index(acts[-1]) :]


def _numbered(reference: str, before: int) -> str:
    return f"{reference}#{before}" if before else reference
