"""Times as people say them, put as the grammar of times reads them: “half past six in the evening” is “6:30 pm”.

Patterns are compiled when they are first used: a start does without them.
"""

from __future__ import annotations

import re

from bot.core.model.calendar import NoTime
from bot.core.model.said_line import WEEKDAY

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHORT = {"tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "2moro": "tomorrow", "weds": "wednesday"}
_AMOUNTS = {"half": 30, "quarter": 15, "a quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty five": 25}
_LATE = (12, 1, 2, 3, 4)
"""Hours of the night that are before noon."""

_WORDS = "|".join(_HOURS)
_PART = "morning|afternoon|evening|night"
_SHORTENED = rf"\b(?:{'|'.join(_SHORT)})\b"
_TODAY = rf"\b(?:tonight|this ({_PART}))\b"
_TWICE = "\x00"
"""Stands behind a time on a clock's face until something says which half of the day it is in."""
_PAST = rf"\b({'|'.join(_AMOUNTS)}) (past|to) (\d{{1,2}}|{_WORDS})\b"
_HOUR = rf"\b(at |@ ?)?({_WORDS})( ?[ap]\.?m\b| o.clock\b|(?= in the (?:{_PART})\b))?"
_DOTTED = r"\b(at )(\d{1,2})\.(\d{2})\b(?!\.)|\b(\d{1,2})\.(\d{2})(?= ?(?:[ap]\.?m|uhr)\b)"
_UHR = r"\b(?:at |um )?(\d{1,2}(?::\d{2})?) ?uhr\b"
_BEHIND = rf"\b(\d{{1,2}}(?::\d{{2}})?){_TWICE}?(?: o.clock)? (?:in the|at) ({_PART})\b"
_BEFORE = (
    rf"\b(today|tomorrow|every|{WEEKDAY}) ({_PART})\b"
    rf"(?:,? (?:at )?(\d{{1,2}}(?::\d{{2}})?){_TWICE}?(?! ?[ap]\.?m|[\d:h]))?"
)
_TOLD = rf"{_TWICE}(?= ?[ap]\.?m\b)"
_UNTOLD = rf"(\d{{1,2}}):(\d{{2}}){_TWICE}"


class Unclear(NoTime):
    """A time that is nearly said; the sentence asks for the rest."""


def in_figures(words: str) -> str:
    """Small words with their times in figures, all others as they are.

    Raises `Unclear` for “half past six” alone, which is twice a day.
    """
    said = re.sub(_SHORTENED, lambda match: _SHORT[match[0]], words.replace(_TWICE, " "))
    said = re.sub(r"\bin a fortnight\b", "in 2 weeks", said)
    said = re.sub(_TODAY, lambda match: f"today {match[1] or 'evening'}", said)
    said = re.sub(_PAST, _past, said)
    said = re.sub(_HOUR, _hour, said)
    said = re.sub(_DOTTED, lambda match: f"{match[1] or ''}{match[2] or match[4]}:{match[3] or match[5]}", said)
    said = re.sub(_UHR, r"at \1", said)
    said = re.sub(_BEHIND, lambda match: _half(match[1], match[2]), said)
    said = re.sub(_BEFORE, _before, said)
    said = re.sub(_TOLD, "", said)
    if match := re.search(_UNTOLD, said):
        hour = int(match[1]) % 12
        raise Unclear(f"In the morning or in the evening? Write {hour:02}:{match[2]} or {hour + 12}:{match[2]}.")
    return said


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS.index(word) + 1


def _past(match: re.Match[str]) -> str:
    """A time on a clock's face, with a mark that it comes twice a day."""
    hour, amount = _number(match[3]), _AMOUNTS[match[1]]
    if not 1 <= hour <= 12 or (match[1], match[2]) == ("half", "to"):
        return match[0]
    minutes = hour * 60 + (amount if match[2] == "past" else -amount)
    return f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02}{_TWICE}"


def _hour(match: re.Match[str]) -> str:
    """An hour in words counts only where something says that it is one: “at six”, “six pm”."""
    if match[1] is None and match[3] is None:
        return match[0]
    return f"{match[1] or ''}{_number(match[2])}{match[3] or ''}"


def _before(match: re.Match[str]) -> str:
    """A part of the day behind its day, and the hour behind that."""
    day = "every day" if match[1] == "every" else match[1]
    return f"{day} {_half(match[3], match[2])}" if match[3] else day


def _half(clock: str, part: str) -> str:
    """An hour in a part of the day."""
    hour = int(clock.split(":", maxsplit=1)[0])
    if not 1 <= hour <= 12:
        return f"at {clock}"
    early = part == "morning" or (part == "night" and hour in _LATE)
    return f"{clock} {'am' if early else 'pm'}"
