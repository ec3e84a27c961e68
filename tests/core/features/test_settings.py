"""What organisers decide, who organises, and two communities that are one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.core.acts.codes import TRIES
from bot.core.chat.blocks import Code
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.member import Visibility
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.helpers import HOSTILE, NOW, a_form, a_reply, buttons, markdowns, marked, said, scene
from tests.fakes.broken import BrokenDatabase
from tests.fakes.shelf import FakeShelf


@pytest.fixture
def bot(tiny_shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over a database that knows nobody."""
    return new_dispatch(tiny_shelf, AskFeature(tiny_shelf), database)


def at(space: str, who: str = "devi", *, organiser: bool = True, channel: str | None = "test:general") -> Scene:
    """Somebody in a server."""
    place = Place("test", Channel(channel) if channel else None, Space(f"test:{space}", space.capitalize()))
    return replace(scene(organiser=organiser, who=who), place=place)


HERE, THERE = at("here"), at("there", "olu")


async def test_settings_are_for_organisers_in_a_community(bot: Dispatch) -> None:
    assert "is for the organisers" in plain(await said(bot, "/settings", at("here", organiser=False)))
    nowhere = scene(organiser=True)
    for line in ("/settings", "/settings set name:X", "/settings join", "/settings leave"):
        assert "Ask again in a channel of your server" in plain(await said(bot, line, nowhere))


async def test_settings_begin_with_what_the_platform_says(bot: Dispatch) -> None:
    text = plain(await said(bot, "/settings", HERE))
    for words in ("Name: Here", "seen by: this community", "kept for: 365 days", "Here on Test: no boards are posted"):
        assert words in text
    named = replace(HERE, place=replace(HERE.place, space=Space("test:here", "Renamed")))
    assert "Name: Renamed" in plain(await said(bot, "/settings", named))


async def test_settings_are_changed_by_a_form_or_a_line(bot: Dispatch, database: Database) -> None:
    form = a_form(await bot.typed("/settings set", HERE))
    assert [(one.parameter.name, one.value) for one in form.questions] == [
        ("name", "Here"),
        ("boards", "off"),
        ("visibility", "community"),
        ("retention", "365"),
    ]
    filled = {"name": "MLOps Lagos", "boards": "here", "visibility": "private", "retention": "90"}
    reply = a_reply(await bot.pressed(form.invocation.token, HERE, on=Audience.CALLER, filled=filled))
    for words in ("Changed", "Name: MLOps Lagos", "nobody else", "90 days", "boards go to channel general"):
        assert words in plain(reply)
    renamed = replace(HERE, place=replace(HERE.place, space=Space("test:here", "Renamed")))
    assert "Name: MLOps Lagos" in plain(await said(bot, "/settings set retention:30", renamed))
    assert [one.value for one in a_form(await bot.typed("/settings set", renamed)).questions][1] == "here"
    elsewhere = at("here", channel="test:other")
    assert [one.value for one in a_form(await bot.typed("/settings set", elsewhere)).questions][1] == ""
    assert "no boards are posted" in plain(await said(bot, "/settings set boards:off", HERE))
    new = at("here", "newcomer", organiser=False)
    await said(bot, "/zone berlin", new)
    member = await database.read(lambda stores: stores.people.known(new.caller.person))
    assert member is not None
    assert member.visibility is Visibility.PRIVATE


async def test_boards_go_where_an_organiser_stands(bot: Dispatch) -> None:
    reply = await said(bot, "/settings set boards:here", at("here", channel=None))
    assert "This is a direct message" in plain(reply)


async def test_organisers_are_added_and_removed(bot: Dispatch) -> None:
    ana = at("here", "ana", organiser=False)
    await said(bot, "/zone berlin", ana)
    assert "Made an organiser" in (await said(bot, "/settings organiser add @test:ana", HERE)).title
    reply = await said(bot, "/settings organiser add test:ana", HERE)
    assert (reply.title, "ana" in plain(reply)) == ("An organiser already", True)
    assert "/settings" in plain(await said(bot, "/help", ana))
    assert (await said(bot, "/content", ana)).title == "What I teach"
    assert "is for the organisers" in plain(await said(bot, "/content", at("there", "ana", organiser=False)))
    assert "haven't met yet" in plain(await said(bot, "/settings organiser add test:stranger", ana))
    assert (await said(bot, "/settings organiser remove test:ana", HERE)).title == "An organiser no longer"
    assert "is for the organisers" in plain(await said(bot, "/content", ana))
    assert "/settings" not in plain(await said(bot, "/help", ana))
    for who in ("test:ana", "test:nobody"):
        assert (await said(bot, f"/settings organiser remove {who}", HERE)).title == "Not made an organiser here"


async def test_no_right_is_given_while_it_cannot_be_looked_up(tiny_shelf: FakeShelf) -> None:
    down = new_dispatch(tiny_shelf, AskFeature(tiny_shelf), BrokenDatabase())
    ana = at("here", "ana", organiser=False)
    assert (await said(down, "/content", ana)).title == "I can't write that down just now"
    assert (await said(down, "/help", ana)).title == "What I can do"
    assert (await said(down, "/content", HERE)).title == "What I teach"


async def code_of(bot: Dispatch, where: Scene) -> str:
    """A code by which others join the community there."""
    (shown,) = [one.text for one in (await said(bot, "/settings join", where)).blocks if isinstance(one, Code)]
    match = re.fullmatch(r"/settings join code:(\S+)", shown)
    assert match
    return match[1]


async def test_two_communities_become_one_and_part_again(bot: Dispatch) -> None:
    code = await code_of(bot, HERE)
    assert "this community's own" in plain(await said(bot, f"/settings join {code}", HERE))
    asked = await said(bot, f"/settings join {code}", THERE)
    assert "The code opens Here" in plain(asked)
    united = a_reply(await bot.pressed(buttons(asked)["Yes, join it"].token, THERE, on=Audience.CALLER))
    for words in ("One community now", "Servers and workspaces: 1", "Name: Here", "There on Test"):
        assert words in plain(united)
    assert "is no code that is good now" in plain(await said(bot, f"/settings join code:{code} sure:yes", at("third")))
    await said(bot, "/settings organiser add test:ana", HERE)
    assert (await said(bot, "/content", at("there", "ana", organiser=False))).title == "What I teach"

    asked = await said(bot, "/settings leave", THERE)
    assert asked.title == "Leave the common community?"
    left = a_reply(await bot.pressed(buttons(asked)["Yes, leave"].token, THERE, on=Audience.CALLER))
    assert (left.title, "Name: There" in plain(left)) == ("On your own again", True)
    assert "is for the organisers" in plain(await said(bot, "/content", at("there", "ana", organiser=False)))
    for line in ("/settings leave", "/settings leave yes"):
        assert (await said(bot, line, THERE)).title == "Nothing to leave"


async def test_guessing_is_ended(bot: Dispatch) -> None:
    for _ in range(TRIES):
        assert "is no code" in plain(await said(bot, "/settings join 2222-2222", HERE))
    code = await code_of(bot, THERE)
    for line in (f"/settings join {code}", f"/settings join code:{code} sure:yes"):
        assert "too many wrong codes" in plain(await said(bot, line, HERE))


async def test_the_code_of_a_community_that_has_joined_another(bot: Dispatch) -> None:
    """Its codes are good for nothing any more, for there is nothing that they could open."""
    code = await code_of(bot, HERE)
    await said(bot, f"/settings join code:{await code_of(bot, THERE)} sure:yes", HERE)
    assert "is no code" in plain(await said(bot, f"/settings join {code}", at("third")))


async def test_names_are_words_and_never_markup(bot: Dispatch) -> None:
    for number, name in enumerate(HOSTILE):
        place = replace(HERE.place, space=Space(f"test:s{number}", name.encode("utf-8", "replace").decode()))
        where = replace(HERE, place=place)
        reply = await said(bot, "/settings", where)
        assert reply.title == "Settings of the community"
        for block in reply.blocks:
            for markdown in markdowns(block):
                assert not [words for words in marked(markdown) if "evil" in words]


async def test_an_unnamed_community(bot: Dispatch, database: Database) -> None:
    where = replace(HERE, place=replace(HERE.place, space=Space("test:unnamed")))
    text = plain(await said(bot, "/settings", where))
    assert "Name: none yet" in text
    assert "unnamed on Test" in text
    code = await code_of(bot, where)
    assert "a community without a name" in plain(await said(bot, f"/settings join {code}", THERE))
    assert await database.read(lambda stores: stores.communities.community(99)) is None
    assert "one without a name" in plain(await said(bot, "/about", where))
    assert Person("test:devi") == where.caller.person
    assert where.at == NOW


async def test_a_role_of_discord_organises(shelf: FakeShelf, database: Database) -> None:
    talk = new_dispatch(shelf, AskFeature(shelf), database)
    place = Place("discord", Channel("discord:77"), Space("discord:12345"))

    async def say(line: str, *roles: str, organiser: bool = False) -> Reply:
        caller = Caller(Person("discord:1"), "Ana", organiser, frozenset(roles))
        return a_reply(await talk.typed(line, Scene(caller, place, NOW)))

    assert (await say("/settings", "discord:5")).title == "That didn't work"
    assert "whoever has the role number 5 organises" in plain(await say("/settings set role:<@&5>", organiser=True))
    assert (await say("/settings", "discord:6", "discord:5")).title == "Settings of the community"
    assert (await say("/settings", "discord:6")).title == "That didn't work"
    assert (await say("/settings")).title == "That didn't work"
    for wrong in ("12345", "<@&12345>", "everyone", "<@5>"):
        assert "not the one that everybody has" in plain(await say(f"/settings set role:{wrong}", organiser=True))
    assert "organises" not in plain(await say("/settings set role:-", organiser=True)).replace("who organises", "")
    assert (await say("/settings", "discord:5")).title == "That didn't work"


async def test_where_no_roles_are_told_people_are_named(shelf: FakeShelf, database: Database) -> None:
    talk = new_dispatch(shelf, AskFeature(shelf), database)
    there = Scene(
        Caller(Person("slack:T1.U1"), "Devi", True), Place("slack", Channel("slack:C1"), Space("slack:T1")), NOW
    )
    reply = a_reply(await talk.typed("/settings set role:mentors", there))
    assert "organisers are named one by one" in plain(reply)
    assert "Changed" in a_reply(await talk.typed("/settings set role:none", there)).title
