"""Files and pictures: Slack carries them beside a message, into a channel that the bot is in, or to one person."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.trouble import FAILURES, code, for_member, unreachable
from bot.core.chat.blocks import File, Picture
from bot.core.chat.markup import escape
from bot.core.chat.reply import Audience, Reply

log = logging.getLogger("bot.slack")

ALT = 1_000
"""Characters of a picture's description."""

Calling = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""Makes a call to Slack."""


def carried_files(reply: Reply) -> list[dict[str, Any]]:
    """The files and pictures of a reply, as the client uploads them."""
    uploads: list[dict[str, Any]] = []
    for block in reply.blocks:
        match block:
            case File():
                uploads.append({"filename": block.name, "title": block.name, "file": block.data})
            case Picture():
                name = f"picture-{1 + sum('alt_txt' in upload for upload in uploads)}.png"
                alt = block.alt[:ALT]
                uploads.append({"filename": name, "title": alt[:100] or name, "file": block.data, "alt_txt": alt})
            case _:
                pass
    return uploads


async def send_files(
    api: AsyncWebClient, call: Calling, reply: Reply, user: str, channel: str, thread: str
) -> str | None:
    """Send a reply's files; what to tell the person about where they went, or why they didn't, in Markdown."""
    uploads = carried_files(reply)
    names = escape(", ".join(upload["title"] for upload in uploads))
    here = channel if channel and (reply.audience is Audience.EVERYONE or channel.startswith("D")) else ""
    words = ""
    if here:
        try:
            await call(lambda: api.files_upload_v2(channel=here, file_uploads=uploads, thread_ts=thread or None))
        except FAILURES as error:
            log.warning("a file could not be sent: %s", code(error))
            words = for_member(error, f"Sending {names}")
            if not unreachable(error):
                return words
        else:
            return None
    try:
        opened = await call(lambda: api.conversations_open(users=user))
        where = opened["channel"]["id"]
        if where != here:
            await call(lambda: api.files_upload_v2(channel=where, file_uploads=carried_files(reply)))
            return f"{words} I sent {names} to you in a direct message.".strip()
    except FAILURES as error:
        log.warning("a file could not be sent: %s", code(error))
        return for_member(error, f"Sending {names}")
    return words or None
