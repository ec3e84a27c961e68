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

    async def due(self, now: datetime, most: int, community: int | None = None) -> Sequence[Appointment]:
        """Active appointments whose next occurrence is due, the longest due first.

        Here and below: with a `community`, only what is posted in its channels, never what is told to one person.
        """
        ...

    async def plan(
        self,
        number: int,
        day: date,
        due: datetime,
        result: Result = Result.PLANNED,
        why: str = "",
        *,
        grace: timedelta = timedelta(days=7),
    ) -> bool:
        """Note a delivery of an appointment; False where its day has one already.

        `grace` is how late it may still be sent.
        """
        ...

    async def claim(
        self, now: datetime, lease: timedelta, most: int, claimer: str, platform: str | None = None
    ) -> Sequence[Delivery]:
        """Take planned deliveries whose time to be tried has come, the longest due first, on one platform or all.

        Nobody else takes them while the lease lasts. `claimer` is a word that is used for this claim only.
        """
        ...

    async def done(self, number: int, result: Result, at: datetime, *, why: str = "", message: str = "") -> None:
        """Note what became of a delivery, and give it free."""
        ...

    async def again(self, number: int, at: datetime, why: str, *, unsure: bool = False, counted: bool = True) -> None:
        """Give a delivery free, to be tried again from an instant on; `unsure` where it may have arrived.

        One that was merely asked to wait isn't `counted` as a try.
        """
        ...

    async def tidy(self, now: datetime, why: str, near: datetime, far: datetime) -> None:
        """Skip what nobody took before its grace was over, and let what waits beyond `far` wait until `near` only.

        Nothing that is due waits so long, unless the clock was set back.
        """
        ...

    async def wake(self, platforms: Sequence[str] | None = None) -> datetime | None:
        """When there is something to do next, on these platforms or all; None where nothing is planned."""
        ...

    async def untried(self, platforms: Sequence[str] | None = None) -> datetime | None:
        """When the oldest was due, or will be, that nobody has begun to plan or to send; None where there is none."""
        ...

    async def latest(self, owner: str, until: datetime, most: int) -> Sequence[Delivery]:
        """The deliveries of all that an owner ever planned which were due until an instant, the newest first."""
        ...

    async def history(self, number: int, most: int) -> Sequence[Delivery]:
        """The latest deliveries of an appointment, the newest first."""
        ...

    async def recent(self, since: datetime, most: int, community: int | None = None) -> Sequence[Delivery]:
        """What waits to be sent, and what failed or was skipped since an instant; the newest first.

        Of a `community` also what was posted.
        """
        ...

    async def paused(self, most: int, community: int | None = None) -> Sequence[Appointment]:
        """Appointments that are paused, the newest first."""
        ...
