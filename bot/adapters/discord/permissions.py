"""What the bot may do in a server, what it needs, and how somebody grants what is missing."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

VIEW_CHANNEL, SEND_MESSAGES, SEND_IN_THREADS, ATTACH_FILES = 1 << 10, 1 << 11, 1 << 38, 1 << 15
READ_HISTORY, CREATE_THREADS = 1 << 16, 1 << 35
CREATE_EVENTS = 1 << 44
ADMINISTRATOR, MANAGE_SERVER = 1 << 3, 1 << 5

NEEDED = VIEW_CHANNEL | SEND_MESSAGES
"""For the greeting in a new server, and for posts; answers to commands need no permission at all."""
INVITED = NEEDED | ATTACH_FILES | READ_HISTORY | CREATE_THREADS | SEND_IN_THREADS | CREATE_EVENTS
"""What an invitation asks for: posts with pictures, their threads, looking whether a post arrived, and events."""
SCOPES = ("bot", "applications.commands")

THREADS = (10, 11, 12)
"""Kinds of channels that are threads."""

_NAMES = {
    VIEW_CHANNEL: "View Channel",
    SEND_MESSAGES: "Send Messages",
    SEND_IN_THREADS: "Send Messages in Threads",
    CREATE_THREADS: "Create Public Threads",
    ATTACH_FILES: "Attach Files",
    READ_HISTORY: "Read Message History",
    CREATE_EVENTS: "Create Events",
}


def is_organiser(permissions: int) -> bool:
    """Whether somebody with these permissions runs the server: Administrator or Manage Server."""
    return bool(permissions & (ADMINISTRATOR | MANAGE_SERVER))


def wanted(*, thread: bool, files: bool) -> int:
    """What an answer takes that Discord refused for want of a permission."""
    return VIEW_CHANNEL | (SEND_IN_THREADS if thread else SEND_MESSAGES) | (ATTACH_FILES if files else 0)


def missing(permissions: int, wanted: int = NEEDED) -> list[str]:
    """The names of what is wanted and not there, as Discord's settings write them."""
    if permissions & ADMINISTRATOR:
        return []
    return [name for bit, name in _NAMES.items() if wanted & bit and not permissions & bit]


def how_to_grant(names: list[str]) -> str:
    """What somebody with the right to do so does about it, in one sentence."""
    what = ", ".join(f"“{name}”" for name in names) or "“View Channel” and “Send Messages”"
    return f"An organiser can allow it: open the channel's settings → Permissions, add my role, and switch on {what}."


def how_to_grant_server(names: list[str]) -> str:
    """The same for what is allowed in a whole server."""
    what = ", ".join(f"“{name}”" for name in names) or "“Create Events”"
    return f"An organiser can allow it: open Server Settings → Roles, choose my role, and switch on {what}."


def invite_link(application: int | None) -> str:
    """Where an organiser adds the bot to a server: the two scopes and the permissions in use, nothing more."""
    query = {
        "client_id": str(application) if application else "YOUR_APPLICATION_ID",
        "scope": " ".join(SCOPES),
        "permissions": str(INVITED),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def application_of(token: str) -> int | None:
    """The application that a bot's token belongs to: its first part is the number, in base 64."""
    first = token.strip().split(".", 1)[0]
    try:
        number = base64.b64decode(first + "=" * (-len(first) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(number) if number.isascii() and number.isdigit() else None
