"""What organisers do by their right alone stands in a log that organisers read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.chat.plain import plain
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.audit import LINES, SENTENCES
from bot.core.features.audit import said as told
from bot.core.ports.audit import Act, Audited
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.helpers import HOSTILE, NOW, buttons, said, scene
from tests.fakes.shelf import FakeShelf


@pytest.fixture
def bot(shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over a database that knows nobody."""
    return new_dispatch(shelf, AskFeature(shelf), database)


def at(who: str, *, organiser: bool = False, space: str = "here") -> Scene:
    """Somebody in a server."""
    place = Place("test", Channel("test:general"), Space(f"test:{space}", space.capitalize()))
    return replace(scene(), caller=Caller(Person(f"test:{who}"), who, organiser), place=place)


ANA, BEN, DEVI = at("ana"), at("ben"), at("devi", organiser=True)


async def log_of(bot: Dispatch) -> str:
    return plain(await said(bot, "/audit", DEVI))


async def test_the_log_is_for_organisers_and_begins_empty(bot: Dispatch) -> None:
    assert "is for the organisers" in plain(await said(bot, "/audit", ANA))
    assert "Nothing that only organisers may do was done" in await log_of(bot)
    await said(bot, "/zone berlin", DEVI)
    assert "The log begins here" in plain(await said(bot, "/audit before:1", DEVI))


async def test_what_changes_the_community_is_noted(bot: Dispatch) -> None:
    await said(bot, "/zone berlin", ANA)
    for line in (
        "/settings set retention:90 boards:here",
        "/settings organiser add test:ana",
        "/settings organiser add test:ana",
        "/settings organiser remove test:ana",
        "/settings organiser remove test:ana",
        "/season start Winter",
    ):
        await said(bot, line, DEVI)
    text = await log_of(bot)
    for words in (
        "changed the settings: boards: here, retention: 90",
        "made ana an organiser",
        "made ana a plain member again",
        "started the season Winter",
        "2026-11-23 10:00",
        "devi",
    ):
        assert text.count(words) >= 1, words
    assert text.count("made ana an organiser") == 1


async def test_what_is_done_with_others_groups_is_noted_and_what_owners_do_is_not(bot: Dispatch) -> None:
    await said(bot, "/group create Owls", ANA)
    await said(bot, "/group join Owls", BEN)
    for line in ("/group edit group:Owls hours:3", "/group role person:test:ben role:co-owner group:Owls"):
        await said(bot, line, ANA)
    await said(bot, "/group edit group:Owls hours:4", BEN)
    assert "Nothing that only organisers" in await log_of(bot)
    for line in (
        "/group edit group:Owls hours:5",
        "/group role person:test:ben role:member group:Owls",
        "/group remove person:test:ben group:Owls",
        "/group archive group:Owls sure:yes",
        "/group archive group:1 undo:yes",
    ):
        await said(bot, line, DEVI)
    text = await log_of(bot)
    for words in (
        "changed the study group Owls",
        "changed the place of ben in the study group Owls",
        "archived the study group Owls",
        "brought back the study group Owls",
    ):
        assert words in text, words
    await said(bot, "/group archive group:Owls sure:yes", ANA)
    await said(bot, "/group archive group:1 undo:yes", ANA)
    assert await log_of(bot) == text


async def test_corrections_and_reports_are_noted_without_words_about_people(bot: Dispatch) -> None:
    skill = "linux-basics"
    await said(bot, f"/progress done {skill}", ANA)
    await said(bot, "/leaderboard report something is off", ANA)
    await said(bot, "/leaderboard settle 1", DEVI)
    await said(bot, "/leaderboard settle 1", DEVI)
    await said(bot, "/leaderboard settle 7", DEVI)
    before = await log_of(bot)
    assert before.count("settled a report of ana") == 1
    await said(bot, "/leaderboard correct line:1 points:3 reason:ana cheated", DEVI)
    await said(bot, "/leaderboard correct line:1 points:3 reason:again", DEVI)
    text = await log_of(bot)
    assert text.count("corrected points of ana: 10 → 3") == 1
    assert "cheated" not in text
    await said(bot, "/privacy delete DELETE", ANA)
    text = await log_of(bot)
    assert "ana" not in text
    assert "settled a report of somebody who left" in text
    await said(bot, "/privacy delete DELETE", DEVI)
    assert "devi" not in await log_of(bot)


async def test_the_log_is_read_page_by_page(bot: Dispatch) -> None:
    for number in range(LINES + 2):
        await said(bot, f"/season start S{number:02}", DEVI)
    first = await said(bot, "/audit", DEVI)
    assert ("S11" in plain(first), "S01" in plain(first)) == (True, False)
    second = await said(bot, f"/audit before:{buttons(first)['Earlier'].arguments['before']}", DEVI)
    assert ("S11" in plain(second), "S01" in plain(second)) == (False, True)
    assert "Earlier" not in buttons(second)
    assert "The latest" in buttons(second)


async def test_the_log_of_nowhere_is_empty(bot: Dispatch) -> None:
    assert "Nothing that only organisers" in plain(await said(bot, "/audit", scene(organiser=True, direct=True)))


@pytest.mark.parametrize("act", Act)
def test_every_act_is_a_sentence(act: Act) -> None:
    assert act in SENTENCES
    for words in ("Winter", "{about}", *HOSTILE):
        sentence = told(Audited(1, act, words, NOW, None, None))
        assert sentence
        assert sentence.isprintable()
