"""Answers those who ask whether the bot is alive and ready: container engines, load balancers, organisers."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiohttp import web

GOODBYE = 0.5
"""Seconds for requests that are being answered when the bot stops; aiohttp would wait a minute for half a request."""

Ready = Callable[[], Awaitable[Mapping[str, bool]]]
"""Each thing that must be in order, by name, and whether it is."""


async def serve(listening: socket.socket, ready: Ready, routes: Sequence[web.RouteDef] = ()) -> web.AppRunner:
    """Serve `GET /healthz` (200 while the process runs) and `GET /readyz` (200, or 503 with what isn't in order).

    `routes` are served beside them. The caller cleans the runner up, which closes the socket.
    """
    application = web.Application()

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(request: web.Request) -> web.Response:
        state = dict(await ready())
        return web.json_response(state, status=200 if state and all(state.values()) else 503)

    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    application.router.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GOODBYE)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    return runner
