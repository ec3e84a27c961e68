"""Replies of every shape for hypothesis, and one of each block for the golden payloads."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.core.chat.blocks import (
    Block,
    Button,
    Buttons,
    Code,
    Divider,
    Facts,
    File,
    Items,
    LinkButton,
    Mention,
    Option,
    Picture,
    Select,
    Spoiler,
    Table,
    Text,
)
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Audience, Reply, carried
from bot.core.chat.scene import Person
from tests.fakes.discord.people import BEN

PNG = b"\x89PNG\r\n"
OPTIONS = tuple(Option(f"skill-{number}", f"Skill {number}", "What it is about") for number in range(1, 31))

EACH: dict[str, Block] = {
    "text": Text(
        "A **bold** word, `code`, a [link](https://example.org).\n\n- one\n- two\n\n> quoted\n\n```python\nx\n```"
    ),
    "member_text": Text(r"You wrote: \*\*\@everyone\*\* \<@1\> \[x\]\(https\:\/\/example\.org\) \# no"),
    "facts": Facts((("How long", "4 weeks"), ("Tools", "Git, **MLflow**"), ("Steps", "- one\n- two"))),
    "bullets": Items(("first", "second with\n\n- a list"), title="To do"),
    "numbers": Items(("ninth", "tenth"), style="numbers", start=9),
    "narrow_table": Table(("Phase", "Weeks"), (("Foundations", "4–6"), ("Größe 字", "2"))),
    "wide_table": Table(("Phase", "From", "To"), (("1. " + "Foundations " * 4, "23 Nov 2026", "4 Jan 2027"),)),
    "code": Code("print('hi')\n", "python"),
    "picture": Picture(PNG, "A curve that falls"),
    "file": File("my dates.ics", b"BEGIN", "text/calendar", "Open it in your calendar."),
    "spoiler": Spoiler("the answer", "It is **drift**.\n\n- really", Invocation("interview answer")),
    "buttons": Buttons(
        (
            Button("Next", Invocation("roadmap next"), main=True),
            *(
                Button(f"Phase {number}", Invocation("roadmap phase", {"number": str(number)}))
                for number in range(1, 6)
            ),
            LinkButton("Docs", "https://mlflow.org"),
            LinkButton("Long", "https://example.org/" + "x" * 500),
        )
    ),
    "select": Select(
        "Open a phase", Invocation("roadmap phase"), "number", (Option("1", "One", "First"), Option("2", ""))
    ),
    "long_select": Select("Open a skill", Invocation("roadmap skill"), "skill", (*OPTIONS, Option("x" * 101, "Long"))),
    "select_many": Select(
        "Mark what you know",
        Invocation("progress done"),
        "skills",
        (Option("git", "Git"), Option("sql", "SQL")),
        many=True,
    ),
    "divider": Divider(),
    "mention": Mention(Person(f"discord:{BEN.id}"), "this is *for you*."),
    "mention_elsewhere": Mention(Person("slack:T1.U1"), "this is for you."),
}

_words = st.text(st.characters(codec="utf-8"), max_size=60)
_markdown = st.one_of(
    _words,
    st.sampled_from(("**b** *i* `c`", "- a\n- b", "```\nx\n```", "> q", "x" * 3_000, "long words " * 700, "𝕏" * 2_500)),
)
_names = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=8)
_invocations = st.builds(
    Invocation,
    _names,
    st.dictionaries(_names, st.text(st.sampled_from("abc 1&=é"), min_size=1, max_size=12), max_size=2),
    page=st.integers(1, 3),
    shared=st.booleans(),
)
_options = st.lists(
    st.builds(Option, st.text(st.sampled_from("abcd"), min_size=1, max_size=110), _words, _words),
    min_size=1,
    max_size=70,
    unique_by=lambda option: option.value,
).map(tuple)
_cells = st.text(max_size=40)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(_cells, min_size=1, max_size=5).map(tuple))
    row = st.lists(_cells, min_size=len(columns), max_size=len(columns)).map(tuple)
    return Table(columns, tuple(draw(st.lists(row, max_size=40))))


_blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, _markdown),
    st.builds(Facts, st.lists(st.tuples(_words, _markdown), max_size=6).map(tuple)),
    st.builds(Items, st.lists(_markdown, max_size=30).map(tuple), st.sampled_from(("bullets", "numbers")), _words),
    _tables(),
    st.builds(Code, _markdown, st.sampled_from(("", "python", "not a language"))),
    st.builds(Picture, st.just(PNG), _words),
    st.builds(File, _words, st.just(b"x"), st.just("text/plain"), _words),
    st.builds(Spoiler, _words, _markdown, _invocations),
    st.builds(
        Buttons,
        st.lists(
            st.one_of(
                st.builds(Button, _words, _invocations, st.booleans()),
                st.builds(LinkButton, _words, st.sampled_from(("https://a.org", "https://a.org/" + "b" * 600))),
            ),
            max_size=30,
        ).map(tuple),
    ),
    st.builds(Select, _words, _invocations, _names, _options).filter(lambda select: select.carried.fits),
    st.just(Divider()),
    st.builds(Mention, st.sampled_from((Person("discord:12"), Person("slack:T1.U1"))), _words),
)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Any reply whose buttons differ."""
    blocks: list[Block] = []
    taken: set[str] = set()
    for drawn in draw(st.lists(_blocks, max_size=14)):
        block = replace(drawn, buttons=_different(drawn, taken)) if isinstance(drawn, Buttons) else drawn
        tokens = [invocation.token for invocation in carried((block,))]
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            blocks.append(block)
    link = draw(st.none() | _invocations)
    audience = draw(st.sampled_from(Audience))
    return Reply(draw(_words), tuple(blocks), audience, link, page=draw(st.integers(1, 4)))


def _different(block: Buttons, taken: set[str]) -> tuple[Button | LinkButton, ...]:
    kept: list[Button | LinkButton] = []
    seen = set(taken)
    for button in block.buttons:
        if isinstance(button, LinkButton) or button.invocation.token not in seen:
            kept.append(button)
            if isinstance(button, Button):
                seen.add(button.invocation.token)
    return tuple(kept)
