"""Keeps every platform going that has a token: one that fails is tried again, and never stops the others."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import logging
import signal
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.adapters.clock import now
from bot.adapters.database.migrations import WrongSchema
from bot.app import App
from bot.core.ports.database import Unavailable
from bot.core.ports.native_events import NativeEvents
from bot.platforms import Platform
from bot.settings import Secret, Settings

if TYPE_CHECKING:
    from bot.core.schedule.courier import Courier
    from bot.core.schedule.heartbeat import Alive

log = logging.getLogger("bot.run")

AHEAD = 1.0, 5.0
"""Seconds that platforms may take to connect before all else is loaded, and before the search is made ready."""
QUIET = 0.25
"""Seconds for those who ask as soon as it is connected."""
BEHIND = timedelta(minutes=3)
"""For how long something may be due and not begun; thousands of posts for one hour take minutes."""
DELIVERING = 3.0
"""Seconds for what is being posted once the process is told to stop; then the doors have theirs (`FINISHING`)."""


async def run(app: App, settings: Settings, seconds: Callable[[], float]) -> int:
    """Run every platform that has its tokens until the process is told to stop.

    The exit status is 0 after a stop, and 1 where nothing could be started or kept.
    """
    platforms = opened(app, settings, seconds)
    if not platforms:
        log.error("No platform has a token. Put one into .env (see .env.example), or try: python -m bot play")
        return 1
    app.address.url = settings.public_url.rstrip("/")
    try:
        await app.database.open()
    except (Unavailable, WrongSchema) as problem:
        log.error("%s", problem)  # noqa: TRY400 - the sentence says it all
        return 1
    try:
        return await _kept(app, settings, platforms, seconds)
    finally:
        await app.database.close()


async def _kept(app: App, settings: Settings, platforms: list[Platform], seconds: Callable[[], float]) -> int:
    """Keep the platforms going; the exit status as above."""

    def alive() -> dict[str, bool]:
        return {platform.name: platform.ready for platform in platforms}

    try:
        listening = _listening(settings.http_host, settings.http_port)
    except OSError as error:
        log.error(  # noqa: TRY400 - the sentence says it all
            "HTTP_PORT %s on %s cannot be used: %s. Choose another.",
            settings.http_port,
            settings.http_host,
            str(error.strerror).partition(" (while")[0],
        )
        return 1
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop.set)
    keeping = [asyncio.create_task(platform.keep(seconds)) for platform in platforms]
    everything = asyncio.ensure_future(asyncio.wait(keeping))
    beside = asyncio.create_task(_beside(app, platforms, listening))
    ticking = asyncio.create_task(_ticking(app, alive))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([everything, stopping, beside], return_when=asyncio.FIRST_COMPLETED)
        if beside.done():
            beside.result()  # it ends by an error only
    finally:
        log.info("Stopping: finishing what was begun.")
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        app.calm.set()  # whoever still waits for it needs not wait for the end
        for task in (*keeping, stopping):
            task.cancel()
        await asyncio.gather(*keeping, stopping, return_exceptions=True)
        beside.cancel()  # so that the last question about its health is answered
        await asyncio.gather(beside, return_exceptions=True)
        listening.close()
    if stop.is_set():
        return 0
    log.error("Nothing is left that could run. Mend the settings named above and start again.")
    return 1


def _listening(host: str, port: int) -> socket.socket:
    """The port for health checks, taken before anything is begun. Raises OSError where it cannot be."""
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


async def _ticking(app: App, alive: Alive) -> None:
    """Do and deliver what is due, until cancelled."""
    await app.calm.wait()
    try:
        await asyncio.gather(app.keep_house(alive), app.deliver(app.post))
    finally:
        await app.post.stop(DELIVERING)


async def _beside(app: App, platforms: Sequence[Platform], listening: socket.socket) -> None:
    """Load all that isn't there yet, answer health checks and look after the content, until cancelled.

    Platforms connect first, and who asks at once is answered first: loading wants the processor, too.
    """
    await _connected(platforms, AHEAD[0])
    await asyncio.sleep(QUIET)
    await app.load()
    gc.freeze()  # what is there by now stays: nobody waits while the collector looks through it
    gc.enable()
    app.calm.set()
    from bot.adapters.feeds import feed_routes
    from bot.adapters.health import serve

    async def ready() -> dict[str, bool]:
        return {
            **{platform.name: platform.ready for platform in platforms},
            "database": await app.database.ready(),
            "schedule": await _punctual(app.post),
        }

    routes = [route for platform in platforms for route in platform.routes]
    routes += feed_routes(app.calendars.feed, now)
    runner = await serve(listening, ready, routes)
    try:
        await _connected(platforms, AHEAD[1])
        await app.tend()
    finally:
        await runner.cleanup()


async def _punctual(courier: Courier) -> bool:
    """Whether nothing waits for long that could be sent now."""
    try:
        since = await courier.behind()
    except Unavailable:
        return False
    return since is None or now() - since < BEHIND


async def _connected(platforms: Sequence[Platform], within: float) -> None:
    """Wait until all platforms are connected, for so many seconds at most."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within):
            while not all(platform.ready for platform in platforms):  # noqa: ASYNC110 - doors tell nobody
                await asyncio.sleep(0.05)


def opened(app: App, settings: Settings, seconds: Callable[[], float]) -> list[Platform]:
    """The platforms that have what they need; says in the log which these are, and why the others aren't started.

    A platform that isn't used isn't imported either: that saves some 20 MB and half a second.
    """
    found = []
    for name, missing, opening in (
        ("discord", _missing(settings, "discord_token"), _discord),
        ("slack", _missing(settings, "slack_bot_token", _SLACK_NEEDS[settings.slack_mode]), _slack),
    ):
        if missing:
            log.info("%s isn't started: it needs %s.", name.capitalize(), " and ".join(missing))
        else:
            log.info("%s is being started.", name.capitalize())
            platform = opening(app, settings, seconds)
            _speaking(app, platform)
            found.append(platform)
    return found


def _speaking(app: App, platform: Platform) -> None:
    app.speakers.through(platform.name, lambda: platform.speaker, lambda: platform.paced)


_SLACK_NEEDS = {"socket": "slack_app_token", "http": "slack_signing_secret"}


def _missing(settings: Settings, *names: str) -> list[str]:
    return [name.upper() for name in names if getattr(settings, name) is None]


def _discord(app: App, settings: Settings, seconds: Callable[[], float]) -> Platform:
    from bot.adapters.discord.door import DiscordDoor

    def open_door() -> DiscordDoor:
        return DiscordDoor(
            app.dispatch,
            token=_secret(settings.discord_token),
            now=now,
            seconds=seconds,
            api_url=settings.discord_api_url,
            gateway_url=settings.discord_gateway_url,
            present=functools.partial(app.present, "discord"),
            removed=app.removed,
            calm=app.calm.wait,
        )

    def events() -> NativeEvents | None:
        return platform.door.events if isinstance(platform.door, DiscordDoor) else None

    platform = Platform("discord", open_door)
    app.events.through("discord", events)
    return platform


def _slack(app: App, settings: Settings, seconds: Callable[[], float]) -> Platform:
    from bot.adapters.slack.app import SlackDoor

    door = SlackDoor(
        app.dispatch,
        bot_token=_secret(settings.slack_bot_token),
        app_token=_secret(settings.slack_app_token),
        signing_secret=_secret(settings.slack_signing_secret),
        api_url=settings.slack_api_url,
        mode=settings.slack_mode,
        now=now,
        seconds=seconds,
        knows=app.knows,
        removed=app.removed,
    )
    return Platform("slack", lambda: door, door.routes())


def _secret(value: Secret | None) -> str:
    return "" if value is None else value.get_secret_value()
