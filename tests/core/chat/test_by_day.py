"""Which commands depend on the caller's day."""

from __future__ import annotations

import pytest

from bot.core.chat.command import ByDay, Command
from bot.core.chat.parameter import Day, Moment, Parameter, Words
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request


async def run(request: Request) -> Reply:
    return Reply("Done")


@pytest.mark.parametrize("kind", [Day(), Moment()])
def test_who_takes_a_day_depends_on_it(kind: Day | Moment) -> None:
    command = Command("one", "One", run, (Parameter("when", "When", kind),), by_day=ByDay.LIGHTLY)
    assert command.day is ByDay.TRULY


def test_others_say_so() -> None:
    words = (Parameter("words", "Words", Words()),)
    assert Command("one", "One", run, words).day is ByDay.NO
    assert Command("one", "One", run, words, by_day=ByDay.LIGHTLY).day is ByDay.LIGHTLY
