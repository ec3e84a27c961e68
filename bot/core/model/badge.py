"""Badges: for a phase that was completed, and for a streak that grew long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

STREAKS = (7, 30, 100, 365)
"""Lengths of a streak, in active days, that earn a badge."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge that somebody has; `name` is `phase:<id>` or `streak:<days>`."""

    name: str
    at: datetime


def phase_badge(phase: str) -> str:
    """The badge for a completed phase, by the phase's id."""
    return f"phase:{phase}"


def streak_badges(days: int) -> list[str]:
    """The badges that a streak of so many active days has earned."""
    return [f"streak:{length}" for length in STREAKS if length <= days]
