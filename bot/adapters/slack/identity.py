"""Who the bot is on Slack, by Slack's own account, and what it may do there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.trouble import APPS, FAILURES, closing, code
from bot.core.ports.doors import Closed

log = logging.getLogger("bot.slack")

BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 - the setting's name


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot's own ids."""

    team: str
    user: str
    bot: str
    enterprise: str | None
    name: str = ""
    """How the workspace is called."""


async def identify(api: AsyncWebClient) -> Identity:
    """Ask Slack who the bot is, and say in the log which scopes it lacks. Raises `Closed`."""
    try:
        answer = await api.auth_test()
    except FAILURES as error:
        closed = closing(error, BOT_TOKEN)
        raise closed or Closed(f"Slack cannot be reached ({code(error)}).", lasting=False) from None
    _warn_of_missing_scopes(answer.headers)
    team, user, bot, enterprise = (answer.get(name) for name in ("team_id", "user_id", "bot_id", "enterprise_id"))
    if not (team and user):
        raise Closed(f"Slack doesn't say whose {BOT_TOKEN} that is.", lasting=False)
    return Identity(
        str(team), str(user), str(bot or ""), str(enterprise) if enterprise else None, str(answer.get("team") or "")
    )


def _warn_of_missing_scopes(headers: Mapping[str, str]) -> None:
    """Slack tells with every answer what the token may do."""
    told = ",".join(value for name, value in headers.items() if name.lower() == "x-oauth-scopes")
    granted = set(told.replace(" ", "").split(","))
    lacking = [f"{scope} (to {what})" for scope, what in SCOPES.items() if scope not in granted]
    if told and lacking:
        where = f"{APPS} under “OAuth & Permissions” → “Scopes”, then reinstall the app"
        log.warning("the Slack app lacks scopes: %s. Add them at %s.", "; ".join(lacking), where)


class Known(AsyncAuthorize):
    """Tells Bolt who the bot is, so that it need not ask Slack at the first request, or at each."""

    def __init__(self, identity: Identity, token: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._result = AuthorizeResult(
            enterprise_id=identity.enterprise,
            team_id=identity.team,
            bot_user_id=identity.user,
            bot_id=identity.bot,
            bot_token=token,
        )

    async def __call__(self, **_: object) -> AuthorizeResult:
        """The bot, whoever asks."""
        return self._result
