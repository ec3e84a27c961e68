"""Discord's Markdown shows what the core means, and nothing that a member slipped in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.markdown import discord_markdown, discord_words, fenced
from bot.core.chat.markup import escape, moment
from tests.fakes.discord.markdown import read, words

HOSTILE = [
    "@everyone",
    "<@123> <@&5> <#7> </roadmap:1>",
    "**bold** *it* _it_ __u__ ~~s~~ ||spoiler|| `code`",
    "# heading",
    "-# small",
    "- item\n- item",
    "1. one",
    "12. twelve",
    "> quote",
    ">>> quote",
    "[click](https://example.org)",
    "https://example.org/a_b_c",
    "<https://example.org>",
    "<t:1700000000:R> <:name:123> <a:name:123> :smile: 10:30:45",
    "```\ncode\n```",
    "back\\slash \\* \\",
    "¯\\_(ツ)_/¯",
    "snake_case and 2*3*4",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_member_text_shows_as_it_was_written(text: str) -> None:
    shown = read(discord_markdown(escape(text)))
    assert shown.styles == []
    assert shown.words == " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_words_show_as_they_are(text: str) -> None:
    line = " ".join(text.split())
    shown = read(discord_words(line))
    assert (shown.styles, shown.words) == ([], line)


@given(st.text(st.characters(exclude_characters="\x00", codec="utf-8")))
def test_any_member_text_shows_without_style(text: str) -> None:
    shown = read(discord_markdown(escape(text)))
    assert shown.styles == []
    assert shown.words == " ".join(text.split())


@given(st.text(st.sampled_from("ab *_~`|[]()<>@#:-+.1\\\n/!&"), max_size=40))
def test_text_full_of_signs_shows_without_style(text: str) -> None:
    shown = read(discord_words(text))
    assert (shown.styles, shown.words) == ([], text)


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        ("**bold** and *italic*", "**bold** and *italic*"),
        ("*a \\* b*", "_a \\* b_"),
        ("*a \\* b*c", "_a \\* b_\u200bc"),
        ("`a` `` b`c ``", "`a` ``b`c``"),
        ("`` `a ``", "`` `a ``"),
        ("[MLflow](https://mlflow.org/a_(b))", "[MLflow](https://mlflow.org/a_%28b%29)"),
        ("[https://a.org](https://a.org)", "https://a.org"),
        ("[see https://a.org](https://b.org)", "see https\\://a.org https://b.org"),
        ("[](https://a.org)", "https://a.org"),
        ("[a\\]b](https://a.org)", "[a\\]b](https://a.org)"),
        ("one\ntwo\\\nthree\n\nfour", "one two\nthree\n\nfour"),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("> a\n>\n> b", "> a\n> \n> b"),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
        ("````\n```\n````", "```\n`\u200b`\u200b`\n```"),
        ("``` not a language\nx\n```", "```\nx\n```"),
        ("# no heading", "\\# no heading"),
        ("2026\\. no list", "2026\\. no list"),
        ("2026. a list", "2026. a list"),
        ("**a****b**", "**a\\*\\*\\*\\*b**"),
        ("***both***", "***both***"),
        ("a @everyone <b> :tada:", "a \\@everyone \\<b> \\:tada:"),
        ("", ""),
    ],
)
def test_markdown(markdown: str, written: str) -> None:
    assert discord_markdown(markdown) == written


def test_styles_next_to_one_another_are_kept_apart() -> None:
    shown = read(discord_markdown("*a***b**"))
    assert shown.styles == ["emphasis", "strong"]
    assert words(discord_markdown("*a***b**")) == "ab"
    assert read(discord_markdown("`a`` b`")).words


def test_code_cannot_end_its_block() -> None:
    shown = read(fenced("a\n```\n**b**", "python"))
    assert shown.styles == ["fence"]
    assert shown.words.replace("\u200b", "") == "a\n```\n**b**"


def test_emphasis_with_an_asterisk_inside_is_read_whole() -> None:
    assert read(discord_markdown("*a \\* b*")).styles == ["emphasis"]
    assert words(discord_markdown("*a \\* b*c")) == "a * bc"


def test_a_moment_is_shown_by_each_readers_own_clock() -> None:
    at = datetime(2026, 12, 7, 18, tzinfo=UTC)
    assert discord_markdown(f"It begins {moment(at, 'Europe/Berlin')}.") == "It begins <t:1796666400:F>."
