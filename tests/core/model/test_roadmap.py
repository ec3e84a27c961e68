from __future__ import annotations

import pytest

from bot.core.model.roadmap import Span


@pytest.mark.parametrize(("least", "most", "words"), [(6, 12, "6–12"), (4, 4, "4")])
def test_a_span_in_words(least: int, most: int, words: str) -> None:
    assert str(Span(min=least, max=most)) == words
