"""Study groups in chat: who may do what, and what is said when something stands against it."""

from __future__ import annotations

import pytest

from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Form
from bot.core.features.ask import AskFeature
from bot.core.model.group import MOST_GROUPS
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.features.group_town import REFUSED, Town, code_of
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, markdowns, marked, selects
from tests.fakes.shelf import FakeShelf, tiny_library


@pytest.fixture
async def town(database: Database) -> Town:
    shelf = FakeShelf(tiny_library())
    return Town(new_dispatch(shelf, AskFeature(shelf), database), database)


@pytest.fixture
async def owls(town: Town) -> Town:
    """Ana owns the Night Owls, Ben is in them."""
    await town.say("ana", "/group create Night Owls phase:1 hours:6 days:mon-wed")
    await town.say("ben", "/group join Night Owls")
    return town


async def test_nothing_yet(town: Town) -> None:
    assert list(buttons(await town.say("ana", "/group"))) == [
        "Find a group",
        "All groups here",
        "Found a group",
        "Share",
    ]
    assert (await town.say("ana", "/group list")).title == "There is no study group here yet"
    assert (await town.say("ana", "/group find")).title == "No study group has a free place for you"
    for line in ("/group leave", "/group join", "/group edit", "/group tracker", "/group week", "/group home"):
        assert (await town.say("ana", line)).title == "You are in no study group yet"
    assert "I know no study group called “Owls”" in await town.refused("ana", "/group show Owls")
    assert "“7”" in await town.refused("ana", "/group show 7")
    direct = town.scene("zoe", channel=None, space=None)
    for line in ("/group list", "/group find", "/group create Owls"):
        assert (await town.say("zoe", line, direct)).title == "Study groups live in a server or workspace"


async def test_founding(town: Town) -> None:
    form = a_form(await town.answer("ana", "/group create"))
    assert [one.parameter.name for one in form.questions] == ["name", "phase", "hours", "days", "joining"]
    reply = await town.say("ana", "/group create Night Owls hours:1 joining:invitation phase:any")
    assert (reply.title, reply.audience) == ("Night Owls", Audience.CALLER)
    group = await town.group()
    assert (group.hours, group.days, group.joining.value, group.phase) == (1, (), "invitation", None)
    assert await town.say("ana", "/group create NIGHT owls") == await town.say("ana", "/group create night OWLS")
    assert "already" in await town.refused("ben", "/group create night owls")
    assert "2 to 40 characters" in await town.refused("ben", "/group create x")
    assert "letter" in await town.refused("ben", "/group create name:42")
    assert "no weekday" in await town.refused("ben", "/group create Larks days:someday")
    assert "no phase" in await town.refused("ben", "/group create Larks phase:9")
    await town.say("ben", "/group create Larks phase:basics")
    assert (await town.group(2)).phase == "basics"


async def test_nobody_is_in_too_many_groups(town: Town) -> None:
    for number in range(MOST_GROUPS):
        await town.say("ana", f"/group create Group {chr(65 + number) * 2}")
    assert "which is the most" in await town.refused("ana", "/group create One More")
    await town.say("ben", "/group create Larks")
    assert "which is the most" in await town.refused("ana", "/group join Larks")


async def test_member_text_is_never_markup(town: Town) -> None:
    founded = 0
    for text in HOSTILE:
        line = f'/group create name:"zq {" ".join(text.split())[:30]}"'
        founded += (await town.answer("ana", line)).title not in (REFUSED, "Found a study group; you own it")
        await town.say("ana", "/group leave sure:yes")
    assert founded > len(HOSTILE) / 2
    await town.sql("UPDATE members SET name = '**zq** @everyone'")
    await town.say("ben", "/group create **zq** <@1> [a](https://evil.example)")
    await town.say("ben", "/group edit about:'**zq** @here `x`'")
    await town.say("ben", "/group home")
    for line in (
        "/group",
        "/group list",
        "/group find",
        "/group tracker",
        "/group leave",
        "/group archive",
        "/group home",
    ):
        for who in ("ben", "chidi"):
            reply = await town.say(who, line)
            for block in reply.blocks:
                for markdown in markdowns(block):
                    found = [words for words in marked(markdown) if "evil" in words]
                    assert not found or found == ["**zq** <@1> [a](https://evil.example)"], (line, found)


async def test_which_group_is_meant(owls: Town) -> None:
    assert (await owls.say("ben", "/group")).title == "Night Owls"
    await owls.say("ben", "/group create Larks")
    reply = await owls.say("ben", "/group")
    assert reply.title == "Which study group?"
    (menu,) = selects(reply).values()
    assert [option.label for option in menu.options] == ["Larks", "Night Owls"]
    answer = await owls.dispatch.pressed(menu.carried.token, owls.scene("ben"), on=Audience.CALLER, chosen=["1"])
    assert answer.title == "Night Owls"
    await owls.say("ana", "/group home", owls.scene("ana", channel="owls"))
    assert (await owls.say("ben", "/group", owls.scene("ben", channel="owls"))).title == "Night Owls"
    assert (await owls.say("chidi", "/group", owls.scene("chidi", channel="owls"))).title == "Night Owls"
    for line in ("/group #1", "/group show 1", "/group NIGHT  owls", "/group show owls"):
        assert (await owls.say("ben", line)).title == "Night Owls"
    long = f"/group edit about:{'x' * 90}"
    assert "group:" in plain(await owls.say("ben", long))


async def test_groups_of_others_cannot_be_seen_from_elsewhere(owls: Town) -> None:
    there = owls.scene("eve", space="test:there")
    for line in ("/group show 1", "/group show Night Owls", "/group join 1", "/group tracker 1", "/group show 99"):
        await owls.refused("eve", line, there)
    outside = owls.scene("eve", channel=None, space=None)
    await owls.refused("eve", "/group show Night Owls", outside)
    assert (await owls.say("ben", "/group show 1", owls.scene("ben", space="test:there"))).title == "Night Owls"
    assert (await owls.say("ben", "/group", owls.scene("ben", channel=None, space=None))).title == "Night Owls"


async def test_two_groups_called_alike(owls: Town) -> None:
    """One lives here, one came with a channel from elsewhere."""
    elsewhere = owls.scene("zoe", channel="z", space="test:there")
    await owls.say("zoe", "/group create Night Owls", elsewhere)
    code = await code_of(owls, "zoe", "/group home code:yes", elsewhere)
    assert (
        await owls.say("ana", f"/group home {code}", owls.scene("ana", channel="second"))
    ).title == "Night Owls lives here"
    await owls.say("ana", "/group create Owls of Day")
    reply = await owls.say("chidi", "/group show owls")
    (menu,) = selects(reply).values()
    assert len(menu.options) == 3


async def test_editing(owls: Town) -> None:
    form = a_form(await owls.answer("ana", "/group edit"))
    assert [one.value for one in form.questions] == ["Night Owls", "", "6", "Mon Tue Wed", "12"]
    assert isinstance(form, Form)
    assert len(form.questions) <= 5
    filled = {"name": "Early Birds", "about": "We meet\nearly", "hours": "2", "days": "any", "size": "4"}
    answer = await owls.dispatch.pressed(form.invocation.token, owls.scene("ana"), on=Audience.CALLER, filled=filled)
    assert "We meet early" in plain(answer)
    group = await owls.group()
    assert (group.name, group.hours, group.days, group.size) == ("Early Birds", 2, (), 4)
    reply = await owls.say("ana", "/group edit about:-")
    assert (await owls.group()).about == ""
    (menu,) = selects(reply).values()
    await owls.dispatch.pressed(menu.carried.token, owls.scene("ana"), on=Audience.CALLER, chosen=["2"])
    assert (await owls.group()).phase == "serving"
    await owls.dispatch.pressed(menu.carried.token, owls.scene("ana"), on=Audience.CALLER, chosen=["any"])
    assert (await owls.group()).phase is None
    closed = a_reply(await owls.press("ana", reply, "By invitation only"))
    assert a_reply(await owls.press("ana", reply, "By invitation only")) == closed
    assert "By invitation only" in buttons(a_reply(await owls.press("ana", closed, "Open it to everyone")))
    await owls.say("chidi", "/group join Early Birds")
    assert "3 members already" in await owls.refused("ana", "/group edit size:2")
    await owls.say("chidi", "/group create Larks")
    assert "called Larks already" in await owls.refused("ana", "/group edit name:LARKS")
    assert (await owls.say("ana", '/group edit name:"EARLY BIRDS"')).title == "EARLY BIRDS"
    assert "2 to 40" in await owls.refused("ana", "/group edit name:x")


async def test_ending_and_bringing_back(owls: Town) -> None:
    await owls.say("ana", "/group home")
    reply = await owls.say("ana", "/group archive")
    gone = a_reply(await owls.press("ana", reply, "Archive it"))
    assert a_reply(await owls.press("ana", reply, "Archive it")) == gone
    assert (await owls.say("ben", "/group")).title == "You are in no study group yet"
    card = await owls.say("ben", "/group show 1")
    assert "This group is archived" in plain(card)
    assert list(buttons(card)) == ["All groups here", "Share"]
    assert "Bring it back" in buttons(await owls.say("ana", "/group show 1"))
    assert (await owls.press("ben", gone, "Bring it back")).title == REFUSED
    await owls.say("ben", "/group create Night Owls")
    assert "another group called" in plain(a_reply(await owls.press("ana", gone, "Bring it back")))
    await owls.say("ben", "/group edit name:Larks group:2")
    back = a_reply(await owls.press("ana", gone, "Bring it back"))
    assert a_reply(await owls.press("ana", gone, "Bring it back")) == back
    assert "2 of 12" in plain(back)


async def test_homes(owls: Town) -> None:
    first = await owls.say("ana", "/group home")
    assert "From now on" in plain(first)
    assert "Since earlier" in plain(await owls.say("ana", "/group home"))
    await owls.say("chidi", "/group create Larks", owls.scene("chidi", channel="other"))
    assert "lives in this channel" in await owls.refused("chidi", "/group home Larks")
    assert "in a channel of a server" in await owls.refused("ana", "/group home", owls.scene("ana", channel=None))
    for number in range(3):
        await owls.say("ana", "/group home Night Owls", owls.scene("ana", channel=f"c{number}"))
    assert "4 channels" in plain(await owls.say("ana", "/group"))
    assert "which is the most" in await owls.refused("ana", "/group home Night Owls", owls.scene("ana", channel="c4"))
    assert "free again" in plain(a_reply(await owls.press("ana", first, "Live here no longer")))
    assert "doesn't live in this channel" in plain(a_reply(await owls.press("ana", first, "Live here no longer")))


async def test_one_group_in_two_communities(owls: Town) -> None:
    code = await code_of(owls, "ana", "/group home code:yes")
    there = owls.scene("ana2", channel="slack", space="test:there")
    assert (await owls.say("ana2", f"/group home {code}", there)).title == "Night Owls lives here"
    assert "“" in await owls.refused("ana2", f"/group home {code}", owls.scene("ana2", channel="x", space="test:there"))
    assert "Welcome" in plain(
        await owls.say("eve", "/group join", owls.scene("eve", channel="slack", space="test:there"))
    )
    card = plain(await owls.say("ben", "/group"))
    assert "Eve" in card
    organiser = owls.scene("boss", space="test:there", organiser=True)
    assert (await owls.say("boss", "/group edit group:1 hours:3", organiser)).title == "Night Owls"
