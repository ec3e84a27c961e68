"""What is made by chance."""

from __future__ import annotations

from bot.adapters.reference import CODE_LENGTH, CODE_SIGNS, new_code
from bot.core.acts.codes import plain


def test_codes_are_easy_to_read_aloud_and_hard_to_guess() -> None:
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS) and plain(code) == code for code in codes)
    assert not set(CODE_SIGNS) & set("0O1IL8BSUZ")
    assert not set(CODE_SIGNS) & set("AEIOU")
    assert len(CODE_SIGNS) ** CODE_LENGTH > 10**11
