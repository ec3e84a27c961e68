"""What the bot says when it joins a server: once, where it may, and in the log where it may not."""

from __future__ import annotations

import logging

import discord

from bot.adapters.discord.library import message_parameters
from bot.adapters.discord.permissions import NEEDED, how_to_grant, missing
from bot.adapters.discord.render import render
from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.command import Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Audience, Reply

log = logging.getLogger("bot.discord")

_STEPS = (("See the roadmap", "roadmap overview"), ("Ask a question", "ask"), ("What can you do?", "help"))


def hello(menu: Menu) -> Reply:
    """The greeting, with the first steps that the menu has."""
    steps = [(label, name) for label, name in _STEPS if menu.command(name)]
    return Reply(
        "Hello!",
        (
            Text(
                "I help people who learn MLOps together: a roadmap from first steps to models in production, answers "
                "to questions, and practice for interviews. What you ask me, only you see, until you share it. "
                "Type `/help` to begin."
            ),
            Buttons(
                tuple(Button(label, Invocation(name), main=not place) for place, (label, name) in enumerate(steps))
            ),
        ),
        audience=Audience.EVERYONE,
    )


async def greet(client: discord.Client, guild: discord.Guild, menu: Menu) -> None:
    """Say hello in the channel for system messages. Raises nothing for what Discord doesn't allow."""
    channel = guild.system_channel
    if channel is None:
        log.info("server %s has no channel for system messages, so nobody was greeted", guild.id)
        return
    names = missing(channel.permissions_for(guild.me).value, NEEDED)
    if names:
        log.warning("may not greet in channel %s of server %s. %s", channel.id, guild.id, how_to_grant(names))
        return
    payload = {**render(hello(menu)).data(), "nonce": f"hello-{guild.id}", "enforce_nonce": True}
    try:
        await client.http.send_message(channel.id, params=message_parameters(payload))
    except discord.HTTPException as problem:
        log.warning(
            "could not greet in channel %s of server %s: %s %s", channel.id, guild.id, problem.status, problem.code
        )
