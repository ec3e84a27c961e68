"""`python -m bot backup` and `restore`: what members did, kept somewhere else and brought back.

A backup is always one SQLite file, whichever engine it comes from; so it is also the way from one to the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.adapters.database.safekeeping import Kept, NotDone, Progress, backup, restore
from bot.app import NO_DRIVER
from bot.settings import Settings


def make(settings: Settings, file: Path | None, now: datetime, *, replacing: bool) -> int:
    """Write a backup, by default beside the database with the date in its name; the exit status."""
    url = settings.database_url.get_secret_value()
    home = _file(url) or Path("data", "bot.db")
    target = file or home.with_name(f"{home.stem}-{now:%Y-%m-%d-%H%M%S}{home.suffix}")
    try:
        with Bar("Backing up") as bar:
            kept = _made(url, target, bar.show, replacing=replacing)
    except NotDone as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{target} holds everything, and was checked: {kept}.")
    return 0


def bring_back(settings: Settings, file: Path, now: datetime) -> int:
    """Put a backup in the database's place; the exit status."""
    url = settings.database_url.get_secret_value()
    home = _file(url)
    aside = home.with_name(f"{home.stem}-replaced-{now:%Y-%m-%d-%H%M%S}{home.suffix}") if home else None
    try:
        with Bar("Restoring") as bar:
            kept = _brought_back(url, file, aside, bar.show)
    except NotDone as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{file} is back in place, and was checked: {kept}.")
    if aside is not None and aside.exists():
        print(f"What it replaced is kept as {aside}.")
    return 0


def _made(url: str, target: Path, progress: Progress, *, replacing: bool) -> Kept:
    if (source := _file(url)) is not None:
        return backup(source, target, replacing=replacing, progress=progress)
    with _driver():
        from bot.adapters.database.moving import backup_postgres
    return asyncio.run(backup_postgres(url, target, replacing=replacing, progress=progress))


def _brought_back(url: str, file: Path, aside: Path | None, progress: Progress) -> Kept:
    if (target := _file(url)) is not None and aside is not None:
        return restore(file, target, aside, progress=progress)
    with _driver():
        from bot.adapters.database.moving import restore_postgres
    return asyncio.run(restore_postgres(url, file, progress=progress))


@contextlib.contextmanager
def _driver() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise NotDone(NO_DRIVER) from error


def _file(url: str) -> Path | None:
    """The file that DATABASE_URL names, if it names one."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


class Bar:
    """How far it is, where somebody watches."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._shown = -1
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Bar:
        """Itself."""
        return self

    def __exit__(self, *trouble: object) -> None:
        """Clear the line."""
        if self._watched and self._shown >= 0:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def show(self, part: float) -> None:
        """Show a part from 0 to 1."""
        percent = int(100 * part)
        if self._watched and percent != self._shown:
            self._shown = percent
            print(f"\r{self._doing}: {percent} %", end="", file=sys.stderr, flush=True)
