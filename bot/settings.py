"""Settings from the environment and `.env`, read once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

PACKAGE = Path(__file__).parent


def _begins(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        if not value.startswith(schemes):
            raise ValueError(f"must begin with {' or '.join(schemes)}")
        return value

    return AfterValidator(check)


def _names_a_database(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return value


DatabaseUrl = Annotated[SecretStr, AfterValidator(_names_a_database)]
"""May hold a password."""
WebUrl = Annotated[str, _begins("https://", "http://")]
SocketUrl = Annotated[str, _begins("wss://", "ws://")]


class BadSettings(Exception):
    """Settings that cannot be used; the message names each of them and says what to write."""


def _content_directory() -> Path:
    """The curriculum inside an installed package, or beside it in a checkout."""
    inside = PACKAGE / "content"
    return inside if inside.is_dir() else PACKAGE.parent / "content"


class Settings(BaseModel):
    """Everything that can be set from outside; each name, in capitals, is an environment variable of `.env.example`.

    Tokens are secrets: they print as stars, and only the door that needs one reads it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    discord_token: SecretStr | None = None
    discord_api_url: WebUrl = "https://discord.com/api/v10"
    discord_gateway_url: SocketUrl = "wss://gateway.discord.gg/"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: WebUrl = "https://slack.com/api/"
    slack_mode: Literal["socket", "http"] = "socket"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    database_url: DatabaseUrl = SecretStr("sqlite:///data/bot.db")
    content_dir: Path = Field(default_factory=_content_directory)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"


def read_settings(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Settings from `env_file` where it exists, overridden by the environment. Empty values count as not set.

    Raises `BadSettings`.
    """
    values: dict[str, str] = {}
    if env_file.is_file():
        from dotenv import dotenv_values

        values.update({name: value for name, value in dotenv_values(env_file).items() if value is not None})
    values.update(os.environ if environment is None else environment)
    given = {
        name: values[name.upper()].strip() for name in Settings.model_fields if values.get(name.upper(), "").strip()
    }
    for name in ("log_level", "log_format", "slack_mode"):
        if name in given:
            given[name] = given[name].lower()
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors(include_url=False)]
        raise BadSettings("These settings cannot be used:\n" + "\n".join(lines)) from None
