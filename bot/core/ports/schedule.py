"""What is planned, kept so that nothing is lost and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.model.appointment import Appointment, Delivery, Plan, Result, State
from bot.core.model.recurrence import Occurrence


class Schedule(Protocol):
    """Appointments, and the delivery of each of their occurrences."""

    async def add(self, plan: Plan, at: datetime) -> Appointment:
        """Write a plan down; its first occurrence is the first that is due later than `at`."""
        ...

    async def one(self, number: int) -> Appointment | None:
        """An appointment by number."""
        ...

    async def of(self, owner: str) -> Sequence[Appointment]:
        """The appointments of an owner that haven't ended, the oldest first."""
        ...

    async def change(self, number: int, state: State, why: str, following: Occurrence | None) -> None:
        """Pause, resume or end an appointment; `following` is the occurrence that comes next."""
        ...

    async def due(self, now: datetime, most: int) -> Sequence[Appointment]:
        """Active appointments whose next occurrence is due, the longest due first."""
        ...

    async def plan(self, number: int, day: date, due: datetime, result: Result = Result.PLANNED, why: str = "") -> bool:
        """Note a delivery of an appointment; False where its day has one already."""
        ...

    async def claim(self, now: datetime, lease: timedelta, most: int, claimer: str) -> Sequence[Delivery]:
        """Take planned deliveries whose time to be tried has come, the longest due first.

        Nobody else takes them while the lease lasts. `claimer` is a word that is used for this claim only.
        """
        ...

    async def done(self, number: int, result: Result, at: datetime, *, why: str = "", message: str = "") -> None:
        """Note what became of a delivery, and give it free."""
        ...

    async def again(self, number: int, at: datetime, why: str) -> None:
        """Give a delivery free, to be tried again from an instant on."""
        ...

    async def wake(self) -> datetime | None:
        """When there is something to do next; None where nothing is planned."""
        ...

    async def latest(self, owner: str, until: datetime, most: int) -> Sequence[Delivery]:
        """The deliveries of all that an owner ever planned which were due until an instant, the newest first."""
        ...

    async def history(self, number: int, most: int) -> Sequence[Delivery]:
        """The latest deliveries of an appointment, the newest first."""
        ...
