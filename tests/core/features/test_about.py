from __future__ import annotations

from bot.core.chat.blocks import Items
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from bot.core.ports.shelf import Loaded
from tests.core.helpers import HOSTILE, buttons, marked, said, scene, words_of
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
    assert list(buttons(reply)) == ["See the roadmap", "What can you do?", "Share"]


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
