"""What Slack says when it has trouble."""

from __future__ import annotations

from tests.fakes.slack.workspace import Fault

OVER = Fault(status=500)
BUSY = Fault(status=429, error="ratelimited", headers={"Retry-After": "0"})
