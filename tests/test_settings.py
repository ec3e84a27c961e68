"""Settings: read from text, checked, and never printed where they are secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import BadSettings, Secret, Settings, read_settings

NO_FILE = Path("no such file")


def test_what_is_not_set_or_empty_is_the_default() -> None:
    assert read_settings({"HTTP_PORT": " ", "LOG_LEVEL": ""}, NO_FILE) == Settings()


def test_what_is_set_is_read() -> None:
    given = {"DISCORD_TOKEN": " MTIz.abc ", "HTTP_PORT": "0", "SLACK_MODE": "HTTP", "CONTENT_DIR": "/there"}
    settings = read_settings(given, NO_FILE)

    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "MTIz.abc"
    assert (settings.http_port, settings.slack_mode, settings.content_dir) == (0, "http", Path("/there"))


def test_the_environment_stands_above_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=1\nLOG_FORMAT=json\n", encoding="utf-8")

    settings = read_settings({"HTTP_PORT": "2"}, tmp_path / ".env")

    assert (settings.http_port, settings.log_format) == (2, "json")


def test_every_wrong_setting_is_named_at_once_and_none_is_repeated() -> None:
    given = {
        "HTTP_PORT": "-1",
        "SLACK_API_URL": "ftp://secret",
        "LOG_LEVEL": "loud",
        "DISCORD_GATEWAY_URL": "https://x",
    }

    with pytest.raises(BadSettings) as wrong:
        read_settings(given, NO_FILE)

    assert str(wrong.value).splitlines() == [
        "These settings cannot be used:",
        "DISCORD_GATEWAY_URL: must begin with wss:// or ws://",
        "SLACK_API_URL: must begin with https:// or http://",
        "HTTP_PORT: must be a whole number from 0 to 65535",
        "LOG_LEVEL: must be debug, info, warning or error",
    ]


def test_a_token_never_prints() -> None:
    settings = Settings(discord_token=Secret("MTIz.abc"))

    assert "MTIz" not in f"{settings} {settings!r} {settings.discord_token}"
