from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Block, Buttons, Code, Divider, Facts, Items, LinkButton, Spoiler, Table, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.pages import Fits, _joined, paged
from bot.core.chat.plain import plain
from bot.core.chat.reply import Reply

REVEAL = Invocation("interview answer", {"question": "iq-one"})
LINK = Buttons((LinkButton("Docs", "https://x.org"),))


def size(block: Block) -> int:
    """How many signs are seen."""
    match block:
        case Text() | Spoiler():
            text = block.markdown
        case Code():
            text = block.text
        case Items():
            text = "".join(block.items)
        case Facts():
            text = "".join(label + value for label, value in block.facts)
        case Table():
            text = "".join(cell for row in block.rows for cell in row)
        case _:
            text = "-"
    return len("".join(text.split()))


def room(most: int) -> Fits:
    """Pages with room for so many signs."""

    def fits(blocks: Sequence[Block]) -> bool:
        return sum(size(block) for block in blocks) <= most

    return fits


@pytest.mark.parametrize("blocks", [(), (Text("aaa"),), (Text("aaa"), Divider(), LINK)])
def test_what_has_room_stays_together(blocks: tuple[Block, ...]) -> None:
    assert paged(blocks, room(10)) == [blocks]


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        # between blocks
        ((Text("aaaa"), Text("bbbb")), [(Text("aaaa"),), (Text("bbbb"),)]),
        ((Text("aaaa"), Text("b"), Text("cc")), [(Text("aaaa"), Text("b")), (Text("cc"),)]),
        ((Text("aaaaa"), LINK, Divider()), [(Text("aaaaa"),), (LINK, Divider())]),
        # between paragraphs, and what fits on the last page is brought together again
        ((Text("aaa\n\nbbb\n\nc"),), [(Text("aaa"),), (Text("bbb\n\nc"),)]),
        ((Text("a"), Text("bbb\n\ncc")), [(Text("a"), Text("bbb")), (Text("cc"),)]),
        ((Text("aa\n\nbb\n\ncc\n\nd"),), [(Text("aa\n\nbb"),), (Text("cc\n\nd"),)]),
        # between items, which go on counting, under one title
        (
            (Items(("aa", "bb", "cc"), "numbers", "Steps"),),
            [(Items(("aa", "bb"), "numbers", "Steps"),), (Items(("cc",), "numbers", "", 3),)],
        ),
        (
            (Items(("aa", "bb", "cc"), "numbers", start=7),),
            [(Items(("aa", "bb"), "numbers", start=7),), (Items(("cc",), "numbers", start=9),)],
        ),
        # between facts, rows and lines
        (
            (Facts((("a", "bb"), ("c", "dd"))),),
            [(Facts((("a", "bb"),)),), (Facts((("c", "dd"),)),)],
        ),
        (
            (Table(("A", "B"), (("a", "b"), ("c", "d"), ("eee", "f"))),),
            [(Table(("A", "B"), (("a", "b"), ("c", "d"))),), (Table(("A", "B"), (("eee", "f"),)),)],
        ),
        (
            (Table(("A",), (("aa",), ("bb",), ("cc",))),),
            [(Table(("A",), (("aa",), ("bb",))),), (Table(("A",), (("cc",),)),)],
        ),
        ((Code("aa\nbb\ncc", "py"),), [(Code("aa\nbb", "py"),), (Code("cc", "py"),)]),
        (
            (Spoiler("it", "aaa\n\nbbb", REVEAL),),
            [(Spoiler("it", "aaa", REVEAL),), (Spoiler("it", "bbb", REVEAL),)],
        ),
    ],
)
def test_pages_end_where_a_reader_would_turn_them(blocks: tuple[Block, ...], pages: list[tuple[Block, ...]]) -> None:
    assert paged(blocks, room(5)) == pages


@pytest.mark.parametrize(
    ("block", "pages"),
    [
        (Text("aaaa bbbb"), [(Text("aaaa"),), (Text(" bbbb"),)]),
        (Text("aaaabbbb"), [(Text("aaaa"),), (Text("bbbb"),)]),
        (Items(("aaaabbbb",), title="T"), [(Items(("aaaa",), title="T"),), (Items(("bbbb",), title="T"),)]),
        (Facts((("l", "aaaabbbb"),)), [(Facts((("l", "aaaa"),)),), (Facts((("l", "bbbb"),)),)]),
        (Code("aaaabbbb", "py"), [(Code("aaaa", "py"),), (Code("bbbb", "py"),)]),
        (Spoiler("l", "aaaabbbb", REVEAL), [(Spoiler("l", "aaaa", REVEAL),), (Spoiler("l", "bbbb", REVEAL),)]),
    ],
)
def test_what_has_room_on_no_page_is_cut_in_the_middle(block: Block, pages: list[tuple[Block, ...]]) -> None:
    assert paged((block,), room(5)) == pages


@pytest.mark.parametrize("block", [LINK, Divider(), Table(("A",), (("aaaaaaaaa",),)), Text("a"), Code("", "py")])
def test_what_cannot_be_cut_gets_a_page_to_itself(block: Block) -> None:
    assert paged((Text("aa"), block, Text("bb")), lambda blocks: block not in blocks) == [
        (Text("aa"),),
        (block,),
        (Text("bb"),),
    ]


def test_only_parts_of_one_block_are_brought_together() -> None:
    assert _joined(Text("a"), Text("b")) == Text("a\n\nb")
    assert _joined(Text("a"), Code("b")) is None


def test_words_are_cut_between_where_there_is_a_space() -> None:
    assert paged((Text("one two three"),), room(5)) == [(Text("one"),), (Text(" two"),), (Text(" three"),)]


def test_a_cut_fence_is_closed_and_opened_again() -> None:
    fence = "```py\naaaa\nbbbb\ncccc\ndddd\n```"
    assert paged((Text(f"x\n\n{fence}\n\ny"),), room(16)) == [
        (Text("x"),),
        (Text("```py\naaaa\nbbbb\n```"),),
        (Text("```py\ncccc\ndddd\n```"),),
        (Text("y"),),
    ]


def test_a_fence_of_one_line_is_cut_like_words() -> None:
    assert paged((Text("```\naaaabbbb\n```"),), room(8)) == [(Text("```\naaaa"),), (Text("bbbb\n```"),)]


def test_a_fence_with_blank_lines_stays_in_one_piece() -> None:
    fence = "~~~\na\n\n\nb\n~~~"
    assert paged((Text(f"cc\n\n{fence}\n\ndd"),), room(size(Text(fence)))) == [
        (Text("cc"),),
        (Text(fence),),
        (Text("dd"),),
    ]


def test_an_item_stays_together_with_what_is_inside_it() -> None:
    one, two = "1. a\n\n   ```sh\n   b\n\n   c\n   ```", "2. d\n\n   e"
    assert paged((Text(f"{one}\n\n{two}\n\nf"),), room(size(Text(one)))) == [(Text(one),), (Text(f"{two}\n\nf"),)]


WORDS = st.text("ab ", min_size=1, max_size=30).filter(str.strip)
TEXTS = st.lists(WORDS | WORDS.map(lambda text: f"```\n{text}\n\n{text}\n```"), min_size=1, max_size=5).map("\n\n".join)
BLOCKS = st.one_of(
    TEXTS.map(Text),
    TEXTS.map(lambda text: Spoiler("l", text, REVEAL)),
    st.lists(WORDS, min_size=1, max_size=5).map(lambda items: Items(tuple(items), "numbers", "T")),
    st.lists(WORDS, min_size=1, max_size=5).map(lambda values: Facts(tuple(("l", value) for value in values))),
    st.lists(WORDS, min_size=1, max_size=5).map(lambda lines: Code("\n".join(lines))),
    st.lists(WORDS, min_size=1, max_size=5).map(lambda rows: Table(("X",), tuple((row,) for row in rows))),
    st.just(LINK),
)


@given(st.lists(BLOCKS, max_size=5), st.integers(10, 80))
def test_nothing_is_dropped_order_is_kept_and_every_page_has_room(blocks: list[Block], most: int) -> None:
    fits = room(most)
    pages = paged(blocks, fits)
    assert _letters(block for page in pages for block in page) == _letters(blocks)
    for page in pages:
        assert fits(page) or len(page) == 1
    if fits(blocks):
        assert pages == [tuple(blocks)]
    kinds = [type(block) for page in pages for block in page]
    assert list(dict.fromkeys(kinds)) == list(dict.fromkeys(type(block) for block in blocks))


def _letters(blocks: object) -> str:
    revealed = (
        Text(block.markdown) if isinstance(block, Spoiler) else block
        for block in blocks  # type: ignore[attr-defined]
    )
    return "".join(sign for sign in plain(Reply("", tuple(revealed))) if sign in "ab")


def test_what_has_room_nowhere_gets_a_page_to_itself() -> None:
    """A single letter cannot be cut any more, so paging ends even where nothing ever fits."""
    assert paged([Text("ab"), Divider()], lambda blocks: not blocks) == [(Text("a"),), (Text("b"),), (Divider(),)]
