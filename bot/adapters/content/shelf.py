"""The curriculum in use, read again when its files change. A broken edit never takes the place of what works."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.adapters.content import kept
from bot.adapters.content.problem import Unusable
from bot.adapters.content.stamps import stamps
from bot.core.model.library import Library
from bot.core.ports.shelf import Loaded

log = logging.getLogger("bot.content")


class ContentShelf:
    """The port `Shelf` over a directory. Raises `Unusable` when made from content that cannot be used."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._now = now
        self._seen = stamps(directory, ".yaml")
        self._library = kept.read(directory, _load)
        self._loaded = Loaded(now())

    @property
    def library(self) -> Library:
        """The last good curriculum."""
        return self._library

    @property
    def loaded(self) -> Loaded:
        """When it was read, and what is wrong with a later edit."""
        return self._loaded

    def refresh(self) -> bool:
        """Read the files again if any of them changed; says whether they had. Blocks for as long as reading takes."""
        found = stamps(self._directory, ".yaml")
        if found == self._seen:
            return False
        self._seen = found
        try:
            library = kept.read(self._directory, _load)
        except Unusable as unusable:
            self._loaded = Loaded(self._loaded.at, tuple(str(problem) for problem in unusable.problems))
            log.warning("the edited content isn't used, the last good one stays:\n%s", unusable)
        else:
            self._library, self._loaded = library, Loaded(self._now())
            log.info("the edited content is in use")
        return True


def _load(directory: Path) -> Library:
    """Imports what reads and checks content only where that must be done: it takes 0.15 s."""
    from bot.adapters.content.load import load

    return load(directory)
