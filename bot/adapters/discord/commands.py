"""The menu as Discord's application commands: what a server shows when somebody types a slash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.adapters.discord import sizes
from bot.adapters.discord.payload import BOOLEAN, CHANNEL, INTEGER, STRING, SUBCOMMAND, USER
from bot.core.chat.blocks import Option
from bot.core.chat.command import Command, Group, Menu
from bot.core.chat.parameter import LINE_LENGTH, AnyParameter, Choice, EntryId, Someone, Somewhere, Words, YesNo, Zone
from bot.core.chat.whole import Whole

Json = dict[str, object]

CHAT_INPUT, USER_COMMAND, MESSAGE_COMMAND = 1, 2, 3
IN_SERVERS, FOR_PEOPLE = 0, 1
"""Where the bot may be installed: in a server, or for one person, who then has it everywhere."""
SERVER, WITH_THE_BOT, BETWEEN_PEOPLE = 0, 1, 2
"""Where a command may be used: in a server, in a direct message with the bot, in others' direct messages."""
COMMANDS = 100
"""Most commands of an application."""
SUBCOMMANDS = 25
"""Most subcommands of a command, and most options of either."""

ASK = "ask"
"""The command that answers questions in one's own words."""
FIND = "Find an answer"
"""In the menu of a message: asks what the message says."""
PROGRESS, MEMBER = "progress show", "member"
"""The command that shows how far somebody has come, and the parameter that says who."""
SHOW_PROGRESS = "Show progress"
"""In the menu of a person: how far they have come, where they let others see it."""
ONE_LINE, LINE = "mlops", "line"
"""Everything in one line, for those who know the short forms: `/mlops roadmap 6`."""


def application_commands(menu: Menu) -> list[Json]:
    """All commands, in the menu's order. Raises ValueError where Discord has no room for one of them."""
    commands = [*(_head(menu, head) for head in menu.heads()), _one_line()]
    if len(commands) > COMMANDS or len({command["name"] for command in commands}) < len(commands):
        raise ValueError(f"Discord takes {COMMANDS} commands of different names, and there are {len(commands)}")
    if menu.command(ASK):
        commands.append(_everywhere({"type": MESSAGE_COMMAND, "name": FIND}))
    if shows_progress(menu):
        commands.append(_everywhere({"type": USER_COMMAND, "name": SHOW_PROGRESS}))
    return commands


def shows_progress(menu: Menu) -> bool:
    """Whether somebody's progress can be asked for."""
    command = menu.command(PROGRESS)
    return command is not None and any(parameter.name == MEMBER for parameter in command.parameters)


def differ(wanted: Sequence[Json], registered: Sequence[Mapping[str, object]]) -> bool:
    """Whether what is registered would work otherwise than what is wanted; Discord adds fields and drops defaults."""
    return _by_name(wanted) != _by_name(registered)


def offered(options: Iterable[Option]) -> list[Json]:
    """What to offer while somebody types; what is too long to be sent back is left to be typed out."""
    return [_choice(option) for option in options if _sendable(option)][: sizes.OPTIONS]


def called(menu: Menu, name: str) -> Command | None:
    """The command that is registered under this name."""
    return menu.command(name) or next((command for command in menu if _registered(command) == name), None)


def _registered(command: Command) -> str:
    """Two words at most: of a longer name, all but the first become one."""
    first, *rest = command.name.split(" ")
    return " ".join([first, "-".join(rest)]) if rest else first


def _head(menu: Menu, head: Command | Group) -> Json:
    commands = menu.under(head) if isinstance(head, Group) else (head,)
    root: Json = {"type": CHAT_INPUT, "name": head.name, "description": head.about}
    if isinstance(head, Group):
        root["options"] = _at_most(SUBCOMMANDS, head.name, [_under(command) for command in commands])
    elif options := _options(head):
        root["options"] = options
    return _everywhere(root)


def _under(command: Command) -> Json:
    sub: Json = {"type": SUBCOMMAND, "name": _registered(command).split(" ")[1], "description": command.about}
    if options := _options(command):
        sub["options"] = options
    return sub


def _one_line() -> Json:
    line: Json = {
        "type": STRING,
        "name": LINE,
        "description": "Such as: roadmap 6, interview senior, or a question in your own words",
        "required": True,
        "max_length": min(LINE_LENGTH, sizes.OPTION_TEXT),
    }
    about = "Everything in one line: a command in its short form, or a question"
    return _everywhere({"type": CHAT_INPUT, "name": ONE_LINE, "description": about, "options": [line]})


def _everywhere(command: Json) -> Json:
    installed = [IN_SERVERS, FOR_PEOPLE]
    return {**command, "integration_types": installed, "contexts": [SERVER, WITH_THE_BOT, BETWEEN_PEOPLE]}


def _options(command: Command) -> list[Json]:
    return _at_most(SUBCOMMANDS, command.name, [_option(parameter) for parameter in command.all_parameters])


def _at_most(limit: int, name: str, options: list[Json]) -> list[Json]:
    if len(options) > limit:
        raise ValueError(f"Discord takes {limit} under “{name}”, and it has {len(options)}")
    return options


def _option(parameter: AnyParameter) -> Json:
    option: Json = {"type": STRING, "name": parameter.name, "description": parameter.about}
    if parameter.required:
        option["required"] = True
    kind = parameter.kind
    match kind:
        case Whole():
            return {**option, "type": INTEGER, "min_value": kind.least, "max_value": kind.most}
        case YesNo():
            return {**option, "type": BOOLEAN}
        case Someone():
            return {**option, "type": USER}
        case Somewhere():
            return {**option, "type": CHANNEL}
        case Choice() if len(kind.options) <= sizes.OPTIONS and all(map(_sendable, kind.options)):
            return {**option, "choices": [_choice(one) for one in kind.options]}
        case Choice() | EntryId() | Zone():
            return {**option, "autocomplete": True}
        case Words():
            return {**option, "max_length": min(kind.limit, sizes.OPTION_TEXT)}
        case _:  # days and moments are written in words
            return option


def _choice(option: Option) -> Json:
    return {"name": sizes.label(option.label, sizes.OPTION, option.value), "value": option.value}


def _sendable(option: Option) -> bool:
    return 0 < sizes.units(option.value) <= sizes.OPTION


def _by_name(commands: Iterable[Mapping[str, object]]) -> dict[tuple[object, object], object]:
    return {(command.get("type", CHAT_INPUT), command.get("name")): _plain(command) for command in commands}


_ADDED = ("id", "application_id", "guild_id", "version", "dm_permission", "nsfw", "handler", "name_localized")
"""What Discord adds of its own accord."""


def _plain(value: object) -> object:
    """A registered or wanted command without what means nothing: additions, defaults, the order of sets."""
    match value:
        case Mapping():
            shown: Json = {str(name): _plain(one) for name, one in value.items() if name not in _ADDED}
            for name in ("contexts", "integration_types"):
                if isinstance(some := shown.get(name), list):
                    shown[name] = sorted(some, key=str)
            return {name: one for name, one in shown.items() if one not in (None, False, [], {}, "")}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value
