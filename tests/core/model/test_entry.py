from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.invocation import Invocation
from bot.core.model.limits import SLUG_LENGTH, is_slug, is_web_address


@pytest.mark.parametrize("text", ["a", "7", "data-drift", "iq-2-b", "a" * SLUG_LENGTH])
def test_ids(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "é", "a\n", "a.b", "٣", "a" * (SLUG_LENGTH + 1)]
)
def test_what_is_no_id(text: str) -> None:
    assert not is_slug(text)


@given(st.from_regex(r"[a-z0-9]{1,30}(-[a-z0-9]{1,30}){0,2}", fullmatch=True))
def test_a_button_has_room_for_an_id(text: str) -> None:
    assert is_slug(text) is (len(text) <= SLUG_LENGTH)
    longest = Invocation("interview answer", {"question": text}, page=9_999, shared=True)
    assert longest.fits or not is_slug(text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://docs.python.org/3/", True),
        ("http://docs.python.org/", False),
        ("HTTPS://docs.python.org/", False),
        ("docs.python.org", False),
        ("https://docs.python.org/a b", False),
        (" https://docs.python.org", False),
        ("javascript:alert(1)", False),
    ],
)
def test_web_addresses(text: str, link: bool) -> None:
    assert is_web_address(text) is link
