"""The app manifest: everything that an organiser would have to set up by hand on Slack's pages, made from the menu."""

from __future__ import annotations

from typing import Any, Literal

from bot.adapters.slack.commands import ROOT, short_names
from bot.core.chat.command import Command, Group, Menu
from bot.core.chat.parameter import AnyParameter

Mode = Literal["socket", "http"]

NAME = "MLOps roadmap"
PATH = "/slack/events"
"""Where HTTP mode listens."""
EXAMPLE = "https://bot.example.org"
"""Stands for the address that an organiser has; replaced by hand, or by the `address` that is given."""
FIND_ANSWER, NEXT_STEP, SHOW_PROGRESS = "find_answer", "next_step", "show_progress"
"""The callback ids of the shortcuts."""
PROGRESS, MEMBER = "progress show", "member"
"""The command that shows how far somebody has come, and the parameter that says who."""

SCOPES = {
    "app_mentions:read": "hear when somebody mentions me",
    "chat:write": "answer",
    "commands": "slash commands and shortcuts",
    "files:write": "send calendar files",
    "im:history": "read what is written to me in direct messages",
    "im:write": "send a private file to whoever asked for it",
    "users:read": "know names, time zones and who is an administrator",
}
"""Every scope that is used, and for what. No other is asked for."""
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")

HINT = 1_000
"""Characters of a command's usage hint."""


_PROGRESS_SHORTCUT = {
    "name": "Show progress",
    "type": "message",
    "callback_id": SHOW_PROGRESS,
    "description": "How far whoever wrote this has come, where they let others see it",
}


def shows_progress(menu: Menu) -> bool:
    """Whether somebody's progress can be asked for."""
    command = menu.command(PROGRESS)
    return command is not None and any(parameter.name == MEMBER for parameter in command.parameters)


def manifest(menu: Menu, mode: Mode, address: str = EXAMPLE) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP at `address`, without a slash at its end."""
    http = {"request_url": f"{address}{PATH}"} if mode == "http" else {}
    url = {"url": f"{address}{PATH}"} if mode == "http" else {}
    options = {"message_menu_options_url": f"{address}{PATH}"} if mode == "http" else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": "Learn MLOps together: a roadmap, answers, interview practice and a plan of your own.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "mlops", "always_online": True},
            "shortcuts": [
                {
                    "name": "Find an answer",
                    "type": "message",
                    "callback_id": FIND_ANSWER,
                    "description": "Look up what this message asks",
                },
                {
                    "name": "Next step",
                    "type": "global",
                    "callback_id": NEXT_STEP,
                    "description": "What to learn next, and why",
                },
                *([_PROGRESS_SHORTCUT] if shows_progress(menu) else []),
            ],
            "slash_commands": [{**command, **url, "should_escape": True} for command in _commands(menu)],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**http, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **http, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def _commands(menu: Menu) -> list[dict[str, Any]]:
    heads = {f"/{head.name}": head for head in menu.heads()}
    root = {
        "command": ROOT,
        "description": "Everything I can do; alone, it shows help",
        "usage_hint": "[help | roadmap 6 | ask what is drift? | …]",
    }
    named = [(name, heads[name]) for name in short_names(menu)]
    return [root, *({"command": name, "description": head.about, **_hint(menu, head)} for name, head in named)]


def _hint(menu: Menu, head: Command | Group) -> dict[str, str]:
    """What may stand behind a command: its subcommands, or its own parameters."""
    if isinstance(head, Group):
        behind = " | ".join(command.name.removeprefix(f"{head.name} ") for command in menu.under(head))
        hint = f"[{behind}]"
    else:
        hint = " ".join(_wanted(parameter) for parameter in head.parameters)
    return {"usage_hint": hint[:HINT]} if hint else {}


def _wanted(parameter: AnyParameter) -> str:
    return parameter.name if parameter.required else f"[{parameter.name}]"
