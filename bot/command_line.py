"""What can be said on the command line, and what it does."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot import __version__
from bot.hosting import built, host
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App

T = TypeVar("T")


def read(line: Sequence[str]) -> Callable[[Settings], int]:
    """What a line asks for, which gives the exit status; ends the process with 2 where it asks for nothing there is."""
    parsed = _parser().parse_args(line)
    commands: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
        "run": lambda _, settings: host(settings),
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
    return partial(commands[parsed.command], parsed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlops-bot", description="A bot for people who learn MLOps together.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot on every platform that has a token in the settings")
    play = commands.add_parser("play", help="try the bot in a web page on this machine, without any account")
    play.add_argument(
        "--port", type=int, help="the port of the page (default: HTTP_PORT, or the next one that is free)"
    )
    shell = commands.add_parser("shell", help="try the bot in this terminal")
    shell.add_argument("--organiser", action="store_true", help="be an organiser, who may use every command")
    say = commands.add_parser("say", help="print one answer and leave, for scripts")
    say.add_argument("line", help="what you would type in the chat, such as '/roadmap phase 6'")
    say.add_argument("--json", action="store_true", help="print the answer as JSON instead of text")
    agenda = commands.add_parser("agenda", help="print what is due when, and what failed and why; changes nothing")
    agenda.add_argument("--days", type=int, choices=range(1, 367), default=7, metavar="N", help="1 to 366 (default: 7)")
    backup = commands.add_parser("backup", help="copy what members did into a file, while the bot runs or not")
    backup.add_argument("file", type=Path, nargs="?", help="default: beside the database, with the date in its name")
    backup.add_argument("--force", action="store_true", help="replace the file where it exists")
    restore = commands.add_parser("restore", help="bring such a file back; what it replaces is kept")
    restore.add_argument("file", type=Path)
    manifest = commands.add_parser("manifest", help="print what a platform wants to know of the bot")
    manifest.add_argument("platform", choices=("discord", "slack"))
    check = commands.add_parser("check", help="check the settings and all content, and list every problem")
    check.add_argument("--record", action="store_true", help="note new ids, so that removing one later is noticed")
    commands.add_parser("schema", help="print the JSON Schemas of the content files, for your editor")
    return parser


def _play(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.clock import MovableClock
    from bot.adapters.feeds import feed_routes
    from bot.adapters.playground.server import Playground, run_playground
    from bot.app import discord_payload, slack_payload
    from bot.log import start_log

    start_log(settings)
    app = built(settings)
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


def _shell(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.clock import MovableClock
    from bot.adapters.shell import Shell

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - arrow keys and history, where the system has them

    app = built(settings)
    if app is None:
        return 1
    clock = MovableClock()
    shell = Shell(
        app.dispatch, clock.now, input, print, organiser=parsed.organiser, time=app.passing(clock.now, clock.move)
    )
    app.speakers.through("shell", lambda: shell)
    asyncio.run(_closing(app, shell.run()))
    return 0


def _say(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.clock import now
    from bot.core.chat.neutral import neutral
    from bot.core.chat.plain import plain
    from bot.core.chat.scene import Caller, Person, Place, Scene

    app = built(settings)
    if app is None:
        return 1
    scene = Scene(Caller(Person("shell:you"), "you"), Place("shell"), now())
    answer = asyncio.run(_closing(app, app.dispatch.typed(parsed.line, scene)))
    print(json.dumps(neutral(answer), ensure_ascii=False, indent=2) if parsed.json else plain(answer))
    return 0


def _check(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.content.check import check

    problems = check(settings.content_dir, record=parsed.record)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in {settings.content_dir}")
        return 1
    print("The content and the settings are in order.")
    return 0


def _agenda(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.clock import now
    from bot.agenda import show

    return show(settings, now(), parsed.days)


def _backup(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.clock import now
    from bot.safekeeping import make

    return make(settings, parsed.file, now(), replacing=parsed.force)


def _restore(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.clock import now
    from bot.safekeeping import bring_back

    return bring_back(settings, parsed.file, now())


def _manifest(parsed: argparse.Namespace, settings: Settings) -> int:
    app = built(settings)
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


def _schema(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.content.schema import schemas

    print(json.dumps(schemas(), indent=2))
    return 0


async def _closing(app: App, work: Awaitable[T]) -> T:
    """The result of some work, with the database closed behind it."""
    try:
        return await work
    finally:
        await app.database.close()
