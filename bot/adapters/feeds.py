"""Calendars over HTTP, for programs that subscribe: `GET /calendar/<secret>.ics`.

Whoever knows the address reads the calendar, so it is never logged, and every address that leads nowhere is answered
alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from aiohttp import web

from bot.core.ports.database import Unavailable

Feed = Callable[[str, datetime], Awaitable[bytes | None]]
"""The calendar behind a secret at an instant; None where there is none. Raises `Unavailable`."""
KEPT = 900
"""Seconds for which a program may keep what it got."""
ASK_AGAIN = 60
"""Seconds after which to ask again while the database is away."""


def feed_routes(feed: Feed, now: Callable[[], datetime]) -> Sequence[web.RouteDef]:
    """The route, to be served beside others."""

    async def calendar(request: web.Request) -> web.Response:
        try:
            body = await feed(request.match_info["secret"], now())
        except Unavailable:
            raise web.HTTPServiceUnavailable(
                text="The calendar is out of reach just now.", headers={"Retry-After": str(ASK_AGAIN)}
            ) from None
        if body is None:
            raise web.HTTPNotFound(text="There is no calendar at this address any more. Ask for a new one.")
        tag = hashlib.sha256(body).hexdigest()[:32]
        headers = {
            "Cache-Control": f"private, max-age={KEPT}",
            "ETag": f'"{tag}"',
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        if any(one.value == tag for one in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)

    return [web.get("/calendar/{secret:[A-Za-z0-9_-]{16,64}}.ics", calendar)]
