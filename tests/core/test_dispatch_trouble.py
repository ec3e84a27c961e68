"""What goes wrong is told with a way on and logged under the same reference, without a word of what was written."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Divider, Text
from bot.core.chat.command import Command, Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.request import Request
from bot.core.dispatch import Dispatch
from bot.core.ports.database import Unavailable, Unsure
from tests.conftest import REFERENCE
from tests.core.helpers import HOSTILE, a_reply, buttons, said, scene
from tests.core.pizzeria import MENU, Clock


@pytest.fixture
def shop() -> Dispatch:
    return Dispatch(MENU, Clock(), lambda: REFERENCE)


@contextmanager
def logged() -> Iterator[list[str]]:
    """Every line, as a handler would write it."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(levelname)s %(message)s").format(record))

    handler, log = Kept(), logging.getLogger("bot.dispatch")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


async def test_a_refusal_is_told_with_its_way_on(shop: Dispatch) -> None:
    reply = await said(shop, "/refuse")
    assert reply.title == "That didn't work"
    assert reply.blocks == (Text("The oven is *cold*."), Divider())


@pytest.mark.parametrize("line", ["/fail", "/repeat", "/who test:ben"])
async def test_an_error_is_told_and_logged_under_the_same_reference(shop: Dispatch, line: str) -> None:
    with logged() as lines:
        reply = await said(shop, line)
    assert reply.title == "Something went wrong on my side"
    assert REFERENCE in plain(reply)
    assert buttons(reply) == {"Help": Invocation("help")}
    name = line.split()[0][1:]
    assert lines[0].startswith(f"ERROR command={name} reference={REFERENCE} failed: ")
    assert "pizzeria.py" in lines[0] or "reply.py" in lines[0]
    assert lines[1] == f"INFO command={name} place=test outcome=failed ms=500.0"
    assert len(lines) == 2


SECRETS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40).map(lambda text: f"sesame{text}sesame")


@given(
    secret=SECRETS | st.sampled_from(HOSTILE).map(lambda text: f"sesame{text}sesame"),
    line=st.sampled_from(
        [
            "/fail topping:{}",
            "/fail {}",
            "/pizza {}",
            "/pizza s user:{}",
            "/{}",
            "/{} x",
            "/table {} {}",
            "/ask {}",
            "/pizza s {}",
        ]
    ),
)
async def test_nothing_that_a_member_wrote_is_logged(secret: str, line: str) -> None:
    shop = Dispatch(MENU, Clock(), lambda: REFERENCE)
    with logged() as lines:
        answer = await shop.typed(line.format(secret, secret), scene(who="sesame"))
        await shop.pressed("fail", scene(), on=Audience.CALLER, filled={"topping": secret})
        await shop.pressed(secret, scene(), on=Audience.CALLER, chosen=[secret])
        await shop.invoke(Invocation(secret, {secret: secret}), scene())
    assert len([one for one in lines if one.startswith("INFO command=")]) == 4
    assert "sesame" not in "\n".join(lines)
    assert "cannot bake" not in plain(answer)


async def test_one_line_a_question_goes_to_the_log(shop: Dispatch) -> None:
    for line, name, outcome in (
        ("/pizza s", "pizza", "answered"),
        ("/pie s", "pizza", "answered"),
        ("/pizza", "pizza", "asked"),
        ("/table", "table", "asked"),
        ("/form", "form", "asked"),
        ("/pizza size:huge", "pizza", "refused"),
        ("/close", "unknown", "refused"),
        ("/zzz", "unknown", "refused"),
        ("/refuse", "refuse", "refused"),
        ("/forget", "forget", "refused"),
    ):
        with logged() as lines:
            await shop.typed(line, scene())
        assert lines == [f"INFO command={name} place=test outcome={outcome} ms=500.0"]


async def test_notes_out_of_reach_are_said_plainly(caplog: pytest.LogCaptureFixture) -> None:
    async def run(request: Request) -> Reply:
        raise Unavailable("database or disk is full")

    dispatch = Dispatch(Menu([Command("note", "Writes it down", run)]), itertools.count().__next__, lambda: "a1b2c3")
    with caplog.at_level(logging.INFO):
        reply = a_reply(await dispatch.typed("/note", scene()))
    assert reply.title == "I can't write that down just now"
    assert "full" not in str(reply)
    assert "command=note place=test outcome=unavailable" in caplog.text
    assert [record.levelname for record in caplog.records] == ["INFO"]


async def test_what_may_have_been_kept_is_never_told_as_lost(caplog: pytest.LogCaptureFixture) -> None:
    async def run(request: Request) -> Reply:
        raise Unsure("the connection was lost")

    dispatch = Dispatch(Menu([Command("note", "Writes it down", run)]), itertools.count().__next__, lambda: "a1b2c3")
    with caplog.at_level(logging.INFO):
        reply = a_reply(await dispatch.typed("/note", scene()))
    assert reply.title == "I can't say whether I wrote that down"
    assert "nothing was changed" not in str(reply)
    assert "command=note place=test outcome=unsure" in caplog.text
