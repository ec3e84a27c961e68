"""Answers as JSON that belongs to no platform: for scripts, and for the playground's page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Code,
    Divider,
    Facts,
    File,
    Items,
    LinkButton,
    Mention,
    Option,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.parameter import AnyParameter, Words, choices
from bot.core.chat.reply import Answer, Form, Reply

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Show = Callable[[str], Json]
"""How to write a text of the Markdown subset: as it is, or as nodes."""


def neutral(answer: Answer, show: Show = str) -> dict[str, Json]:
    """The whole answer; `show` writes its texts."""
    if isinstance(answer, Form):
        return _form(answer)
    return _reply(answer, show)


def option_json(option: Option) -> dict[str, Json]:
    """An option of a menu, or a suggestion."""
    return {"value": option.value, "label": option.label, "about": option.about}


def parameter_json(parameter: AnyParameter) -> dict[str, Json]:
    """A parameter, with the values it takes where there are only so many."""
    kind = parameter.kind
    return {
        "name": parameter.name,
        "about": parameter.about,
        "required": parameter.required,
        "kind": type(kind).__name__.lower(),
        "lines": isinstance(kind, Words) and kind.lines,
        "options": [option_json(option) for option in choices(kind)],
    }


def _reply(reply: Reply, show: Show) -> dict[str, Json]:
    return {
        "answer": "reply",
        "title": reply.title,
        "audience": reply.audience.value,
        "replaces": reply.replaces,
        "blocks": [_block(block, show) for block in reply.blocks],
    }


def _form(form: Form) -> dict[str, Json]:
    questions: list[Json] = [
        {**parameter_json(question.parameter), "value": question.value} for question in form.questions
    ]
    return {
        "answer": "form",
        "title": form.title,
        "words": form.words,
        "token": form.invocation.token,
        "submit": form.submit,
        "questions": questions,
    }


def _block(block: Block, show: Show) -> dict[str, Json]:
    match block:
        case Text():
            return {"block": "text", "text": show(block.markdown)}
        case Facts():
            return {"block": "facts", "facts": [[label, show(value)] for label, value in block.facts]}
        case Items():
            items: list[Json] = [show(item) for item in block.items]
            return {"block": "items", "title": block.title, "style": block.style, "start": block.start, "items": items}
        case Table():
            rows: list[Json] = [list(row) for row in block.rows]
            return {"block": "table", "columns": list(block.columns), "rows": rows}
        case Code():
            return {"block": "code", "text": block.text, "language": block.language}
        case Picture():
            return {"block": "picture", "alt": block.alt, "data": _base64(block.data), "media_type": "image/png"}
        case File():
            return {
                "block": "file",
                "name": block.name,
                "about": block.about,
                "data": _base64(block.data),
                "media_type": block.media_type,
            }
        case Spoiler():
            return {
                "block": "spoiler",
                "label": block.label,
                "text": show(block.markdown),
                "token": block.reveal.token,
            }
        case Buttons():
            return {"block": "buttons", "buttons": [_button(button) for button in block.buttons]}
        case Select():
            options: list[Json] = [option_json(option) for option in block.options]
            return {
                "block": "select",
                "label": block.label,
                "token": block.carried.token,
                "many": block.many,
                "options": options,
            }
        case Divider():
            return {"block": "divider"}
        case Mention():
            return {"block": "mention", "person": block.person.reference, "text": show(block.words)}
        case _:
            assert_never(block)


def _button(button: Button | LinkButton) -> dict[str, Json]:
    if isinstance(button, LinkButton):
        return {"label": button.label, "url": button.url}
    return {"label": button.label, "token": button.invocation.token, "main": button.main}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
