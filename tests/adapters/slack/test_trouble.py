"""What Slack refuses, in sentences that name the setting or the scope, and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.trouble import closing, code, for_member, grant, needed_scope, refused, status, unreachable


class Answer(dict[str, Any]):
    """What the client keeps of Slack's answer."""

    status_code = 200


def _error(word: str, **more: str) -> Exception:
    return SlackApiError("failed", Answer(error=word, **more))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("word", ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"])
def test_a_refused_token_is_one_sentence(word: str) -> None:
    closed = refused(_error(word), "SLACK_BOT_TOKEN")
    assert closed is not None
    assert closed.lasting
    assert "SLACK_BOT_TOKEN" in str(closed)
    assert word in str(closed)
    assert "OAuth & Permissions" in str(closed)
    assert "\n" not in str(closed)
    app = refused(_error(word), "SLACK_APP_TOKEN")
    assert "App-Level Tokens" in str(app)


def test_a_missing_scope_ends_only_what_cannot_do_without() -> None:
    error = _error("missing_scope", needed="files:write", provided="chat:write")
    assert refused(error, "SLACK_BOT_TOKEN") is None
    assert needed_scope(error) == "files:write"
    assert "lacks the scope files:write" in str(closing(error, "SLACK_BOT_TOKEN"))
    assert "Basic Information" in str(closing(_error("missing_scope", needed="connections:write"), "SLACK_APP_TOKEN"))
    assert "a scope that it doesn't name" in str(closing(_error("missing_scope"), "SLACK_BOT_TOKEN"))
    assert closing(_error("ratelimited"), "SLACK_BOT_TOKEN") is None


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (_error("missing_scope", needed="files:write"), "`files:write`"),
        (_error("not_in_channel"), "/invite"),
        (_error("channel_not_found"), "no longer exists"),
        (_error("is_archived"), "is archived"),
        (_error("restricted_action"), "“Posting permissions”"),
        (_error("restricted_action_read_only_channel"), "“Posting permissions”"),
        (_error("ratelimited"), "slow down"),
        (_error("fatal_error"), "had trouble"),
        (TimeoutError(), "had trouble"),
    ],
)
def test_words_for_members(error: Exception, says: str) -> None:
    words = for_member(error, "Sending it")
    assert words.startswith("Sending it didn't work")
    assert says in words


def test_granting_is_explained() -> None:
    assert "Reinstall to Workspace" in grant("chat:write")


def test_codes_never_carry_what_somebody_wrote() -> None:
    assert code(_error("bad <@U1> words")) == "status 200"
    assert code(ValueError("secret")) == "ValueError"
    assert code(SlackApiError("x", None)) == "status 0"  # type: ignore[no-untyped-call]
    assert status(ValueError()) == 0
    assert unreachable(_error("not_in_channel"))
    assert not unreachable(_error("fatal_error"))
