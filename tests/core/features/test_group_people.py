"""Who is in a study group: joining by code or invitation, roles, leaving, and a group without its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.acts.group_ending import depart_everywhere
from bot.core.chat.blocks import Mention
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.chat.scene import Person
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.features.group_town import REFUSED, Town, code_of
from tests.core.helpers import a_reply, buttons
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


async def test_joining(owls: Town) -> None:
    assert "already" in plain(await owls.say("ben", "/group join"))
    await owls.say("ana", "/group edit size:2")
    assert "all 2 places are taken" in await owls.refused("chidi", "/group join Night Owls")
    assert "Join" not in buttons(await owls.say("chidi", "/group show Night Owls"))
    assert "2 of 2, full" in plain(await owls.say("chidi", "/group list"))
    assert (await owls.say("chidi", "/group find")).title == "No study group has a free place for you"
    await owls.say("ana", "/group edit size:3 joining:invitation")
    assert "is by invitation" in await owls.refused("chidi", "/group join Night Owls")
    assert "by invitation" in plain(await owls.say("chidi", "/group list"))
    assert "Welcome" in plain(await owls.say("devi", "/group join Night Owls"))


async def test_a_code_lasts_seven_days_and_opens_the_group_to_whoever_has_it(owls: Town) -> None:
    await owls.say("ana", "/group edit joining:invitation")
    code = await code_of(owls, "ana", "/group invite")
    for who in ("chidi", "eve"):
        assert "Welcome" in plain(await owls.say(who, f"/group join {code.upper()}"))
    owls.at += timedelta(days=7)
    assert "has ended" in await owls.refused("zoe", f"/group join {code}")
    again = await code_of(owls, "ana", "/group invite")
    assert "1 open invitation has ended" not in plain(await owls.say("ana", "/group"))
    assert "2 open invitations have ended" in plain(await owls.say("ana", "/group invite stop:yes"))
    assert "I know no study group" in await owls.refused("zoe", f"/group join {again}")
    await owls.say("ana", "/group invite")
    assert "1 open invitation has ended" in plain(await owls.say("ana", "/group invite stop:yes"))
    home = await code_of(owls, "ana", "/group home code:yes")
    assert "for a channel" in await owls.refused("zoe", f"/group join {home}")
    entry = await code_of(owls, "ana", "/group invite")
    assert "for people" in await owls.refused("ana", f"/group home {entry}")


async def test_an_invitation_is_for_one_person_once(owls: Town) -> None:
    await owls.say("ana", "/group edit joining:invitation")
    reply = await owls.say("ana", "/group invite @test:chidi")
    assert reply.audience is Audience.EVERYONE
    assert isinstance(reply.blocks[0], Mention)
    assert reply.blocks[0].person == Person("test:chidi")
    assert "for somebody else" in plain(a_reply(await owls.press("eve", reply, "Join", Audience.EVERYONE)))
    assert (await owls.press("chidi", reply, "Join", Audience.EVERYONE)).title == "Night Owls"
    assert (await owls.press("chidi", reply, "Join", Audience.EVERYONE)).title == REFUSED
    assert "They are in Night Owls already" in await owls.refused("ana", "/group invite @test:chidi")
    await owls.say("ana", "/group edit size:3")
    assert "is full" in await owls.refused("ana", "/group invite")


async def test_a_code_of_a_group_that_ended(owls: Town) -> None:
    code = await code_of(owls, "ana", "/group invite")
    await owls.say("ana", "/group archive sure:yes")
    await owls.refused("chidi", f"/group join {code}")
    assert "is archived" in await owls.refused("chidi", "/group join 1")
    for line in ("/group edit group:1", "/group invite group:1", "/group home 1", "/group home group:1 code:yes"):
        assert "is archived" in await owls.refused("ana", line)


async def test_only_owners_and_co_owners_look_after_a_group(owls: Town) -> None:
    edits = ("/group edit hours:3", "/group edit", "/group invite")
    owns = (
        "/group home", "/group home stop:yes", "/group home code:yes", "/group archive", "/group archive sure:yes",
        "/group role @test:ben owner", "/group remove @test:ana",
    )  # fmt: skip
    for line in (*edits, *owns):
        await owls.refused("ben", line)
    await owls.say("ana", "/group role @test:ben co-owner")
    for line in owns:
        await owls.refused("ben", line)
    for line in edits:
        assert (await owls.answer("ben", line)).title != REFUSED
    await owls.refused("chidi", "/group edit group:1 hours:5")
    stranger = owls.scene("devi", space="test:there", organiser=True)
    await owls.refused("devi", "/group show 1", stranger)
    assert (await owls.say("devi", "/group edit group:1 hours:9")).title == "Night Owls"
    direct = owls.scene("devi", channel=None, space=None, organiser=True)
    await owls.refused("devi", "/group edit group:1 hours:9", direct)


async def test_roles(owls: Town) -> None:
    assert "are not in" in await owls.refused("ana", "/group role @test:chidi co-owner")
    assert "needs an owner" in await owls.refused("ana", "/group role @test:ana member")
    assert "Ben is the owner" in plain(await owls.say("ana", "/group role @test:ben owner"))
    card = plain(await owls.say("ben", "/group"))
    assert "Ben (owner)" in card
    assert "Ana (co-owner)" in card
    assert "Ben is the owner" in plain(await owls.say("ben", "/group role @test:ben owner"))
    assert "Ana is a member" in plain(await owls.say("ben", "/group role @test:ana member"))
    assert "Ben (owner)" in plain(await owls.say("ana", "/group"))


async def test_taking_somebody_out(owls: Town) -> None:
    assert "needs an owner" in await owls.refused("devi", "/group remove @test:ana group:1")
    assert "could come back" in plain(await owls.say("ana", "/group remove @test:ben"))
    assert "are not in" in await owls.refused("ana", "/group remove @test:ben")
    await owls.say("ben", "/group join 1")
    await owls.say("ana", "/group edit joining:invitation")
    assert "could come back" not in plain(await owls.say("ana", "/group remove @test:ben"))


async def test_leaving(owls: Town) -> None:
    assert (await owls.say("chidi", "/group leave 1")).title == "You are not in that group"
    reply = await owls.say("ben", "/group leave")
    assert "Your progress stays yours" in plain(reply)
    assert "belongs to" not in plain(a_reply(await owls.press("ben", reply, "Leave it")))
    assert (await owls.press("ben", reply, "Leave it")).title == "You are not in that group"
    last = await owls.say("ana", "/group leave")
    assert "You are the last one" in plain(last)
    gone = a_reply(await owls.press("ana", last, "Leave it"))
    assert gone.title == "Night Owls is archived"
    assert (await owls.press("ana", gone, "Bring it back")).title == "Night Owls"
    assert "Ana (owner)" in plain(await owls.say("ana", "/group"))


async def test_an_owner_who_leaves_hands_the_group_on(owls: Town) -> None:
    await owls.say("chidi", "/group join 1")
    await owls.say("ana", "/group role @test:chidi co-owner")
    assert "belongs to Chidi now" in plain(await owls.say("ana", "/group leave sure:yes"))
    await owls.database.write(lambda stores: depart_everywhere(stores, owls.scene("chidi").at, 3))
    assert "Ben (owner)" in plain(await owls.say("ben", "/group"))


async def test_an_owner_who_is_gone(owls: Town) -> None:
    await owls.sql("UPDATE members SET gone_at = 1 WHERE name = 'Ana'")
    assert "Ben (owner)" in plain(await owls.say("ben", "/group"))
    assert (await owls.say("ben", "/group edit hours:3")).title == "Night Owls"
    await owls.sql("UPDATE members SET gone_at = 1 WHERE name = 'Ben'")
    assert "Nobody is in it" in plain(await owls.say("chidi", "/group show 1"))
    assert "Nobody was in the group" in plain(await owls.say("chidi", "/group tracker 1"))
    assert "0 days, by 0 of 0 members" in plain(await owls.say("chidi", "/group tracker 1"))
    await owls.say("chidi", "/group join 1")
    assert "Chidi (owner)" in plain(await owls.say("chidi", "/group"))


async def test_an_organiser_by_settings_looks_after_groups_as_well(owls: Town) -> None:
    assert "Only the owner" in await owls.refused("chidi", "/group edit Night Owls hours:9")
    await owls.say("devi", "/settings organiser add @test:chidi")
    assert "9 hours a week" in plain(await owls.say("chidi", "/group edit group:Night hours:9"))
    assert (await owls.say("chidi", "/group archive Night Owls")).title == "Archive Night Owls?"
