"""Forms as modals to fill in, and replies as modals to read where there is no channel to post in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from bot.adapters.slack.ids import user_of
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
from bot.adapters.slack.offers import choosable, option, plain_text
from bot.adapters.slack.render import draw_blocks
from bot.adapters.slack.rich import Kit, said, words
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Day, Moment, Someone, Somewhere, Words, choices
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.scene import Person
from bot.core.chat.whole import Whole

FORM, REPLY = "form", "reply"
"""The callback ids of our views."""


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
    blocks: list[Kit] = [said([words(short(text, TEXT))]) for text in told]
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
