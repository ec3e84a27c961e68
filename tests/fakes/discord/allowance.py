"""Discord's rate limits: https://docs.discord.com/developers/topics/rate-limits."""

from __future__ import annotations

from collections import deque
from time import monotonic

from aiohttp import web

GLOBAL = 50
"""Requests in any second."""
POSTS, WINDOW = 5, 5.0
"""Messages in one channel within so many seconds."""


class Allowance:
    """Counts the bot's own requests, those that answer interactions excepted."""

    def __init__(self, global_: int = GLOBAL) -> None:
        self._global = global_
        self._times: deque[float] = deque()
        self._posts: dict[str, tuple[float, int]] = {}
        self.too_many = 0
        """How often the bot asked more than it may."""

    def asked(self, name: str, channel: str) -> web.Response | None:
        """The refusal of a request that comes now, if it is one too many."""
        now = monotonic()
        while self._times and self._times[0] <= now - 1:
            self._times.popleft()
        if len(self._times) >= self._global:
            return self._refused(self._times[0] + 1 - now, "global")
        self._times.append(now)
        if name == "post":
            end, used = self._posts.get(channel, (0.0, 0))
            if now >= end:
                end, used = now + WINDOW, 0
            if used >= POSTS:
                return self._refused(end - now, "user")
            self._posts[channel] = end, used + 1
        return None

    def headers(self, name: str, channel: str) -> dict[str, str]:
        """What an answer says of the limit of its route."""
        if name != "post":
            return {}
        end, used = self._posts[channel]
        after = f"{max(end - monotonic(), 0.0):.3f}"
        return {
            "X-RateLimit-Limit": str(POSTS),
            "X-RateLimit-Remaining": str(POSTS - used),
            "X-RateLimit-Reset-After": after,
            "X-RateLimit-Bucket": "posts",
        }

    def _refused(self, wait: float, scope: str) -> web.Response:
        self.too_many += 1
        body = {"message": "You are being rate limited.", "retry_after": round(wait, 3), "global": scope == "global"}
        more = {"X-RateLimit-Global": "true"} if scope == "global" else {}
        headers = {"Retry-After": f"{wait:.0f}", "Via": "1.1 fake", "X-RateLimit-Scope": scope, **more}
        return web.json_response(body, status=429, headers=headers)
