from __future__ import annotations

import pytest

from bot.core.chat.blocks import Items
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from bot.core.features.help_topics import TOPICS, by_topic
from tests.core.helpers import a_reply, buttons, said, scene, selects


def listed(reply: Reply) -> list[str]:
    lists = [block.items for block in reply.blocks if isinstance(block, Items)]
    return [item.split("`")[1].removeprefix("/") for items in lists for item in items]


async def test_help_lists_what_one_may_use(dispatch: Dispatch) -> None:
    for organiser in (False, True):
        reply = await said(dispatch, "/help", scene(organiser=organiser))
        caller = scene(organiser=organiser).caller
        usable = {command.name.split()[0] for command in dispatch.menu if command.allows(caller)}
        assert sorted(listed(reply)) == sorted(usable)
        assert ("/content" in plain(reply)) is organiser
        for head in dispatch.menu.heads():
            assert (head.about in plain(reply)) is (head.name in usable)


def test_every_command_has_its_topic(dispatch: Dispatch) -> None:
    named = [name for topic in TOPICS for name in topic.heads]
    assert len(named) == len(set(named))
    assert {head.name for head in dispatch.menu.heads()} <= set(named)
    assert not {topic.id for topic in TOPICS} & {head.name for head in dispatch.menu.heads()}


async def test_a_topic_leads_to_each_of_its_commands(dispatch: Dispatch) -> None:
    topics = selects(await said(dispatch, "/help", scene(organiser=True)))["Tell me more about…"].options
    for option in topics:
        reply = await said(dispatch, f"/help {option.value}", scene(organiser=True))
        assert reply.title == option.label
        assert [f"/{name}" for name in listed(reply)] == [one.label for one in selects(reply)["How do I use…"].options]


async def test_a_topic_for_organisers_is_nothing_to_members(dispatch: Dispatch) -> None:
    assert (await said(dispatch, "/help organising")).title == "What I can do"


def test_what_no_topic_names_stands_under_the_last() -> None:
    async def run(request: Request) -> Reply:
        return Reply("New")

    new = Command("brandnew", "Something new", run)
    assert list(by_topic([new])) == [(TOPICS[-1], [new])]


async def test_help_is_for_whoever_asked(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/help")
    assert reply.audience is Audience.CALLER
    assert list(buttons(reply)) == ["See the roadmap", "What next?", "Ask a question"]


async def test_how_to_use_every_command(dispatch: Dispatch) -> None:
    for command in dispatch.menu:
        reply = await said(dispatch, f"/help {command.name}", scene(organiser=True))
        assert reply.title == f"How to use /{command.name}"
        text = plain(reply)
        assert f"/{command.name}: {command.about}." in text
        for parameter in command.all_parameters:
            optional = "" if parameter.required else " (optional)"
            assert f"- {parameter.name}{optional}: {parameter.about}" in text
        for example in command.examples:
            assert f"- /{example}" in text
        steps = buttons(reply)
        assert steps.pop("All commands") == Invocation("help")
        if command.name != "help":
            assert steps == {f"Try /{command.name}": Invocation(command.name)}


async def test_how_to_use_every_group(dispatch: Dispatch) -> None:
    for group in dispatch.menu.groups:
        for line in (f"/help {group.name}", f"/help /{group.name.upper()}", f"/help command:{group.name}"):
            reply = await said(dispatch, line, scene(organiser=True))
            assert reply.title == f"How to use /{group.name}"
            text = plain(reply)
            assert group.about in text
            usable = [command for command in dispatch.menu.under(group) if command.allows(scene().caller)]
            assert all(f"/{command.name}: {command.about}." in text for command in usable)
            assert buttons(reply)[f"Try /{group.name}"] == Invocation(group.default)


async def test_help_about_help(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/help help")
    assert reply.title == "How to use /help"
    assert buttons(reply) == {"All commands": Invocation("help")}


async def test_help_by_another_name(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/help what next")
    assert "/next: " in plain(reply)
    pressed = await dispatch.pressed(buttons(reply)["Try /what next"].token, scene(who="nora"), on=Audience.CALLER)
    assert a_reply(pressed).title.startswith("Next: ")


async def test_how_to_use_what_one_may_not_use_is_not_told(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/help content")
    assert reply.title == "What I can do"
    assert "/content" not in plain(reply)


async def test_what_is_for_organisers_is_not_suggested(dispatch: Dispatch) -> None:
    assert dispatch.suggestions("help", "command", "content") == []
    assert dispatch.suggestions("help", "command", "interview")[0].value == "interview"
    assert "/content" not in plain(await said(dispatch, "/help contentt"))
    assert (await said(dispatch, "/help content", scene(organiser=True))).title == "How to use /content"


@pytest.mark.parametrize(
    ("typed", "title"), [("raodmap", "/roadmap"), ("glossry", "/glossary"), ("plan steps", "/plan steps")]
)
async def test_help_about_a_misspelt_command(dispatch: Dispatch, typed: str, title: str) -> None:
    assert (await said(dispatch, f"/help {typed}")).title == f"How to use {title}"


async def test_help_about_nothing_known(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/help zzzzzzz")
    assert reply.title == "That didn't work"
    assert "I know no command called “zzzzzzz”." in plain(reply)
