"""The log: one line an event, as text for people or as JSON for machines. Never a member's words, never a token."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from types import TracebackType

from bot.settings import Settings

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """Text, in which errors say where they were raised, but not their message: it may hold secrets and words."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the name is logging's
        """The traceback, its causes first, each with the kind of the error only."""
        parts: list[str] = []
        error = ei[1]
        while error is not None:
            parts.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich led to\n".join(reversed(parts))


class JsonLines(Lines):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for a record."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def start_log(settings: Settings) -> None:
    """Send the log to standard error, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    text = Lines("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
    handler.setFormatter(JsonLines() if settings.log_format == "json" else text)
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
