"""What is planned, and each time that it was delivered or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from bot.core.model.recurrence import Occurrence, Recurrence


class State(Enum):
    """Whether an appointment still brings anything."""

    ACTIVE = "active"
    PAUSED = "paused"
    """Until somebody resumes it; `why` says what must be mended first, where the bot paused it itself."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    """Something to be posted once or again and again, before anybody wrote it down."""

    kind: str
    """What is posted: a name of one of the schedule's kinds."""
    owner: str
    """What it belongs to, such as `prompts:5` or `meetup:12`; it is changed and ended together with it."""
    to: str
    """A channel's or a person's reference; `direct` says which."""
    recurrence: Recurrence
    direct: bool = False
    lead: timedelta = timedelta()
    """How long before each occurrence it is due."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What its kind wants to know."""
    community: int | None = None
    maker: str = ""
    """The account that made it, and that is told where it fails; a person's reference."""

    @property
    def platform(self) -> str:
        """Where it is posted."""
        return self.to.partition(":")[0]

    def due(self, occurrence: Occurrence) -> datetime:
        """When it is to be posted for an occurrence; a UTC instant."""
        return occurrence.at - self.lead

    def next(self, moment: datetime) -> Occurrence | None:
        """The first occurrence for which it is due later than an instant."""
        return self.recurrence.next(moment + self.lead)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A plan that is written down."""

    number: int
    plan: Plan
    state: State = State.ACTIVE
    why: str = ""
    """Why it is paused or ended, in a sentence for the organiser."""
    next: Occurrence | None = None
    """The occurrence that comes next; None where there is none."""


class Result(Enum):
    """What became of a delivery."""

    PLANNED = "planned"
    SENT = "sent"
    SKIPPED = "skipped"
    """On purpose: too late, nothing to say, a holiday; `why` says which."""
    FAILED = "failed"
    """The platform didn't take it, and it will not be tried again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One occurrence of an appointment, to be posted once."""

    number: int
    appointment: Appointment
    day: date
    """The occurrence's day, which names it within its appointment."""
    due: datetime
    """A UTC instant."""
    tries: int = 0
    """How often sending it was begun before; the try that is under way isn't among them."""
    result: Result = Result.PLANNED
    why: str = ""
    message: str = ""
    """The platform's reference to what was posted."""
    done_at: datetime | None = None
    unsure: bool = False
    """Whether an earlier try may have arrived all the same."""

    @property
    def key(self) -> str:
        """Names it to the platform, so that a repeated attempt is the same message."""
        return f"d{self.number}"
