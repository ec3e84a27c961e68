"""Forms as modals, and what somebody wrote into them; long answers as modals where there is no channel to post in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from bot.adapters.slack.ids import PLATFORM, user_of
from bot.adapters.slack.limits import (
    INPUT_LABEL,
    INPUT_TEXT,
    METADATA,
    OPTIONS,
    TEXT,
    VIEW,
    VIEW_TITLE,
    short,
)
from bot.adapters.slack.parts import choosable, option, plain_text
from bot.adapters.slack.render import draw_blocks
from bot.adapters.slack.rich import Kit, section, words
from bot.core.chat.command import Menu
from bot.core.chat.invocation import BadToken, Invocation
from bot.core.chat.parameter import (
    AnyParameter,
    Day,
    Moment,
    Someone,
    Somewhere,
    Whole,
    Words,
    choices,
)
from bot.core.chat.plain import plain_line
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.scene import Person, Scene

FORM, REPLY = "form", "reply"
"""The callback ids of our views."""
ERROR = 150
"""Characters of what is said beneath a field that is wrong; Slack shows about two lines."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was asked for; it travels inside the modal, so that nothing has to be remembered."""

    on: Audience = Audience.EVERYONE
    """Who reads the message whose button asked for it."""
    channel: str = ""
    thread: str = ""
    response_url: str = ""
    view: bool = False
    """Whether it was asked for in the Home tab or in another modal, so that the answer belongs into a modal too."""


def form_view(form: Form, origin: Origin) -> Kit:
    """The modal for a form."""
    told = [form.title] if len(form.title) > VIEW_TITLE else []
    told += [form.words] if form.words else []
    blocks: list[Kit] = [_said(text) for text in told]
    blocks += [_input(question) for question in _fitting(form.questions, VIEW.blocks - len(blocks))]
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(form.title, VIEW_TITLE),
        "submit": plain_text(form.submit, VIEW_TITLE),
        "close": plain_text("Cancel", VIEW_TITLE),
        "private_metadata": _packed(form.invocation, origin),
        "blocks": blocks,
    }


def reply_view(reply: Reply) -> Kit:
    """A reply as a modal to read, and to press buttons in."""
    return {
        "type": "modal",
        "callback_id": REPLY,
        "title": plain_text(reply.title, VIEW_TITLE),
        "close": plain_text("Close", VIEW_TITLE),
        "blocks": draw_blocks(reply, VIEW, count(1).__next__),
    }


def unpacked(metadata: str) -> tuple[str, Origin]:
    """The token and origin that a modal carried. Raises ValueError for what no modal of ours carries."""
    try:
        packed = json.loads(metadata)
        channel, thread, response_url = (_text(packed[name]) for name in ("channel", "thread", "response_url"))
        origin = Origin(Audience(packed["on"]), channel, thread, response_url, packed["view"] is True)
        return _text(packed["token"]), origin
    except (KeyError, TypeError) as error:
        raise ValueError("not our metadata") from error


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


def _packed(invocation: Invocation, origin: Origin) -> str:
    """The response URL is left out where there is no room: the answer then goes the longer way."""
    packed = {
        "token": invocation.token,
        "on": origin.on.value,
        "channel": origin.channel,
        "thread": origin.thread,
        "response_url": origin.response_url,
        "view": origin.view,
    }
    text = json.dumps(packed)
    return text if len(text) <= METADATA else json.dumps({**packed, "response_url": ""})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _fitting(questions: Sequence[Question], room: int) -> list[Question]:
    """All questions, or as many as there is room for, required ones first; in the order in which they are asked."""
    chosen = sorted(questions, key=lambda question: not question.parameter.required)[:room]
    return [question for question in questions if question in chosen]


def _said(text: str) -> Kit:
    return {"type": "rich_text", "elements": [section([words(short(text, TEXT))])]}


def _input(question: Question) -> Kit:
    """A field; its block and its element are called like the parameter, so that answers find their way back."""
    parameter = question.parameter
    return {
        "type": "input",
        "block_id": parameter.name,
        "label": plain_text(parameter.about, INPUT_LABEL),
        "optional": not parameter.required,
        "element": {**_element(question), "action_id": parameter.name},
    }


def _element(question: Question) -> Kit:
    parameter, value = question.parameter, question.value
    match parameter.kind:
        case Someone():
            person = _person(value)
            return {"type": "users_select", **({"initial_user": person} if person else {})}
        case Somewhere():
            kinds = {"include": ["public", "private"], "exclude_bot_users": True}
            return {"type": "conversations_select", "filter": kinds}
        case Day() if parameter.required:
            return {"type": "datepicker", **({"initial_date": value} if _iso(value) else {})}
        case Moment() if parameter.required:
            return {"type": "datetimepicker"}
        case Words() as kind:
            return _field(value, min(kind.limit, INPUT_TEXT), lines=kind.lines)
        case kind:
            options, others = choosable(choices(kind))
            if others or not options:
                return _number(kind, value) if isinstance(kind, Whole) else _field(value, INPUT_TEXT)
            chosen = next(({"initial_option": option(one)} for one in options if one.value == value), {})
            if len(options) > OPTIONS:
                return {"type": "external_select", "min_query_length": 0, **chosen}
            return {"type": "static_select", "options": [option(one) for one in options], **chosen}


def _field(value: str, limit: int, *, lines: bool = False) -> Kit:
    field: Kit = {"type": "plain_text_input", "multiline": lines, "max_length": limit}
    return {**field, "initial_value": short(value, limit)} if value else field


def _number(kind: Whole, value: str) -> Kit:
    field: Kit = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(kind.least),
        "max_value": str(kind.most),
    }
    number = int(value) if value.isascii() and value.lstrip("-").isdigit() and len(value) <= 9 else None
    inside = number is not None and kind.least <= number <= kind.most
    return {**field, "initial_value": str(number)} if inside else field


def _person(value: str) -> str | None:
    try:
        return user_of(Person(value.removeprefix("@")))
    except ValueError:
        return None


def _iso(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


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
