"""Forms as Discord's modals, and as a button that opens one where a modal may not come any more."""

from __future__ import annotations

from bot.adapters.discord import sizes
from bot.adapters.discord.custom_id import FORM, marked
from bot.adapters.discord.markdown import discord_words, literal
from bot.adapters.discord.parts import ACTIONS, BUTTON, MAIN, SELECT, TEXT, Component, Part, menu_option, text
from bot.adapters.discord.payload import CHANNEL_SELECT, LABEL, USER_SELECT
from bot.adapters.discord.render import Message, message
from bot.core.chat.blocks import Option
from bot.core.chat.command import spoken
from bot.core.chat.parameter import (
    ZONE_LENGTH,
    AnyParameter,
    Choice,
    Day,
    EntryId,
    Moment,
    Someone,
    Somewhere,
    Words,
    YesNo,
    Zone,
    choices,
)
from bot.core.chat.reply import Form, Question
from bot.core.chat.whole import Whole

_FIELD = 4
_ONE_LINE, _LINES = 1, 2


def modal(form: Form) -> Component | None:
    """The modal, with as many questions as it holds, required ones first; None where it cannot carry its invocation.

    What a modal has no room for is asked again by the core, or stays unsaid where it was optional.
    """
    if not form.invocation.fits:
        return None
    words = [form.title] if sizes.units(form.title) > sizes.MODAL_TITLE else []
    words += [form.words] if form.words.strip() else []
    rows: list[Component] = []
    if words:
        rows.append({"type": TEXT, "content": discord_words(sizes.cut("\n\n".join(words), sizes.TEXT // 2))})
    room = sizes.MODAL_ROWS - len(rows)
    kept = sorted(form.questions, key=lambda question: not question.parameter.required)[:room]
    rows += [_row(question) for question in form.questions if question in kept]
    return {
        "custom_id": form.invocation.token,
        "title": sizes.label(form.title, sizes.MODAL_TITLE),
        "components": rows or [{"type": TEXT, "content": "…"}],
    }


def invitation(form: Form) -> Message:
    """A private reply with a button that opens the form, for where Discord takes no modal any more."""
    shown = [*text(f"## {discord_words(sizes.cut(form.title, sizes.TITLE))}")]
    if form.words.strip():
        shown += text(discord_words(sizes.cut(form.words, sizes.TEXT // 2)))
    if not form.invocation.fits:
        wanted = " ".join(f"{question.parameter.name}:…" for question in form.questions)
        shown += text(
            f"This is too much for a button. Type {literal(sizes.cut(spoken(form.invocation), 1_000))} {wanted}"
        )
        return message(shown)
    token = form.invocation.token
    button: Component = {
        "type": BUTTON,
        "style": MAIN,
        "label": "Open the form",
        "custom_id": marked(token, FORM) or token,
    }
    return message([*shown, Part({"type": ACTIONS, "components": [button]}, count=2)])


def _row(question: Question) -> Component:
    """A question with its field. What a label has no room for stands below it."""
    parameter = question.parameter
    short = sizes.units(parameter.about) <= sizes.FIELD_LABEL
    field = _field(parameter, question.value)
    field |= {"custom_id": parameter.name, "required": parameter.required}
    if field["type"] != _FIELD and not parameter.required:
        field["min_values"] = 0
    row: Component = {
        "type": LABEL,
        "label": sizes.label(
            parameter.about if short else parameter.name.replace("_", " ").capitalize(), sizes.FIELD_LABEL
        ),
        "component": field,
    }
    if not short:
        row["description"] = sizes.cut(parameter.about, sizes.FIELD_ABOUT)
    return row


def _field(parameter: AnyParameter, value: str) -> Component:
    kind = parameter.kind
    match kind:
        case Someone():
            return _native(USER_SELECT, "user", value)
        case Somewhere():
            return _native(CHANNEL_SELECT, "channel", value)
        case YesNo() | Choice() | EntryId():
            options = choices(kind)
            fitting = [option for option in options if 0 < sizes.units(option.value) <= sizes.OPTION]
            if 0 < len(fitting) == len(options) <= sizes.OPTIONS:
                return {"type": SELECT, "options": [_option(option, value) for option in fitting]}
            return _written(value, "Its name, or a part of it")
        case Whole():
            return _written(value, f"A whole number from {kind.least} to {kind.most}")
        case Day():
            return _written(value, "today, next monday, 2026-12-01")
        case Moment():
            return _written(value, "tomorrow 18:30, 2026-12-01 18:30")
        case Zone():
            return _written(value, "Europe/Berlin, Berlin, or: my time is 14:30", limit=ZONE_LENGTH)
        case Words():
            return _written(value, "", limit=kind.limit, style=_LINES if kind.lines else _ONE_LINE)
        case _:
            return _written(value, "")


def _written(value: str, example: str, *, limit: int = sizes.FIELD_TEXT, style: int = _ONE_LINE) -> Component:
    longest = min(limit, sizes.FIELD_TEXT)
    field: Component = {"type": _FIELD, "style": style, "max_length": longest}
    if example:
        field["placeholder"] = example
    if value:
        field["value"] = sizes.cut(value, longest)
    return field


def _option(option: Option, value: str) -> Component:
    return {**menu_option(option), "default": True} if option.value == value else menu_option(option)


def _native(kind: int, what: str, value: str) -> Component:
    """A field in which Discord lists people or channels."""
    number = value.removeprefix("@").removeprefix("#").removeprefix("discord:")
    known = number.isascii() and number.isdigit()
    return {"type": kind, "default_values": [{"id": number, "type": what}]} if known else {"type": kind}
