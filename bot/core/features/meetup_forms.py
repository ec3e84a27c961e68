"""What is asked of a host who plans or changes a meetup: the fields, forms, and the question whether to cancel."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.meetup_cards import about, when
from bot.core.features.meetup_desk import understood
from bot.core.model.calendar import NotADay
from bot.core.model.meetup import CAPACITIES, LENGTHS, PLACE_LENGTH, TITLE_LENGTH, USUAL_LENGTH, Gathering, Meetup
from bot.core.model.when import When, read_when
from bot.core.model.when_beside import split_when

WHEN_LENGTH = 200
_QUOTED = re.compile(r'\s*["“”](?P<title>[^"“”]+)["“”]\s+(?P<time>.+)')
TITLE = Parameter("title", "What it is called", Words(TITLE_LENGTH + WHEN_LENGTH), required=False)
WHEN = Parameter(
    "when", "next friday 18:00, first monday each month 19:00 until june", Words(WHEN_LENGTH), required=False
)
PLACE = Parameter(
    "place", "An address or link, told only to those who go; - for none", Words(PLACE_LENGTH), required=False
)
CAPACITY = Parameter("capacity", "Places; 0 for as many as come", Whole(0, CAPACITIES[1]), required=False)
LENGTH = Parameter(
    "length", f"Minutes that it takes; {USUAL_LENGTH} if you don't say", Whole(*LENGTHS, "minutes"), required=False
)
TO = Parameter("when", "When it takes place instead: 4 december 19:00", Words(WHEN_LENGTH), required=False)
WHOLE = Parameter("all", "Whether to cancel all its dates", YesNo(), required=False)
SURE = Parameter("sure", "Whether you are sure", YesNo(), required=False)


def title_and_time(request: Request) -> tuple[str | None, tuple[str, When] | None, str]:
    """What is to be called how, and when it is: two arguments, or both in one line; and what kept it from being read.

    Raises `Refusal`.
    """
    title, said, scene = request.get(TITLE), request.get(WHEN), request.scene
    if said is not None:
        return None if title is None else fitting(title), (said, understood(said, scene)), ""
    if title is None:
        return None, None, ""
    if quoted := _QUOTED.fullmatch(title):  # then all that stands behind it is the time, cities too
        with contextlib.suppress(NotADay):
            return fitting(quoted["title"]), (quoted["time"], read_when(quoted["time"], scene.at, scene.zone)), ""
    try:
        time, rest = split_when(title, scene.at, scene.zone)
    except NotADay as problem:
        return title, None, str(problem)
    rest = rest.strip('"“” ')
    return fitting(rest) if rest else None, (time.words, time), ""


def fitting(title: str) -> str:
    """The title. Raises `Refusal` where it is too long."""
    if len(title) > TITLE_LENGTH:
        raise Refusal(f"A title has up to {TITLE_LENGTH} characters; that one has {len(title)}. Please say it shorter.")
    return title


def given_place(request: Request) -> str | None:
    """The place that was given; empty for none."""
    place = request.get(PLACE)
    return "" if place == "-" else place


def sure(one: Gathering) -> Reply:
    """Asks which dates are to be cancelled, before anybody is told."""
    this = Button("Cancel this date", about("cancel", one, sure="yes"))
    every = Button("Cancel all its dates", about("cancel", one, all="yes", sure="yes"))
    keep = Button("Keep it", about("show", one))
    if not one.meetup.repeats:
        return Reply(
            f"Cancel {one.meetup.title}?",
            (Text(f"It would have been {when(one)}. I tell those who may come."), Buttons((every, keep))),
        )
    return Reply(
        f"Cancel {one.meetup.title}?",
        (
            Text(f"Only the date {when(one)}, or the whole series? I tell those who may come."),
            Buttons((this, every, keep)),
        ),
    )


def new_form(called: str, request: Request, problem: str) -> Form:
    """Everything that can be said about a new meetup."""
    capacity, length = request.get(CAPACITY), request.get(LENGTH)
    return Form(
        "Plan a meetup",
        Invocation("meetup schedule"),
        (
            Question(required(TITLE), called),
            Question(required(WHEN), request.get(WHEN) or ""),
            Question(PLACE, request.get(PLACE) or ""),
            Question(CAPACITY, "" if capacity is None else str(capacity)),
            Question(LENGTH, "" if length is None else str(length)),
        ),
        words=problem,
        submit="Look at it",
    )


def filled_form(meetup: Meetup, one: Gathering) -> Form:
    """The same, as it is now."""
    return Form(
        "Edit the meetup",
        about("edit", one),
        (
            Question(TITLE, meetup.title),
            Question(WHEN, meetup.said),
            Question(PLACE, meetup.place or "-"),
            Question(CAPACITY, str(meetup.capacity or 0)),
            Question(LENGTH, str(meetup.length)),
        ),
    )


def required(parameter: Parameter[str]) -> Parameter[str]:
    """The same, which a form must have an answer to."""
    return replace(parameter, required=True)
