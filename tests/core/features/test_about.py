from __future__ import annotations

import itertools

from bot.core.chat.blocks import Items
from bot.core.chat.command import Command, Group, Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from bot.core.features.about import AboutFeature
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from bot.core.ports.shelf import Loaded
from tests.conftest import new_dispatch
from tests.core.helpers import HOSTILE, a_reply, buttons, marked, said, scene, words_of
from tests.fakes.shelf import READ, FakeShelf

SIZES = (
    "Phases: 2",
    "Skills: 5",
    "Questions and answers: 2",
    "Interview questions: 3",
    "Tools: 2",
    "Words explained: 2",
)


async def test_what_the_bot_is(tiny: Dispatch) -> None:
    reply = await said(tiny, "/about")
    for words in (*SIZES, "Version: "):
        assert words in plain(reply)
    assert list(buttons(reply)) == ["See the roadmap", "What can you do?", "All that I keep", "Share"]


async def test_the_content_is_in_order(tiny: Dispatch) -> None:
    reply = await said(tiny, "/content", scene(organiser=True))
    for words in (*SIZES, "In use since: 2026-11-01 08:30 UTC", "The files are in order."):
        assert words in plain(reply)
    assert not buttons(reply)


async def test_what_is_wrong_with_an_edit_is_shown_word_for_word(tiny: Dispatch, tiny_shelf: FakeShelf) -> None:
    tiny_shelf.loaded = Loaded(READ, HOSTILE)
    reply = await said(tiny, "/content", scene(organiser=True))
    (items,) = [block for block in reply.blocks if isinstance(block, Items)]
    assert items.style == "numbers"
    for problem, item in zip(HOSTILE, items.items, strict=True):
        assert not list(marked(item))
        assert words_of(item) == " ".join(problem.replace("\x00", "�").split())
    assert "The last edit isn't in use" in plain(reply)


async def test_only_organisers_see_the_state_of_the_content(tiny: Dispatch) -> None:
    assert (await said(tiny, "/content")).title == "That didn't work"


async def test_what_is_kept_is_told_to_whom_it_is_about_and_to_nobody_else(
    tiny_shelf: FakeShelf, database: Database
) -> None:
    bot = new_dispatch(tiny_shelf, AskFeature(tiny_shelf), database)
    assert "What I keep about you: nothing yet." in plain(await said(bot, "/about"))
    await said(bot, "/zone tokyo")
    text = plain(await said(bot, "/about"))
    for words in ("Your name: ana", "Your accounts: Test ana", "Your time zone: Asia/Tokyo", "Your communities: none"):
        assert words in text
    shared = plain(a_reply(await bot.pressed("!about", scene(), on=Audience.CALLER)))
    assert "I keep what somebody does here" in shared
    assert "Tokyo" not in shared


async def test_the_way_to_all_that_is_kept_is_shown_where_there_is_one(
    tiny_shelf: FakeShelf, database: Database
) -> None:
    async def show(request: Request) -> Reply:
        return Reply("Privacy")

    feature = AboutFeature(tiny_shelf, database, "1", lambda: menu)
    menu = Menu(
        [*feature.menu(), Group("privacy", "Yours", "privacy show"), Command("privacy show", "All of it", show)]
    )
    bot = Dispatch(menu, itertools.count().__next__, lambda: "")
    assert buttons(await said(bot, "/about"))["All that I keep"] == Invocation("privacy show")
