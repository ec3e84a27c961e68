"""What somebody wrote into a form, as the core reads it, and what of it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.adapters.slack.ids import PLATFORM
from bot.adapters.slack.limits import short
from bot.core.chat.command import Menu
from bot.core.chat.invocation import BadToken, Invocation
from bot.core.chat.parameter import AnyParameter
from bot.core.chat.plain import plain_line
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene

ERROR = 150
"""Characters of what is said beneath a field that is wrong; Slack shows about two lines."""


def filled(state: Mapping[str, Any], team: str, scene: Scene) -> dict[str, str]:
    """What was written into a form, by the names of its questions; what was left empty is left out."""
    answers: dict[str, str] = {}
    for name, actions in state.items():
        value = actions.get(name) if isinstance(actions, Mapping) else None
        text = _written(value, team, scene) if isinstance(value, Mapping) else ""
        if text:
            answers[str(name)] = text
    return answers


def mistakes(menu: Menu, token: str, answers: Mapping[str, str], scene: Scene) -> dict[str, str]:
    """What cannot be read, by the field: said while the form is still open, so that nobody writes anything twice."""
    try:
        command = menu.command(Invocation.from_token(token).command)
    except BadToken:
        return {}
    wrong: dict[str, str] = {}
    for parameter in command.all_parameters if command else ():
        text = answers.get(parameter.name)
        if text:
            try:
                parameter.kind.read(text, scene)
            except Refusal as refusal:
                wrong[parameter.name] = short(plain_line(refusal.words), ERROR)
    return wrong


def parameter_of(menu: Menu, token: str, name: str) -> tuple[str, AnyParameter] | None:
    """The command of a form and one of its parameters, for suggesting values."""
    try:
        command = menu.command(Invocation.from_token(token).command)
    except BadToken:
        return None
    found = [one for one in command.all_parameters if one.name == name] if command else []
    return (command.name, found[0]) if command and found else None


def _written(value: Mapping[str, Any], team: str, scene: Scene) -> str:
    """What one element says, as the core reads it."""
    match value.get("type"):
        case "plain_text_input" | "number_input":
            said = value.get("value")
        case "static_select" | "external_select":
            chosen = value.get("selected_option")
            said = chosen.get("value") if isinstance(chosen, Mapping) else None
        case "users_select":
            said = value.get("selected_user")
            said = f"@{PLATFORM}:{team}.{said}" if said else None
        case "conversations_select":
            said = value.get("selected_conversation")
            said = f"#{PLATFORM}:{team}.{said}" if said else None
        case "datepicker":
            said = value.get("selected_date")
        case "datetimepicker":
            said = _instant(value.get("selected_date_time"), scene)
        case _:
            said = None
    return said if isinstance(said, str) else ""


def _instant(at: object, scene: Scene) -> str | None:
    """An instant in Unix seconds as the caller's own date and time."""
    if not isinstance(at, int) or not 0 < at < 2**33:
        return None
    return f"{datetime.fromtimestamp(at, UTC).astimezone(scene.zone):%Y-%m-%d %H:%M}"
