from __future__ import annotations

from bot.core.chat.reply import Reply
from bot.core.features.remembered import Remembered
from bot.core.model.library import Library
from tests.fakes.shelf import FakeShelf, tiny_library


def test_a_card_is_drawn_once_for_each_name_and_anew_when_the_content_changed() -> None:
    drawn: list[str] = []

    def draw(library: Library, name: str) -> Reply:
        drawn.append(name)
        return Reply(library.phases[name].title)

    shelf = FakeShelf(tiny_library())
    cards = Remembered(shelf, draw)

    assert [cards[name].title for name in ("1", "2", "1")] == ["Basics", "Serving", "Basics"]
    assert drawn == ["1", "2"]
    shelf.library = tiny_library()
    assert cards["1"].title == "Basics"
    assert drawn == ["1", "2", "1"]
