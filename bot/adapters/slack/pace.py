"""The bot's posts under Slack's limits: one a second in each channel, and other methods so many times a minute.

Different channels don't wait for one another. Whoever is patient waits for its turn; a member's act doesn't wait, but
counts. Slack also limits what all channels of a workspace get, without saying how much: where it asks for a pause
although nothing came too fast, everybody pauses. Rules: https://docs.slack.dev/apis/web-api/rate-limits.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.adapters.pacing import Line

A_POST, A_SECOND = 1.1, 1.0
"""Seconds between two posts in a channel, and at least between one's answer and the next."""
A_CALL, CALLS, WITHIN = 0.2, 45, 60.0
"""Seconds between two calls of any other method, and how many may come in how many seconds; Slack allows about 50."""
PATIENCE, AT_A_CHANNEL = 2.0, 0.2
"""Seconds that a turn may be away, and a turn in a channel; whoever would wait longer is told to come again.

So several posts for one channel take no room from those for others: the database knows when they come again.
"""
KEPT = 4_096
"""Channels that are remembered."""

POST = "chat.postMessage"


class Pace:
    """Whose turn it is; `seconds` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._lines: dict[tuple[str, str], Line] = {}
        self._held: dict[str, float] = {}
        """By method: until when Slack wants no calls."""

    async def turn(self, method: str, place: str, *, patient: bool) -> None:
        """Count a call, which begins when this returns. Raises `NotYet` where one that is patient waits too long."""
        line = self._line(method, place if method == POST else "")
        if patient:
            await line.turn(AT_A_CHANNEL if method == POST else PATIENCE)
        else:
            line.count()

    def answered(self, method: str, place: str) -> None:
        """A call that was counted is over. It may have arrived just now, so the next post there is a second away."""
        if method == POST:
            self._line(method, place).hold(self._seconds() + A_SECOND)

    def asked_to_wait(self, method: str, wait: float) -> None:
        """Slack wants no calls of a method for so many seconds."""
        self._held[method] = until = max(self._held.get(method, 0.0), self._seconds() + wait)
        for (name, _), line in self._lines.items():
            if name == method:
                line.hold(until)

    def _line(self, method: str, place: str) -> Line:
        line = self._lines.get((method, place))
        if line is None:
            if len(self._lines) >= KEPT:
                self._lines = {key: one for key, one in self._lines.items() if not one.idle}
            line = Line(A_POST, 0.0, self._seconds) if place else Line(A_CALL, 0.0, self._seconds, CALLS, WITHIN)
            line.hold(self._held.get(method, 0.0))
            self._lines[method, place] = line
        return line
