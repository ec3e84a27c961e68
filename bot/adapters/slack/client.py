"""The client of Slack's Web API: patient where that is safe, and discreet in the log."""

from __future__ import annotations

import logging

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

OFFICIAL = "https://slack.com/api/"
TIMEOUT = 10
"""Seconds for one call."""
PAUSE = 0.2
"""Seconds before a call is repeated; two of them leave time to answer within the 3 seconds that Slack waits."""
TRIES = 3
"""Calls of one kind altogether, the first included."""

_REPEATABLE = (
    "auth.test", "apps.connections.open", "users.info", "conversations.open", "views.publish", "views.update",
    "files.getUploadURLExternal",
)  # fmt: skip
"""Methods that do no harm when they are called twice. Posting is not one of them."""


class Passing(AsyncRetryHandler):
    """Repeats calls that do no harm twice, when Slack or the network had trouble."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        trouble = response.status_code >= 500 if response is not None else isinstance(error, ClientConnectionError)
        return trouble and request.url.rpartition("/")[2] in _REPEATABLE


class Discreet(logging.Filter):
    """Lets the libraries say where something went wrong, without addresses, tokens or members' words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, its message replaced."""
        kind = f": {record.exc_info[0].__name__}" if record.exc_info and record.exc_info[0] else ""
        record.msg, record.args, record.exc_info, record.exc_text = f"{record.funcName}{kind}", (), None, None
        return True


def library_log() -> logging.Logger:
    """The log of Slack's libraries: errors only, for below that they write down payloads."""
    found = logging.getLogger("bot.slack.library")
    found.setLevel(logging.ERROR)
    if not any(isinstance(one, Discreet) for one in found.filters):
        found.addFilter(Discreet())
    return found


def new_session() -> ClientSession:
    """One session for all calls, so that connections are used again."""
    return ClientSession(timeout=ClientTimeout(total=TIMEOUT))


def web_client(api_url: str, session: ClientSession, token: str | None, *, patient: bool = True) -> AsyncWebClient:
    """A client that waits when Slack asks for it (`Retry-After`) and repeats what may be repeated.

    One that isn't `patient` tries once, for those who keep their own time.
    """
    return AsyncWebClient(
        token=token,
        base_url=api_url,
        timeout=TIMEOUT,
        session=session,
        logger=library_log(),
        retry_handlers=[
            AsyncRateLimitErrorRetryHandler(max_retry_count=TRIES - 1),
            Passing(max_retry_count=TRIES - 1, interval_calculator=FixedValueRetryIntervalCalculator(PAUSE)),
        ]
        if patient
        else [],
    )
