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

A_SECOND, BURST = 49.0, 5.0
"""Requests a second, as they go evenly, and how many of them may catch up where the machine was busy."""
MOST, WITHIN = 49, 1.01
"""Requests in so many seconds, at most; Discord allows 50 in one.

The rest is for what doesn't wait. How long a request may have been on its way is reckoned from its answer.
"""
PATIENCE = 20.0
"""Seconds that a turn among all requests may be away; whoever would wait longer is told to come again."""
AT_A_CHANNEL = 2.0
"""Seconds that one's turn in a channel may be away; so a busy channel takes no room from the others."""
ANSWERED = 0.05
"""Seconds after which it is looked whether an answer has told how many more may go."""
ROUTES = 4_096
"""Routes that are remembered."""

_MESSAGE = re.compile(r"(/messages)/[0-9]+")


@dataclass(slots=True)
class Bucket:
    """What is known of a route's own limit; before the first answer, that one may ask."""

    limit: int = 1
    left: int = 1
    until: float = 0.0
    """When all of them may be used again."""
    window: float = 1.0
    known: bool = False
    flying: int = 0
    """Requests that are under way."""
    waiting: int = 0

    def wait(self, now: float) -> float:
        """Seconds until one may be used, as far as is known."""
        if now >= self.until:
            self.left, self.until = self.limit, now + self.window
        return 0.0 if self.left > self.flying else self.until - now

    @property
    def idle(self) -> bool:
        """Whether nobody is asking or waiting."""
        return not self.flying and not self.waiting


class Pace:
    """Whose turn it is; `seconds` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._all = Line(1 / A_SECOND, BURST, seconds, MOST, WITHIN)
        self._buckets: dict[str, Bucket] = {}

    async def turn(self, method: str, path: str, *, patient: bool) -> float:
        """Begin a request now that this returns. Raises `NotYet` where one that is patient would wait too long.

        Whoever began says afterwards that it has `ended`, with the instant that this returned.
        """
        bucket = self._bucket(_route(method, path))
        if patient:
            await self._room(bucket)
        bucket.flying += 1
        if not patient:
            return self._all.count()
        try:
            return await self._all.turn(PATIENCE)
        except BaseException:
            bucket.flying -= 1
            raise

    def ended(self, method: str, path: str, began: float) -> None:
        """A request that had its turn is over, whatever became of it."""
        self._all.came(began)
        self._bucket(_route(method, path)).flying -= 1

    def heard(self, method: str, path: str, status: int, headers: Mapping[str, str], wait: float | None) -> None:
        """What Discord says of its limits with an answer."""
        now, bucket = self._seconds(), self._bucket(_route(method, path))
        with contextlib.suppress(KeyError, ValueError):
            limit, left = int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])
            after = float(headers["X-RateLimit-Reset-After"])
            bucket.limit, bucket.left, bucket.known = limit, left, True
            bucket.until, bucket.window = now + after, max(bucket.window, after)
        if status == 429 and wait is not None:
            if headers.get("X-RateLimit-Global") or headers.get("X-RateLimit-Scope") == "global":
                self._all.hold(now + wait)
            else:
                bucket.left, bucket.until = 0, now + wait

    def _bucket(self, route: str) -> Bucket:
        bucket = self._buckets.get(route)
        if bucket is None:
            if len(self._buckets) >= ROUTES:
                self._buckets = {name: one for name, one in self._buckets.items() if not one.idle}
            bucket = self._buckets[route] = Bucket()
        return bucket

    async def _room(self, bucket: Bucket) -> None:
        """Wait until a route has room for one more."""
        latest = self._seconds() + AT_A_CHANNEL
        while (wait := bucket.wait(now := self._seconds())) > 0:
            ahead = bucket.waiting // bucket.limit * bucket.window if bucket.known else 0.0
            if now + (wait + ahead if bucket.known else 0.0) > latest:
                raise NotYet(wait + ahead)
            bucket.waiting += 1
            try:
                await asyncio.sleep(min(wait, ANSWERED) if bucket.flying else wait)
            finally:
                bucket.waiting -= 1


def _route(method: str, path: str) -> str:
    """What has a limit of its own: the method, and the path with its channel but without its message."""
    bare = _MESSAGE.sub(r"\1", path.partition("?")[0])
    return f"{method} {bare}"
