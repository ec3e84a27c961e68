"""Texts as rich text: what Markdown means is kept, what it doesn't say is not added, and no word is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.rich import rich, rich_items, rich_line, seen
from bot.core.chat.markup import moment
from tests.adapters.slack.seen import words
from tests.core.helpers import HOSTILE, words_of
from tests.fakes.slack.rules import message_problems

TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=100),
    st.text(alphabet="ab *_`[]()>#-+1.\n\\<&|~", max_size=150),
)


@given(TEXTS)
def test_every_text_keeps_its_words(text: str) -> None:
    blocks = [{"type": "rich_text", "elements": list(rich(text))}] if rich(text) else []
    content = {"text": "x", "blocks": blocks or [{"type": "divider"}]}
    assert message_problems(content) == []
    assert _bare(words(_aloud(blocks))) == _bare(words_of(text))


@given(TEXTS)
def test_one_line_says_the_same(text: str) -> None:
    """And the numbers of its lists besides."""
    said = iter(_bare(words(_aloud(list(rich_line(text))))))
    assert all(sign in said for sign in _bare(words_of(text)))


def test_lists_nest_and_go_on_counting() -> None:
    lists = rich("1. one\n\n   ```\n   code\n   ```\n2. two\n   - inner\n3. three")
    assert [(one["type"], one.get("style"), one.get("indent"), one.get("offset")) for one in lists] == [
        ("rich_text_list", "ordered", 0, None),
        ("rich_text_preformatted", None, None, None),
        ("rich_text_list", "ordered", 0, 1),
        ("rich_text_list", "bullet", 1, None),
        ("rich_text_list", "ordered", 0, 2),
    ]
    assert rich_items(("a", "b"), True, 4)[0]["offset"] == 3


def test_deep_lists_stop_going_deeper() -> None:
    deep = "\n".join(f"{'  ' * depth}- level {depth}" for depth in range(9))
    assert max(one["indent"] for one in rich(deep)) == 8


def test_styles_add_up_and_links_have_one() -> None:
    (section,) = rich("***both*** **[bold](https://e.org)** [a **b**](https://e.org) *`code`*")
    styles = [tuple(sorted(one.get("style", {}))) for one in section["elements"] if one["text"].strip()]
    assert styles == [("bold", "italic"), ("bold",), (), ("code", "italic")]


def test_only_secure_addresses_become_links_and_long_ones_are_written_out() -> None:
    assert "link" not in str(rich("[click](http://evil.example) [run](javascript:alert(1))"))
    (section,) = rich(f"[far](https://e.org/{'x' * 4_000})")
    assert words(section).startswith("far (https://e.org/xxx")
    assert words(section).endswith("…)")


def test_what_cannot_be_sent_is_replaced() -> None:
    assert seen("a\x00b\x1b[31m\ud83d\n\tc") == "ab[31m�\n\tc"
    assert seen("plain") == "plain"
    assert rich("") == ()


def _bare(text: str) -> str:
    """The words alone: marks of lists and spaces are the platform's."""
    return "".join(sign for sign in seen(text) if sign.isalnum())


def _aloud(piece: Any) -> Any:
    """The same with each link's address behind its words, as `words_of` says it."""
    if isinstance(piece, list):
        return [_aloud(one) for one in piece]
    if not isinstance(piece, dict):
        return piece
    if piece.get("type") == "link" and piece["text"] != piece["url"]:
        return {"type": "text", "text": f"{piece['text']} {piece['url']}"}
    return {name: _aloud(member) for name, member in piece.items()}


def test_a_moment_is_shown_by_each_readers_own_clock() -> None:
    at = datetime(2026, 12, 7, 18, tzinfo=UTC)
    text = f"It begins **{moment(at, 'Europe/Berlin')}**."
    [one] = rich(text)
    assert one["elements"][1] == {
        "type": "date",
        "timestamp": 1_796_666_400,
        "format": "{date_long} at {time}",
        "fallback": "Monday 7 December 2026, 19:00 Europe/Berlin (18:00 UTC)",
        "style": {"bold": True},
    }
    assert message_problems({"text": "x", "blocks": [{"type": "rich_text", "elements": [one]}]}) == []
    assert "style" not in rich_line(moment(at, "UTC"))[0]
