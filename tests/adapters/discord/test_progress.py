"""Whose progress is shown on Discord from the menu of a person."""

from __future__ import annotations

import asyncio
import itertools

from bot.adapters.discord.commands import SHOW_PROGRESS, application_commands
from bot.core.chat.blocks import Text
from bot.core.chat.command import Command, Group, Menu
from bot.core.chat.parameter import Parameter, Someone
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from tests.adapters.discord.conftest import door_to
from tests.adapters.discord.menu import Gate, small_menu
from tests.fakes.discord.actions import on_person
from tests.fakes.discord.people import ANA, BEN
from tests.fakes.discord.server import FakeDiscord


async def show(request: Request) -> Reply:
    return Reply("Progress", (Text(f"`{request.invocation.arguments.get('member', 'mine')}`"),))


def grown_menu(*parameters: Parameter[object]) -> Menu:
    """The small menu, and what shows progress."""
    small = small_menu(Gate())
    progress = Group("progress", "Progress", default="progress show")
    return Menu((*small.groups, *small, progress, Command("progress show", "How far", show, parameters)))


MEMBER = Parameter("member", "Whose", Someone(), required=False)


async def test_a_person_s_menu_shows_their_progress_in_private(fake: FakeDiscord) -> None:
    menu = grown_menu(MEMBER)
    door = door_to(fake, Dispatch(menu, itertools.count().__next__, lambda: "a1b2c3"))
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    await fake.registered()

    exchange = await fake.interact(2, on_person(fake.commands, SHOW_PROGRESS, BEN), ANA)
    await exchange.until("answered")

    assert exchange.last is not None
    assert exchange.last.private_for == ANA.id
    assert exchange.last.texts == ["## Progress", f"`discord:{BEN.id}`"]
    await door.close()
    await running


def test_it_is_offered_where_there_is_progress_of_others() -> None:
    def names(menu: Menu) -> list[object]:
        return [command["name"] for command in application_commands(menu) if command["type"] == 2]

    assert names(grown_menu(MEMBER)) == [SHOW_PROGRESS]
    assert names(grown_menu()) == []
    assert names(small_menu(Gate())) == []
