"""Every block has its faithful form, any reply keeps Discord's limits, and nothing is left out without a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bot.adapters.discord import sizes
from bot.adapters.discord.custom_id import unmarked
from bot.adapters.discord.render import Message, render
from bot.core.chat.blocks import (
    Button,
    Buttons,
    Code,
    Facts,
    File,
    Items,
    Mention,
    Option,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain_markdown
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Person
from tests.adapters.discord.golden import same_as_golden
from tests.adapters.discord.replies import EACH, replies
from tests.fakes.discord.exchange import CALLBACK
from tests.fakes.discord.limits import message_problems, walk
from tests.fakes.discord.markdown import words
from tests.fakes.discord.spec import body_problems

LINK = Invocation("roadmap phase", {"number": "6"})


def problems(message: Message) -> list[str]:
    """What Discord would refuse."""
    data = message.data()
    described = body_problems("post", CALLBACK, {"type": 4, "data": data})
    return [*described, *message_problems(data, [upload.name for upload in message.uploads])]


def components(message: Message) -> list[dict[str, Any]]:
    """All components, those inside others included."""
    return list(walk(message.components))


def texts(message: Message) -> str:
    """What it says, as words."""
    return "\n".join(words(one["content"]) for one in components(message) if one["type"] == 10)


@pytest.mark.parametrize("name", EACH)
def test_each_block(name: str) -> None:
    message = render(Reply("A title with *stars*", (EACH[name],)))
    assert problems(message) == []
    same_as_golden(name, message.data())


def test_all_blocks_in_one_message_or_on_pages() -> None:
    reply = Reply("All", tuple(EACH.values()), permalink=LINK)
    for page in (1, 2, 3):
        assert problems(render(replace(reply, page=page))) == []


@given(replies())
@settings(max_examples=200)
def test_any_reply_keeps_the_limits(reply: Reply) -> None:
    assert problems(render(reply)) == []


@given(replies())
@settings(max_examples=100)
def test_steps_are_reachable_from_every_reply(reply: Reply) -> None:
    """Every button and every option is on some page, or is named in words."""
    wanted = {
        one.invocation.token
        for block in reply.blocks
        if isinstance(block, Buttons)
        for one in block.buttons
        if isinstance(one, Button)
    }
    shown: set[str] = set()
    values: set[str] = set()
    said = ""
    for message in all_pages(reply):
        for one in components(message):
            if one["type"] == 2 and "custom_id" in one:
                shown.add(one["custom_id"])
            if one["type"] == 3:
                values.update(f"{unmarked(one['custom_id'])[0]} {option['value']}" for option in one["options"])
        said += texts(message)
    if "which is too long for a message on Discord" in said:
        return
    assert wanted <= shown
    for block in reply.blocks:
        if isinstance(block, Select):
            left = [one for one in block.options if f"{block.carried.token} {one.value}" not in values]
            assert not left or " ".join(block.label.split()) in " ".join(said.split())


def all_pages(reply: Reply) -> list[Message]:
    """All pages, turned with their own buttons."""
    pages = [render(replace(reply, page=1))]
    while len(pages) < 400:
        more = [one["custom_id"] for one in components(pages[-1]) if one["type"] == 2 and one["label"] == "More"]
        following = [Invocation.from_token(token).page for token in more]
        if len(pages) + 1 not in following:
            return pages
        pages.append(render(replace(reply, page=len(pages) + 1)))
    raise AssertionError("there is no end")


def test_no_word_is_lost_between_pages() -> None:
    paragraphs = [f"Paragraph {number} " + f"word{number} " * 60 for number in range(40)]
    blocks = (
        Text("\n\n".join(paragraphs)),
        Items(tuple(f"item {number} " + "x" * 150 for number in range(40)), title="Items"),
        Table(("A", "B"), tuple((f"row {number}", "cell" * 10) for number in range(80))),
        Code("\n".join(f"line {number} = {'y' * 60}" for number in range(80)), "python"),
        Facts(tuple((f"Label {number}", "value " * 20) for number in range(30))),
        Spoiler("the end", "\n\n".join(f"hidden {number} " + "z" * 100 for number in range(40)), LINK),
    )
    pages = all_pages(Reply("Long", blocks, permalink=LINK))
    assert all(problems(page) == [] for page in pages)
    said = " ".join(" ".join(texts(page) for page in pages).split())
    wanted = [*paragraphs, *(f"item {number} " for number in range(40)), *(f"row {number} " for number in range(80))]
    wanted += [f"line {number} = " for number in range(80)] + [f"Label {number}" for number in range(30)]
    wanted += [f"hidden {number} " for number in range(40)]
    for one in wanted:
        assert " ".join(one.split()) in said


def test_steps_stand_on_every_page() -> None:
    steps = Buttons((Button("Next", Invocation("roadmap next")), Button("Share", replace(LINK, shared=True))))
    select = Select("Open", Invocation("roadmap skill"), "skill", (Option("a", "A"),))
    pages = all_pages(Reply("Long", (Text("word " * 1_900), select, steps), permalink=LINK))
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        labels = [one["label"] for one in components(page) if one["type"] == 2]
        assert labels[:2] == ["Next", "Share"]
        assert labels[2:] == [name for name, there in (("More", number < 4), ("Back", number > 1)) if there]
        assert any(one["type"] == 3 for one in components(page))
        assert f"Page {number} of 4" in texts(page)


def test_a_page_too_far_is_the_last_one() -> None:
    reply = Reply("Long", (Text("word " * 1_900),), permalink=LINK, page=99)
    assert "Page 4 of 4" in texts(render(reply))


def test_what_cannot_be_turned_to_says_that_it_is_cut() -> None:
    message = render(Reply("Long", (Text("word " * 1_900),)))
    assert problems(message) == []
    assert "too long for a message on Discord" in texts(message)


def test_turning_back_to_where_a_button_already_leads() -> None:
    reply = Reply("Long", (Text("word " * 1_900), Buttons((Button("Here", LINK),))), permalink=LINK, page=2)
    assert problems(render(reply)) == []
    labels = [one["label"] for one in components(render(reply)) if one["type"] == 2]
    assert labels == ["Here", "More"]


def test_many_buttons_and_menus_are_paged_themselves() -> None:
    buttons = Buttons(tuple(Button(f"B{number}", Invocation("x", {"n": str(number)})) for number in range(70)))
    pages = all_pages(Reply("Many", (buttons,), permalink=LINK))
    shown = [one["label"] for page in pages for one in components(page) if one["type"] == 2]
    assert [label for label in shown if label.startswith("B") and label != "Back"] == [
        f"B{number}" for number in range(70)
    ]


def test_a_menu_of_more_than_25_is_cut_into_several() -> None:
    options = tuple(Option(f"o{number}", f"Option {number}") for number in range(60))
    message = render(Reply("Choose", (Select("One of many", Invocation("pick"), "what", options),)))
    menus = [one for one in components(message) if one["type"] == 3]
    assert [menu["placeholder"] for menu in menus] == [
        "One of many (1–25)",
        "One of many (26–50)",
        "One of many (51–60)",
    ]
    assert [unmarked(menu["custom_id"])[0] for menu in menus] == ["pick?what="] * 3
    assert len({menu["custom_id"] for menu in menus}) == 3
    assert [option["value"] for menu in menus for option in menu["options"]] == [option.value for option in options]


def test_a_menu_of_several_lets_all_of_its_options_be_chosen() -> None:
    options = tuple(Option(f"o{number}", f"Option {number}") for number in range(30))
    message = render(Reply("Choose", (Select("Some", Invocation("pick"), "what", options, many=True),)))
    assert problems(message) == []
    assert [one["max_values"] for one in components(message) if one["type"] == 3] == [25, 5]
    alone = render(Reply("Choose", (Select("One", Invocation("pick"), "what", options[:3]),)))
    assert "max_values" not in next(one for one in components(alone) if one["type"] == 3)


def test_options_that_no_menu_carries_are_named() -> None:
    options = tuple(Option(f"o{number}", f"Option {number}") for number in range(230))
    message = render(Reply("Choose", (Select("One of many", Invocation("pick"), "what", options),)))
    assert problems(message) == []
    assert "Option 200: /pick what:o200" in texts(message)
    assert "25 more, which you can type" in texts(message)


def test_only_the_mentioned_may_be_notified() -> None:
    blocks = (Mention(Person("discord:12"), "hello"), Mention(Person("discord:12")), Mention(Person("slack:T.U")))
    allowed = render(Reply("Hello <@13>", blocks)).data()["allowed_mentions"]
    assert allowed == {"parse": [], "users": ["12"]}
    assert render(Reply("Hello", (Text("x"),))).data()["allowed_mentions"] == {"parse": []}


def test_files_have_names_that_discord_leaves_alone_and_that_differ() -> None:
    one = File("dätes of mine.ics", b"1", "text/calendar", "Open it.")
    message = render(
        Reply("Files", (one, one, Picture(b"png", "A"), Picture(b"png", ""), File("...", b"2", "x/y", "z")))
    )
    assert problems(message) == []
    assert [upload.name for upload in message.uploads] == [
        "d_tes_of_mine.ics",
        "2-d_tes_of_mine.ics",
        "picture-3.png",
        "picture-4.png",
        "file",
    ]


def test_more_than_ten_files_go_on_pages() -> None:
    files = tuple(File(f"f{number}.txt", b"x", "text/plain", f"About {number}") for number in range(14))
    pages = all_pages(Reply("Files", files, permalink=LINK))
    assert [upload.about for page in pages for upload in page.uploads] == [f"About {number}" for number in range(14)]
    assert all(problems(page) == [] for page in pages)


def test_a_file_that_is_too_large_is_named() -> None:
    message = render(Reply("Files", (File("big.bin", b"x" * (sizes.FILE_BYTES + 1), "x/y", "Big"),)))
    assert (message.uploads, problems(message)) == ((), [])
    assert "big.bin is too large for Discord (10.5 MB)" in texts(message)


def test_words_too_long_for_any_page_are_shortened_visibly() -> None:
    blocks = (
        Table(("A", "B"), (("x" * 5_000, "y"),)),
        Facts((("L" * 5_000, "value"),)),
        Mention(Person("discord:1"), "w" * 5_000),
        Items(("item",), title="T" * 5_000),
    )
    for block in blocks:
        message = render(Reply("T" * 400, (block,), permalink=LINK))
        assert problems(message) == []
        assert "…" in texts(message)


def test_a_reply_without_words_still_says_something() -> None:
    assert problems(render(Reply("", ()))) == []


def test_a_spoiler_stays_covered_in_a_frame_of_its_own() -> None:
    message = render(Reply("Answer", (Text("before"), Spoiler("the answer", "covered", LINK), Text("after"))))
    covered = [frame.get("spoiler", False) for frame in message.components]
    assert covered == [False, True, False]
    inside: Any = message.components[1]["components"]
    assert [one["content"] for one in inside] == ["covered"]


def test_markdown_says_the_same_as_plain_text() -> None:
    markdown = "A **bold** word.\n\n1. one\n2. two"
    message = render(Reply("T", (Text(markdown),)))
    said = texts(message)
    for word in plain_markdown(markdown).replace("1.", "").replace("2.", "").split():
        assert word in said
