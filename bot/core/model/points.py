"""What an act is worth. The figures stand in `content/points.yaml`, so that a community can choose its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

if TYPE_CHECKING:
    from bot.core.model.limits import Ge, Le, Len, Line

ActKind = Literal["skill", "checkin", "milestone", "review"]
"""What earns points: a skill finished, a day's check-in, a milestone passed, a peer's work reviewed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PointRule:
    """What one kind of act is worth."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    act: ActKind
    points: Annotated[int, Ge(0), Le(1_000)]
    a_day: Annotated[int, Ge(1)] | None = None
    """At most so many points of this kind count on one learning day; None for no limit of its own."""
    about: Line
    """When it is given, as members read it."""


@dataclass(frozen=True, kw_only=True)
class PointRules:
    """All of them, and what counts on one learning day at most."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    a_day: Annotated[int, Ge(1)]
    """So many points of all kinds together count on one learning day."""
    acts: Annotated[tuple[PointRule, ...], Len(1)]

    @cached_property
    def by_act(self) -> Mapping[str, PointRule]:
        """Each rule by the act that it is for."""
        return {rule.act: rule for rule in self.acts}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the ledger, which is only ever added to."""

    reference: str
    """Names the act for ever, so that it never pays twice: `skill:git-basics`, `checkin:2026-11-27`."""
    act: str
    points: int
    """Negative where an act was undone."""
    day: date
    """The member's learning day."""
    at: datetime
    words: str
    """Why, in one plain sentence for the member."""


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line as it stands in the ledger."""

    number: int
    member: int
    line: LedgerLine
