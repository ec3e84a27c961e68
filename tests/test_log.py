"""The log says where an error was raised, and never what its message says."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bot.log import JsonLines, Lines

WORDS, TOKEN = "written by a member", "xoxb-1"


def record() -> logging.LogRecord:
    """Of an error that came of another one, both of which tell something."""
    try:
        try:
            raise ValueError(WORDS)  # noqa: TRY301 - it is to have a cause
        except ValueError as first:
            raise RuntimeError(TOKEN) from first
    except RuntimeError:
        return logging.LogRecord("bot", logging.ERROR, __file__, 1, "%s failed", ("it",), sys.exc_info())


@pytest.mark.parametrize("formatter", [Lines(), JsonLines()], ids=["text", "json"])
def test_an_error_says_where_and_not_what(formatter: logging.Formatter) -> None:
    line = formatter.format(record())
    assert "it failed" in line
    assert line.index("ValueError") < line.index("RuntimeError")
    assert "test_log.py" in line
    assert WORDS not in line
    assert TOKEN not in line


def test_as_json_it_is_one_line() -> None:
    line = JsonLines().format(record())
    assert "\n" not in line
    assert json.loads(line)["level"] == "error"
