"""What a person asks for, in one value that also fits into a button.

Typing a command, pressing a button, choosing from a menu and sending a form all become an `Invocation`.
Its token is the text that a button carries, so a button keeps its meaning through a restart:

    roadmap phase?number=6          the command and its arguments
    !roadmap phase?number=6         the same, shown to everyone
    roadmap phase?number=6#2        its second page
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

TOKEN_LENGTH = 100
"""Longest token, in UTF-16 code units: Discord's limit for a component's `custom_id`, in its strictest reading."""

_COMMAND = re.compile(r"[a-z0-9-]+( [a-z0-9-]+){0,2}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TOKEN = re.compile(r"(?P<shared>!?)(?P<command>[^?#]*)(\?(?P<arguments>[^#]*))?(#(?P<page>[1-9][0-9]{0,3}))?")
_RESERVED = {ord(sign): f"%{ord(sign):02X}" for sign in " %&#?+\x7f"} | {code: f"%{code:02X}" for code in range(0x20)}
_RESERVED[ord(" ")] = "+"
_LAST_PAGE = 9_999


class BadToken(ValueError):
    """A token that no button of this bot can have carried."""


class TokenTooLong(ValueError):
    """An invocation that a button cannot carry; the message says why."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command's full name and its arguments, as text, before anybody checked them."""

    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    """Which page of a long reply is meant, from 1."""
    shared: bool = False
    """Whether everyone is to see the reply, not only the person who asked."""
    _token: str | None = field(default="", init=False, repr=False, compare=False)
    """Once it was written; a reply's check, its doors and their memories all ask for it."""

    @property
    def token(self) -> str:
        """The text that a button carries. Raises `TokenTooLong` if it is over the limit or cannot be written."""
        if (token := self._written()) is None:
            raise TokenTooLong(
                f"“{self.command}” with these arguments needs more than {TOKEN_LENGTH} characters, "
                "or holds characters that cannot be sent."
            )
        return token

    @property
    def fits(self) -> bool:
        """Whether a button can carry it."""
        return self._written() is not None

    def _written(self) -> str | None:
        if self._token == "":
            object.__setattr__(self, "_token", self._write())
        return self._token

    def _write(self) -> str | None:
        if not 1 <= self.page <= _LAST_PAGE:
            return None
        arguments = "&".join([f"{name}={value.translate(_RESERVED)}" for name, value in self.arguments.items()])
        token = (
            f"{'!' if self.shared else ''}{self.command}"
            f"{'?' if arguments else ''}{arguments}"
            f"{f'#{self.page}' if self.page > 1 else ''}"
        )
        if token.isascii():
            return token if len(token) <= TOKEN_LENGTH else None
        try:
            return token if len(token.encode("utf-16-le")) <= 2 * TOKEN_LENGTH else None
        except UnicodeEncodeError:  # half of a surrogate pair: no platform would carry it
            return None

    @classmethod
    def from_token(cls, token: str) -> Invocation:
        """Read what a button carried. Raises `BadToken` for anything that `token` would not have written."""
        match = _TOKEN.fullmatch(token)
        if match is None or not _COMMAND.fullmatch(match["command"]):
            raise BadToken("not a token")
        arguments: dict[str, str] = {}
        for pair in match["arguments"].split("&") if match["arguments"] else ():
            name, equals, value = pair.partition("=")
            if not equals or not _NAME.fullmatch(name) or name in arguments:
                raise BadToken("not an argument")
            arguments[name] = unquote(value.replace("+", " "), errors="replace")
        invocation = cls(match["command"], arguments, int(match["page"] or 1), bool(match["shared"]))
        if not invocation.fits or invocation.token != token:
            raise BadToken("not written by this bot")
        return invocation

    def with_arguments(self, more: Mapping[str, str]) -> Invocation:
        """The same command with `more` arguments filled in, from its first page."""
        return replace(self, arguments={**self.arguments, **more}, page=1)
