"""Content reloads by itself; a broken edit never takes the place of what works, and says so."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.content.problem import Unusable
from bot.adapters.content.shelf import ContentShelf
from bot.app import build
from bot.settings import Settings
from tests.adapters.content.directory import change, copied

FIRST, SECOND = datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = FIRST

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copied(tmp_path / "content")


def test_nothing_changed_is_not_read_again(content: Path) -> None:
    shelf = ContentShelf(content, Clock())
    before = shelf.library

    assert not shelf.refresh()
    assert shelf.library is before


def test_an_edit_is_in_use_after_a_refresh(content: Path) -> None:
    clock = Clock()
    shelf = ContentShelf(content, clock)
    clock.at = SECOND
    change(content, "plan.yaml", "title:", "title: A new first step\n    #")

    assert shelf.refresh()
    assert shelf.library.plan.steps[0].title == "A new first step"
    assert shelf.loaded.at == SECOND
    assert not shelf.loaded.problems


def test_a_broken_edit_keeps_the_last_good_content_until_it_is_mended(
    content: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = ContentShelf(content, Clock())
    before = shelf.library
    line = change(content, "plan.yaml", "intro:", "intor:")

    with caplog.at_level(logging.WARNING):
        assert shelf.refresh()
    assert shelf.library is before
    assert any(problem.startswith(f"plan.yaml:{line}: `intor` is not a field") for problem in shelf.loaded.problems)
    assert "the last good one stays" in caplog.text

    change(content, "plan.yaml", "intor:", "intro:")
    assert shelf.refresh()
    assert not shelf.loaded.problems
    assert shelf.library is not before


def test_a_removed_file_is_noticed(content: Path) -> None:
    shelf = ContentShelf(content, Clock())
    (content / "plan.yaml").unlink()

    assert shelf.refresh()
    assert shelf.loaded.problems == ("plan.yaml:1: cannot be read: No such file or directory",)


def test_broken_content_stops_the_start(content: Path) -> None:
    change(content, "plan.yaml", "intro:", "intor:")

    with pytest.raises(Unusable, match="intor"):
        ContentShelf(content, Clock())


@pytest.mark.slow
async def test_an_edit_is_picked_up_while_answers_go_on(content: Path) -> None:
    app = build(Settings(content_dir=content))
    before = app.shelf.library
    tending = asyncio.create_task(app.tend(every=0.01))
    change(content, "plan.yaml", "title:", "title: Seen while watching\n    #")

    async with asyncio.timeout(20):
        while app.shelf.library is before:  # noqa: ASYNC110 - the shelf tells nobody
            await asyncio.sleep(0.01)
    tending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await tending

    assert app.shelf.library.plan.steps[0].title == "Seen while watching"
    assert app.ask.prepare()[0] is app.shelf.library
