"""What was handled already: Slack repeats what it thinks was lost, and others may repeat what they overheard."""

from __future__ import annotations

KEPT = 4_096
"""Ids that are remembered; Slack's last repetition comes after about an hour, its first ones within minutes."""


class Once:
    """Remembers a bounded number of ids, the newest ones."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._seen: dict[str, None] = {}

    def first(self, *ids: str) -> bool:
        """Whether none of these ids was seen before. From now on all of them were; empty ones count for nothing."""
        known = False
        for one in ids:
            if one and one in self._seen:
                known = True
            elif one:
                self._seen[one] = None
                if len(self._seen) > self._kept:
                    del self._seen[next(iter(self._seen))]
        return not known
