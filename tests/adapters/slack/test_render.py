"""Replies as Slack's messages: each block as it was agreed to look, and any reply within what Slack takes."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.adapters.slack.home import home_view
from bot.adapters.slack.limits import FALLBACK, MESSAGE, VIEW
from bot.adapters.slack.modals import reply_view
from bot.adapters.slack.render import draw, escaped
from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Facts,
    Items,
    LinkButton,
    Mention,
    Option,
    Select,
    Table,
    Text,
)
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Person
from tests.adapters.slack.samples import HERE, REPLIES, SAMPLES
from tests.adapters.slack.seen import button, label, menus, pressable, words
from tests.core.helpers import HOSTILE, words_of
from tests.fakes.slack.rules import message_problems, view_problems

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name: str) -> None:
    content = draw(Reply("A title", (SAMPLES[name],), permalink=HERE)).content
    assert message_problems(content) == []
    path = GOLDEN / f"{name}.json"
    drawn = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(drawn, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == drawn


def test_every_golden_file_is_used() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(SAMPLES)


@given(REPLIES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_reply_within_limits_and_complete(reply: Reply) -> None:
    pages = _pages(reply)
    for content in pages:
        assert message_problems(content) == []
    if reply.permalink is not None:
        shown = _flat("\n".join(words(content["blocks"]) for content in pages))
        for block in reply.blocks:
            for word in _words_of(block):
                assert word in shown, word
        pressed = {one.get("value") for content in pages for one in pressable(content["blocks"])}
        for block in reply.blocks:
            if isinstance(block, Buttons):
                assert {one.invocation.token for one in block.buttons if isinstance(one, Button)} <= pressed
            if isinstance(block, Select):
                assert {option.value for option in block.options} <= _offered(pages)
    assert view_problems(reply_view(reply)) == []
    assert view_problems(home_view([reply, reply])) == []


def test_long_replies_turn_pages_and_keep_their_buttons() -> None:
    items = tuple(f"Item {number} with **some** words behind it, so that it takes its room" for number in range(400))
    offers: tuple[Block, ...] = (
        Select("Choose", Invocation("choose"), "x", (Option("a", "A"),)),
        Buttons((Button("Share", replace(HERE, shared=True)),)),
    )
    reply = Reply("Long", (Items(items, title="All"), *offers), permalink=HERE)
    pages = _pages(reply)
    assert len(pages) > 2
    for number, content in enumerate(pages, 1):
        blocks = content["blocks"]
        assert button(blocks, "Share")["value"] == "!roadmap phase?number=6"
        assert [menu["text"]["text"] for menu in menus(blocks)] == ["Choose"]
        assert f"Page {number} of {len(pages)}" in words(blocks)
        turns = {label(one): one["value"] for one in pressable(blocks) if label(one) in ("More", "Back")}
        wanted = {"Back": number - 1, "More": number + 1}
        tokens = {name: replace(HERE, page=page).token for name, page in wanted.items() if 1 <= page <= len(pages)}
        assert turns == tokens
    shown = _flat("\n".join(words(content["blocks"]) for content in pages))
    assert all(_flat(words_of(item)) in shown for item in items)


def test_what_to_type_belongs_to_the_reply() -> None:
    def said(question: str) -> str:
        long = Invocation("ask", {"question": question * 90})
        return words(draw(Reply("Long", (Text("word " * 4_000),), permalink=long)).content["blocks"])

    assert said("x") != said("y")


def test_a_page_that_no_longer_exists_is_the_last_one() -> None:
    reply = Reply("Long", (Text("word " * 4_000),), permalink=HERE)
    assert draw(replace(reply, page=99)).content == draw(replace(reply, page=len(_pages(reply)))).content


def test_where_no_button_can_turn_the_page_it_says_what_to_type() -> None:
    long = Invocation("ask", {"question": "x" * 90})
    content = draw(Reply("Long", (Text("word " * 4_000),), permalink=long)).content
    assert "the rest doesn't fit here; type /ask question:" in words(content["blocks"])
    content = draw(Reply("Long", (Text("word " * 4_000),))).content
    assert "Page 1 of" in words(content["blocks"])


def test_a_modal_has_more_room_than_a_message() -> None:
    reply = Reply("Long", (Text("word " * 4_000),), permalink=HERE)
    assert "Page 1 of" in words(draw(reply).content["blocks"])
    assert "Page 1 of" not in words(reply_view(reply)["blocks"])
    assert MESSAGE.blocks < VIEW.blocks


def test_what_members_write_neither_mentions_nor_formats() -> None:
    for text in (text[:300] for text in HOSTILE):
        blocks: tuple[Block, ...] = (
            Text(escape(text)), Items((escape(text),)), Facts((("x", escape(text)),)),
            Table(("a", "b"), ((text, text),)), Mention(Person("slack:T0TEAM.U0BEN"), escape(text)),
        )  # fmt: skip
        content = draw(Reply(text[:140], blocks, permalink=HERE)).content
        drawn = json.dumps(content["blocks"])
        assert drawn.count('"type": "user"') == 1
        for forbidden in ("broadcast", "usergroup", "mrkdwn", '"link"', '"emoji": true'):
            assert forbidden not in drawn
        assert content["text"].count("<") == content["text"].count("<@U0BEN>") == 1
        for element in _text_elements(content["blocks"]):
            assert element.get("style", {}).keys() <= {"bold"} or element["text"] != text


def test_a_long_title_stands_whole_beneath_the_header() -> None:
    title = "Why does it happen that " * 10
    blocks = draw(Reply(title, (Text("x"),))).content["blocks"]
    assert blocks[0]["text"]["text"].endswith("…")
    assert words(blocks[1]) == title
    assert draw(Reply("", (Text("x"),))).content["blocks"][0]["type"] == "rich_text"


def test_long_addresses_and_values_are_said_in_words() -> None:
    reply = Reply("x", (Buttons((LinkButton("Far", "https://example.org/" + "x" * 4_000),)),))
    content = draw(reply).content
    assert "Far: https://example.org/xxx" in words(content["blocks"])
    long = Select("Menu", Invocation("choose"), "one", (Option("v" * 80, "Long value"),))
    blocks = draw(Reply("x", (long,))).content["blocks"]
    assert menus(blocks) == []
    assert f"Long value: /choose one:{'v' * 80}" in words(blocks)


def test_of_a_menu_of_several_a_button_takes_what_is_picked() -> None:
    options = tuple(Option(f"o{number}", f"Option {number}") for number in range(9))
    several = [Select(name, Invocation(name), "what", options, many=True) for name in ("keep", "drop")]
    blocks = draw(Reply("t", tuple(several))).content["blocks"]
    found = [block["accessory"] for block in menus(blocks)]
    assert [(menu["type"], len(menu["options"])) for menu in found] == [("multi_static_select", 9)] * 2
    takes = list(pressable(blocks))
    assert [label(one) for one in takes] == ["Take these", "Take these"]
    assert [one["value"] for one in takes] == [menu["action_id"] for menu in found]
    assert [block["block_id"] for block in menus(blocks)] == [menu["action_id"] for menu in found]
    assert [one["action_id"].split(" ", 2)[2] for one in takes] == ["keep?what=", "drop?what="]


def test_the_fallback_says_what_screen_readers_need() -> None:
    blocks = (Mention(Person("slack:T.U0BEN"), "look"), Text("a < b & **c**"), Buttons((Button("Go", HERE),)))
    assert draw(Reply("Title", blocks)).content["text"] == "Title\n\n<@U0BEN> look\n\na &lt; b &amp; c"
    long = draw(Reply("Title", (Text("<" * 5_000),))).content["text"]
    assert len(long) <= FALLBACK * len(escaped("<"))
    assert long.endswith("…")


def test_equal_replies_are_drawn_once() -> None:
    def reply(label: str) -> Reply:
        buttons = Buttons((Button(label, Invocation("x", {"a": "1"})), LinkButton("l", "https://e.org")))
        menu = Select("s", Invocation("x"), "b", (Option("1", "One"),))
        return Reply("t", (Text("words"), buttons, menu))

    assert draw(reply("a")) is draw(reply("a"))
    assert draw(reply("a")) is not draw(reply("b"))
    other = Reply("t", (SAMPLES["file"],))
    assert draw(other) is not draw(other)


def _pages(reply: Reply) -> list[dict[str, Any]]:
    pages = [draw(reply).content]
    total = words(pages[0]["blocks"]).partition("Page 1 of ")[2].partition("\n")[0]
    number = int(total) if total.isdigit() and reply.permalink else 1
    return [*pages, *(draw(replace(reply, page=page)).content for page in range(2, number + 1))]


def _offered(pages: list[dict[str, Any]]) -> set[str]:
    return {
        option["value"]
        for content in pages
        for menu in menus(content["blocks"])
        for option in menu["accessory"]["options"]
    }


def _words_of(block: Block) -> list[str]:
    """Some words of a block that must be seen; only such as Markdown cannot change or a cut take apart."""
    match block:
        case Text():
            texts = [block.markdown]
        case Items():
            texts = list(block.items)
        case Facts():
            texts = [value for _, value in block.facts]
        case _:
            return []
    return [
        word for text in texts for word in text.split()[:50] if word.isascii() and word.isalpha() and len(word) < 40
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _text_elements(piece: Any) -> list[dict[str, Any]]:
    if isinstance(piece, dict):
        own = [piece] if piece.get("type") == "text" else []
        return own + [one for member in piece.values() for one in _text_elements(member)]
    if isinstance(piece, list):
        return [one for member in piece for one in _text_elements(member)]
    return []
