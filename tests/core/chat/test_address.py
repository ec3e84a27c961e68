"""Links that members give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.address import ADDRESS_LENGTH, Address
from bot.core.chat.refusal import Refusal
from tests.core.helpers import HOSTILE, scene

HERE = scene()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://github.com/ana/report", "https://github.com/ana/report"),
        (" <https://github.com/ana/report|my work> ", "https://github.com/ana/report"),
        ("HTTPS://GitHub.com:8443/a?b=c%20d#e", "https://github.com:8443/a?b=c%20d#e"),
        ("https://example.org/a(b)[c]", "https://example.org/a%28b%29%5Bc%5D"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_an_address_is_kept_safe(written: str, kept: str) -> None:
    assert Address().read(written, HERE) == kept


@pytest.mark.parametrize(
    "written",
    [
        "http://example.org", "example.org", "", "drift", "https://", "https://localhost/x", "https://10.0.0.1/",
        "https://ana:secret@example.org/", "https://example.org:port/", "https://[::1", "https://a b.example/",
        "https://example.org/a b", "javascript:alert(1)", "https://exa_mple.org/", "https://x..example/",
        f"https://example.org/{'a' * ADDRESS_LENGTH}", f"https://{'a' * 70}.example/",
    ],
)  # fmt: skip
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(Refusal):
        Address().read(written, HERE)


@given(text=st.text(st.characters(exclude_categories=())) | st.sampled_from(HOSTILE), host=st.booleans())
def test_whatever_is_kept_is_plain(text: str, host: bool) -> None:
    try:
        kept = Address().read(f"https://{'' if host else 'example.org/'}{text}", HERE)
    except Refusal:
        return
    assert kept.isascii()
    assert kept.startswith("https://")
    assert not set(kept) & set(' <>()[]"`\\|{}^\n')
    assert Address().read(kept, HERE) == kept
