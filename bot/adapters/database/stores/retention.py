"""What is forgotten by itself: words that are older than a community keeps them, and what has run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_IN = (
    "EXISTS (SELECT 1 FROM community_members cm JOIN communities c ON c.id = cm.community "
    "WHERE cm.member = k.member AND cm.left_at IS NULL AND {which})"
)
_NOWHERE = "NOT EXISTS (SELECT 1 FROM community_members cm WHERE cm.member = k.member AND cm.left_at IS NULL)"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of members in a table. The row stays, unless it is nothing without its words."""

    table: str
    forget: str
    """What is done to a row, before its condition."""
    old: str
    """Which rows `k` have words from before `:before`."""
    by_day: bool
    """Whether `:before` is a day; else it is an instant."""

    def sql(self, which: str | None) -> str:
        """Forgets at most `:most`: of members in a community `c` of which `which` is true, or without it in none."""
        whose = _NOWHERE if which is None else _IN.format(which=which)
        return (
            f"{self.forget} WHERE id IN (SELECT k.id FROM {self.table} k WHERE {self.old} AND {whose} LIMIT :most) "
            "RETURNING id"
        )


WORDS = (
    Words("checkins", "UPDATE checkins SET did = '', blocker = ''", "k.did <> '' AND k.day < :before", by_day=True),
    Words("breaks", "UPDATE breaks SET reason = ''", "k.reason <> '' AND k.last < :before", by_day=True),
    Words("reports", "DELETE FROM reports", "k.at < :before", by_day=False),
)
"""Where the strictest of somebody's communities counts."""

AUDIT = timedelta(days=730)
"""For how long it is told what organisers did."""
RUN_OUT = (
    ("DELETE FROM codes WHERE code IN (SELECT code FROM codes WHERE expires < :before LIMIT :most) RETURNING code",
     timedelta()),
    ("DELETE FROM code_tries WHERE member IN (SELECT member FROM code_tries WHERE since < :before LIMIT :most) "
     "RETURNING member", timedelta(days=1)),
    ("DELETE FROM group_invitations WHERE code IN "
     "(SELECT code FROM group_invitations WHERE ends_at < :before LIMIT :most) RETURNING code", timedelta(days=30)),
    ("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < :before LIMIT :most) RETURNING id", AUDIT),
)  # fmt: skip
"""What is removed so long after its end: `:before` is an instant."""
