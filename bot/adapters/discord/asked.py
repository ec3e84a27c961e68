"""What somebody did on Discord, in the core's words: who asks, where, and what the core is to answer.

Interactions are read as Discord sends them. Nothing here trusts what it reads: rights come from the permissions that
come along with every interaction, never from a button.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from bot.adapters.discord import payload
from bot.adapters.discord.commands import (
    ASK,
    FIND,
    LINE,
    MEMBER,
    MESSAGE_COMMAND,
    ONE_LINE,
    PROGRESS,
    SHOW_PROGRESS,
    USER_COMMAND,
    called,
)
from bot.adapters.discord.custom_id import unmarked
from bot.adapters.discord.payload import NOTHING, Data, Unreadable, Used, inside
from bot.adapters.discord.permissions import THREADS, is_organiser
from bot.adapters.discord.render import PRIVATE
from bot.core.chat.command import USER, Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Words
from bot.core.chat.reply import Answer, Audience
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch

BETWEEN_PEOPLE = 2
"""The context of direct messages in which the bot does not take part."""

_TOKEN = re.compile(r"[A-Za-z0-9._~=+-]+")


class Way(Enum):
    """What was done; it decides what Discord takes as the first response."""

    COMMAND = 2
    PRESS = 3
    """A button or a menu."""
    TYPING = 4
    """An option of a command is being typed, and suggestions are wanted."""
    FORM = 5
    """A form was sent; no other form may answer it."""


_WAYS = {way.value: way for way in Way}


class Asked(NamedTuple):
    """One interaction that wants an answer."""

    id: int
    application: str
    token: str
    """Good for answering this interaction, for 15 minutes, and for nothing else."""
    way: Way
    person: str
    name: str
    organiser: bool
    roles: frozenset[str]
    channel: str | None
    """None where nobody else reads."""
    server: str | None
    """None in direct messages and group chats."""
    on_message: bool
    """Whether a message carried the button, or opened the form."""
    on: Audience
    """Who reads that message."""
    public: bool
    """Whether everyone is likely to see the answer."""
    rights: int
    """What the bot may do here, as Discord's permission bits."""
    thread: bool
    custom_id: str
    command: Used
    data: Data


def asked(event: Data) -> Asked:
    """What an interaction wants. Raises `Unreadable` for one that Discord cannot have sent."""
    kind, token = event.get("type"), event.get("token")
    if not isinstance(kind, int) or (way := _WAYS.get(kind)) is None:
        raise Unreadable("no kind of interaction that I know")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise Unreadable("no token to answer with")
    server = event.get("guild_id")
    in_server = server is not None
    member = inside(event, "member")
    user = inside(member, "user") or inside(event, "user")
    person = payload.snowflake(user.get("id"))
    data, message = inside(event, "data"), inside(event, "message")
    direct = not in_server and event.get("context") != BETWEEN_PEOPLE
    private = bool(message) and (direct or bool(payload.bits(message.get("flags")) & PRIVATE))
    custom_id = data.get("custom_id", "")
    custom_id = custom_id if isinstance(custom_id, str) else ""
    command = payload.used(data) if way in (Way.COMMAND, Way.TYPING) else NOTHING
    return Asked(
        id=int(payload.snowflake(event.get("id"))),
        application=payload.snowflake(event.get("application_id")),
        token=token,
        way=way,
        person=person,
        name=str(member.get("nick") or user.get("global_name") or user.get("username") or person),
        organiser=in_server and is_organiser(payload.bits(member.get("permissions"))),
        roles=payload.roles(member),
        channel=None if direct else payload.snowflake(event.get("channel_id") or inside(event, "channel").get("id")),
        server=payload.snowflake(server) if in_server else None,
        on_message=bool(message),
        on=Audience.CALLER if private else Audience.EVERYONE,
        public=custom_id.startswith("!") or USER.name in command.arguments,
        rights=payload.bits(event.get("app_permissions")),
        thread=inside(event, "channel").get("type") in THREADS,
        custom_id=custom_id,
        command=command,
        data=data,
    )


def scene(what: Asked, at: datetime, server_name: str = "") -> Scene:
    """Who asks, where and when. Discord tells nobody's time zone, so it is UTC until the member chooses one."""
    place = Place(
        "discord",
        None if what.channel is None else Channel(f"discord:{what.channel}"),
        None if what.server is None else Space(f"discord:{what.server}", server_name),
    )
    return Scene(Caller(Person(f"discord:{what.person}"), what.name, what.organiser, what.roles), place, at)


def put(what: Asked, scene: Scene, dispatch: Dispatch) -> Awaitable[Answer]:
    """The core's answer, still to be awaited. Raises `Unreadable`."""
    if what.way is Way.COMMAND:
        return _command(what, scene, dispatch)
    token, _ = unmarked(what.custom_id)
    if what.way is Way.FORM:
        return dispatch.pressed(token, scene, on=what.on, filled=payload.filled(what.data.get("components")))
    return dispatch.pressed(token, scene, on=what.on, chosen=payload.chosen(what.data))


def _command(what: Asked, scene: Scene, dispatch: Dispatch) -> Awaitable[Answer]:
    name, arguments = what.command.name, what.command.arguments
    if what.data.get("type") == MESSAGE_COMMAND and name == FIND:
        return dispatch.invoke(_question(dispatch.menu, payload.message_text(what.data), cut=True), scene)
    if what.data.get("type") == USER_COMMAND and name == SHOW_PROGRESS:
        person = f"discord:{payload.snowflake(what.data.get('target_id'))}"
        return dispatch.invoke(Invocation(PROGRESS, {MEMBER: person}), scene)
    if name == ONE_LINE:
        return _line(payload.core_names(arguments.get(LINE, "")), scene, dispatch)
    command = called(dispatch.menu, name)
    if command is None:  # registered by an older version of the bot
        return dispatch.typed(" ".join([f"/{name}", *arguments.values()]), scene)
    return dispatch.invoke(Invocation(command.name, arguments), scene)


def _line(line: str, scene: Scene, dispatch: Dispatch) -> Awaitable[Answer]:
    """A line is a command where it begins like one, and a question everywhere else."""
    words = line.split()
    heads = {head.name for head in dispatch.menu.heads()}
    if not words or words[0].startswith("/") or words[0].lower() in heads:
        return dispatch.typed(line, scene)
    return dispatch.invoke(_question(dispatch.menu, line), scene)


def _question(menu: Menu, text: str, *, cut: bool = False) -> Invocation:
    """Asking in one's own words; `cut` shortens what is longer than a question may be. No text opens the form."""
    command = menu.command(ASK)
    if command is None:
        raise Unreadable("nothing answers questions here")
    parameter = command.parameters[0]
    if cut and isinstance(parameter.kind, Words):
        text = text[: parameter.kind.limit]
    return Invocation(command.name, {parameter.name: text} if text else {})
