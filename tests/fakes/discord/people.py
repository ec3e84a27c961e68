"""Who and what there is on the fake Discord: people, a server with channels and a thread, direct messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

APPLICATION = 700_000_000_000_000_001
BOT_ROLE = 700_000_000_000_000_002
SERVER = 800_000_000_000_000_001
CHANNEL = 810_000_000_000_000_001
THREAD = 810_000_000_000_000_002
DIRECT = 810_000_000_000_000_003
GROUP = 810_000_000_000_000_004
SYSTEM_CHANNEL = 810_000_000_000_000_005

EVERYBODY = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 31)
"""View channels, send messages, attach files, use commands."""
MANAGE_SERVER = 1 << 5


@dataclass(frozen=True)
class Someone:
    """A person on the fake Discord."""

    id: int
    name: str
    permissions: int = EVERYBODY
    roles: tuple[int, ...] = ()

    def user(self) -> dict[str, Any]:
        """The person as the API shows a user."""
        return user(self.id, self.name)

    def member(self) -> dict[str, Any]:
        """The person as the API shows a member of a server, with the rights in the channel."""
        return {
            "user": self.user(),
            "roles": [str(role) for role in self.roles],
            "joined_at": "2026-01-01T00:00:00.000000+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "nick": None,
            "avatar": None,
            "banner": None,
            "premium_since": None,
            "pending": False,
            "communication_disabled_until": None,
            "permissions": str(self.permissions),
        }


@dataclass(frozen=True)
class Where:
    """Somewhere to talk; `server` is None in direct messages."""

    channel: int = CHANNEL
    kind: int = 0
    server: int | None = SERVER
    context: int = 0


IN_CHANNEL = Where()
IN_THREAD = Where(THREAD, 11)
IN_DIRECT = Where(DIRECT, 1, None, 1)
IN_GROUP = Where(GROUP, 3, None, 2)

ANA = Someone(900_000_000_000_000_001, "ana")
BEN = Someone(900_000_000_000_000_002, "ben")
CHIDI = Someone(900_000_000_000_000_003, "chidi")
DEVI = Someone(900_000_000_000_000_004, "devi", EVERYBODY | MANAGE_SERVER)
PEOPLE = {one.name: one for one in (ANA, BEN, CHIDI, DEVI)}


def user(number: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    """A user as the API shows one."""
    return {
        "id": str(number),
        "username": name,
        "discriminator": "0",
        "global_name": None if bot else name.capitalize(),
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def bot_user() -> dict[str, Any]:
    """The bot itself."""
    return user(APPLICATION, "roadmap", bot=True)


def channel(where: Where) -> dict[str, Any]:
    """A channel as an interaction shows it."""
    shown: dict[str, Any] = {"id": str(where.channel), "type": where.kind, "last_message_id": None, "flags": 0}
    if where.kind == 1:
        return {**shown, "recipients": [bot_user()], "recipient_flags": 0}
    if where.kind == 3:
        return {**shown, "recipients": [ANA.user()], "name": None, "icon": None, "owner_id": str(BEN.id)}
    shown |= {"name": "study-group", "guild_id": str(where.server), "position": 0, "permissions": str(EVERYBODY)}
    if where.kind == 11:
        metadata = {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00.000000+00:00",
            "locked": False,
        }
        shown |= {
            "parent_id": str(CHANNEL),
            "owner_id": str(ANA.id),
            "thread_metadata": metadata,
            "message_count": 1,
            "member_count": 1,
            "rate_limit_per_user": 0,
        }
    return shown


def guild(
    number: int = SERVER, *, bot_permissions: int = EVERYBODY, system_channel: int | None = None
) -> dict[str, Any]:
    """A server as the gateway shows it when it becomes available."""
    channels = [
        {**_text_channel(CHANNEL + number - SERVER, "study-group"), "position": 0},
        {**_text_channel(SYSTEM_CHANNEL + number - SERVER, "welcome"), "position": 1},
    ]
    return {
        "id": str(number),
        "name": "MLOps learners",
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(DEVI.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [_role(number, "@everyone", 0, 0), _role(BOT_ROLE, "roadmap", 1, bot_permissions)],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None if system_channel is None else str(system_channel),
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "public_updates_channel_id": None,
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "joined_at": "2026-01-01T00:00:00.000000+00:00",
        "large": False,
        "member_count": 5,
        "voice_states": [],
        "members": [
            {
                "user": bot_user(),
                "roles": [str(BOT_ROLE)],
                "joined_at": "2026-01-01T00:00:00.000000+00:00",
                "deaf": False,
                "mute": False,
                "flags": 0,
            }
        ],
        "channels": channels,
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
    }


def _text_channel(number: int, name: str) -> dict[str, Any]:
    return {
        "id": str(number),
        "type": 0,
        "name": name,
        "permission_overwrites": [],
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "parent_id": None,
        "flags": 0,
    }


def _role(number: int, name: str, position: int, permissions: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
