"""Telling whoever set something up that it had to be paused, once, with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.chat.blocks import Text
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.model.appointment import Delivery, Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Stores
from bot.core.schedule.kinds import Message, Skip

NOTICE = "notice"


def notice(kind: str, to: str, person: str, why: str, now: datetime) -> Plan:
    """Something to be read in a minute by whoever has to do with what had to be stopped, delivered like all else."""
    at = (now + timedelta(minutes=1)).replace(second=0, microsecond=0)
    return Plan(
        kind=NOTICE,
        owner=f"{NOTICE}:{kind}:{to}",
        to=person,
        recurrence=Recurrence(at.date(), at.time(), "UTC"),
        direct=True,
        details={"kind": kind, "to": to, "why": why},
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """The kind of these messages; `names` says in words what each kind of appointment is: "daily study prompts"."""

    names: dict[str, str]
    name: str = NOTICE
    grace: timedelta = timedelta(days=7)

    async def compose(self, stores: Stores, delivery: Delivery, now: datetime) -> Message | Skip:
        """Says what was paused, why, and how to go on."""
        details = delivery.appointment.plan.details
        what = self.names.get(details["kind"], "a post that you planned")
        return Message(
            Reply(
                "Something of yours had to be paused",
                (
                    Text(f"I could not post {what}. {escape(details['why'])}"),
                    Text("When that is mended, resume it there. Until then I don't try again."),
                ),
            )
        )

    async def posted(self, stores: Stores, delivery: Delivery, message: str, now: datetime) -> None:
        """Nothing follows."""
