"""How boards are put into words: times, places, names, and where a page begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.core.chat.blocks import Button, Option
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Choice, Day, Parameter, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene
from bot.core.features.naming import short
from bot.core.model.board import Mark, MemberPage, Season, Span, Start, monday

NAME_LENGTH = 32
"""Longest name in a row, in characters; the rest is shortened visibly."""

SPANS = (
    Option("week", "This week", "From Monday on"),
    Option("month", "This month", "From the first of the month on"),
    Option("season", "This season", "A season that your organisers started, or else the quarter"),
    Option("all", "All time", "Since the beginning"),
)
_ROW = re.compile(r"([abc])([0-9]{1,15})\.([0-9]{1,15})")
_SIDES = {"a": "after", "b": "before", "c": "around"}


@dataclass(frozen=True, slots=True)
class Row:
    """Where a page of a board begins, as its buttons write it: `top`, or a side and a mark, as in `a120.45`."""

    def read(self, text: str, scene: Scene) -> Start:
        """The start."""
        if text == "top":
            return Start()
        if match := _ROW.fullmatch(text):
            return Start(Mark(int(match[2]), int(match[3])), _SIDES[match[1]])
        raise Refusal("The buttons under a board fill `row` in; leave it out to begin at your own row.")


SPAN = Parameter("period", "Over which time: week, month, season or all", Choice(SPANS), required=False)
GROUP = Parameter("group", "Which study group, by name", Words(80), required=False)
DAY = Parameter(
    "day", "A day of the week, month or season that you mean, if not today", Day(learning=True), required=False
)
ROW = Parameter("row", "Where the page begins; the buttons fill it in", Row(), required=False)
PICTURE = Parameter("picture", "Show it as a picture, too", YesNo(), required=False)


def time_words(span: Span, day: date, season: Season) -> str:
    """`week from 23 November 2026`, `season “2026 Q4”`; member text in it is plain, never Markdown."""
    match span:
        case Span.WEEK:
            return f"week from {long_day(monday(day))}"
        case Span.MONTH:
            return f"{day:%B %Y}"
        case Span.SEASON:
            return f"season “{plain_name(season.name)}”"
        case Span.ALL:
            return "all time"
        case _:
            assert_never(span)


def long_day(day: date) -> str:
    """`23 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def plain_name(name: str) -> str:
    """Member text for a cell or title: one line, shortened."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return short(clean, NAME_LENGTH) or "?"


def ordinal(number: int) -> str:
    """`1st`, `22nd`, `113th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def counted(number: int, one: str, many: str) -> str:
    """`1 point`, `1,200 points`."""
    return f"{number:,} {one if number == 1 else many}"


def points(number: int) -> str:
    """`1 point`, `1,200 points`."""
    return counted(number, "point", "points")


def together(page: MemberPage) -> str:
    """`1,200 points together`; whoever is alone earned theirs by themselves."""
    return points(page.points) + (" together" if page.active > 1 else "")


def a_head(hundredths: int) -> str:
    """`12.5`, from 1250."""
    return f"{hundredths / 100:,.2f}".rstrip("0").rstrip(".")


def ways(board: Invocation, marks: list[Mark], *, above: bool, below: bool, start: Start | None) -> list[Button]:
    """Buttons to the neighbouring pages, and back to the caller's own row or the top."""
    steps = []
    if below:
        steps.append(Button("Lower places", _at(board, f"a{marks[-1].points}.{marks[-1].number}"), main=True))
    if above:
        steps.append(Button("Higher places", _at(board, f"b{marks[0].points}.{marks[0].number}")))
    if start is not None:
        steps.append(Button("My own row", board))
    if above:
        steps.append(Button("The top", _at(board, "top")))
    return steps


def _at(board: Invocation, row: str) -> Invocation:
    return board.with_arguments({"row": row})
