"""The one error whose words are for the member."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.chat.blocks import Block


class Refusal(Exception):
    """Something that cannot be done, said in one sentence to whoever asked, with a way on.

    `words` is Markdown: member text in it must have gone through `markup.escape`.
    """

    def __init__(self, words: str, *way_on: Block) -> None:
        super().__init__(words)
        self.words = words
        self.way_on = way_on
