"""The menu as application commands: complete, within Discord's limits, registered only when they changed."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest

from bot.adapters.discord.commands import application_commands, called, differ, offered
from bot.adapters.discord.manifest import manifest
from bot.core.chat.blocks import Option
from bot.core.chat.command import Command, Group, Menu
from bot.core.chat.parameter import Choice, Parameter, Words
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from tests.adapters.discord.golden import same_as_golden, same_text
from tests.adapters.discord.menu import Gate, small_menu
from tests.fakes.discord.limits import command_problems
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import body_problems

MANIFEST = Path("docs/manifests/discord.json")


async def run(request: Request) -> Reply:
    """Does nothing."""
    return Reply("Nothing")


def problems(commands: list[dict[str, Any]]) -> list[str]:
    """What Discord would refuse."""
    return [*body_problems("put", "/applications/{application_id}/commands", commands), *command_problems(commands)]


def test_the_whole_menu(dispatch: Dispatch) -> None:
    commands = application_commands(dispatch.menu)
    assert problems(commands) == []
    names = {one["name"] for one in commands}
    assert names == {head.name for head in dispatch.menu.heads()} | {"mlops", "Find an answer", "Show progress"}
    for command in dispatch.menu:
        first, *rest = command.name.split(" ")
        registered: Any = next(one for one in commands if one["name"] == first)
        if rest:
            registered = next(one for one in registered["options"] if one["name"] == "-".join(rest))
        assert registered["description"] == command.about
        assert [one["name"] for one in registered.get("options", [])] == [one.name for one in command.all_parameters]


def test_the_committed_manifest_is_fresh(dispatch: Dispatch) -> None:
    same_text(MANIFEST, manifest(dispatch.menu))


def test_each_kind_of_option() -> None:
    commands = application_commands(small_menu(Gate()))
    assert problems(commands) == []
    same_as_golden("commands", commands)


def test_what_discord_adds_is_no_change(dispatch: Dispatch) -> None:
    wanted = application_commands(dispatch.menu)
    fake = FakeDiscord()
    registered = [fake._registered(deepcopy(one)) for one in reversed(wanted)]
    assert not differ(wanted, registered)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(description="Something else"),
        lambda one: one.update(name="other"),
        lambda one: one["options"].pop(),
        lambda one: one["options"].reverse(),
        lambda one: one["options"][0].update(required=True),
        lambda one: one.update(contexts=[0]),
        lambda one: one.update(default_member_permissions="0"),
    ],
)
def test_what_would_work_otherwise_is_a_change(change: Any, dispatch: Dispatch) -> None:
    wanted = application_commands(dispatch.menu)
    registered = deepcopy(wanted)
    change(registered[0])
    assert differ(wanted, registered)


def test_a_command_too_many_is_a_change(dispatch: Dispatch) -> None:
    wanted = application_commands(dispatch.menu)
    assert differ(wanted, wanted[1:])
    assert differ(wanted[1:], wanted)
    assert differ(wanted, [])


def test_three_words_become_two() -> None:
    menu = Menu([Group("group", "A group", default="group pair sets"), Command("group pair sets", "Pairs", run)])
    commands = application_commands(menu)
    assert problems(commands) == []
    assert commands[0]["options"] == [{"type": 1, "name": "pair-sets", "description": "Pairs"}]
    assert called(menu, "group pair-sets") is menu.command("group pair sets")
    assert called(menu, "group other") is None


def test_what_discord_has_no_room_for_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="Discord takes 25"):
        application_commands(
            Menu(
                [
                    Group("big", "Big", default="big c0"),
                    *(Command(f"big c{number}", "One", run) for number in range(26)),
                ]
            )
        )
    with pytest.raises(ValueError, match="Discord takes 100"):
        application_commands(Menu(Command(f"c{number}", "One", run) for number in range(100)))
    with pytest.raises(ValueError, match="different names"):
        application_commands(Menu([Command("mlops", "One", run)]))


def test_a_choice_of_more_than_25_is_typed() -> None:
    options = tuple(Option(f"o{number}", f"Option {number}") for number in range(26))
    parameters = (Parameter("one", "One", Choice(options)), Parameter("two", "Two", Words()))
    first, *_ = application_commands(Menu([Command("pick", "Pick", run, parameters)]))
    one, two = cast("list[dict[str, Any]]", first["options"])
    assert one == {"type": 3, "name": "one", "description": "One", "required": True, "autocomplete": True}
    assert two["max_length"] == 2_000


def test_suggestions_are_what_can_be_sent() -> None:
    options = [Option("a" * 101, "Too long"), Option("", "Nothing"), Option("b", ""), Option("c", "C" * 200)]
    assert offered(options) == [{"name": "b", "value": "b"}, {"name": "C" * 99 + "…", "value": "c"}]
    assert len(offered([Option(str(number), "x") for number in range(40)])) == 25
