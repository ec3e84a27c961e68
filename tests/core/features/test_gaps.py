"""What the content lacks: told by members without their names, seen and closed by organisers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.acts.meeting import meet
from bot.core.chat.blocks import Table
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Channel, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.gaps import KEPT, LISTED, gap_words, telling
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.helpers import NOW, a_reply, buttons, scene
from tests.fakes.shelf import FakeShelf

SERVER = Place("test", Channel("test:general"), Space("test:server"))
ANA = replace(scene(), place=SERVER)
DEVI = replace(scene(organiser=True, who="devi", zone=ZoneInfo("Asia/Kolkata")), place=SERVER)


@pytest.fixture
def bot(tiny_shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu, with a database of its own."""
    return new_dispatch(tiny_shelf, AskFeature(tiny_shelf), database)


async def asked(bot: Dispatch, line: str, by: Scene) -> Reply:
    return a_reply(await bot.typed(line, by))


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


async def test_what_a_member_tells_is_counted_without_their_name(bot: Dispatch) -> None:
    unknown = await asked(bot, "/ask How do I mount a GCS bucket in Colab??", ANA)
    told = a_reply(await bot.pressed(buttons(unknown)["Tell the organisers"].token, ANA, on=Audience.CALLER))
    assert told.title == "Passed on"
    assert "mount gcs bucket colab" in plain(told)

    later = replace(DEVI, at=NOW + timedelta(hours=10))
    await asked(bot, "/missing how do i mount a gcs bucket in colab", replace(later, caller=ANA.caller))
    listed = await asked(bot, "/gaps", later)
    assert listed.audience is Audience.CALLER
    assert rows(listed) == [("1", "mount gcs bucket colab", "2", "2026-11-24")]  # in her zone it is the next day
    assert "ana" not in plain(listed).replace("organiser", "")


async def test_done_closes_a_gap_and_pressing_twice_does_no_harm(bot: Dispatch) -> None:
    await asked(bot, "/missing sagemaker canvas", ANA)
    await asked(bot, "/missing snowpark", ANA)
    done = buttons(await asked(bot, "/gaps", DEVI))["Done: 2"].token
    for _ in range(2):
        reply = a_reply(await bot.pressed(done, DEVI, on=Audience.CALLER))
        assert [words for _, words, *_ in rows(reply)] == ["snowpark"]
    last = buttons(reply)["Done: 1"].token
    assert "Nothing is open." in plain(a_reply(await bot.pressed(last, DEVI, on=Audience.CALLER)))


async def test_the_most_told_come_first_and_the_oldest_go(bot: Dispatch) -> None:
    for number in range(KEPT + 2):
        at = NOW + timedelta(minutes=number)
        await asked(bot, f"/missing number{number} {number}", replace(ANA, at=at))
    await asked(bot, "/missing number7 7", replace(ANA, at=NOW + timedelta(days=1)))
    reply = await asked(bot, "/gaps", DEVI)
    assert len(rows(reply)) == LISTED
    assert rows(reply)[0][1:3] == ("number7 7", "2")
    assert rows(reply)[1][1] == f"number{KEPT + 1} {KEPT + 1}"
    assert f"and {KEPT - LISTED} more" in plain(reply)


async def test_only_organisers_see_it_and_only_those_of_the_community(bot: Dispatch) -> None:
    await asked(bot, "/missing snowpark", ANA)
    mine = buttons(await asked(bot, "/gaps", DEVI))["Done: 1"].token
    assert "snowpark" not in plain(await asked(bot, "/gaps", ANA))
    elsewhere = replace(DEVI, place=replace(SERVER, space=Space("test:another")))
    await asked(bot, "/missing kdb", elsewhere)
    assert [words for _, words, *_ in rows(await asked(bot, "/gaps", elsewhere))] == ["kdb"]
    await bot.pressed(mine, elsewhere, on=Audience.CALLER)
    assert [words for _, words, *_ in rows(await asked(bot, "/gaps", DEVI))] == ["snowpark"]


async def test_in_a_direct_message_it_goes_to_the_community_that_one_is_in(bot: Dispatch, database: Database) -> None:
    alone = scene(direct=True)
    assert (await asked(bot, "/missing snowpark", alone)).title == "Where shall I pass it on?"
    nobodys = await asked(bot, "/gaps done:1", replace(scene(organiser=True, who="devi"), place=alone.place))
    assert "Nothing is open." in plain(nobodys)
    await database.write(lambda stores: meet(stores, ANA))
    assert (await asked(bot, "/missing snowpark", alone)).title == "Passed on"
    assert [words for _, words, *_ in rows(await asked(bot, "/gaps", DEVI))] == ["snowpark"]


async def test_a_question_without_words_is_not_passed_on(bot: Dispatch) -> None:
    assert "a few words in Latin letters" in plain(await asked(bot, "/missing 🚀", ANA))
    assert telling("🚀") is None


def test_of_a_long_question_a_button_carries_what_it_can() -> None:
    words = gap_words(" ".join(f"word{number}" for number in range(40)))
    assert words.startswith("word0 word1 word2")
    assert words.endswith(" word12")
    assert gap_words("x" * 200) == ""


@given(st.text(max_size=300))
def test_the_words_of_any_question_fit_a_button_and_stay_the_same(question: str) -> None:
    words = gap_words(question)
    assert gap_words(words) == words
    assert all(word.isascii() for word in words.split())
    told = telling(question)
    assert (told is None) is (not words)
    assert told is None or told.fits
