"""Keeping what members do. Every act is one unit of work: all of it is stored, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Protocol, TypeVar

from bot.core.ports.gaps import Gaps
from bot.core.ports.ledger import Ledger
from bot.core.ports.people import Communities, People
from bot.core.ports.schedule import Schedule

T = TypeVar("T")


class Unavailable(Exception):
    """The database cannot be used just now: a full disk, a lock, a lost connection. Nothing of the work was stored.

    The message is for the operator. Trying again later is safe.
    """


class Stores(Protocol):
    """What one unit of work may read and write."""

    @property
    def people(self) -> People:
        """Who is known."""
        ...

    @property
    def communities(self) -> Communities:
        """Which communities there are, and who is in them."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Points, as lines that say why."""
        ...

    @property
    def schedule(self) -> Schedule:
        """What is planned."""
        ...

    @property
    def gaps(self) -> Gaps:
        """Questions without an answer."""
        ...


Work = Callable[[Stores], Coroutine[object, None, T]]
"""One unit of work. It awaits nothing but the stores that it is given, keeps nothing of them, and may be run again
from its beginning where the database asks for it."""


class Database(Protocol):
    """Runs units of work."""

    async def read(self, work: Work[T]) -> T:
        """The result of some reading, all of it of one instant. Raises `Unavailable`, and whatever `work` raises."""
        ...

    async def write(self, work: Work[T]) -> T:
        """The result of an act, which is durable when this returns.

        Raises `Unavailable`, and whatever `work` raises; then nothing of it was stored.
        """
        ...
