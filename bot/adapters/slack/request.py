"""A request as Bolt takes it. What Slack cannot have sent is found here, for Bolt would raise on it, now or later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest

from bot.adapters.slack.received import Unreadable
from bot.adapters.slack.turn import TURN, Turn


def bolt_request(turn: Turn, **given: Any) -> AsyncBoltRequest:
    """A request with its turn; `given` is what Bolt makes it of. Raises `Unreadable`."""
    try:
        request = AsyncBoltRequest(context={TURN: turn}, **given)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as problem:
        raise Unreadable(type(problem).__name__) from None
    if not isinstance(request.body.get("event", {}), Mapping):
        raise Unreadable("an event that is none")
    return request
