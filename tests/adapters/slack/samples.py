"""Replies and forms of every kind, made by hand and by chance."""

from __future__ import annotations

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
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Person
from tests.core.helpers import HOSTILE

HERE = Invocation("roadmap phase", {"number": "6"})

SAMPLES: dict[str, Block] = {
    "text": Text(
        "A paragraph with **bold**, *italic*, ***both***, `code` and [a **link**](https://example.org/?a=1&b=2).\n\n"
        "Another one\\\nwith a new line, a & and a < and :smile: and \\*no star\\*.\n\n"
        "- one\n- two\n  1. deeper\n  2. still\n- three\n\n> quoted\n> words\n\n```python\nprint('<hi>')\n```"
    ),
    "facts": Facts((("How long", "4 weeks"), ("Tools", "`git`, **make**"), ("See", "[docs](https://example.org/)"))),
    "items": Items(("plain", "**bold**: words\n\n- inner", "[x](https://example.org/)"), title="What to know"),
    "numbers": Items(("first", "second"), style="numbers", start=3),
    "table": Table(("Phase", "What"), (("1", "Foundations"), ("2", "ML & more"))),
    "wide-table": Table(("Role", "What it is about"), (("Engineer", "long " * 20), ("Scientist", "also long " * 10))),
    "code": Code("for x in y:\n    print('```', x)", "python"),
    "picture": Picture(b"\x89PNG", "A curve that goes up"),
    "file": File("plan.ics", b"BEGIN:VCALENDAR", "text/calendar", "Import it into your calendar."),
    "spoiler": Spoiler("the answer", "It is **42**.", Invocation("interview answer", {"question": "iq"})),
    "buttons": Buttons(
        (
            Button("Next", HERE, main=True),
            Button(
                "A label that is much too long for any button of Slack's, because it goes on " * 2, Invocation("ask")
            ),
            LinkButton("Docs", "https://example.org/"),
        )
    ),
    "select": Select(
        "Open a skill",
        Invocation("roadmap skill"),
        "skill",
        (Option("git", "Git", "Version control"), Option("docker", "Docker"), Option("x" * 90, "Too long to send")),
    ),
    "select-many": Select(
        "Mark what you know",
        Invocation("progress done"),
        "skills",
        (Option("git", "Git"), Option("sql", "SQL")),
        many=True,
    ),
    "divider": Divider(),
    "mention": Mention(Person("slack:T0TEAM.U0BEN"), "this is **for** you."),
    "mention-elsewhere": Mention(Person("discord:42"), "hello"),
}
"""One block of each kind, and the kinds that are drawn in two ways."""

_TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.text(alphabet="ab *_`[]()>#-\n<&", max_size=200),
    st.builds(
        lambda word, times: (word + " ") * times,
        st.sampled_from(["word", "übung", "🚀", "x" * 200]),
        st.integers(1, 400),
    ),
)
_LABELS = st.text(min_size=1, max_size=120)
_NUMBERS = st.integers(0, 10_000)
_MANY = st.integers(1, 130)


def _buttons(numbers: list[int], label: str) -> Buttons:
    return Buttons(tuple(Button(f"{label}{number}", Invocation("press", {"n": str(number)})) for number in numbers))


def _select(options: int, number: int, label: str, about: str) -> Select:
    some = tuple(Option(f"v{one}", f"{label}{one}", about) for one in range(options))
    return Select(label, Invocation("choose", {"n": str(number)}), "value", some)


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, _TEXTS),
    st.builds(Facts, st.lists(st.tuples(_LABELS, _TEXTS), max_size=12).map(tuple)),
    st.builds(
        Items, st.lists(_TEXTS, max_size=30).map(tuple), st.sampled_from(["bullets", "numbers"]), st.text(max_size=30)
    ),
    st.integers(1, 5).flatmap(
        lambda columns: st.builds(
            Table,
            st.lists(st.text(max_size=20), min_size=columns, max_size=columns).map(tuple),
            st.lists(st.lists(_TEXTS, min_size=columns, max_size=columns).map(tuple), max_size=20).map(tuple),
        )
    ),
    st.builds(Code, _TEXTS),
    st.builds(Picture, st.just(b"png"), st.text(max_size=400)),
    st.builds(File, _LABELS, st.just(b"data"), st.just("text/plain"), st.text(max_size=400)),
    st.builds(Spoiler, _LABELS, _TEXTS, _NUMBERS.map(lambda number: Invocation("reveal", {"n": str(number)}))),
    st.builds(_buttons, st.lists(_NUMBERS, unique=True, max_size=60), st.text(max_size=90)),
    st.builds(_select, _MANY, _NUMBERS, _LABELS, st.text(max_size=100)),
    st.just(Divider()),
    st.builds(Mention, st.sampled_from([Person("slack:T0TEAM.U0BEN"), Person("discord:1")]), _TEXTS),
)


def _reply(title: str, blocks: list[Block], link: bool) -> Reply | None:
    try:
        return Reply(title, tuple(blocks), Audience.CALLER, HERE if link else None)
    except ValueError:  # two buttons are the same
        return None


REPLIES = st.builds(_reply, st.text(max_size=400), st.lists(BLOCKS, max_size=10), st.booleans()).filter(
    lambda reply: reply is not None
)
