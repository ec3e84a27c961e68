from __future__ import annotations

from bot.core.chat.blocks import Text
from bot.core.chat.refusal import Refusal


def test_a_refusal_has_words_and_a_way_on() -> None:
    refusal = Refusal("Not like this.", Text("But so."), Text("Or so."))
    assert (refusal.words, refusal.way_on) == ("Not like this.", (Text("But so."), Text("Or so.")))
    assert str(refusal) == "Not like this."
    assert Refusal("No.").way_on == ()
