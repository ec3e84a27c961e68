"""The command line: `python -m bot`, or `mlops-bot` where it is installed.

Each command imports only what it needs, so that a single answer in a script comes fast.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import sys
from collections.abc import Awaitable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar

from bot.settings import BadSettings, Settings, read_settings

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.app import App

    Line = Namespace | SimpleNamespace

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 if all is well, 1 if something is wrong, 2 if it was called wrongly."""
    parsed = _read(sys.argv[1:] if arguments is None else arguments)
    try:
        settings = read_settings()
    except BadSettings as problem:
        print(problem, file=sys.stderr)
        return 1
    commands = {
        "run": _run,
        "play": _play,
        "shell": _shell,
        "say": _say,
        "check": _check,
        "agenda": _agenda,
        "backup": _backup,
        "restore": _restore,
        "manifest": _manifest,
        "schema": _schema,
    }
    try:
        status = commands[parsed.command](settings, parsed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _read(arguments: Sequence[str]) -> Line:
    """What is to be done. The line that hosts run needs no parser, whose import takes 5 ms of the start."""
    if list(arguments) == ["run"]:
        return SimpleNamespace(command="run")
    from bot.command_line import parser

    return parser().parse_args(arguments)


def _run(settings: Settings, parsed: Line) -> int:
    gc.disable()  # until everything is loaded: little of it is garbage, and looking through it takes 50 ms
    from bot.adapters.clock import seconds
    from bot.log import start_log
    from bot.running import run

    start_log(settings)
    app = _built(settings, kept=True)
    return 1 if app is None else asyncio.run(run(app, settings, seconds))


def _say(settings: Settings, parsed: Line) -> int:
    from bot.adapters.clock import now
    from bot.core.chat.neutral import neutral
    from bot.core.chat.plain import plain
    from bot.core.chat.scene import Caller, Person, Place, Scene

    app = _built(settings)
    if app is None:
        return 1
    scene = Scene(Caller(Person("shell:you"), "you"), Place("shell"), now())
    answer = asyncio.run(_closing(app, app.dispatch.typed(parsed.line, scene)))
    print(json.dumps(neutral(answer), ensure_ascii=False, indent=2) if parsed.json else plain(answer))
    return 0


def _shell(settings: Settings, parsed: Line) -> int:
    from bot.adapters.clock import MovableClock
    from bot.adapters.shell import Shell

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - arrow keys and history, where the system has them

    app = _built(settings)
    if app is None:
        return 1
    clock = MovableClock()
    shell = Shell(
        app.dispatch, clock.now, input, print, organiser=parsed.organiser, time=app.passing(clock.now, clock.move)
    )
    app.speakers.through("shell", lambda: shell)
    asyncio.run(_closing(app, shell.run()))
    return 0


def _play(settings: Settings, parsed: Line) -> int:
    from bot.adapters.clock import MovableClock
    from bot.adapters.feeds import feed_routes
    from bot.adapters.playground.server import Playground, run_playground
    from bot.app import discord_payload, slack_payload
    from bot.log import start_log

    start_log(settings)
    app = _built(settings)
    if app is None:
        return 1

    clock = MovableClock()
    time = app.passing(clock.now, clock.move)
    playground = Playground(
        app.dispatch,
        clock.now,
        {"Discord": discord_payload, "Slack": slack_payload},
        time,
        routes=feed_routes(app.calendars.feed, clock.now),
        address=app.address,
    )
    app.speakers.through("playground", lambda: playground.speaker)

    async def play() -> int:
        beside = [
            asyncio.create_task(app.tend()),
            asyncio.create_task(app.keep_house(None, clock.now)),
            asyncio.create_task(app.deliver(time.courier, clock.now)),
        ]
        try:
            return await run_playground(playground, parsed.port or settings.http_port)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await app.database.close()

    return asyncio.run(play())


def _check(settings: Settings, parsed: Line) -> int:
    from bot.adapters.content.check import check

    problems = check(settings.content_dir, record=parsed.record)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in {settings.content_dir}")
        return 1
    print("The content and the settings are in order.")
    return 0


def _agenda(settings: Settings, parsed: Line) -> int:
    from bot.adapters.clock import now
    from bot.agenda import show

    return show(settings, now(), parsed.days)


def _backup(settings: Settings, parsed: Line) -> int:
    from bot.adapters.clock import now
    from bot.safekeeping import make

    return make(settings, parsed.file, now(), replacing=parsed.force)


def _restore(settings: Settings, parsed: Line) -> int:
    from bot.adapters.clock import now
    from bot.safekeeping import bring_back

    return bring_back(settings, parsed.file, now())


def _manifest(settings: Settings, parsed: Line) -> int:
    app = _built(settings)
    if app is None:
        return 1
    if parsed.platform == "slack":
        from bot.adapters.slack.manifest import manifest

        print(json.dumps(manifest(app.dispatch.menu, settings.slack_mode), indent=2, ensure_ascii=False))
        return 0
    from bot.adapters.discord.manifest import manifest as discord_manifest
    from bot.adapters.discord.permissions import application_of

    token = settings.discord_token
    print(discord_manifest(app.dispatch.menu, application_of(token.get_secret_value()) if token else None), end="")
    return 0


def _schema(settings: Settings, parsed: Line) -> int:
    from bot.adapters.content.schema import schemas

    print(json.dumps(schemas(), indent=2))
    return 0


def _built(settings: Settings, *, kept: bool = False) -> App | None:
    """The bot, or None after printing what is wrong with its content; what it writes down is `kept`, or forgotten."""
    from bot.adapters.content.problem import Unusable
    from bot.app import build, database_at, forgetful_database

    database = database_at(settings.database_url.get_secret_value()) if kept else forgetful_database()
    try:
        return build(settings, database)
    except Unusable as unusable:
        print(f"The content in {settings.content_dir} cannot be used:\n{unusable}", file=sys.stderr)
        return None


async def _closing(app: App, work: Awaitable[T]) -> T:
    """The result of some work, with the database closed behind it."""
    try:
        return await work
    finally:
        await app.database.close()


if __name__ == "__main__":
    sys.exit(main())
