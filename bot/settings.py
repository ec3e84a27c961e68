"""Settings from the environment and `.env`, read once at start.

They are checked by hand, for that takes thirty lines: importing the library that checks the content costs as much as a
quarter of a start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent


class BadSettings(Exception):
    """Settings that cannot be used; the message names each of them and says what to write."""


class Secret:
    """A token: it prints as stars, and only the door that needs it reads it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('**********')"

    def get_secret_value(self) -> str:
        """The token itself."""
        return self._value


def _by(read: Callable[[str], object]) -> dict[str, Callable[[str], object]]:
    """How a setting is read: `read` makes its value, or raises ValueError with what must be written instead."""
    return {"read": read}


def _address(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.startswith(schemes):
            raise ValueError(f"must begin with {' or '.join(schemes)}")
        return text

    return read


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if (word := text.lower()) not in words:
            raise ValueError(f"must be {', '.join(words[:-1])} or {words[-1]}")
        return word

    return read


def _database(text: str) -> Secret:
    return Secret(_address("sqlite:///", "postgresql://", "postgres://")(text))


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65_535):
        raise ValueError("must be a whole number from 0 to 65535")
    return int(text)


def _content_directory() -> Path:
    """The curriculum inside an installed package, or beside it in a checkout."""
    inside = PACKAGE / "content"
    return inside if inside.is_dir() else PACKAGE.parent / "content"


_WEB, _SOCKET = _address("https://", "http://"), _address("wss://", "ws://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set from outside; each name, in capitals, is an environment variable of `.env.example`."""

    discord_token: Secret | None = field(default=None, metadata=_by(Secret))
    discord_api_url: str = field(default="https://discord.com/api/v10", metadata=_by(_WEB))
    discord_gateway_url: str = field(default="wss://gateway.discord.gg/", metadata=_by(_SOCKET))
    slack_bot_token: Secret | None = field(default=None, metadata=_by(Secret))
    slack_app_token: Secret | None = field(default=None, metadata=_by(Secret))
    slack_signing_secret: Secret | None = field(default=None, metadata=_by(Secret))
    slack_api_url: str = field(default="https://slack.com/api/", metadata=_by(_WEB))
    slack_mode: Literal["socket", "http"] = field(default="socket", metadata=_by(_one_of("socket", "http")))
    http_host: str = field(default="127.0.0.1", metadata=_by(str))
    public_url: str = field(default="", metadata=_by(_WEB))
    """Where what is served on `http_port` can be reached from outside, for calendars to subscribe to."""
    http_port: int = field(default=8080, metadata=_by(_port))
    database_url: Secret = field(default=Secret("sqlite:///data/bot.db"), metadata=_by(_database))
    """May hold a password."""
    content_dir: Path = field(default_factory=_content_directory, metadata=_by(Path))
    log_level: str = field(default="info", metadata=_by(_one_of("debug", "info", "warning", "error")))
    log_format: str = field(default="text", metadata=_by(_one_of("text", "json")))


def read_settings(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Settings from `env_file` where it exists, overridden by the environment. Empty values count as not set.

    Raises `BadSettings`.
    """
    given: dict[str, str] = {}
    if env_file.is_file():
        from dotenv import dotenv_values

        given.update({name: value for name, value in dotenv_values(env_file).items() if value is not None})
    given.update(os.environ if environment is None else environment)
    values: dict[str, object] = {}
    wrong: list[str] = []
    for one in fields(Settings):
        if text := given.get(one.name.upper(), "").strip():
            try:
                values[one.name] = one.metadata["read"](text)
            except ValueError as problem:
                wrong.append(f"{one.name.upper()}: {problem}")
    if wrong:
        raise BadSettings("\n".join(["These settings cannot be used:", *wrong]))
    return Settings(**values)  # type: ignore[arg-type]
