"""Small things that everything rests on: handling once, and work that goes on after an acknowledgement."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.adapters.slack.client import Discreet, library_log
from bot.adapters.slack.once import Once
from bot.adapters.slack.work import Work


def test_once() -> None:
    once = Once(kept=3)
    assert once.first("a")
    assert not once.first("a")
    assert once.first("")
    assert once.first("")
    assert not once.first("b", "a")
    assert not once.first("b")
    assert all(once.first(one) for one in ("c", "d", "e"))
    assert once.first("a")  # forgotten: the memory is bounded


async def test_work_goes_on_and_is_waited_for() -> None:
    work = Work()
    done: list[int] = []

    async def later(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)
        if number:
            work.start(later(number - 1))

    work.start(later(2))
    assert await work.settled(1)
    assert done == [2, 1, 0]
    assert work.busy == 0
    work.keep(None)


async def test_work_that_doesnt_end_is_abandoned(caplog: pytest.LogCaptureFixture) -> None:
    work = Work()
    work.start(asyncio.sleep(60))
    assert not await work.settled(0.01)
    assert "1 answers were not finished" in caplog.text
    work.abandon()
    assert await work.settled(1)


async def test_errors_end_in_the_log_without_their_words(caplog: pytest.LogCaptureFixture) -> None:
    words = " ".join(["what", "a", "member", "wrote"])

    async def fails() -> None:
        raise ValueError(words)

    work = Work()
    work.start(fails())
    await work.settled(1)
    assert "ValueError" in caplog.text
    assert words not in caplog.text


def test_the_libraries_are_discreet(caplog: pytest.LogCaptureFixture) -> None:
    found = library_log()
    assert library_log() is found
    assert [type(one) for one in found.filters] == [Discreet]
    assert found.level == logging.ERROR
    try:
        open("/secret/file")  # noqa: SIM115, PTH123 - it raises
    except OSError as error:
        found.exception("Failed to connect to %s (error: %s)", "wss://secret?ticket=1", error)
    found.warning("payload")
    assert "secret" not in caplog.text
    assert "FileNotFoundError" in caplog.text
    assert "payload" not in caplog.text
