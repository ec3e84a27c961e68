from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.core.chat.invocation import TOKEN_LENGTH, BadToken, Invocation, TokenTooLong

COMMANDS = st.from_regex(r"[a-z0-9-]{1,8}( [a-z0-9-]{1,8}){0,2}", fullmatch=True)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)
"""Also halves of surrogate pairs."""
INVOCATIONS = st.builds(
    Invocation,
    COMMANDS,
    st.dictionaries(NAMES, ANYTHING | st.text(" &#%?+=!\x00\n\x7f", max_size=10), max_size=3),
    st.one_of(st.just(1), st.integers(-1, 10_001)),
    st.booleans(),
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(INVOCATIONS)
def test_what_fits_is_read_back_and_what_does_not_says_why(invocation: Invocation) -> None:
    if invocation.fits:
        token = invocation.token
        assert Invocation.from_token(token) == invocation
        assert units(token) <= TOKEN_LENGTH
        token.encode()  # no half of a surrogate pair
        assert token.isprintable() or not token.isascii()
    else:
        with pytest.raises(TokenTooLong, match=f"more than {TOKEN_LENGTH} characters, or holds characters"):
            _ = invocation.token


@given(INVOCATIONS)
def test_what_fits_does_not_depend_on_luck(invocation: Invocation) -> None:
    short = all(value.isascii() and value.isalnum() and len(value) < 10 for value in invocation.arguments.values())
    assume(short and 1 <= invocation.page <= 9_999)
    assert invocation.fits


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("!?#&=+% ab1"), max_size=110))
@example("help")
def test_any_other_string_is_refused_or_reads_to_what_writes_it(text: str) -> None:
    try:
        invocation = Invocation.from_token(text)
    except BadToken:
        return
    assert invocation.token == text


@given(INVOCATIONS, st.data())
def test_a_changed_token_is_refused_or_reads_to_what_writes_it(invocation: Invocation, data: st.DataObject) -> None:
    assume(invocation.fits)
    token = invocation.token
    place = data.draw(st.integers(0, len(token)))
    put = data.draw(st.text(st.sampled_from("!?#&=+% aA1\x00é🚀"), max_size=2))
    changed = token[:place] + put + token[place + data.draw(st.integers(0, 2)) :]
    try:
        read = Invocation.from_token(changed)
    except BadToken:
        return
    assert read.token == changed


@pytest.mark.parametrize(
    ("invocation", "token"),
    [
        (Invocation("help"), "help"),
        (Invocation("roadmap phase", {"number": "6"}), "roadmap phase?number=6"),
        (Invocation("roadmap phase", {"number": "6"}, shared=True), "!roadmap phase?number=6"),
        (Invocation("roadmap phase", {"number": "6"}, page=2), "roadmap phase?number=6#2"),
        (Invocation("x", page=9_999, shared=True), "!x#9999"),
        (Invocation("x", {"a": "", "b": " + & % # ? = !"}), "x?a=&b=+%2B+%26+%25+%23+%3F+=+!"),
        (Invocation("x", {"a": "\n\t\x00\x7f"}), "x?a=%0A%09%00%7F"),
        (Invocation("x", {"a": "é 🚀 שלום"}), "x?a=é+🚀+שלום"),
        (Invocation("x", {"a": "%41", "b": "%2F"}), "x?a=%2541&b=%252F"),
    ],
)
def test_tokens(invocation: Invocation, token: str) -> None:
    assert invocation.token == token
    assert Invocation.from_token(token) == invocation


@pytest.mark.parametrize(
    "token",
    [
        "", "!", "?", "#2", "X", "Roadmap", "a  b", " a", "a ", "a b c d", "a_b", "é",
        "x?", "x?a", "x?=1", "x?A=1", "x?1=1", "x?a-b=1", "x?a=1&", "x?a=1&a=2", "x?a=1&&b=2",
        "x?a=b c", "x?a=%41", "x?a=%2f", "x?a=%zz", "x?a=%", "x?a=?", "x?a=1\n", "x\n", "x?a=\x00", "x?a=%FF",
        "x#", "x#0", "x#1", "x#01", "x#-1", "x#10000", "x#2#3", "x#2?a=1", "!!x",
        "x?a=\ud83d", "x?a=" + "a" * 97, "x" * 101, "x?a=" + "🚀" * 49,
    ],
)  # fmt: skip
def test_tokens_that_no_button_carried(token: str) -> None:
    with pytest.raises(BadToken):
        Invocation.from_token(token)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("a" * 96, True),
        ("a" * 97, False),
        ("🚀" * 48, True),  # two UTF-16 units each
        ("🚀" * 48 + "a", False),
        ("é" * 96, True),
        ("é" * 97, False),
        ("&" * 32, True),  # three characters each, once written
        ("&" * 33, False),
        ("\ud83d", False),
        ("\ude80\ud83d", False),
    ],
)
def test_a_hundred_utf16_units_fit(value: str, fits: bool) -> None:
    invocation = Invocation("x", {"a": value})
    assert invocation.fits is fits
    if fits:
        assert Invocation.from_token(invocation.token) == invocation
    else:
        with pytest.raises(TokenTooLong, match="“x”"):
            _ = invocation.token


@pytest.mark.parametrize("page", [-1, 0, 10_000])
def test_pages_that_no_token_can_name_do_not_fit(page: int) -> None:
    assert not Invocation("x", page=page).fits


def test_with_arguments_starts_at_the_first_page() -> None:
    before = Invocation("x", {"a": "1", "b": "2"}, page=3, shared=True)
    assert before.with_arguments({"b": "3", "c": "4"}) == Invocation("x", {"a": "1", "b": "3", "c": "4"}, 1, True)
    assert before.arguments == {"a": "1", "b": "2"}
