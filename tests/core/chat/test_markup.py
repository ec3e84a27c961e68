from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.chat.markdown import foreign, read
from bot.core.chat.markup import (
    Anchor,
    Break,
    Bullets,
    Emphasis,
    Fence,
    Literal,
    Moment,
    Node,
    Paragraph,
    Plain,
    Quote,
    Strong,
    escape,
    moment,
    parse,
)
from tests.core.helpers import HOSTILE, marked, words_of

MARKDOWNISH = st.text(st.sampled_from("ab \n*_`[]()<>#-+.1>!|~\\&;:/") | st.characters(), max_size=60)


def paragraph(text: str) -> Paragraph:
    return Paragraph((Plain(text),))


@pytest.mark.parametrize(
    ("markdown", "nodes"),
    [
        ("", ()),
        ("plain words", (paragraph("plain words"),)),
        ("one\n\ntwo", (paragraph("one"), paragraph("two"))),
        ("one\ntwo", (Paragraph((Plain("one"), Plain(" "), Plain("two"))),)),
        ("one\\\ntwo", (Paragraph((Plain("one"), Break(), Plain("two"))),)),
        ("**bold**", (Paragraph((Strong((Plain("bold"),)),)),)),
        ("*it*", (Paragraph((Emphasis((Plain("it"),)),)),)),
        ("`co*de*`", (Paragraph((Literal("co*de*"),)),)),
        ("**a `b` *c***", (Paragraph((Strong((Plain("a "), Literal("b"), Plain(" "), Emphasis((Plain("c"),)))),)),)),
        ("[a *b*](https://x.org/y)", (Paragraph((Anchor((Plain("a "), Emphasis((Plain("b"),))), "https://x.org/y"),)),)),
        ("- a\n- b", (Bullets(((paragraph("a"),), (paragraph("b"),))),)),
        ("3. a\n4. b", (Bullets(((paragraph("a"),), (paragraph("b"),)), 3),)),
        ("1. a", (Bullets(((paragraph("a"),),), 1),)),
        ("0. a", (Bullets(((paragraph("a"),),), 0),)),
        ("- a\n\n  b\n  - c", (Bullets(((paragraph("a"), paragraph("b"), Bullets(((paragraph("c"),),))),)),)),
        ("> a\n>\n> b", (Quote((paragraph("a"), paragraph("b"))),)),
        ("```python\nx = 1\n\n  y\n```", (Fence("x = 1\n\n  y", "python"),)),
        ("~~~\nx", (Fence("x", ""),)),
    ],
)  # fmt: skip
def test_the_subset(markdown: str, nodes: tuple[Node, ...]) -> None:
    assert parse(markdown) == nodes


@pytest.mark.parametrize(
    "markdown",
    [
        "# heading",
        "heading\n=======",
        "| a | b |\n|---|---|\n| c | d |",
        "<b>html</b> <!-- x -->",
        "<div>\nblock\n</div>",
        "a\n\n---\n\nb",
        "    indented code",
        "https://bare.example <https://auto.example>",
        "&amp; &lt; &#42;",
        "~~gone~~ ||spoiler||",
        "[javascript](javascript:alert)",
        "[reference]: https://x.example\n\n[reference]",
        "@everyone <@1> <!channel>",
    ],
)
def test_what_is_outside_the_subset_comes_out_as_words(markdown: str) -> None:
    assert words_of(markdown) == " ".join(markdown.split())
    assert not list(marked(markdown))


@pytest.mark.parametrize(
    "url", ["http://x.org", "HTTPS://x.org", "//x.org", "/x", "mailto:a@b.c", "ftp://x.org", "data:text/html,x", "x"]
)
def test_only_https_links(url: str) -> None:
    assert not any(isinstance(inline, Anchor) for inline in _inlines(f"[words]({url})"))
    assert "words" in words_of(f"[words]({url})")


@pytest.mark.parametrize("sign", ["> ", "- ", "1. ", "*", "**", "[", "[a](", "> - "])
@pytest.mark.parametrize("times", [19, 20, 21, 22, 100, 2_000])
def test_absurd_nesting_keeps_the_words(sign: str, times: int) -> None:
    close = sign if sign.startswith("*") else ""
    assert "kernel" in words_of(sign * times + "kernel" + close * times)


@given(MARKDOWNISH)
def test_every_letter_of_any_text_comes_out(text: str) -> None:
    if "```" in text or "~~~" in text:
        return  # a fence's language is not among its words
    if "](" in text:
        return  # nor is a link's title
    came_out = words_of(text)
    assert [sign for sign in came_out if sign in "ab"] == [sign for sign in text if sign in "ab"]


@given(st.text() | MARKDOWNISH | st.sampled_from(HOSTILE))
def test_escaped_text_shows_exactly_its_words_and_nothing_else(text: str) -> None:
    shown = escape(text)
    said = " ".join(text.split()).replace("\x00", "�")  # the parser may not pass a zero on
    for around in ("{}", "**I know “{}”.** And so on", "- “{}”", "[“{}”](https://x.org)", "a\n\n{}"):
        assert words_of(around.format(shown)) == words_of(around.format("A")).replace("A", said, 1).strip()
    assert not list(marked(shown))
    assert "\n" not in shown


def test_escaped_member_text_cannot_end_what_it_stands_in() -> None:
    member = "a** [x](https://evil.example) **b"
    assert parse(f"**“{escape(member)}”**") == (Paragraph((Strong((Plain(f"“{member}”"),)),)),)


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("fine **bold** *it* `c` [l](https://x.org)\n\n- a\n\n1. b\n\n> q\n\n```py\nx\n```", []),
        ("# a", ["a heading"]),
        ("a\n===", ["a heading"]),
        ("| a |\n|---|\n| b |", ["a table"]),
        ("see ![x](https://x.org/y.png)", ["a picture"]),
        ("<div>\nx\n</div>", ["HTML"]),
        ("a <b>x</b>", ["HTML"]),
        ("***", ["a horizontal line"]),
        ("a\n\n    b", ["code indented by four spaces (use a fence)"]),
        ("# a\n\n<b>\n\n> # c", ["HTML", "a heading"]),
        ("- a\n\n  # b", ["a heading"]),
        ("*" * 3_000 + "x" + "*" * 3_000, []),
    ],
)
def test_foreign_names_what_the_subset_lacks(markdown: str, found: list[str]) -> None:
    assert foreign(markdown) == found


@given(seconds=st.integers(0, 32_000_000_000), zone=st.sampled_from(sorted(available_timezones())))
def test_a_moment_comes_back_as_it_was(seconds: int, zone: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert _inlines(f"It begins {moment(at, zone)}.")[1] == Moment(at, zone)


def test_a_moment_says_the_time_there_and_in_utc() -> None:
    at = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)
    assert Moment(at, "Europe/Berlin").words == "Tuesday 8 December 2026, 00:30 Europe/Berlin (Monday, 23:30 UTC)"
    assert Moment(at, "America/New_York").words == "Monday 7 December 2026, 18:30 America/New_York (23:30 UTC)"
    assert Moment(at, "Europe/London").words == "Monday 7 December 2026, 23:30 Europe/London"
    assert Moment(at, "UTC").words == "Monday 7 December 2026, 23:30 UTC"


@pytest.mark.parametrize(
    "address", ["at:1:Nowhere/Land", "at:1:Europe", "at:1:../etc", "at:x:UTC", "at:1", "at:1:/etc"]
)
def test_what_is_no_moment_stays_words(address: str) -> None:
    assert words_of(f"[then]({address})") == "then"


def test_nobody_writes_a_moment_by_typing() -> None:
    assert not list(marked(escape(moment(datetime(2026, 12, 7, tzinfo=UTC), "UTC"))))


def _inlines(markdown: str) -> tuple[object, ...]:
    (node,) = parse(markdown)
    assert isinstance(node, Paragraph)
    return node.inlines


@given(
    st.lists(
        st.sampled_from(["**", "word", "a", "4", " ", "  ", "\n", "\n\n", ".", ", ", ":", "-", "1.", "2)", ">", "~~~"])
        | st.sampled_from(
            ["\u00a0", "é", "¡", "٣", "²", "&amp;", "<b>", "#", "|", "!", "=", "\t", "\r", "\x00", "_", "[", "\u200b"]
        ),
        max_size=12,
    ).map("".join)
)
@example("**Drift**: data drift, concept drift")
@example("Words in\ntwo lines.\n\nAnd a **bold** word.\n")
@example("2 things**")
@example("** not bold**")
@example("**a**b**")
def test_sentences_are_read_as_the_parser_reads_them(text: str) -> None:
    assert parse(text) == read(text)


@given(MARKDOWNISH)
def test_whatever_the_parser_reads_is_read_the_same_with_the_short_way(text: str) -> None:
    assert parse(text) == read(text)


def test_sentences_need_no_parser() -> None:
    """What the first answer says is read without importing it: that is a tenth of a start."""
    read = "from bot.core.chat.markup import parse; parse('**Drift**: one\\ntwo.\\n\\nThree.')"
    subprocess.run(
        [sys.executable, "-c", f"import sys; {read}; sys.exit('markdown_it' in sys.modules)"], check=True, timeout=60
    )
