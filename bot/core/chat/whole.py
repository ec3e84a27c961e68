"""Whole numbers as members write them: `45`, `45 min`, `2h`, `ten hours a week`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene

_COUNTED = re.compile(
    r"(?P<count>[0-9]{1,5})\s*(?:(?P<hours>h|hrs?|hours?)(?: (?:a|per|each|every) week| weekly)?|m|mins?|minutes?)",
    re.IGNORECASE,
)
_NUMBERS = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`, both included."""

    least: int
    most: int
    unit: Literal["", "minutes", "hours"] = ""
    """What it counts: “45 min” is 45 minutes, “2h” is 120, and “8 hours a week” is 8 hours."""

    def read(self, text: str, scene: Scene) -> int:
        """The number."""
        first, _, rest = text.strip().partition(" ")
        clean = f"{_NUMBERS.get(first.lower(), first)} {rest}".strip()
        if self.unit and (match := _COUNTED.fullmatch(clean)) and (self.unit == "minutes" or match["hours"]):
            clean = str(int(match["count"]) * (60 if match["hours"] and self.unit == "minutes" else 1))
        if not (clean.isascii() and clean.lstrip("-").isdigit() and len(clean) <= 9):
            raise Refusal(f"I need a whole number from {self.least} to {self.most} here.")
        number = int(clean) if clean.count("-") <= 1 else self.least - 1
        if not self.least <= number <= self.most:
            raise Refusal(f"{clean} is out of range: choose a whole number from {self.least} to {self.most}.")
        return number
