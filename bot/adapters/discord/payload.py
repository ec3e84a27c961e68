"""Reading the raw data of an interaction: commands with their options, menus and forms, in the core's words.

Everything is looked at before it is believed; what is not as Discord documents it counts as not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]

STRING, INTEGER, BOOLEAN, USER, CHANNEL = 3, 4, 5, 6, 7
"""Kinds of options of a command."""
SUBCOMMAND, GROUP = 1, 2
ROW, USER_SELECT, CHANNEL_SELECT, LABEL = 1, 5, 8, 18
"""Kinds of components that come back."""

LONGEST = 20
"""Digits of the largest number of 64 bits."""

_NUMBER = re.compile(r"[0-9]{1,20}")
_MENTIONED = re.compile(r"<(@!?|#)([0-9]{1,20})>")


class Unreadable(Exception):
    """An interaction that Discord would not send."""


def inside(data: Data, name: str) -> Data:
    """The object in a field; an empty one where there is none."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def snowflake(value: object) -> str:
    """The number of somebody or something. Raises `Unreadable` where it is none."""
    text = value if isinstance(value, str) else str(value)
    if not (text.isdigit() and text.isascii() and len(text) <= LONGEST):
        raise Unreadable("no number where there must be one")
    return text


def bits(value: object) -> int:
    """A set of permissions; none where it cannot be read."""
    text = value if isinstance(value, str) else str(value)
    return int(text) if text.isdigit() and text.isascii() and len(text) <= LONGEST else 0


def roles(member: Data) -> frozenset[str]:
    """The roles of a member as the core names them."""
    found = member.get("roles")
    numbers = found if isinstance(found, list) else []
    return frozenset(f"discord:{one}" for one in numbers if isinstance(one, str) and _NUMBER.fullmatch(one))


def core_names(text: str) -> str:
    """Discord's way of naming people and channels as the core's: `<@12>` becomes `@discord:12`."""
    return _MENTIONED.sub(lambda match: f"{match[1][0]}discord:{match[2]}", text)


@dataclass(frozen=True, slots=True)
class Used:
    """A command as somebody used it."""

    name: str
    """The words behind the slash: `roadmap phase`."""
    arguments: dict[str, str]
    """The options that were filled in, as the core reads them."""
    focused: str | None
    """The option that is being typed just now."""


NOTHING = Used("", {}, None)


def used(data: Data) -> Used:
    """The command, its subcommand and their options."""
    words = [data.get("name")]
    arguments: dict[str, str] = {}
    focused = None
    options = _list(data.get("options"))
    while options:
        below: list[Data] = []
        for option in options:
            name, kind = option.get("name"), option.get("type")
            if kind in (SUBCOMMAND, GROUP):
                words.append(name)
                below += _list(option.get("options"))
            elif isinstance(name, str):
                arguments[name] = _text(kind, option.get("value", ""))
                if option.get("focused"):
                    focused = name
        options = below
    return Used(" ".join([word for word in words if isinstance(word, str)]), arguments, focused)


def chosen(data: Data) -> list[str]:
    """What was chosen from a menu."""
    return _values(data.get("component_type"), data.get("values"))


def filled(components: object) -> dict[str, str]:
    """The answers of a form by the names of their questions; what was left empty is not there."""
    answers: dict[str, str] = {}
    for component in _list(components):
        if component.get("type") == ROW:
            answers |= filled(component.get("components"))
            continue
        field = inside(component, "component") if component.get("type") == LABEL else component
        name, value = field.get("custom_id"), field.get("value")
        values = [value] if isinstance(value, str) else _values(field.get("type"), field.get("values"))
        text = ",".join(one for one in values if one)
        if isinstance(name, str) and text:
            answers[name] = text
    return answers


def message_text(data: Data) -> str:
    """What the message says whose context menu was used; nothing where it has no words."""
    message = inside(inside(inside(data, "resolved"), "messages"), str(data.get("target_id")))
    content = message.get("content")
    return content.strip() if isinstance(content, str) else ""


def _text(kind: object, value: object) -> str:
    match kind:
        case 5:  # a boolean
            return "yes" if value else "no"
        case 6 | 7:  # a person or a channel
            return f"discord:{value}"
        case _:
            return str(value)


def _values(kind: object, values: object) -> list[str]:
    platform = "discord:" if kind in (USER_SELECT, CHANNEL_SELECT) else ""
    return [f"{platform}{one}" for one in values if isinstance(one, str)] if isinstance(values, list) else []


def _list(value: object) -> list[Data]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
