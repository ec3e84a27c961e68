"""One request of Slack's, and whether there is still time to answer within the acknowledgement."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

TURN = "turn"
"""Under which Bolt carries a turn to where the answer is made."""


@dataclass(slots=True)
class Turn:
    """Slack waits 3 seconds; when it gets late the request is acknowledged empty, and the answer goes another way."""

    late: bool = False
    """Whether the request was acknowledged already, so that an answer must go another way."""
    otherwise: Callable[[], Coroutine[Any, Any, None]] | None = None
    """Brings the answer another way, where the acknowledgement that holds it doesn't get through."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long things may take, in seconds; tests are in more of a hurry."""

    answer: float = 2.0
    """From a request until it is acknowledged without its answer; Slack gives up after 3."""
    finish: float = 4.0
    """For what was acknowledged, when the bot leaves."""
    check: float = 300.0
    """Between two looks whether Slack still takes the token."""
    ping: float = 5.0
    """Between two pings of a socket; it counts as lost when four of them stay without a pong."""
    beat: float = 2.0
    """Between two looks at the socket."""
    hello: float = 10.0
    """Until a new socket must have said hello; also until the library must have mended a broken one."""
    quiet: float = 900.0
    """Without a word from Slack, until another socket is opened: one can be connected and hear nothing."""
    again: float = 1.0
    """Until a connection is tried again, doubled each time up to `again_most`."""
    again_most: float = 60.0
