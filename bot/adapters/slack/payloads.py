"""What Slack sends, read strictly: who did what, and where an answer can go. Nothing else looks into a payload."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.adapters.slack.manifest import FIND_ANSWER, NEXT_STEP, SHOW_PROGRESS
from bot.adapters.slack.modals import FORM
from bot.adapters.slack.offers import CHOOSE, OPEN, PICK, TAKE
from bot.adapters.slack.received import (
    Body,
    HomeOpened,
    Pressed,
    Received,
    Said,
    Shortcut,
    Slash,
    Source,
    Submitted,
    Suggesting,
    Uninstalled,
    Unreadable,
)
from bot.core.chat.reply import Audience

_ID = re.compile(r"[A-Z][A-Z0-9]{1,19}")
_SPOKEN = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that people write; all others are about messages."""


def read(body: Body) -> Received | None:
    """What happened; None for what needs no answer. Raises `Unreadable`."""
    kind = body.get("type")
    if "command" in body:
        return _slash(body)
    match kind:
        case "event_callback":
            return _event(_object(body, "event"))
        case "block_actions":
            return _action(body)
        case "view_submission":
            return _submitted(body)
        case "block_suggestion":
            return _suggesting(body)
        case "message_action" | "shortcut":
            return _shortcut(body)
        case "view_closed":
            return None
        case _:
            raise Unreadable(f"no kind that I know: {str(kind)[:40]}")


def repeated_by(body: Body) -> str:
    """What stays the same when Slack sends something again; empty for what may happen twice."""
    if body.get("type") == "block_suggestion":
        return ""
    one = body.get("event_id") or body.get("trigger_id")
    return one if isinstance(one, str) else ""


def _slash(body: Body) -> Slash:
    source = Source(
        _id(body, "user_id"),
        _text(body, "user_name"),
        _id(body, "channel_id"),
        response_url=_text(body, "response_url"),
        trigger=_text(body, "trigger_id"),
    )
    command = _text(body, "command")
    if not command.startswith("/"):
        raise Unreadable("a command without its slash")
    return Slash(source, command, _text(body, "text"))


def _event(event: Body) -> Said | HomeOpened | Uninstalled | None:
    match event.get("type"):
        case "app_home_opened":
            return HomeOpened(Source(_id(event, "user"))) if event.get("tab") == "home" else None
        case "app_mention":
            return _said(event)
        case "message" if event.get("channel_type") == "im":
            return _said(event)
        case "app_uninstalled":
            return Uninstalled()
        case "tokens_revoked" if _object(event, "tokens").get("bot"):
            return Uninstalled()
        case _:
            return None


def _said(event: Body) -> Said | None:
    """Nothing that a program wrote, so that two bots never talk with each other."""
    if event.get("subtype") not in _SPOKEN or event.get("bot_id") or not event.get("user"):
        return None
    source = Source(_id(event, "user"), channel=_id(event, "channel"), thread=_text(event, "thread_ts"))
    return Said(source, _text(event, "text"))


def _action(body: Body) -> Pressed | None:
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, Mapping):
        raise Unreadable("nothing was pressed")
    action_id = _text(action, "action_id")
    if action_id.startswith((f"{OPEN} ", f"{PICK} ")):
        return None
    token = _text(action, "value")
    chosen: tuple[str, ...] = ()
    if action_id.startswith(f"{CHOOSE} "):
        token = action_id.split(" ", 2)[-1]
        chosen = (_text(_object(action, "selected_option"), "value"),)
    elif action_id.startswith(f"{TAKE} "):
        token, chosen = action_id.split(" ", 2)[-1], _picked(body, token)
    container = _object(body, "container")
    found = body.get("view")
    view: Body = found if isinstance(found, Mapping) else {}
    home = view.get("type") == "home"
    source = _interaction(body, _text(container, "thread_ts"))
    private = bool(view) or container.get("is_ephemeral") is True or source.channel.startswith("D")
    on = Audience.CALLER if private else Audience.EVERYONE
    return Pressed(source, token, chosen, on, "" if home else _text(view, "id"), home)


def _picked(body: Body, name: str) -> tuple[str, ...]:
    """What is picked in a menu of several, wherever it stands: in a message or in a view."""
    found = body.get("view")
    state = _object(_object(found if isinstance(found, Mapping) else body, "state"), "values")
    options = _object(_object(state, name), name).get("selected_options")
    picked = [one for one in options if isinstance(one, Mapping)] if isinstance(options, list) else []
    return tuple(_text(one, "value") for one in picked)


def _submitted(body: Body) -> Submitted | None:
    view = _object(body, "view")
    if view.get("callback_id") != FORM:
        return None
    state = _object(_object(view, "state"), "values")
    return Submitted(_interaction(body), _text(view, "private_metadata"), state)


def _suggesting(body: Body) -> Suggesting:
    metadata = _text(_object(body, "view"), "private_metadata")
    return Suggesting(_interaction(body), metadata, _text(body, "action_id"), _text(body, "value"))


def _shortcut(body: Body) -> Shortcut:
    callback = _text(body, "callback_id")
    if callback not in (FIND_ANSWER, NEXT_STEP, SHOW_PROGRESS):
        raise Unreadable("no shortcut that I know")
    found = body.get("message")
    message: Body = found if isinstance(found, Mapping) else {}
    author = _id(message, "user") if message.get("user") and not message.get("bot_id") else ""
    source = _interaction(body, _text(message, "thread_ts"))
    return Shortcut(source, callback, _text(message, "text"), author)


def _interaction(body: Body, thread: str = "") -> Source:
    user = _object(body, "user")
    place = body.get("channel")
    return Source(
        _id(user, "id"),
        _text(user, "name") or _text(user, "username"),
        _id(place, "id") if isinstance(place, Mapping) and place else "",
        thread,
        _text(body, "response_url"),
        _text(body, "trigger_id"),
    )


def _object(body: Body, name: str) -> Body:
    value = body.get(name)
    if not isinstance(value, Mapping):
        raise Unreadable(f"{name} is missing")
    return value


def _text(body: Body, name: str) -> str:
    """A text, empty where it is missing."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{name} is no text")
    return value


def _id(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Unreadable(f"{name} is no id")
    return value
