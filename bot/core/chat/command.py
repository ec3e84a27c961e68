"""The menu of commands. Each is declared once; every door, `/help` and the reference are made from the declarations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import AnyParameter, Day, Moment, Parameter, Someone
from bot.core.chat.reply import Answer
from bot.core.chat.request import Request
from bot.core.chat.scene import Caller

Run = Callable[[Request], Awaitable[Answer]]

NAME_LENGTH = 32
ABOUT_LENGTH = 100

USER = Parameter("user", "Address the answer to this person, for all to see", Someone(), required=False)
"""Every addressable command takes it."""


class Right(Enum):
    """Who may use a command; asked of the platform at every use."""

    MEMBER = "everyone"
    ORGANISER = "organisers"


class ByDay(Enum):
    """How much it matters to a command which day it is for the caller."""

    NO = "no"
    LIGHTLY = "lightly"
    """Something changes from day to day; nobody is asked for their time zone because of it."""
    TRULY = "truly"
    """Days or times are counted, planned or shown: who has no time zone yet is asked for it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a member can ask for."""

    name: str
    """One to three words, as typed: `roadmap phase`."""
    about: str
    """What it does, in at most 100 characters (Discord's limit for a description)."""
    run: Run
    parameters: tuple[AnyParameter, ...] = ()
    right: Right = Right.MEMBER
    addressable: bool = False
    """Whether `user:` may address its answer to somebody."""
    shareable: bool = True
    """Whether a private answer offers to show it to everyone."""
    examples: tuple[str, ...] = ()
    """Ways to type it that are worth seeing, without the slash."""
    also: tuple[str, ...] = ()
    """Other full names that people type for it: `roadmap what next`."""
    by_day: ByDay = ByDay.NO
    """A command that takes a day or a moment counts as `TRULY` without saying so."""
    by_right: bool = False
    """Whether everyone may use it, but organisers see more in it."""

    @property
    def day(self) -> ByDay:
        """How much it matters which day it is."""
        dated = any(isinstance(parameter.kind, Day | Moment) for parameter in self.parameters)
        return ByDay.TRULY if dated else self.by_day

    @property
    def all_parameters(self) -> tuple[AnyParameter, ...]:
        """Its own parameters and, where it is addressable, `user`."""
        return (*self.parameters, USER) if self.addressable else self.parameters

    def allows(self, caller: Caller) -> bool:
        """Whether `caller` may use it here and now."""
        return self.right is Right.MEMBER or caller.organiser


@dataclass(frozen=True, slots=True)
class Group:
    """Commands under one first word, and what that word alone means."""

    name: str
    about: str
    default: str
    """The full name of the command that the bare word stands for."""
    shorthand: tuple[str, ...] = ()
    """Full names of commands whose arguments may follow the word at once: `/roadmap 6`."""
    also: tuple[str, ...] = ()
    """Other words that people type for it: `reminders` for `remindme`."""


class Menu:
    """All commands, by their full names. Raises ValueError for a declaration that some door could not show.

    A menu may be the beginning of another: `whole` gives that one, and is called once, when something else than the
    `items` is asked for. With a first word, all that begins with it must be among them.
    """

    def __init__(self, items: Iterable[Command | Group], whole: Callable[[], Menu] | None = None) -> None:
        self._whole = whole
        self._commands: dict[str, Command] = {}
        self._also: dict[str, Command] = {}
        self._groups: dict[str, Group] = {}
        self._called: dict[str, Group] = {}
        for item in items:
            taken = self._groups if isinstance(item, Group) else self._commands
            if item.name in taken:
                raise ValueError(f"two commands are called “{item.name}”")
            if isinstance(item, Group):
                self._groups[item.name] = item
                self._called.update(dict.fromkeys(item.also, item))
            else:
                self._commands[item.name] = item
                self._also.update(dict.fromkeys(item.also, item))
        for group in self._groups.values():
            _check_group(group, self._commands)
        for command in self._commands.values():
            _check_command(command, self._groups)
        self._words = {_first_word(name) for name in (*self._groups, *self._commands, *self._also, *self._called)}

    def __iter__(self) -> Iterator[Command]:
        self.whole()
        return iter(self._commands.values())

    def whole(self) -> Menu:
        """The menu itself, with everything in it."""
        if self._whole is not None:
            menu = self._whole()
            self._commands = {command.name: command for command in menu}
            self._also = {also: command for command in menu for also in command.also}
            self._groups = {group.name: group for group in menu.groups}
            self._called = {also: group for group in menu.groups for also in group.also}
            self._whole = None
        return self

    def _have(self, name: str) -> None:
        """See to it that whatever begins with the first word of `name` is there."""
        if _first_word(name) not in self._words:
            self.whole()

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups, in the order in which they were declared."""
        self.whole()
        return tuple(self._groups.values())

    def command(self, name: str) -> Command | None:
        """The command with this full name, or with one that people also type for it."""
        self._have(name)
        return self._commands.get(name) or self._also.get(name)

    def meant(self, words: str) -> Command | None:
        """The command with this full name; for a group's bare word, the one whose arguments may follow it at once."""
        group = self.group(words)
        return self.command((*group.shorthand, group.default)[0] if group else words)

    def group(self, name: str) -> Group | None:
        """The group with this first word."""
        self._have(name)
        return self._groups.get(name)

    def called(self, words: str) -> Group | None:
        """The group that people also call so; None for its own name."""
        self._have(words)
        return self._called.get(words)

    def under(self, group: Group) -> tuple[Command, ...]:
        """The commands of a group."""
        return tuple(command for command in self if command.name.startswith(f"{group.name} "))

    def heads(self) -> tuple[Command | Group, ...]:
        """What may stand first behind the slash, in order: groups, and commands of one word."""
        heads: dict[str, Command | Group] = {}
        for command in self:
            word = _first_word(command.name)
            if word not in heads:
                heads[word] = self._groups.get(word, command)
        return tuple(heads.values())


def _first_word(name: str) -> str:
    return name.partition(" ")[0]


def _check_command(command: Command, groups: dict[str, Group]) -> None:
    words = command.name.split(" ")
    if (len(words) > 1 and words[0] not in groups) or (len(words) == 1 and words[0] in groups):
        raise ValueError(f"“{command.name}” doesn't stand in its group")
    _check_words(command.name, command.about)
    seen_optional = False
    names = [parameter.name for parameter in command.all_parameters]
    if len(set(names)) != len(names):
        raise ValueError(f"two parameters of “{command.name}” have the same name")
    for parameter in command.all_parameters:
        _check_words(parameter.name, parameter.about)
        Invocation.from_token(f"{command.name}?{parameter.name}=")
        if parameter.required and seen_optional:
            raise ValueError(f"“{command.name}” asks for {parameter.name} after something optional")
        seen_optional = seen_optional or not parameter.required
    Invocation.from_token(command.name)


def _check_group(group: Group, commands: dict[str, Command]) -> None:
    _check_words(group.name, group.about)
    for name in (group.default, *group.shorthand):
        if name not in commands or not name.startswith(f"{group.name} "):
            raise ValueError(f"the group “{group.name}” names “{name}”, which is not one of its commands")


def _check_words(name: str, about: str) -> None:
    if not 0 < len(about) <= ABOUT_LENGTH or any(not 0 < len(word) <= NAME_LENGTH for word in name.split(" ")):
        raise ValueError(f"the words of “{name}” are too long, or missing")


def spoken(invocation: Invocation) -> str:
    """How to type an invocation: `/roadmap phase number:6`."""
    arguments = [
        f"{name}:{value}" if [value] == value.split() else f'{name}:"{value}"'
        for name, value in invocation.arguments.items()
    ]
    return " ".join([f"/{invocation.command}", *arguments])
