"""What Slack refuses, in sentences: for whoever runs the bot, and for the member who waits for an answer."""

from __future__ import annotations

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.core.ports.doors import Closed

APPS = "https://api.slack.com/apps"
FAILURES = (SlackClientError, ClientError, TimeoutError, OSError)
"""What a call to Slack may raise."""

_TOKEN = frozenset(("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"))
_APP = frozenset(("not_allowed_token_type", "team_access_not_granted", "org_login_required", "app_not_installed"))
_GONE = frozenset(("channel_not_found", "is_archived", "user_not_found", "messages_tab_disabled"))
_OUTSIDE = frozenset(("not_in_channel", "user_not_in_channel"))
_BARRED = frozenset(
    ("restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
     "restricted_action_non_threadable_channel", "cannot_reply_to_message", "no_permission")
)  # fmt: skip


def code(error: Exception) -> str:
    """Slack's own word for what is wrong, or the kind of the error where Slack said nothing."""
    if isinstance(error, SlackApiError):
        said = error.response.get("error") if hasattr(error.response, "get") else None
        if isinstance(said, str) and said.replace("_", "").isalnum():
            return said
        return f"status {status(error)}"
    return type(error).__name__


def status(error: Exception) -> int:
    """The HTTP status of Slack's answer; 0 where there was none."""
    found = getattr(getattr(error, "response", None), "status_code", 0)
    return found if isinstance(found, int) else 0


def needed_scope(error: Exception) -> str:
    """The scope that is missing; empty where that isn't what is wrong."""
    if code(error) != "missing_scope" or not isinstance(error, SlackApiError):
        return ""
    said = error.response.get("needed")
    return said if isinstance(said, str) and said else "a scope that it doesn't name"


def refused(error: Exception, setting: str) -> Closed | None:
    """Why the bot must leave Slack, where Slack doesn't take the token of `setting` (any more); None otherwise."""
    if code(error) not in _TOKEN | _APP:
        return None
    where = (
        "the app-level token (xapp-…, scope connections:write) under “Basic Information” → “App-Level Tokens”"
        if setting == "SLACK_APP_TOKEN"
        else "the “Bot User OAuth Token” (xoxb-…) under “OAuth & Permissions”"
    )
    return Closed(f"Slack refuses {setting} ({code(error)}): copy {where} at {APPS}.", lasting=True)


def closing(error: Exception, setting: str) -> Closed | None:
    """The same for the calls without which the bot cannot be on Slack at all, where a missing scope ends it too."""
    scope = needed_scope(error)
    if not scope:
        return refused(error, setting)
    app = setting == "SLACK_APP_TOKEN"
    where = "“Basic Information” → “App-Level Tokens”" if app else "“OAuth & Permissions” → “Scopes”"
    return Closed(
        f"Slack says that {setting} lacks the scope {scope}: add it at {APPS} under {where}, reinstall the app, "
        "and put the new token into the setting.",
        lasting=True,
    )


def grant(scope: str) -> str:
    """How an organiser gives the bot a scope."""
    return (
        f"I lack Slack's permission `{scope}`. An organiser can grant it at {APPS}: open the app, "
        "“OAuth & Permissions” → “Scopes” → “Add an OAuth Scope”, then “Reinstall to Workspace”."
    )


def for_member(error: Exception, what: str) -> str:
    """Why `what` didn't work, and what to do about it, in words for a member; Markdown."""
    said = code(error)
    if scope := needed_scope(error):
        return f"{what} didn't work. {grant(scope)}"
    if said in _OUTSIDE:
        return (
            f"{what} didn't work: I am not a member of that channel. Type `/invite` with my name there, then try again."
        )
    if said in _BARRED:
        return (
            f"{what} didn't work: I may not write there. An organiser can allow it in the channel's settings, under "
            "“Permissions” → “Posting permissions”."
        )
    if said == "is_archived":
        return f"{what} didn't work: that channel is archived."
    if said in _GONE:
        return f"{what} didn't work: that channel no longer exists, or I cannot see it."
    if said == "ratelimited" or status(error) == 429:
        return f"{what} didn't work: Slack asked me to slow down. Please try again in a minute."
    return f"{what} didn't work: Slack had trouble. Please try again in a moment."


def unreachable(error: Exception) -> bool:
    """Whether the place is the trouble, so that another place may do."""
    return code(error) in _GONE | _OUTSIDE | _BARRED
