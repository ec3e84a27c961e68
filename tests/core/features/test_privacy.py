"""Seeing what is kept, choosing who sees it, taking it along, leaving, and being forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.acts.privacy import delete
from bot.core.chat.blocks import File
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.privacy_file import written
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.helpers import HOSTILE, NOW, a_form, a_reply, buttons, markdowns, marked, said, scene
from tests.fakes.shelf import FakeShelf

DAY = timedelta(days=1)


@pytest.fixture
def bot(shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over a database that knows nobody."""
    return new_dispatch(shelf, AskFeature(shelf), database)


def at(who: str, space: str = "here", *, organiser: bool = False, name: str | None = None) -> Scene:
    """Somebody in a server."""
    place = Place("test", Channel("test:general"), Space(f"test:{space}", space.capitalize()))
    return replace(scene(), caller=Caller(Person(f"test:{who}"), name or who, organiser), place=place)


ANA, BEN = at("ana"), at("ben")


def file_of(reply: Reply) -> dict[str, Any]:
    (file,) = [block for block in reply.blocks if isinstance(block, File)]
    assert file.media_type == "application/json"
    body: dict[str, Any] = json.loads(file.data)
    return body


async def test_nothing_is_kept_of_somebody_who_did_nothing(bot: Dispatch) -> None:
    for line in ("/privacy", "/privacy export", "/privacy delete", "/privacy delete DELETE"):
        assert (await said(bot, line, ANA)).title == "I keep nothing about you", line
    assert (await said(bot, "/privacy leave", ANA)).title == "Nothing to leave"
    assert (await said(bot, "/privacy leave sure:yes", ANA)).title == "Nothing to leave"


async def test_what_is_kept_is_told_in_counts_with_who_sees_it(bot: Dispatch) -> None:
    await said(bot, "/progress done linux-basics, git", ANA)
    await said(bot, '/checkin did:"Read" minutes:20', ANA)
    await said(bot, "/group create Owls", ANA)
    await said(bot, "/settings set retention:90", at("devi", organiser=True))
    text = plain(await said(bot, "/privacy", ANA))
    for words in (
        "Others see you as: ana",
        "members of your communities and of your study groups",
        "2 skills that you marked",
        "1 check-in\n",
        "1 study group (now or before)",
        "forgotten after 90 days",
        "Your communities: Here",
        "Your accounts: Test ana",
    ):
        assert words in text, words


async def test_a_member_of_no_community_is_told_what_is_kept_too(bot: Dispatch) -> None:
    alone = scene(direct=True, who="ana")
    await said(bot, "/progress done linux-basics", alone)
    text = plain(await said(bot, "/privacy", alone))
    assert "Your communities: none" in text
    assert "forgotten after 365 days" in text
    unnamed = replace(ANA, place=replace(ANA.place, space=Space("test:unnamed")))
    await said(bot, "/progress done git", unnamed)
    assert "a community without a name" in plain(await said(bot, "/privacy", unnamed))


async def test_who_sees_somebody_is_their_choice(bot: Dispatch) -> None:
    form = a_form(await bot.typed("/privacy set", ANA))
    assert [(one.parameter.name, one.value) for one in form.questions] == [
        ("visibility", "community"),
        ("alias", "none"),
    ]
    filled = {"visibility": "public", "alias": "Night Owl"}
    reply = a_reply(await bot.pressed(form.invocation.token, ANA, on=Audience.CALLER, filled=filled))
    assert "Night Owl" in plain(reply)
    assert "everyone who asks me" in plain(reply)
    assert [one.value for one in a_form(await bot.typed("/privacy set", ANA)).questions] == ["public", "Night Owl"]
    reply = await said(bot, "/privacy set visibility:private", ANA)
    assert ("Night Owl" in plain(reply), "nobody else" in plain(reply)) == (True, True)
    assert "Others see you as: ana" in plain(await said(bot, "/privacy set alias:none", ANA))
    await said(bot, "/privacy set visibility:public", ANA)
    reply = await said(bot, "/privacy set nobody", ANA)  # is no alias
    assert ("as: ana" in plain(reply), "nobody else" in plain(reply)) == (True, True)


async def test_an_alias_is_unlike_all_other_names(bot: Dispatch) -> None:
    await said(bot, "/zone berlin", BEN)
    await said(bot, "/privacy set alias:Owl", BEN)
    for alias in ("Ben", "bén", "0wl", "OWL"):
        assert "called so, or nearly so" in plain(await said(bot, f"/privacy set alias:{alias}", ANA)), alias
    assert "2 to 32 characters" in plain(await said(bot, "/privacy set alias:x", ANA))
    assert "Owl" in plain(await said(bot, "/privacy set alias:Owl", BEN))
    assert "Owl" in plain(await said(bot, "/privacy set alias:Owl", at("chidi", "elsewhere")))
    reply = await said(bot, "/privacy set alias:Ana visibility:public", ANA)
    assert "Others see you as: Ana" in plain(reply)


async def test_boards_follow_at_once(bot: Dispatch) -> None:
    for where in (ANA, BEN):
        await said(bot, "/progress done linux-basics", where)
    await said(bot, "/privacy set alias:Owl", ANA)
    board = plain(await said(bot, "/leaderboard community", BEN))
    assert ("Owl" in board, "ana" in board) == (True, False)
    await said(bot, "/privacy set private", ANA)
    assert "Owl" not in plain(await said(bot, "/leaderboard community", BEN))


async def test_everything_can_be_taken_along(bot: Dispatch) -> None:
    await said(bot, "/progress done linux-basics", ANA)
    await said(bot, "/group create Owls phase:1", ANA)
    body = file_of(await said(bot, "/privacy export", ANA))
    assert (body["format"], body["version"], body["written_at"]) == (
        "mlops-roadmap-bot/privacy",
        1,
        "2026-11-23T10:00:00Z",
    )
    assert body["kept"]["you"][0]["name"] == "ana"
    assert body["kept"]["skills"] == [
        {"skill": "linux-basics", "skill_title": "Linux basics", "state": "done", "at": "2026-11-23T10:00:00Z"}
    ]
    assert body["kept"]["groups"][0]["group"] == "Owls"
    assert body["kept"]["communities"][0]["community"] == "Here"
    assert body["kept"]["breaks"] == []


def test_a_file_names_phases_and_what_is_no_longer_taught(shelf: FakeShelf) -> None:
    phase = shelf.library.roadmap.phases[0]
    kept: dict[str, list[dict[str, str | int | bool | None]]] = {
        "projects": [{"phase": phase.id, "notes": "half \ud83d a pair"}, {"phase": None}],
        "skills": [{"skill": "no-such-skill"}],
    }
    body = json.loads(written(shelf.library, kept, NOW))["kept"]
    assert body["projects"] == [
        {"phase": phase.id, "phase_title": phase.title, "notes": "half ? a pair"},
        {"phase": None},
    ]
    assert body["skills"] == [{"skill": "no-such-skill"}]


async def test_deleting_is_asked_for_twice_and_typed(bot: Dispatch) -> None:
    await said(bot, "/progress done linux-basics", ANA)
    reply = await said(bot, "/privacy delete", ANA)
    for words in ("This goes, at once and for good", "This stays, and leads nobody to you"):
        assert words in plain(reply)
    form = a_form(await bot.pressed(buttons(reply)["Delete it all …"].token, ANA, on=Audience.CALLER))
    assert form.questions[0].parameter.required
    for wrong in ("yes", "ben", "delete everything"):
        answer = await bot.pressed(form.invocation.token, ANA, on=Audience.CALLER, filled={"confirm": wrong})
        assert "nothing was deleted" in plain(answer)
        assert "1 skill that you marked" in plain(await said(bot, "/privacy", ANA))
    answer = await bot.pressed(form.invocation.token, ANA, on=Audience.CALLER, filled={"confirm": "delete"})
    assert answer.title == "You are forgotten"
    again = await bot.pressed(form.invocation.token, ANA, on=Audience.CALLER, filled={"confirm": "delete"})
    assert again.title == "I keep nothing about you"


@pytest.mark.parametrize("typed", ["DELETE", "ana", "ANA", "Owl"])
async def test_ones_name_will_do(bot: Dispatch, typed: str) -> None:
    await said(bot, "/privacy set alias:Owl", ANA)
    assert (await said(bot, f"/privacy delete {typed}", ANA)).title == "You are forgotten"


async def test_two_presses_at_once_delete_once(bot: Dispatch, database: Database) -> None:
    await said(bot, "/progress done linux-basics", ANA)
    assert [await database.write(lambda stores: delete(stores, ANA)) for _ in range(2)] == [True, False]


class Racing:
    """A database in which somebody is gone between looking and acting."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, work: Any) -> Any:
        found = await self._database.read(work)
        await self._database.write(lambda stores: delete(stores, ANA))
        return found

    async def write(self, work: Any) -> Any:
        return await self._database.write(work)


async def test_whoever_was_faster_has_deleted_it(shelf: FakeShelf, bot: Dispatch, database: Database) -> None:
    await said(bot, "/progress done linux-basics", ANA)
    racing = new_dispatch(shelf, AskFeature(shelf), Racing(database))
    assert (await said(racing, "/privacy delete DELETE", ANA)).title == "I keep nothing about you"


async def test_nobody_finds_who_is_gone_and_groups_go_on(bot: Dispatch) -> None:
    await said(bot, "/group create Owls", ANA)
    await said(bot, "/group join Owls", BEN)
    await said(bot, "/progress done linux-basics", ANA)
    await said(bot, "/leaderboard report something is off", ANA)
    await said(bot, "/milestone submit phase:1 link:https://example.org/ana", ANA)
    before = plain(await said(bot, "/leaderboard community", BEN))
    assert "ana" in before
    await said(bot, "/privacy delete DELETE", ANA)
    for line in (
        "/leaderboard community",
        "/leaderboard members group:Owls",
        "/group show Owls",
        "/group tracker Owls",
        "/milestone review",
        "/progress show member:test:ana",
    ):
        assert "ana" not in plain(await said(bot, line, BEN)).replace("manage", ""), line
    for line in ("/leaderboard reports", "/audit", "/settings", "/leaderboard lines who:test:ana"):
        assert "off" not in plain(await said(bot, line, at("devi", organiser=True))).replace("offered", ""), line
    assert "You own it" not in plain(await said(bot, "/group show Owls", BEN))
    assert "points" in plain(await said(bot, "/leaderboard community", BEN))
    assert "1 skill that you marked" not in plain(await said(bot, "/privacy", ANA))
    await said(bot, "/progress done linux-basics", ANA)
    assert "1 skill that you marked" in plain(await said(bot, "/privacy", ANA))


async def test_leaving_keeps_everything_but_the_place(bot: Dispatch) -> None:
    await said(bot, "/group create Owls", ANA)
    await said(bot, "/group create Larks", at("ana", "there"))
    await said(bot, "/progress done linux-basics", ANA)
    await said(bot, "/settings organiser add test:ana", at("devi", organiser=True))
    assert "Here" in plain(await said(bot, "/privacy leave", ANA))
    reply = await said(bot, "/privacy leave sure:yes", ANA)
    assert reply.title == "You left"
    assert "Delete everything" in buttons(reply)
    text = plain(await said(bot, "/privacy", ANA))
    assert "Your communities: There" in text
    assert "You are no longer in Here" in text
    assert "is for the organisers" in plain(await said(bot, "/audit", ANA))
    assert "1 skill that you marked" in text
    assert "ana" not in plain(await said(bot, "/leaderboard community", BEN))
    assert "Owls" not in plain(await said(bot, "/group list", BEN))
    assert (await said(bot, "/privacy leave", ANA)).title == "Nothing to leave"
    await said(bot, "/progress done git", ANA)
    assert "ana" in plain(await said(bot, "/leaderboard community", BEN))


async def test_direct_messages_do_as_well(bot: Dispatch) -> None:
    direct = scene(direct=True, who="ana")
    await said(bot, "/progress done linux-basics", ANA)
    assert "1 skill that you marked" in plain(await said(bot, "/privacy", direct))
    assert "Here" in plain(await said(bot, "/privacy leave", direct))
    assert file_of(await said(bot, "/privacy export", direct))["kept"]["skills"]
    assert (await said(bot, "/privacy delete DELETE", direct)).title == "You are forgotten"
    assert (await said(bot, "/privacy", ANA)).title == "I keep nothing about you"


async def test_names_are_words_wherever_they_stand(bot: Dispatch) -> None:
    for number, name in enumerate(HOSTILE):
        where = at(f"p{number}", name=name.encode("utf-8", "replace").decode())
        await said(bot, "/progress done linux-basics", where)
        for line in ("/privacy", "/privacy set private", "/privacy leave", "/privacy delete"):
            reply = await said(bot, line, where)
            for block in reply.blocks:
                for markdown in markdowns(block):
                    assert not [words for words in marked(markdown) if "evil" in words or "everyone" in words]
