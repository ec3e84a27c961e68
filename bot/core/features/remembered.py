"""Cards that show nothing but content: drawn once, and again when the content has changed."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.chat.reply import Reply
from bot.core.model.library import Library
from bot.core.ports.shelf import Shelf


class Remembered:
    """The cards that `draw` makes of the library in use, by the name of what each shows.

    Drawing the card of a phase takes longer than all else in answering with it. Names must be of the content, or there
    would be no end to them.
    """

    def __init__(self, shelf: Shelf, draw: Callable[[Library, str], Reply]) -> None:
        self._shelf = shelf
        self._draw = draw
        self._library: Library | None = None
        self._cards: dict[str, Reply] = {}

    def __getitem__(self, name: str) -> Reply:
        library = self._shelf.library
        if library is not self._library:
            self._library, self._cards = library, {}
        card = self._cards.get(name)
        if card is None:
            card = self._cards[name] = self._draw(library, name)
        return card
