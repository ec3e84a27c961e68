"""The bot's own requests under Discord's limits: 50 a second in all, and what each route's answers say of itself.

Answers to members go through addresses of their own, which don't count. Whoever is patient waits for its turn; a
member's act that posts or edits something doesn't wait, but counts, so that the patient ones make room for it.
Rules: https://docs.discord.com/developers/topics/rate-limits.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.adapters.pacing import Line, NotYet

A_SECOND, BURST = 48.2, 0.75
"""Requests a second, of which Discord allows 50, and how many intervals may be made up for.

The rest is for what doesn't wait, and for requests that catch one another up on their way: 51 are 1.02 s apart.
"""
PATIENCE = 20.0
"""Seconds that a turn among all requests may be away; whoever would wait longer is told to come again."""
AT_A_CHANNEL = 2.0
"""Seconds that one's turn in a channel may be away; so a busy channel takes no room from the others."""
ROUTES = 4_096
"""Routes that are remembered."""

_MESSAGE = re.compile(r"(/messages)/[0-9]+")


@dataclass(slots=True)
class Bucket:
    """What is known of a route's own limit."""

    limit: int = 1
    left: int = 1
    until: float = 0.0
    """When all of them may be used again."""
    window: float = 1.0
    waiting: int = 0

    def wait(self, now: float) -> float:
        """Seconds until one may be used."""
        return self.until - now if self.left <= 0 and now < self.until else 0.0

    def use(self, now: float) -> None:
        """Use one, and begin anew where the time has come."""
        if now >= self.until:
            self.left, self.until = self.limit, now + self.window
        self.left -= 1


class Pace:
    """Whose turn it is; `seconds` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._all = Line(1 / A_SECOND, BURST, seconds)
        self._buckets: dict[str, Bucket] = {}

    async def turn(self, method: str, path: str, *, patient: bool) -> None:
        """Count a request, which begins when this returns. Raises `NotYet` where one that is patient waits too long."""
        bucket = self._buckets.get(_route(method, path))
        if patient:
            await self._bucket(bucket)
            await self._all.turn(PATIENCE)
        else:
            self._all.count()
        if bucket is not None:
            bucket.use(self._seconds())

    def heard(self, method: str, path: str, status: int, headers: Mapping[str, str], wait: float | None) -> None:
        """What Discord says of its limits with an answer."""
        now, route = self._seconds(), _route(method, path)
        with contextlib.suppress(KeyError, ValueError):
            limit, left = int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])
            after = float(headers["X-RateLimit-Reset-After"])
            bucket = self._buckets.pop(route, None) or Bucket()
            if bucket.until <= now or left < bucket.left:
                bucket.left = left
            bucket.limit, bucket.until, bucket.window = limit, now + after, max(bucket.window, after)
            self._buckets[route] = bucket
            if len(self._buckets) > ROUTES:
                del self._buckets[next(iter(self._buckets))]
        if status == 429 and wait is not None:
            if headers.get("X-RateLimit-Global") or headers.get("X-RateLimit-Scope") == "global":
                self._all.hold(now + wait)
            else:
                bucket = self._buckets.setdefault(route, Bucket())
                bucket.left, bucket.until = 0, now + wait

    async def _bucket(self, bucket: Bucket | None) -> None:
        if bucket is None:
            return
        while (wait := bucket.wait(self._seconds())) > 0:
            ahead = bucket.waiting // max(bucket.limit, 1)
            if wait + ahead * bucket.window > AT_A_CHANNEL:
                raise NotYet(wait + ahead * bucket.window)
            bucket.waiting += 1
            try:
                await asyncio.sleep(wait)
            finally:
                bucket.waiting -= 1


def _route(method: str, path: str) -> str:
    """What has a limit of its own: the method, and the path with its channel but without its message."""
    bare = _MESSAGE.sub(r"\1", path.partition("?")[0])
    return f"{method} {bare}"
