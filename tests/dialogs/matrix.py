"""Acts every dialog out on every door and writes down which went as they should: `docs/parity.md`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bot.app import App, build, forgetful_database
from bot.core.dispatch import Dispatch
from bot.settings import Settings
from tests.dialogs.acting import new_bot, play
from tests.dialogs.doors.core import CoreDoor
from tests.dialogs.doors.discord import DiscordDoor
from tests.dialogs.doors.playground import PlaygroundDoor
from tests.dialogs.doors.shell import ShellDoor
from tests.dialogs.doors.slack import SlackDialogDoor
from tests.dialogs.language import Dialog, Door, dialogs

FILE = Path(__file__).parent.parent.parent / "docs" / "parity.md"
HEAD = """# Parity

Every conversation in `tests/dialogs` is acted out on every door, over its real wire: this table is written by
`make parity` from what then happened, and a test fails when it is no longer true.

"""
ALONE = "alone"
"""Said of a door where nobody else can read along, for dialogs that are about others."""


@asynccontextmanager
async def _here(door: Door) -> AsyncIterator[Door]:
    yield door


def _opened(door: Callable[[Dispatch], Door]) -> Callable[[Dispatch], AbstractAsyncContextManager[Door]]:
    return lambda dispatch: _here(door(dispatch))


DOORS: dict[str, Callable[[Dispatch], AbstractAsyncContextManager[Door]]] = {
    "core": _opened(CoreDoor),
    "shell": _opened(ShellDoor),
    "playground": PlaygroundDoor,
    "Discord": DiscordDoor,
    "Slack, socket": lambda dispatch: SlackDialogDoor(dispatch, "socket"),
    "Slack, http": lambda dispatch: SlackDialogDoor(dispatch, "http"),
}


def plays() -> list[tuple[Dialog, str]]:
    """Every dialog with every door that can have it: at a shell nobody else reads along."""
    return [(dialog, name) for dialog in dialogs() for name in DOORS if not (dialog.needs_channel and name == "shell")]


def matrix(went: Mapping[tuple[str, str], bool]) -> str:
    """The page, from how each play went, by the dialog's file and the door."""
    lines = [f"| dialog | {' | '.join(DOORS)} |", f"| --- |{' --- |' * len(DOORS)}"]
    for dialog in dialogs():
        told = [{True: "yes", False: "**no**", None: ALONE}[went.get((dialog.file, name))] for name in DOORS]
        lines.append(f"| {dialog.title} | {' | '.join(told)} |")
    return HEAD + "\n".join(lines) + "\n"


async def act_all() -> dict[tuple[str, str], bool]:
    """How each play goes."""
    app = build(Settings())
    app.ask.prepare()
    return {(dialog.file, name): await _went(dialog, name, app) for dialog, name in plays()}


async def _went(dialog: Dialog, name: str, app: App) -> bool:
    database = await forgetful_database().open()
    bot = new_bot(app, database)
    try:
        with contextlib.suppress(Exception):
            async with DOORS[name](bot.dispatch) as door:
                await play(dialog, door, bot)
            return True
    finally:
        await database.close()
    return False


if __name__ == "__main__":
    FILE.write_text(matrix(asyncio.run(act_all())), encoding="utf-8")
